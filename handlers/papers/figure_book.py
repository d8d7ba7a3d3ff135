"""The rows behind a figure as a workbook, for when they are too many for a card."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from handlers.papers.ledger_columns import Value
from handlers.papers.sheets import finish, put, saved, write_header


def draw_figure(title: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Value]]) -> bytes:
    """Return a workbook of one sheet: the columns (title, width), one row for each that counts."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = title
    write_header(page, columns)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            put(page, number, column, value)
    finish(page, "C2")
    return saved(book)
