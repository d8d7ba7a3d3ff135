"""Look once an hour whether the books of hazards are right; where they are not, somebody must look."""

import logging
from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import Engine
from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from handlers.rules import hazard_account as accounts
from handlers.texts import books as texts
from scheduler.rules import books as rules
from storage import books, reconciliations
from storage.books import Entry
from storage.database import reading
from storage.vocabulary import BooksFault

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
        differing = _differing(session, entries)
    found = dict(rules.faults(entries, month, now))
    if differing:
        found[BooksFault.FROZEN] = differing
    if found:
        log.error("the books are wrong: %s", {fault.value: numbers for fault, numbers in found.items()})
        raise BooksWrong(texts.wrong(found))
    return 0


def _differing(session: Session, entries: Sequence[Entry]) -> list[int]:
    """Return the hazards for which the last frozen account is no longer what the books say."""
    month = reconciliations.last_month(session)
    if month is None:
        return []
    then, before = (reconciliations.of_month(session, one) for one in (month, accounts.month_before(month)))
    return accounts.differing(entries, month, reconciliations.freezes(session), then=then, before=before)
