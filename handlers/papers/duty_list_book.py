"""The list 「清单」 of a unit as a workbook (S2-4)."""

from datetime import datetime

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from handlers.papers.ledger_columns import Value, here
from handlers.papers.sheets import finish, put, saved, write_header
from handlers.texts.duty_list import TERMS, Checklist

_COLUMNS = (
    ("序号", 6),
    ("任务", 26),
    ("时段", 26),
    ("状态", 10),
    ("应办时间", 17),
    ("截止", 17),
    ("办理时间", 17),
    ("登记人", 10),
    ("免办原因", 24),
    ("今年到期次数", 10),
    ("今年已办次数", 10),
    ("依据", 60),
)


def draw_list(found: Checklist) -> bytes:
    """Return the workbook, in the order of the list."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "任务清单"
    write_header(page, _COLUMNS)
    for number, one in enumerate(found.entries, start=1):
        told: tuple[Value, ...] = (
            *(number, one.name, one.period, TERMS[one.mark], _at(one.due_at), _at(one.cutoff_at), _at(one.done_at)),
            *(one.done_by, one.excuse, one.owed_this_year, one.done_this_year, one.basis),
        )
        for column, value in enumerate(told, start=1):
            put(page, number + 1, column, value)
    finish(page, "C2")
    return saved(book)


def _at(moment: datetime | None) -> Value:
    return here(moment) if moment else ""
