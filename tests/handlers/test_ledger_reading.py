"""A ledger is read whatever its columns are called and wherever they stand."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from handlers.papers.ledger_columns import COLUMNS
from handlers.papers.ledger_reading import is_ledger, read_ledger
from handlers.papers.ledger_titles import NOT_READ, OTHER_NAMES, TITLE_BY_PLAIN, Title, plain
from handlers.papers.roster_template import template

SPELLINGS = {title: [title.value, *OTHER_NAMES.get(title, "").split()] for title in Title}


def workbook(*rows: tuple[str, ...]) -> bytes:
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    for row in rows:
        page.append(list(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_no_name_means_two_columns() -> None:
    names = [plain(name) for spellings in SPELLINGS.values() for name in dict.fromkeys(map(plain, spellings))]

    assert len(names) == len(set(names))


def test_every_column_that_we_write_is_known() -> None:
    assert {plain(column.title) for column in COLUMNS} <= set(TITLE_BY_PLAIN)
    assert [column.title for column in COLUMNS] == [
        one.value for one in Title if one not in (Title.NUMBER, Title.STATE)
    ]


@st.composite
def headers(draw: st.DrawFn) -> list[tuple[Title, str]]:
    """Return known columns in any order, the three that are needed among them, under any of their names."""
    others = draw(st.sets(st.sampled_from(sorted(set(Title) - {Title.UNIT, Title.DUTY_UNIT}))))
    titles = draw(st.permutations(sorted(others | {Title.UNIT, Title.PROBLEM, Title.FOUND, Title.GRADE})))
    return [(title, draw(st.sampled_from(SPELLINGS[title]))) for title in titles]


@settings(max_examples=60)
@given(headers(), st.integers(0, 4), st.sampled_from(["", " ", "（必填）", "*", "："]))
def test_columns_are_known_in_any_order_under_any_of_their_names(
    header: list[tuple[Title, str]], above: int, mark: str
) -> None:
    content = workbook(
        *[("某县安全隐患台账",)] * above,
        tuple(name + mark for _, name in header),
        tuple(f"内容{title.name}" for title, _ in header),
    )

    assert is_ledger(content)
    found = read_ledger(content)
    assert found.faults == []
    (row,) = found.rows
    read = {title: cell.text for title, cell in row.cells.items() if title is not Title.NUMBER}
    assert read == {title: f"内容{title.name}" for title, _ in header if title not in NOT_READ}


@pytest.mark.parametrize(
    "content",
    [template(), workbook(("姓名", "单位"), ("王", "李")), workbook(), b"no workbook"],
    ids=["roster", "two columns", "empty", "no workbook"],
)
def test_what_is_no_ledger_is_left_alone(content: bytes) -> None:
    assert not is_ledger(content)


def test_titles_above_sums_below_and_strange_columns_are_no_rows() -> None:
    content = workbook(
        ("台账", "", "", ""),
        ("单位", "存在问题", "检查日期", "隐患等级", "分值"),
        ("张良院", "灯坏", "2025-11-01", "一般", "3"),
        ("合计", "1", "", ""),
        ("填表人：张三", "", "", ""),
    )

    found = read_ledger(content)

    assert [row.where for row in found.rows] == ["Sheet 第3行"]
    assert found.remarks == ["Sheet!E2：不认识“分值”这一列，没有读"]


def test_two_columns_that_say_the_same_are_told() -> None:
    twice = read_ledger(
        workbook(("单位", "问题", "问题", "日期", "等级"), ("张良院", "灯坏", "灯坏", "2025-11-01", "一般"))
    )
    alike = read_ledger(
        workbook(("单位", "问题", "日期", "整改要求", "整改措施"), ("张良院", "灯坏", "2025-11-01", "换", "换"))
    )

    assert twice.faults == ["Sheet!C1：“问题”这一列有两个，另一个在 Sheet!B1"]
    assert alike.remarks == ["Sheet!E1：“整改措施”和“整改要求”是一回事，只读了“整改要求”"]
