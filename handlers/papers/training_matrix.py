"""The training matrix of an office (T10-4) as a workbook: one institution a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from handlers.papers.ledger_columns import Value
from handlers.papers.sheets import finish, put, saved, write_header

_HALVES = ("上半年", "下半年")
_OF_A_HALF = (
    *(("全员培训", 10), ("日期", 12), ("参加人数", 9)),
    *(("讲过的重点", 26), ("没讲的重点", 26), ("没培训的人", 24)),
)
_LEADERS = (("负责人和安全员业务培训", 14), ("没培训的负责人、安全员", 24))


@dataclass(frozen=True, slots=True)
class Half:
    """The training of all staff in one half-year."""

    state: str
    on: date | None
    attendees: int | None
    taught: Sequence[str]
    not_taught: Sequence[str]
    missing: Sequence[str]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One institution."""

    unit: str
    halves: Sequence[Half]
    """Both halves of the year, in order."""
    leaders_missing: Sequence[str]
    """Who of the heads and safety officers has not come to the yearly training."""
    leaders: int


def draw_matrix(rows: Sequence[MatrixRow], title: str) -> bytes:
    """Return the workbook, the rows in the order given."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = title[:30]
    halves = [(f"{half}{name}", width) for half in _HALVES for name, width in _OF_A_HALF]
    write_header(page, [("序号", 6), ("机构", 24), *halves, *_LEADERS])
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate((number, row.unit, *_cells(row)), start=1):
            put(page, number + 1, column, value)
    finish(page, "C2")
    return saved(book)


def _cells(row: MatrixRow) -> list[Value]:
    cells: list[Value] = []
    for half in row.halves:
        cells += [half.state, half.on or "", half.attendees if half.attendees is not None else ""]
        cells += ["、".join(half.taught), "、".join(half.not_taught), "、".join(half.missing)]
    came = row.leaders - len(row.leaders_missing)
    return [*cells, f"{came}/{row.leaders}" if row.leaders else "", "、".join(row.leaders_missing)]
