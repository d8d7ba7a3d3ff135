"""Sheets as we write them for people: a header that stays, lines around the cells, rows that can be filtered."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from handlers.papers.ledger_columns import Value
from handlers.papers.workbook import put_text

_WRAPPED = Alignment(vertical="top", wrap_text=True)
_THIN = Side(style="thin", color="BFBFBF")
_LINED = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADER_FILL = PatternFill("solid", fgColor="DDEBF7")
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
    cell.alignment, cell.border = _WRAPPED, _LINED
    return cell


def finish(page: Worksheet, frozen: str) -> None:
    """Freeze and repeat the header, let the rows be filtered, and print them across the width of a page."""
    page.freeze_panes = frozen
    page.auto_filter.ref = page.dimensions
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A3
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def saved(book: Workbook) -> bytes:
    """Return the workbook as a file."""
    content = BytesIO()
    book.save(content)
    return content.getvalue()
