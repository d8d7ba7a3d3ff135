"""The tables of a workbook row by row: headings found, cells checked, faults collected by their cell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from handlers.papers import roster_cells as cells
from handlers.papers.roster_sheets import UNREAD, Sheet
from handlers.papers.workbook import Cell, Rows

T = TypeVar("T")
Row = Mapping[str, Cell]
"""The cells of one row by the title of their column; columns that the sheet lacks are missing."""

_HEADER_WITHIN = 10


class Clerk:
    """Reads rows, and notes what is wrong and what is only worth a remark."""

    def __init__(self) -> None:
        """Begin with nothing noted."""
        self.faults: list[str] = []
        self.remarks: list[str] = []

    def rows(self, sheet: Sheet, rows: Rows) -> Iterator[Row]:
        """Yield the filled rows below the headings; none where the headings cannot be used."""
        if not rows:
            return
        height = next((n for n, row in enumerate(rows[:_HEADER_WITHIN]) if _is_header(sheet, row)), None)
        if height is None:
            needed = "、".join(column.title for column in sheet.columns if column.is_needed)
            self.faults.append(f"工作表“{sheet.title}”：没有找到表头，至少要有这些列：{needed}")
            return
        column_by_number = self._columns(sheet, rows[height])
        for row in rows[height + 1 :]:
            cells_by_title = {title: row[number] for number, title in column_by_number.items()}
            if any(cell.text or cell.fault for cell in cells_by_title.values()):
                yield self._checked(sheet, cells_by_title)

    def needed(self, row: Row, title: str, read: Callable[[str], T], otherwise: T) -> T:
        """Return what `read` makes of a cell that must be filled, `otherwise` where it is at fault."""
        cell = row[title]
        if not cell.text and not cell.fault:
            self.fault(cell, f"“{title}”不能空")
        return self._read(cell, read, otherwise) if cell.text else otherwise

    def told(self, row: Row, title: str, read: Callable[[str], T]) -> T | None:
        """Return as `said` does of a cell in which spaces part the words."""
        return self._read(replace(row[title], text=row[title].spaced), read, None) if title in row else None

    def said(self, row: Row, title: str, read: Callable[[str], T]) -> T | None:
        """Return what `read` makes of a cell, None where the sheet has no such column."""
        return self._read(row[title], read, None) if title in row else None

    def refuse_repeats(self, rows: Sequence[Row], title: str, key: Callable[[str], str]) -> None:
        """Note the cells that repeat one above, compared by `key`."""
        first: dict[str, str] = {}
        for row in rows:
            cell = row[title]
            if cell.text and (place := first.setdefault(key(cell.text), cell.place)) != cell.place:
                self.fault(cell, f"“{cell.text}”和 {place} 重复了")

    def remark_repeats(self, rows: Sequence[Row], title: str) -> None:
        """Remark the cells that repeat one above."""
        first: dict[str, str] = {}
        for cell in (row[title] for row in rows if title in row and row[title].text):
            if (place := first.setdefault(cell.text, cell.place)) != cell.place:
                self.remarks.append(f"{cell.place}：和 {place} 一样，两行是同一个群吗")

    def fault(self, cell: Cell, fault: str) -> None:
        """Note what is wrong with the cell."""
        self.faults.append(f"{cell.place}：{fault}")

    def _columns(self, sheet: Sheet, header: Sequence[Cell]) -> dict[int, str]:
        found: dict[int, str] = {}
        for number, cell in enumerate(header):
            title = _title(cell)
            if title in found.values():
                self.fault(cell, f"“{title}”这一列有两个")
            elif title in sheet.by_title:
                found[number] = title
            elif title and title not in UNREAD:
                self.remarks.append(f"{cell.place}：不认识“{title}”这一列，没有读")
        return found

    def _checked(self, sheet: Sheet, found: Row) -> Row:
        row = {title: _with_date(cell) if sheet.by_title[title].is_date else cell for title, cell in found.items()}
        for title, cell in row.items():
            limit = sheet.by_title[title].limit
            if cell.fault:
                self.fault(cell, cell.fault)
            elif len(cell.text) > limit:
                self.fault(cell, f"太长了，最多 {limit} 个字")
        return row

    def _read(self, cell: Cell, read: Callable[[str], T], otherwise: T) -> T:
        try:
            return read(cell.text)
        except ValueError as fault:
            self.fault(cell, str(fault))
            return otherwise


def _with_date(cell: Cell) -> Cell:
    """Return the cell with the date that it holds as its text."""
    return cell if cell.moment is None else replace(cell, text=cell.moment.date().isoformat(), fault="")


def _is_header(sheet: Sheet, row: Sequence[Cell]) -> bool:
    titles = {_title(cell) for cell in row}
    return all(column.title in titles for column in sheet.columns if column.is_needed)


def _title(cell: Cell) -> str:
    plain = cells.half_width(cell.text).replace(" ", "").removesuffix("*").removesuffix("(必填)")
    return plain.lower() if plain.lower() == "webhook" else plain.replace("Id", "ID").replace("id", "ID")
