"""The ledger written by the command line, read back as whoever opens it sees it."""

from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image
from sqlalchemy import Engine

from bot.evidence_files import keep
from config.clock import TZ, system_clock
from storage import evidence, hazard_tags, inbox, supervisions
from storage.database import work
from storage.extensions import Extension
from storage.hazard_plans import HazardPlan
from storage.messages import Incoming, MessageKind
from storage.supervisions import Supervision
from storage.vocabulary import (
    EvidenceState,
    ExtensionState,
    Grade,
    HazardSource,
    HazardState,
    Phase,
    PlanPart,
    SupervisionLevel,
    Tag,
)
from tests.bot.commands.conftest import Run
from tests.builders import County, a_county, a_hazard, kept

HEADER = [
    "序号", "隐患编号", "乡镇(街道)", "单位名称", "机构类型", "隐患部位", "隐患描述", "领域/类别",
    "十大因素/三清/两管 标签", "等级", "来源", "发现人", "发现时间", "整改前照片", "整改措施", "责任单位",
    "责任人", "整改资金(万元)", "整改时限", "临时防范措施/预案", "立行立改", "延期", "整改完成日期",
    "整改后照片", "验收人", "验收日期", "验收意见", "销号日期", "是否超期/超期天数", "督办级别", "备注",
]  # fmt: skip
REPORTED = datetime(2026, 3, 2, 23, 30, tzinfo=TZ)
"""Still the second of March in the county, whatever day it is in Greenwich."""


@pytest.fixture
def county(database: Engine) -> County:
    return a_county(database)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "台账.xlsx"


def page_of(file: Path, title: str = "台账") -> Worksheet:
    page = openpyxl.load_workbook(file)[title]
    assert isinstance(page, Worksheet)
    return page


def cells(page: Worksheet, row: int) -> dict[str, Cell]:
    """Return the cells of a row by the heading above them."""
    return {str(page.cell(1, n).value): page.cell(row, n) for n in range(1, page.max_column + 1)}  # type: ignore[misc]


def clock(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return a moment of 2026 as a workbook holds it: without a zone."""
    return datetime(2026, month, day, hour, minute, tzinfo=TZ).replace(tzinfo=None)


def values(page: Worksheet, row: int) -> dict[str, Any]:
    return {title: cell.value for title, cell in cells(page, row).items() if cell.value is not None}


def described(file: Path) -> list[Any]:
    return [row[HEADER.index("隐患描述")] for row in page_of(file).iter_rows(min_row=2, values_only=True)]


def test_the_columns_stand_in_the_order_that_people_expect(
    run: Run, database: Engine, county: County, out: Path
) -> None:
    code, told, err = run("export", "ledger", out)

    assert (code, told, err) == (0, f"已写好 {out}：0 条隐患\n", "")
    page = page_of(out)
    assert [cell.value for cell in page[1]] == HEADER
    assert page.freeze_panes == "C2"
    assert page.auto_filter.ref == "A1:AE1"


def test_a_hazard_that_was_struck_off_is_told_in_full(run: Run, database: Engine, county: County, out: Path) -> None:
    by = county.person_by_userid
    closed_at = REPORTED + timedelta(days=9)
    with work(database) as session:
        hazard = a_hazard(
            session, county.home, reporter=by["zhang"], owner=by["wang"], reported_at=REPORTED,
            state=HazardState.CLOSED, due_on=date(2026, 3, 10), submitted_at=REPORTED + timedelta(days=1),
            submitted_by=by["wang"].id, closed_at=closed_at, closed_by=by["ma"].id,
        )  # fmt: skip
        assert hazard.id is not None
        wish = Extension(
            hazard_id=hazard.id, old_due_on=date(2026, 3, 6), new_due_on=date(2026, 3, 10), reason="配件没到",
            measures="专人看守", asked_at=REPORTED, state=ExtensionState.GRANTED, decided_by=by["ma"].id,
        )  # fmt: skip
        kept(session, wish)

    run("export", "ledger", out, "--from", "2026-03-02", "--to", "2026-03-02")

    page = page_of(out)
    assert values(page, 2) == {
        "序号": 1, "隐患编号": hazard.code, "乡镇(街道)": "张良镇", "单位名称": "张良镇敬老院", "机构类型": "敬老院",
        "隐患部位": "二楼东头", "隐患描述": "安全出口堆了轮椅", "领域/类别": "安全出口",
        "十大因素/三清/两管 标签": "十大致命风险因素、三清", "等级": "一般", "来源": "自查", "发现人": "张小花",
        "发现时间": clock(3, 2, 23, 30), "责任单位": "张良镇敬老院", "责任人": "王铁柱",
        "整改时限": clock(3, 10), "临时防范措施/预案": "专人看守", "立行立改": "否",
        "延期": "2026-03-06→2026-03-10（马建国：已同意）", "整改完成日期": clock(3, 3), "验收人": "马建国",
        "验收日期": clock(3, 11), "销号日期": clock(3, 11),
        "是否超期/超期天数": "是，1天", "备注": "已销号",
    }  # fmt: skip
    assert cells(page, 2)["发现时间"].number_format == "yyyy-mm-dd hh:mm"
    assert cells(page, 2)["整改时限"].number_format == "yyyy-mm-dd"


def test_whoever_gave_a_tip_is_not_named(run: Run, database: Engine, county: County, out: Path) -> None:
    with work(database) as session:
        a_hazard(session, county.home, reporter=county.person_by_userid["zhang"], source=HazardSource.TIP)

    run("export", "ledger", out)

    assert values(page_of(out), 2)["发现人"] == "（不公开）"
    assert "张小花" not in str([*page_of(out).iter_rows(values_only=True)])


def test_what_was_sent_back_is_not_shown_as_done(run: Run, database: Engine, county: County, out: Path) -> None:
    with work(database) as session:
        a_hazard(
            session, county.home, state=HazardState.RECTIFYING, reported_at=REPORTED, submitted_at=REPORTED,
            suggested_grade=Grade.MAJOR,
        )  # fmt: skip

    run("export", "ledger", out)

    row = values(page_of(out), 2)
    assert not row.keys() & {"整改完成日期", "立行立改", "销号日期"}
    assert row["备注"] == "整改中；建议定为重大，还没有定"


def test_the_columns_of_the_heavy_record_are_filled(run: Run, database: Engine, county: County, out: Path) -> None:
    with work(database) as session:
        hazard = a_hazard(
            session, county.home, reported_at=REPORTED, grade=Grade.MAJOR, funds_planned=12_500, campaign="fire2026"
        )
        a_hazard(
            session, county.home, reported_at=REPORTED, state=HazardState.CLOSED, closed_at=REPORTED,
            is_on_the_spot=True, funds_planned=20_000, funds_spent=3_000,
        )  # fmt: skip
        assert hazard.id is not None
        hazard_tags.put(session, hazard.id, [Tag.CONTROL_FIRE, Tag.FACTOR_EVAC, Tag.FACTOR_EXIT], now=REPORTED)
        order = Supervision(
            hazard_id=hazard.id, level=SupervisionLevel.COUNTY, unit="县安委办", due_on=date(2026, 6, 30),
            ordered_at=REPORTED,
        )  # fmt: skip
        supervisions.order(session, order)
        for part, said in (
            (PlanPart.MEASURES, "换线"),
            (PlanPart.EMERGENCY, "旧的"),
            (PlanPart.EMERGENCY, "停用二楼"),
        ):
            kept(session, HazardPlan(hazard_id=hazard.id, part=part, said=said, at=REPORTED))

    run("export", "ledger", out, "--from", "2026-03-01")

    heavy, light = (values(page_of(out), row) for row in (2, 3))
    assert heavy["十大因素/三清/两管 标签"] == "十大因素：安全出口、疏散通道；两管①；专项行动：fire2026"
    assert heavy["整改资金(万元)"] == 1.25
    assert heavy["整改措施"] == "换线"
    assert heavy["临时防范措施/预案"] == "停用二楼"
    assert heavy["督办级别"] == "县级挂牌督办（县安委办，2026-06-30前办结）"
    assert light["整改资金(万元)"] == "计划2，实际0.3"
    assert light["立行立改"] == "是"


@pytest.mark.parametrize(
    "problem", ['=HYPERLINK("http://example.com","点我")', "+1+1", "-2+3", "@SUM(A1)", "电线老化🔥😀", "一行\n两行"]
)
def test_what_people_wrote_stays_text(run: Run, database: Engine, county: County, out: Path, problem: str) -> None:
    with work(database) as session:
        a_hazard(session, county.home, problem=problem)

    run("export", "ledger", out)

    cell = cells(page_of(out), 2)["隐患描述"]
    assert (cell.value, cell.data_type) == (problem, "s")


def test_signs_that_no_workbook_can_hold_are_left_out(run: Run, database: Engine, county: County, out: Path) -> None:
    with work(database) as session:
        a_hazard(session, county.home, problem="灭火器\x0b过\ufffe期\uffff")

    run("export", "ledger", out)

    assert described(out) == ["灭火器过期"]


def test_without_dates_it_is_what_is_open_and_what_was_struck_off_this_year(
    run: Run, database: Engine, county: County, out: Path
) -> None:
    now = system_clock()
    years_ago = now - timedelta(days=800)
    with work(database) as session:
        for problem, reported_at, closed_at in (
            ("早就销号", years_ago, years_ago),
            ("早年没销", years_ago, None),
            ("今年销号", years_ago, now),
        ):
            state = HazardState.CLOSED if closed_at else HazardState.TO_ACCEPT
            a_hazard(session, county.home, problem=problem, reported_at=reported_at, closed_at=closed_at, state=state)
    listed = {}
    for asked in ("all", "open", "closed"):
        run("export", "ledger", out, "--state", asked, "--force")
        listed[asked] = described(out)

    assert listed == {"all": ["早年没销", "今年销号"], "open": ["早年没销"], "closed": ["今年销号"]}


def test_a_unit_brings_what_is_below_it(run: Run, database: Engine, county: County, out: Path) -> None:
    with work(database) as session:
        a_hazard(session, county.home, problem="张良的")
        a_hazard(session, county.other_home, problem="马楼的")

    run("export", "ledger", out, "--unit", "张良镇民政所")

    assert described(out) == ["张良的"]


def test_pictures_are_linked_and_on_request_embedded(
    run: Run, database: Engine, county: County, out: Path, tmp_path: Path
) -> None:
    content = BytesIO()
    Image.new("RGB", (1600, 1200), "red").save(content, "JPEG")
    shas = [keep(tmp_path, content.getvalue()), keep(tmp_path, b"no picture"), "f" * 64]
    media = [{"kind": "image", "url": f"https://example.com/{n}"} for n in range(3)]
    with work(database) as session:
        a_hazard(session, county.home, problem="没有照片")
        hazard = a_hazard(session, county.home)
        message = Incoming("test", "m1", "zhang", "private:zhang", MessageKind.IMAGE, details={"media": media})
        inbox.receive(session, [message], now=REPORTED)
        pieces = evidence.of_message(session, "test:m1")
        for piece, sha256, phase in zip(pieces, shas, (Phase.AFTER, Phase.BEFORE, Phase.AFTER), strict=True):
            piece.state, piece.sha256 = EvidenceState.STORED, sha256
            evidence.use(session, [piece], f"hazard:{hazard.id}", phase, person_id=None, now=REPORTED)

    _, plain, _ = run("export", "ledger", out)
    without = page_of(out, "照片")
    code, told, err = run("export", "ledger", out, "--photos", "--force")

    assert plain == f"已写好 {out}：2 条隐患\n"
    assert without._images == []  # type: ignore[attr-defined]
    assert (code, err) == (0, "")
    assert told == f"已写好 {out}：2 条隐患，放进照片 2 张\n有 1 张照片的文件读不到，没有放进去\n"
    row = cells(page_of(out), 3)
    linked = [row["整改前照片"], row["整改后照片"]]
    assert [(one.value, one.hyperlink and one.hyperlink.location) for one in linked] == [
        ("1张", "'照片'!A2"),
        ("2张", "'照片'!A3"),
    ]
    pictures = page_of(out, "照片")
    assert [[cell.value for cell in one] for one in pictures.iter_rows(min_row=2)] == [
        [hazard.code, "整改前", clock(3, 2, 23, 30), f"给民安发：{hazard.number}号照片", "打不开"],
        [hazard.code, "整改后", clock(3, 2, 23, 30), f"给民安发：{hazard.number}号照片", None],
        [hazard.code, "整改后", clock(3, 2, 23, 30), f"给民安发：{hazard.number}号照片", None],
    ]
    (embedded,) = pictures._images  # type: ignore[attr-defined]
    assert (embedded.width, embedded.height, embedded.anchor._from.row) == (240, 180, 2)


def test_thousands_of_hazards_fit(run: Run, database: Engine, county: County, out: Path) -> None:
    with work(database) as session:
        for _ in range(2000):
            a_hazard(session, county.home)

    code, told, _ = run("export", "ledger", out)

    assert (code, told) == (0, f"已写好 {out}：2000 条隐患\n")
    page = page_of(out)
    assert (page.max_row, page.auto_filter.ref) == (2001, "A1:AE2001")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "2026-11-30", "--to", "2026-11-01"), "--to 不能早于 --from\n"),
        (("--from", "2999-01-01"), "--from 不能晚于今天\n"),
        (("--unit", "没有的院"), "没有叫“没有的院”的单位\n"),
    ],
)
def test_a_wrong_wish_is_refused_in_one_sentence(
    run: Run, database: Engine, county: County, out: Path, arguments: tuple[str, ...], said: str
) -> None:
    assert run("export", "ledger", out, *arguments) == (1, "", said)
    assert not out.exists()


def test_a_file_is_never_overwritten_unasked(run: Run, database: Engine, county: County, out: Path) -> None:
    out.write_text("我的", "utf-8")

    code, _, err = run("export", "ledger", out)

    assert (code, err) == (1, f"{out} 已经有了，没有覆盖；确实要覆盖请加 --force\n")
    assert out.read_text("utf-8") == "我的"


def test_what_is_no_workbook_or_no_state_is_refused(run: Run, database: Engine, out: Path) -> None:
    assert run("export", "ledger", out.with_suffix(".xls"))[::2] == (1, "文件名要以 .xlsx 结尾\n")
    code, _, err = run("export", "ledger", out, "--state", "half")
    assert code == 2
    assert err.startswith("--state 不能是 'half'")
