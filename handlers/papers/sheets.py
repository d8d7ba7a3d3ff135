"""Sheets as we write them for people: a header that stays, lines around the cells, rows that can be filtered."""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date, datetime
from io import BytesIO
from math import ceil
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from handlers.papers.ledger_columns import Value
from handlers.papers.workbook import put_text

_WRAPPED = Alignment(vertical="top", wrap_text=True)
_THIN = Side(style="thin", color="BFBFBF")
_LINED = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADER_FILL = PatternFill("solid", fgColor="DDEBF7")
_LINE_HEIGHT = 15
_MOST_LINES = 20
_NARROW = 0x2E80
"""Signs from here on are wide."""
_style_by_look: WeakKeyDictionary[Workbook, dict[tuple[str, bool], StyleArray]] = WeakKeyDictionary()
_FORMATS: Mapping[type, str] = {int: "0", float: "0.####", date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}


def write_header(page: Worksheet, columns: Sequence[tuple[str, int]]) -> None:
    """Write the titles, each with the width of its column in characters, into the first row."""
    for number, (title, width) in enumerate(columns, start=1):
        cell = put_text(page, 1, number, title)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEADER_FILL, _LINED
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(number)].width = width


def put(page: Worksheet, row: int, column: int, value: Value) -> Cell:
    """Write a number, a day or a moment as such, and everything else as text; "" leaves the cell empty."""
    cell = page.cell(row, column)
    assert isinstance(cell, Cell)
    if isinstance(value, str):
        if value:
            put_text(page, row, column, value)
    else:
        cell.value = value
        cell.number_format = _FORMATS[type(value)]
    _line(cell)
    return cell


def _line(cell: Cell) -> None:
    """Give the cell lines and wrapped words, in the style of the first such cell of the workbook.

    To look a style up takes openpyxl ten times as long as all the rest, and who asks for a ledger of thousands keeps
    others waiting.
    """
    book = cell.parent.parent
    assert book is not None
    known = _style_by_look.setdefault(book, {})
    look = (cell.number_format, bool(cell.quotePrefix))
    if look in known:
        cell._style = copy(known[look])  # type: ignore[attr-defined]
    else:
        cell.alignment, cell.border = _WRAPPED, _LINED
        known[look] = copy(cell._style)  # type: ignore[attr-defined]


def finish(page: Worksheet, frozen: str, *, pages_wide: int = 1) -> None:
    """Freeze and repeat the header, let rows be filtered and show all their words, print them so many pages wide."""
    _fit_rows(page)
    page.freeze_panes = frozen
    page.auto_filter.ref = page.dimensions
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A3
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = pages_wide, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _fit_rows(page: Worksheet) -> None:
    """Make rows as high as their words need: not every program does it when it opens a file."""
    widths = [page.column_dimensions[get_column_letter(n)].width for n in range(1, page.max_column + 1)]
    for number, row in enumerate(page.iter_rows(min_row=2, values_only=True), start=2):
        lines = max(
            (_lines(value, width) for value, width in zip(row, widths, strict=True) if isinstance(value, str)),
            default=1,
        )
        if lines > 1 and page.row_dimensions[number].height is None:
            page.row_dimensions[number].height = _LINE_HEIGHT * min(lines, _MOST_LINES)


def _lines(text: str, width: float) -> int:
    # A Chinese character is as wide as two others.
    wide = [sum(1 + (ord(sign) > _NARROW) for sign in line) for line in text.split("\n")]
    return sum(max(ceil(one / width), 1) for one in wide)


def saved(book: Workbook) -> bytes:
    """Return the workbook as a file."""
    content = BytesIO()
    book.save(content)
    return content.getvalue()
