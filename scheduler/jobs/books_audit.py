"""Look once an hour whether the books of hazards are right; where they are not, somebody must look."""

import logging
from datetime import datetime, time

from sqlalchemy import Engine

from config.tables import Tables
from config.zone import TZ
from handlers.texts import books as texts
from scheduler.rules import books as rules
from storage import books
from storage.database import reading

NAME = "books_audit"

log = logging.getLogger(__name__)


class BooksWrong(Exception):
    """The books are wrong; says in Chinese how many hazards it touches, which and how."""


def run(engine: Engine, now: datetime, _tables: Tables) -> int:
    """Judge the books of this month up to now; return 0, nothing is changed. Raises BooksWrong."""
    today = now.astimezone(TZ).date()
    month = datetime.combine(today.replace(day=1), time(), TZ)
    with reading(engine) as session:
        entries = books.entries(session)
    found = rules.faults(entries, month, now)
    if found:
        log.error("the books are wrong: %s", {fault.value: numbers for fault, numbers in found.items()})
        raise BooksWrong(texts.wrong(found))
    return 0
