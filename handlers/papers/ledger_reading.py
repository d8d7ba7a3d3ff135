"""A hazard ledger 「台账」 as cells: its sheets, their rows by title, whatever the columns are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.papers.ledger_titles import NEEDED, NOT_READ, TITLE_BY_PLAIN, Title, plain
from handlers.papers.workbook import BookWrong, Cell, Limits, Rows, open_sheets

LIMITS = Limits(max_bytes=20 * 1024 * 1024, max_unpacked_bytes=300 * 1024 * 1024, max_rows=20_000)
"""A county's ledger of years, with small pictures in it."""
_HEADER_WITHIN = 10
_LEAST_KNOWN = 4
"""So many columns must be known for a row to be the header of a ledger."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row below a header."""

    where: str
    """台账 第5行."""
    cells: Mapping[Title, Cell]
    """Also empty ones, of the columns that the sheet has."""
    state_title: str
    """What the column with the state is called there: a mere 是 answers it."""

    def text(self, title: Title) -> str:
        """Return what the cell says, "" where there is none."""
        return self.cells[title].text if title in self.cells else ""


@dataclass(slots=True)
class LedgerCells:
    """All rows of a workbook's ledgers, and what is wrong or worth a remark about its sheets."""

    rows: list[Row] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def is_ledger(content: bytes) -> bool:
    """Return whether the workbook holds the header of a hazard ledger, so that it is no roster."""
    try:
        return any(_header(rows) is not None for rows in open_sheets(content, LIMITS).values())
    except BookWrong:
        return False


def read_ledger(content: bytes) -> LedgerCells:
    """Return the rows of all sheets that hold a ledger. Raises BookWrong where the file cannot be read."""
    found = LedgerCells()
    for name, rows in open_sheets(content, LIMITS).items():
        header = _header(rows)
        if header is None:
            found.remarks.append(f"工作表“{name}”没有台账的表头，没有读")
        else:
            _read_sheet(name, rows, header, found)
    return found


def _header(rows: Rows) -> int | None:
    """Return which row is the header, None where there is none."""
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        titles = {TITLE_BY_PLAIN.get(plain(cell.text)) for cell in row} - {None}
        if Title.PROBLEM in titles and len(titles) >= _LEAST_KNOWN:
            return number
    return None


def _read_sheet(name: str, rows: Rows, header: int, found: LedgerCells) -> None:
    title_by_number, state_title = _columns(name, rows[header], found)
    lacking = [title.value for title in NEEDED if title not in title_by_number.values()]
    if lacking:
        found.faults.append(f"工作表“{name}”：缺少这些列：{'、'.join(lacking)}")
        return
    for row in rows[header + 1 :]:
        cells = {title: row[number] for number, title in title_by_number.items() if number < len(row)}
        said = [title for title, cell in cells.items() if cell.text or cell.fault]
        if set(said) <= {Title.NUMBER, Title.REMARK} or _is_sum(row):
            continue
        place = row[0].place.partition("!")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        found.rows.append(Row(f"{name} 第{place}行", cells, state_title))


def _columns(name: str, header: Sequence[Cell], found: LedgerCells) -> tuple[dict[int, Title], str]:
    """Return which column holds what, and what the one with the state is called."""
    number_by_title: dict[Title, int] = {}
    state_title = ""
    for number, cell in enumerate(header):
        title = TITLE_BY_PLAIN.get(plain(cell.text))
        if title is None:
            if cell.text:
                found.remarks.append(f"{cell.place}：不认识“{cell.text}”这一列，没有读")
        elif title in number_by_title:
            first = header[number_by_title[title]]
            if plain(first.text) == plain(cell.text):
                found.faults.append(f"{cell.place}：“{cell.text}”这一列有两个，另一个在 {first.place}")
            else:
                found.remarks.append(f"{cell.place}：“{cell.text}”和“{first.text}”是一回事，只读了“{first.text}”")
        else:
            number_by_title[title] = number
            state_title = cell.text if title is Title.STATE else state_title
    if Title.UNIT not in number_by_title and Title.DUTY_UNIT in number_by_title:
        number_by_title[Title.UNIT] = number_by_title.pop(Title.DUTY_UNIT)
    return {
        number: title for title, number in number_by_title.items() if title not in NOT_READ or title is Title.NUMBER
    }, state_title


def _is_sum(row: Sequence[Cell]) -> bool:
    return next((cell.text for cell in row if cell.text), "").startswith(
        ("合计", "总计", "填表人", "填报人", "备注:", "备注：")
    )
