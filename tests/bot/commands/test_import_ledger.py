"""`import` of a hazard ledger: our own and other offices' columns come in once, all or nothing."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Engine, select
from sqlmodel import col

from config.clock import TZ, system_clock
from config.tables import load_tables
from scheduler.wakeups import tick
from storage import hazard_tags, hazards, job_runs
from storage.database import open_engine, reading, work
from storage.hazard_plans import HazardPlan
from storage.hazards import Hazard, HazardEvent
from storage.schema import migrate
from storage.vocabulary import (
    Category,
    Grade,
    HazardAction,
    HazardSource,
    HazardState,
    PlanPart,
    Tag,
)
from tests.bot.commands.conftest import Run
from tests.builders import CONFIG, County, a_county, a_hazard, kept

Write = Callable[..., Path]

LH = (
    "序号", "检查时间", "检查单位", "检查人", "检查项目", "检查工点",
    "隐患问题描述", "隐患类型", "隐患等级", "整改要求(措施)", "整改期限",
    "整改责任单位", "整改责任人", "整改完成日期", "销号情况",
)  # fmt: skip
"""The ministry-style ledger of practice.md §1."""


@pytest.fixture
def county(database: Engine) -> County:
    return a_county(database)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a writer of a workbook: a header and rows."""

    def written(header: Sequence[str], *rows: Sequence[object], above: Sequence[Sequence[object]] = ()) -> Path:
        book = Workbook()
        page = book.active
        assert isinstance(page, Worksheet)
        page.title = "台账"
        for row in (*above, header, *rows):
            page.append(list(row))
        path = tmp_path / "ledger.xlsx"
        book.save(path)
        return path

    return written


def stored(engine: Engine) -> list[Hazard]:
    with reading(engine) as session:
        return list(session.scalars(select(Hazard).order_by(col(Hazard.number))))


def at(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=TZ)


def naive(year: int, month: int, day: int, hour: int = 0) -> datetime:
    """Return a moment as a workbook holds it."""
    return at(year, month, day, hour).replace(tzinfo=None)


def test_a_ledger_of_the_ministry_comes_in_once(run: Run, database: Engine, county: County, write: Write) -> None:
    path = write(
        LH,
        (1, naive(2025, 11, 3), "县民政局", "马建国", "消防", "二楼", "灭火器过期", "消防设施", "一般", "更换",
         "2025年11月10日",
         "张良镇敬老院", "王铁柱", "2025/11/8", "已销号"),
        (2, "2025.11.3", "县民政局", "某某", "用电", "厨房", "插座老化", "用电", "一般隐患", "更换插座", "11月20日",
         "马楼乡敬老院",         "老李", None, "未销号"),
        above=[("鲁山县养老机构安全隐患排查整改台账",)],
    )  # fmt: skip

    code, out, err = run("import", path)

    assert (code, err) == (0, "")
    assert "台账：新增 2 条隐患，原来就有 0 条（没有改动）" in out
    assert "不认识“检查单位”这一列，没有读" in out
    first, second = stored(database)
    assert (first.unit_id, first.state, first.category) == (county.home.id, HazardState.CLOSED, Category.FIRE)
    assert (first.reported_at, first.due_on) == (at(2025, 11, 3, 12), date(2025, 11, 10))
    assert (first.owner_id, first.reported_by) == tuple(county.person_by_userid[one].id for one in ("wang", "ma"))
    assert first.closed_at == at(2025, 11, 8, 12)
    assert first.entered_at is not None
    assert (second.state, second.owner_id, second.owner_name) == (HazardState.TO_RECTIFY, None, "老李")
    assert second.due_on == date(2025, 11, 20)

    assert "台账：新增 0 条隐患，原来就有 2 条（没有改动）" in run("import", path)[1]
    assert len(stored(database)) == 2


def test_the_history_is_whole_so_that_the_audit_stays_green(
    run: Run, database: Engine, county: County, write: Write
) -> None:
    header = ("单位", "存在问题", "检查日期", "整改措施", "完成日期", "验收人", "验收日期", "验收意见", "状态")
    path = write(
        header,
        ("张良院", "灯坏", "2025-11-01", "换灯", "2025-11-02", "马建国", "2025-11-03", "合格", "已销号"),
        ("张良院", "门坏", "2025-11-01", "修门", "2025-11-02", None, None, None, "待验收"),
        ("张良院", "窗坏", "2025-11-01", "修窗", "2025-11-02", None, "2025-11-03", "没修好", "验收不通过"),
        ("张良院", "锁坏", "2025-11-01", "换锁", None, None, None, None, None),
    )
    run("import", path)

    with reading(database) as session:
        told = {one.problem: hazards.events(session, one.id or 0) for one in session.scalars(select(Hazard))}
    assert [[event.action.value for event in events] for events in told.values()] == [
        ["report", "submit", "accept"], ["report", "submit"], ["report", "submit", "send_back"], ["report"],
    ]  # fmt: skip
    assert [event.note for event in told["灯坏"]] == ["", "换灯", "合格"]
    now = system_clock()
    tables = load_tables(CONFIG)
    tick(database, now, tables)
    with reading(database) as session:
        assert [run_.error for run_ in job_runs.all_runs(session) if run_.name == "books_audit"] == [""]


def test_a_trial_lists_every_row_and_keeps_nothing(run: Run, database: Engine, county: County, write: Write) -> None:
    header = ("单位", "部位", "存在问题", "检查日期", "期限", "隐患编号")
    with work(database) as session:
        known = a_hazard(session, county.home)
    path = write(
        header,
        ("张良镇敬老院", "厨房", "燃气软管老化", "2025-11-01", "3天内", None),
        ("张良镇敬老院", "二楼东头", "安全出口堆了杂物", "2026-11-23", "2026-11-27", known.code),
    )

    code, out, _ = run("import", path, "--dry-run")

    assert code == 0
    assert out.splitlines()[:3] == [
        "试导入，没有改动任何数据：",
        "台账 第2行：新增 张良镇敬老院 厨房 燃气软管老化（待整改，期限 2025-11-04）",
        "台账 第3行：已有 12号 张良镇敬老院 二楼东头 安全出口堆了杂物；和库里不同、没有改的：隐患描述",
    ]
    assert len(stored(database)) == 1


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (
            ("张良镇敬老苑", "灯坏", "2025-11-01", "", ""),
            "台账!A3：找不到单位“张良镇敬老苑”，是不是：张良镇民政所、张良镇敬老院？请写全称",
        ),
        (("天上人间", "灯坏", "2025-11-01", "", ""), "台账!A3：找不到单位“天上人间”，请先在花名册里加上"),
        ((None, "灯坏", "2025-11-01", "", ""), "台账!A3：“单位名称”不能空（合并单元格请拆开，每行都写单位）"),
        (("张良院", "", "2025-11-01", "一般", ""), "台账!B3：“隐患描述”不能空"),
        (("张良院", "灯坏", "", "", ""), "台账!C3：“发现时间”不能空"),
        (("张良院", "灯坏", "11月1日", "", ""), "台账!C3：日期要写年份，例如 2026年11月1日，现在写的是“11月1日”"),
        (("张良院", "灯坏", "2025-02-30", "", ""), "台账!C3：没有这一天：“2025-02-30”"),
        (("张良院", "灯坏", "昨天", "", ""), "台账!C3：看不懂这个日期：“昨天”"),
        (("张良院", "灯坏", "2099-01-01", "", ""), "台账!C3：晚于今天"),
        (("张良院", "灯坏", "2025-11-01", "很大", ""), "台账!D3：等级只能写“一般”或“重大”，现在写的是“很大”"),
        (("张良院", "灯坏", "2025-11-01", "", "已销号"), "台账 第3行：已销号的要有销号日期、验收日期或整改完成日期"),
        (("张良院", "灯坏", "2025-11-01", "", "已作废"), "台账!E3：已作废的隐患不导入，请删掉这一行"),
        (("张良院", "=1+1", "2025-11-01", "", ""), "台账!B3：这里是公式"),
    ],
)
def test_a_wrong_row_is_named_by_its_cell_and_nothing_comes_in(
    run: Run, database: Engine, county: County, write: Write, row: Sequence[object], complaint: str
) -> None:
    header = ("单位", "存在问题", "检查日期", "隐患等级", "状态")
    path = write(header, ("张良院", "好的一行", "2025-11-01", "一般", "未整改"), row)

    code, _, err = run("import", path)

    assert code == 1
    assert err.startswith("没有导入，请先改正：\n")
    assert complaint in err
    assert stored(database) == []


def test_no_more_than_fifty_faults_are_shown(run: Run, database: Engine, county: County, write: Write) -> None:
    path = write(
        ("单位", "存在问题", "检查日期", "隐患等级"), *[("没有的院", f"灯{n}坏", "2025-11-01", "") for n in range(80)]
    )

    _, _, err = run("import", path)

    assert len(err.splitlines()) == 52
    assert err.splitlines()[-1] == "……还有 30 处"


def test_a_ledger_without_units_is_refused(run: Run, database: Engine, county: County, write: Write) -> None:
    path = write(("存在问题", "检查日期", "等级", "责任人"), ("灯坏", "2025-11-01", "一般", "王铁柱"))

    assert "工作表“台账”：缺少这些列：单位名称" in run("import", path)[2]


def test_a_number_of_another_unit_is_refused(run: Run, database: Engine, county: County, write: Write) -> None:
    with work(database) as session:
        other = a_hazard(session, county.other_home)
    path = write(("编号", "单位", "存在问题", "检查日期"), (other.code, "张良院", "灯坏", "2025-11-01"))

    assert f"编号 {other.code} 在库里是“马楼乡敬老院”的隐患，不是“张良镇敬老院”的" in run("import", path)[2]


def fill(engine: Engine, county: County) -> None:
    """Put hazards of every kind into the books."""
    by = county.person_by_userid
    with work(engine) as session:
        closed = a_hazard(
            session, county.home, reporter=by["zhang"], owner=by["wang"], reported_at=at(2026, 3, 2, 23),
            state=HazardState.CLOSED, due_on=date(2026, 3, 10), submitted_at=at(2026, 3, 4, 9),
            submitted_by=by["wang"].id, closed_at=at(2026, 3, 5, 9), closed_by=by["ma"].id, funds_spent=3_500,
            is_on_the_spot=True,
        )  # fmt: skip
        for action, note in ((HazardAction.SUBMIT, "搬走了"), (HazardAction.ACCEPT, "合格")):
            event = HazardEvent(
                hazard_id=closed.id or 0, at=at(2026, 3, 5), action=action, state_after=HazardState.CLOSED, note=note
            )
            kept(session, event)
        major = a_hazard(
            session, county.other_home, reporter=by["niu"], grade=Grade.MAJOR, category=Category.GAS, place="厨房",
            problem="燃气软管穿墙", source=HazardSource.SPECIAL, reported_at=at(2026, 4, 1, 8), funds_planned=20_000,
            funds_spent=1_000, due_on=date(2026, 5, 1), campaign="gas", owner_name="外请工程队",
            state=HazardState.RECTIFYING,
        )  # fmt: skip
        hazard_tags.put(session, major.id or 0, [Tag.FACTOR_FLAM, Tag.CONTROL_FIRE], now=at(2026, 4, 1))
        for part, said in ((PlanPart.MEASURES, "换金属管"), (PlanPart.EMERGENCY, "停气")):
            kept(session, HazardPlan(hazard_id=major.id or 0, part=part, said=said, at=at(2026, 4, 1)))
        a_hazard(
            session, county.welfare, reporter=by["fu"], source=HazardSource.TIP, reported_at=at(2026, 4, 2, 8),
            state=HazardState.TO_ACCEPT, submitted_at=at(2026, 4, 3, 12), due_on=date(2026, 4, 8),
        )  # fmt: skip
        a_hazard(session, county.welfare, reported_at=at(2026, 4, 2, 8), due_on=date(2026, 4, 8), place="门厅")


def exported(path: Path, *, left_out: Sequence[str] = ("督办级别",)) -> list[dict[str, Any]]:
    page = openpyxl.load_workbook(path)["台账"]
    titles, *rows = page.iter_rows(values_only=True)
    return [{str(t): v for t, v in zip(titles, row, strict=True) if t not in left_out} for row in rows]


def test_what_is_exported_comes_in_again_as_it_was(
    run: Run, database: Engine, county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database, county)
    ours, theirs = tmp_path / "ours.xlsx", tmp_path / "theirs.xlsx"
    run("export", "ledger", ours, "--from", "2026-01-01")
    assert "新增 0 条隐患，原来就有 4 条" in run("import", ours)[1]

    other = f"sqlite:///{tmp_path / 'other.db'}"
    engine = open_engine(other)
    migrate(engine)
    a_county(engine)
    monkeypatch.setenv("MINAN_DATABASE_URL", other)
    code, out, err = run("import", ours)
    assert (code, err) == (0, "")
    assert "新增 4 条" in out
    run("export", "ledger", theirs, "--from", "2026-01-01")

    assert exported(theirs) == exported(ours)
    engine.dispose()


def test_numbers_given_out_after_an_import_are_new(run: Run, database: Engine, county: County, write: Write) -> None:
    now = system_clock().astimezone(TZ)
    path = write(
        ("编号", "单位", "存在问题", "检查日期"), (f"YH{now:%Y%m%d}-007", "张良院", "灯坏", f"{now:%Y-%m-%d}")
    )
    run("import", path)

    with work(database) as session:
        assert hazards.new_numbers(session, now.date())[1] == f"YH{now:%Y%m%d}-008"


def test_what_has_no_column_in_our_books_is_kept_in_the_history(
    run: Run, database: Engine, county: County, write: Write
) -> None:
    header = ("单位", "存在问题", "检查日期", "检查人", "延期情况", "督办情况", "备注")
    run("import", write(header, ("张良院", "灯坏", "2025-11-01", "省里的老张", "延到月底", "县级", "等配件")))

    with reading(database) as session:
        (event,) = session.scalars(select(HazardEvent))
    assert event.note == "延期：延到月底；督办级别：县级；发现人：省里的老张；备注：等配件"
    assert stored(database)[0].is_extended


def test_long_files_tell_how_far_they_are(run: Run, database: Engine, county: County, write: Write) -> None:
    path = write(
        ("单位", "存在问题", "检查日期", "等级"), *[("张良院", f"灯{n}坏", "2025-11-01", "一般") for n in range(2001)]
    )

    code, out, err = run("import", path)

    assert (code, err) == (0, "已看 1000 行……\n已看 2000 行……\n")
    assert "新增 2001 条" in out
