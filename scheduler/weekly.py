"""What is said once a week: the latest week that is due, once however many processes try, late after an outage."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.gap_table import WeeklyAsk
from config.tables import Tables
from config.zone import TZ
from scheduler.rules import weekly_ask as rules
from storage import counters, people
from storage.database import reading, work


def once(
    engine: Engine,
    name: str,
    ask: WeeklyAsk,
    now: datetime,
    tables: Tables,
    *,
    write: Callable[[Session, int], int],
) -> int:
    """Let `write` (session, number of the week) write this week's letters once it is time; return how many.

    The week in which the bureau begins is left out: nobody has filled anything in yet.
    """
    week = rules.due_week(now, ask, tables.calendar, tables.reminders)
    with reading(engine) as session:
        asked = counters.reached(session, name)
        if (asked is not None and asked >= week) or not people.is_anybody(session):
            return 0
    if asked is not None and tables.reminders.quiet.covers(now.astimezone(TZ).time()):
        return 0
    with work(engine) as session:
        if not counters.advance(session, name, week) or asked is None:
            return 0
        return write(session, week)
