"""A small county lives the year 2026, looked in upon every sixth day: what was owed, and what became of it."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from config.tables import load_tables
from config.zone import TZ
from scheduler.wakeups import tick
from storage.database import reading, work
from storage.duties import Duty, ReminderStep
from storage.units import Group, Unit
from storage.vocabulary import DutyState, StepState
from tests.builders import CONFIG, County, a_county, kept
from tests.chat import Chat
from tests.the_year_2026 import by_hand

TABLES = load_tables(CONFIG)
EVE = datetime(2025, 12, 31, 10, 5, tzinfo=TZ)
END = datetime(2027, 1, 1, 10, 5, tzinfo=TZ)
DRILLED_ON = datetime(2026, 5, 12, 10, 5, tzinfo=TZ)


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    """Give a county whose bureau has a group."""
    county = a_county(sqlite_engine)
    with work(sqlite_engine) as session:
        kept(session, Group(name="县局群", unit_id=county.bureau.id or 0, chat_id="chat"))
    return county


@pytest.mark.timeout(300)
def test_a_year_passes(sqlite_engine: Engine, county: County) -> None:
    chat = Chat(sqlite_engine, now=EVE)
    while chat.now <= END:
        tick(sqlite_engine, chat.now, TABLES)
        if chat.now == DRILLED_ON:
            chat.say("li", "演练 8人 20个老人 5个失能 用时6分钟")
        chat.forward(timedelta(days=6))

    with reading(sqlite_engine) as session:
        units = {one.id: one for one in session.scalars(select(Unit))}
        rows = [one for one in session.scalars(select(Duty)) if one.due_at.astimezone(TZ) > EVE]
        late_steps = session.scalars(
            select(ReminderStep).where(
                col(ReminderStep.state) == StepState.WAITING, col(ReminderStep.due_at) < END - timedelta(days=7)
            )
        ).all()
    found: dict[str, Counter[tuple[str, str]]] = {code: Counter() for code in TABLES.duties.by_code}
    for row in rows:
        found[row.code][units[row.unit_id].name, f"{row.due_at.astimezone(TZ):%Y-%m-%d %H:%M}"] += 1
    for code, owed in found.items():
        counted = by_hand(code, units.values())
        assert {
            when: count for when, count in counted.items() if when[1] > "2025-12-31 10:05"
        }.items() <= owed.items(), code

    drills = {f"{row.slot}": row.state for row in rows if row.code == "drill" and row.unit_id == county.home.id}
    assert drills == {
        "2025-Q4": DutyState.MISSED, "2026-Q1": DutyState.MISSED, "2026-Q2": DutyState.DONE,
        "2026-Q3": DutyState.MISSED, "2026-Q4": DutyState.MISSED, "2027-Q1": DutyState.WAITING,
    }  # fmt: skip
    over = Counter(row.state for row in rows if row.cutoff_at <= END)
    assert over == {DutyState.MISSED: over.total() - 1, DutyState.DONE: 1}
    assert late_steps == []
