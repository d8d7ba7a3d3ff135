"""`template` and `import`: a workbook goes out, comes back, and changes only what it should."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, select
from sqlmodel import col

from storage import responsibilities, units
from storage.database import reading, work
from storage.hazards import Hazard
from storage.outbox import OutboxMessage
from storage.people import Person
from storage.registers import RegisterEntry
from storage.responsibilities import Answerable
from storage.units import Unit
from storage.vocabulary import Grade, Role
from tests.bot.commands.conftest import Run

Count = Callable[[type[Unit | Person | Hazard | Answerable | RegisterEntry]], int]


@pytest.fixture
def book(tmp_path: Path, run: Run) -> Path:
    """Return the path of a freshly written template."""
    path = tmp_path / "roster.xlsx"
    assert run("template", "roster", path)[0] == 0
    return path


@pytest.fixture
def count(database: Engine) -> Count:
    """Return a count of stored rows."""

    def counted(table: type[Unit | Person | Hazard | Answerable | RegisterEntry]) -> int:
        with reading(database) as session:
            return len(session.scalars(select(table)).all())

    return counted


def change(book: Path, sheet: str, cell: str, value: str) -> None:
    """Write one cell of the workbook."""
    pages = load_workbook(book)
    pages[sheet][cell] = value
    pages.save(book)


def test_the_template_is_not_written_over_a_filled_one(run: Run, book: Path) -> None:
    book.write_bytes(b"filled in")

    assert run("template", "roster", book)[0] == 1
    assert book.read_bytes() == b"filled in"
    assert run("template", "roster", book, "--force")[0] == 0
    assert book.read_bytes() != b"filled in"


@pytest.mark.parametrize(
    ("name", "complaint"), [("roster.xls", "文件名要以 .xlsx 结尾\n"), ("no/roster.xlsx", "没有这个文件或文件夹\n")]
)
def test_a_template_that_cannot_be_written_is_told(run: Run, tmp_path: Path, name: str, complaint: str) -> None:
    code, _, err = run("template", "roster", tmp_path / name)

    assert code == 1
    assert err.endswith(complaint)


def test_a_workbook_is_imported_and_a_second_time_changes_nothing(run: Run, book: Path, count: Count) -> None:
    code, out, _ = run("import", book)

    assert code == 0
    assert out.startswith("已导入：\n单位：新增 5（示例县民政局、养老服务股、")
    assert (count(Unit), count(Person)) == (5, 7)
    assert "\n责任：新增 10（清河镇敬老院 监管责任人、" in out
    again = run("import", book)[1]
    assert again.startswith(
        "已导入：\n单位：新增 0，修改 0，不变 5\n人员：新增 0，修改 0，不变 7\n群：新增 0，修改 0，不变 2\n"
        "责任：新增 0，修改 0，不变 10\n"
    )
    assert "提示：清河镇敬老院 属地责任人 吴镇长，不在花名册里，只作登记，催办发不到本人" in again


def test_a_shared_name_of_who_answers_is_refused_with_its_cell(run: Run, book: Path, count: Count) -> None:
    change(book, "人员", "B7", "周院长")

    code, _, err = run("import", book)

    assert code == 1
    assert (
        "责任!C2：花名册里有几个周院长，请在后面加账号：周院长 清河镇敬老院 example_yuan；"
        "周院长 清河镇敬老院 example_anquan" in err
    )
    assert count(Answerable) == 0
    change(book, "责任", "C2", "周院长 example_yuan")
    change(book, "责任", "G2", "周院长 example_anquan")
    change(book, "证书", "B2", "周院长 example_anquan")
    assert run("import", book)[0] == 0
    assert count(Answerable) == 10


def test_a_trial_lists_who_would_answer_and_keeps_nobody(run: Run, book: Path, count: Count) -> None:
    _, out, _ = run("import", book, "--dry-run")

    assert "责任：新增 10（清河镇敬老院 监管责任人、" in out
    assert count(Answerable) == 0


def test_an_empty_cell_takes_nobody_away(run: Run, book: Path, database: Engine) -> None:
    run("import", book)
    change(book, "责任", "B2", "")
    change(book, "责任", "D2", "无")

    out = run("import", book)[1]

    assert "责任：新增 0，修改 0，不变 8" in out
    with reading(database) as session:
        home = units.by_name(session, "清河镇敬老院")
        assert home is not None
        assert len(responsibilities.of_unit(session, home.id or 0)) == 8


def test_five_of_a_unit_that_is_no_key_unit_are_remarked(run: Run, book: Path) -> None:
    change(book, "单位", "I5", "否")

    assert "提示：清河镇敬老院 包保责任人一 填了，但单位不是重点单位，先不算数" in run("import", book)[1]


def test_a_trial_says_the_same_and_keeps_nothing(run: Run, book: Path, count: Count) -> None:
    code, out, _ = run("import", book, "--dry-run")

    assert code == 0
    assert out.startswith("试导入，没有改动任何数据：\n单位：新增 5（")
    assert count(Unit) == 0


def test_the_roster_wins_over_the_contact_book_and_says_so(run: Run, book: Path, database: Engine) -> None:
    run("import", book)
    with work(database) as session:
        head = session.scalars(select(Person).where(col(Person.role) == Role.HEAD)).all()[0]
        head.is_active, head.left_at = False, datetime(2026, 11, 23, tzinfo=UTC)

    out = run("import", book)[1]

    assert f"注意：通讯录里已离开、表里还在用，按表恢复使用：1（{head.name}({head.userid})）" in out
    with reading(database) as session:
        back = session.get_one(Person, head.id)
        assert (back.is_active, back.left_at) == (True, None)
    assert "注意" not in run("import", book)[1]


def test_people_who_are_no_longer_listed_are_named_and_stay(run: Run, book: Path, count: Count) -> None:
    run("import", book)
    change(book, "人员", "A8", "new_person")

    _, out, _ = run("import", book)

    assert "人员：新增 1（郑主任(new_person)），修改 0，不变 6" in out
    assert "表里没有、数据库里在用的人员没有动：1（郑主任(example_rizhao)）" in out
    assert count(Person) == 8


def test_a_wrong_cell_stops_the_whole_import(run: Run, book: Path, count: Count) -> None:
    change(book, "人员", "D3", "总管")

    code, out, err = run("import", book)

    assert (code, out) == (1, "")
    assert err.startswith("没有导入，请先改正：\n人员!D3：没有“总管”这个角色，只能写：")
    assert count(Unit) == 0


def test_a_unit_that_is_nowhere_is_named_by_its_cell(run: Run, book: Path, count: Count) -> None:
    change(book, "单位", "D5", "浊水镇民政所")

    code, _, err = run("import", book)

    assert code == 1
    assert err == "没有导入，请先改正：\n单位!D5：找不到单位“浊水镇民政所”，表里没有，数据库里也没有\n"
    assert count(Unit) == 0


def test_records_are_imported_and_counted(run: Run, tmp_path: Path, count: Count) -> None:
    records = {
        "now": "2026-11-23T10:00:00",
        "orgs": [{"name": "甲院", "town": "张良镇", "type": "敬老院", "overnight": True}],
        "patrols": [{"org": "甲院", "date": "2026-11-22", "slot": 1}],
    }
    file = tmp_path / "year.json"
    file.write_text(json.dumps(records), "utf-8")

    code, out, _ = run("import", file)

    assert code == 0
    assert "单位：新增 3（民政局、张良镇民政所、甲院）" in out
    assert "巡查：新增 1，原来就有 0" in out
    assert "巡查：新增 0，原来就有 1" in run("import", file)[1]
    assert count(Unit) == 3


def test_a_wrong_record_is_named_by_its_place(run: Run, tmp_path: Path, count: Count) -> None:
    file = tmp_path / "year.json"
    file.write_text(json.dumps({"meetings": [{"org": "无名院", "date": "2026-01-05"}]}), "utf-8")

    assert run("import", file) == (1, "", "没有导入，请先改正：\nmeetings 第1条：找不到单位“无名院”\n")
    assert count(Unit) == 0


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.csv", b"a,b", "不认识这种文件：只能导入花名册、台账（.xlsx）或记录（.json）\n"),
        ("a.json", b"hello", "没有导入，请先改正：\n不是正确的 JSON：第 1 行第 1 个字符附近\n"),
        ("a.xlsx", b"hello", "没有导入，请先改正：\n文件打不开：不是 xlsx 工作簿，或者已经损坏\n"),
    ],
)
def test_a_file_of_another_kind_is_told(run: Run, tmp_path: Path, name: str, content: bytes, complaint: str) -> None:
    (tmp_path / name).write_bytes(content)

    assert run("import", tmp_path / name) == (1, "", complaint)


def test_a_file_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    code, _, err = run("import", tmp_path / "none.xlsx")

    assert code == 1
    assert err.endswith("none.xlsx 读不了：没有这个文件或文件夹\n")


def test_what_a_file_holds_counts_before_its_name(run: Run, book: Path, tmp_path: Path) -> None:
    book.rename(tmp_path / "roster.json")

    assert run("import", tmp_path / "roster.json")[0] == 0


def test_registers_come_by_workbook_and_the_same_again_changes_nothing(run: Run, book: Path, count: Count) -> None:
    out = run("import", book)[1]

    assert "登记：新增 8（清河镇敬老院 证书 吴安全 消防设施操作员、清河镇敬老院 建筑 主楼、" in out
    assert count(RegisterEntry) == 8
    assert "登记：新增 0，修改 0，不变 8" in run("import", book)[1]
    change(book, "人数", "B2", "40")
    assert "登记：新增 0，修改 1（清河镇敬老院 院民人数），不变 7" in run("import", book)[1]
    assert count(RegisterEntry) == 9


def test_a_trial_of_registers_keeps_nothing(run: Run, book: Path, count: Count) -> None:
    assert "登记：新增 8" in run("import", book, "--dry-run")[1]
    assert count(RegisterEntry) == 0


def test_a_certificate_of_nobody_refuses_the_whole_workbook(run: Run, book: Path, count: Count) -> None:
    change(book, "证书", "B2", "吴不在")

    code, _, err = run("import", book)

    assert code == 1
    assert "证书!B2：清河镇敬老院没有叫“吴不在”的人，请先填在“人员”表里" in err
    assert (count(RegisterEntry), count(Unit)) == (0, 0)


def test_a_unit_that_only_a_register_sheet_names_is_refused_with_its_cell(run: Run, book: Path, count: Count) -> None:
    change(book, "建筑", "A3", "清河镇没有院")

    assert "建筑!A3：找不到单位“清河镇没有院”" in run("import", book)[2]
    assert count(RegisterEntry) == 0


def test_a_dangerous_building_is_registered_as_in_chat(run: Run, book: Path, count: Count, database: Engine) -> None:
    change(book, "建筑", "D2", "D")

    told = run("import", book)[1]

    assert "注意：清河镇敬老院 主楼是危房，已登记为重大隐患1号" in told
    with reading(database) as session:
        hazard = session.scalars(select(Hazard)).one()
        assert (hazard.grade, hazard.needs_engineering, hazard.place) == (Grade.MAJOR, True, "主楼")
        assert len(session.scalars(select(OutboxMessage)).all()) > 0

    assert "主楼是危房" not in run("import", book)[1]
    assert count(Hazard) == 1


def test_a_trial_registers_no_dangerous_building(run: Run, book: Path, count: Count) -> None:
    change(book, "建筑", "D2", "D")

    assert "主楼是危房，已登记为重大隐患" in run("import", book, "--dry-run")[1]
    assert count(Hazard) == 0
