"""Let time pass as the wake-ups would, from one due moment to the next."""

from datetime import datetime, timedelta

from sqlalchemy import Engine

from config.tables import Tables
from scheduler.wakeups import tick
from storage import duties, hazards
from storage.database import reading

MOST = timedelta(hours=3)
"""Quiet hours end, and plans are renewed, without a row that says when."""


def live(engine: Engine, start: datetime, end: datetime, tables: Tables) -> None:
    """Tick at `start`, at every moment at which a reminder or a rung is due, and at `end`."""
    now = start
    while True:
        tick(engine, now, tables)
        if now >= end:
            return
        with reading(engine) as session:
            due = (duties.next_step(session, after=now), hazards.next_rung_due(session, after=now))
        now = min([moment for moment in due if moment] + [now + MOST, end])
