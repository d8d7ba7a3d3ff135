"""Every due date and reminder of the demo county in 2026, against a count by hand."""

from collections import Counter
from datetime import datetime

import pytest
from sqlalchemy import Engine

from bot.sandbox import county
from config.tables import load_tables
from config.zone import TZ
from scheduler.forecast import Forecast, forecast
from storage import roster
from storage.database import reading, work
from tests.builders import CONFIG
from tests.the_year_2026 import DECEMBER, EXPECTED, JANUARY, OVER_BEFORE_2026, by_hand

TABLES = load_tables(CONFIG)


@pytest.fixture
def year(sqlite_engine: Engine) -> Forecast:
    """Give what the demo county will owe in the periods that touch 2026."""
    with work(sqlite_engine) as session:
        roster.apply(session, county.demo_roster(), now=datetime(2025, 12, 1, tzinfo=TZ))
    with reading(sqlite_engine) as session:
        return forecast(session, JANUARY, DECEMBER, TABLES)


def test_every_due_date_of_the_year_is_the_one_counted_by_hand(year: Forecast) -> None:
    found: dict[str, Counter[tuple[str, str]]] = {code: Counter() for code in TABLES.duties.by_code}
    for one in year.duties:
        due_at = one.occurrence.due_at.astimezone(TZ)
        found[one.occurrence.code][one.unit, f"{due_at:%Y-%m-%d %H:%M}"] += 1

    for code, planned in found.items():
        counted = by_hand(code, county.demo_roster().units)
        assert planned - counted == Counter(), f"{code}: planned, but not by hand"
        assert counted - planned == Counter(), f"{code}: by hand, but not planned"
    assert sum(map(len, found.values())) > 37_000


def test_every_duty_is_counted_by_hand() -> None:
    assert set(EXPECTED) | OVER_BEFORE_2026 == set(TABLES.duties.by_code)


def test_every_reminder_comes_while_the_duty_can_be_done_and_out_of_quiet_hours(year: Forecast) -> None:
    for one in year.duties:
        occurrence = one.occurrence
        for step in occurrence.steps:
            assert occurrence.opens_at <= step.due_at, (occurrence.code, occurrence.slot, step)
            at = step.due_at.astimezone(TZ)
            is_night = occurrence.slot.endswith(("night1", "night2")) and step.name != "cutoff"
            assert is_night or not TABLES.reminders.quiet.covers(at.time()), (occurrence.code, step)
            assert at.minute not in (0, 30)
