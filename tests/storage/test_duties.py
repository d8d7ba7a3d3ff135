"""A duty is closed once, whoever comes first, and a message leaves one record, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from storage import duties
from storage.database import reading, work
from storage.duties import Duty, DutyRecord
from storage.vocabulary import DutyState
from tests.builders import a_unit, kept

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def duty_id(engine: Engine) -> int:
    """Store a waiting patrol and return its id."""
    with work(engine) as session:
        unit = a_unit(session, "张良镇敬老院")
        assert unit.id is not None
        duty = kept(
            session,
            Duty(
                unit_id=unit.id,
                code="patrol",
                slot="2026-11-23/day",
                opens_at=NOW - timedelta(hours=5),
                due_at=NOW,
                cutoff_at=NOW + timedelta(hours=8),
            ),
        )
        assert duty.id is not None
        return duty.id


def confirm(engine: Engine, duty_id: int, origin: str) -> bool:
    """Record a confirmation and close the duty; return whether this one closed it."""
    with work(engine) as session:
        duty = session.get(Duty, duty_id)
        assert duty is not None
        record = duties.add_record(
            session,
            DutyRecord(origin=origin, unit_id=duty.unit_id, code="patrol", happened_at=NOW, reported_at=NOW),
        )
        assert record.id is not None
        return duties.close(session, duty_id, DutyState.DONE, at=NOW, record_id=record.id)


def test_the_first_of_many_at_once_closes_and_all_are_recorded(engine: Engine, duty_id: int) -> None:
    with ThreadPoolExecutor(8) as threads:
        closed = list(threads.map(lambda n: confirm(engine, duty_id, f"test:{n}"), range(8)))

    assert closed.count(True) == 1
    with reading(engine) as session:
        records = session.scalars(select(DutyRecord)).all()
        duty = session.get(Duty, duty_id)
        assert duty is not None
        first = next(record for record in records if record.id == duty.record_id)
    assert len(records) == 8
    assert first.origin == f"test:{closed.index(True)}"


def test_one_message_leaves_one_record(engine: Engine, duty_id: int) -> None:
    assert confirm(engine, duty_id, "test:1")
    assert not confirm(engine, duty_id, "test:1")

    with reading(engine) as session:
        assert len(session.scalars(select(DutyRecord)).all()) == 1


@pytest.mark.parametrize(
    ("state", "closes"),
    [(DutyState.WAITING, True), (DutyState.MISSED, True), (DutyState.EXCUSED, False), (DutyState.LATE, False)],
)
def test_only_what_is_owed_is_closed(engine: Engine, duty_id: int, state: DutyState, closes: bool) -> None:
    with work(engine) as session:
        duty = session.get(Duty, duty_id)
        assert duty is not None
        duty.state = state

    assert confirm(engine, duty_id, "test:1") is closes


def test_records_of_a_day_are_those_of_the_countys_day(engine: Engine, duty_id: int) -> None:
    confirm(engine, duty_id, "test:1")

    with reading(engine) as session:
        duty = session.get(Duty, duty_id)
        assert duty is not None
        today, yesterday = (
            duties.records_on(session, duty.unit_id, "patrol", day)
            for day in (NOW.date(), NOW.date() - timedelta(days=1))
        )
        assert (len(today), len(yesterday)) == (1, 0)
