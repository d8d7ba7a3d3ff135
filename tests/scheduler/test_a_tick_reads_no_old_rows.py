"""A minute's tick finds what is due by indexes: what is done costs it nothing, however much it is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from config.tables import load_tables
from config.zone import TZ
from scheduler.wakeups import tick
from storage.database import open_engine, work
from storage.schema import migrate
from storage.units import Group
from tests.bench.ticking import fill
from tests.builders import CONFIG, County, a_county, kept

TABLES = load_tables(CONFIG)
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=TZ)
GROWING = ("duty", "duty_record", "reminder_step")
_WHOLE = re.compile(r"SCAN (\w+)(?! USING (?:COVERING )?INDEX \w+_waiting)")
_BY_ONE = re.compile(r"SEARCH (\w+) USING (?:COVERING )?INDEX \w+ \((?:code|unit_id|state)=\?\)$")
"""All of a duty, all of a unit: it grows with the years."""


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    """Give a county that has a group, planned at nine."""
    county = a_county(sqlite_engine)
    with work(sqlite_engine) as session:
        kept(session, Group(name="县局群", unit_id=county.bureau.id or 0, chat_id="chat"))
    tick(sqlite_engine, MORNING, TABLES)
    return county


@contextmanager
def listening(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """Yield the statements that are executed while the block runs, with their parameters."""
    heard: list[tuple[str, Any]] = []

    def hear(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith(("SELECT", "UPDATE")):
            heard.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def plans(engine: Engine, heard: list[tuple[str, Any]]) -> list[tuple[str, str]]:
    """Return each step of how the database executes the statements, with its statement."""
    with engine.connect() as connection:
        return [
            (row[3], statement)
            for statement, parameters in heard
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]


def steps_of_a_tick(folder: Path, old_rows: int, minutes: int) -> int:
    """Return how many hundreds of instructions SQLite executes in a tick, with so many duties done before."""
    engine = open_engine(f"sqlite:///{folder}/{old_rows}.db")
    migrate(engine)
    fill(engine, old_rows, 5)
    tick(engine, MORNING, TABLES)
    executed = 0

    def count() -> int:
        nonlocal executed
        executed += 1
        return 0

    def watch(connection: Any, *_: object) -> None:
        connection.set_progress_handler(count, 100)

    event.listen(engine, "connect", watch)
    event.listen(engine, "checkout", watch)
    tick(engine, MORNING + timedelta(minutes=minutes), TABLES)
    engine.dispose()
    return executed


@pytest.mark.parametrize("minutes", [1, 11], ids=["nothing is due", "reminders are due"])
def test_what_a_tick_costs_does_not_grow_with_what_is_done(tmp_path: Path, minutes: int) -> None:
    few, many = (steps_of_a_tick(tmp_path, old_rows, minutes) for old_rows in (100, 6000))

    assert 0 < many <= few * 1.2


@pytest.mark.parametrize("minutes", [1, 11], ids=["nothing is due", "reminders are due"])
def test_a_tick_finds_what_is_due_by_indexes(sqlite_engine: Engine, county: County, minutes: int) -> None:
    with listening(sqlite_engine) as heard:
        assert (tick(sqlite_engine, MORNING + timedelta(minutes=minutes), TABLES) > 0) is (minutes > 1)

    found = plans(sqlite_engine, heard)
    assert any("ix_duty_waiting" in plan for plan, _ in found)
    assert any("ix_reminder_step_waiting" in plan for plan, _ in found)
    for plan, statement in found:
        for pattern in (_WHOLE, _BY_ONE):
            table = pattern.match(plan)
            assert table is None or table[1] not in GROWING, (plan, statement)
