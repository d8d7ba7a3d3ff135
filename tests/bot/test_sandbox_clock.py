"""The sandbox's clock goes on after a restart and stops at everything that falls due on its way."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.sandbox.clock import START, SandboxClock, next_reminder, tomorrow_morning
from config.clock import TZ
from scheduler.wakeups import times_of_day
from storage import errands, evidence, outbox
from storage.database import reading, work
from storage.duties import ReminderStep
from storage.messages import Card, Incoming, MessageKind, Recipient
from storage.vocabulary import StepState, Urgency
from tests.builders import a_desk, a_unit

REAL = datetime(2027, 3, 1, 0, 0, tzinfo=UTC)


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TZ)


def a_reminder(engine: Engine, *, due_at: datetime, step: str = "1", state: StepState = StepState.WAITING) -> None:
    with work(engine) as session:
        unit = a_unit(session)
        assert unit.id is not None
        session.add(ReminderStep(unit_id=unit.id, code="patrol", slot="s", step=step, due_at=due_at, state=state))


@pytest.fixture
def clock(sqlite_engine: Engine) -> SandboxClock:
    return SandboxClock(sqlite_engine, lambda: REAL)


def test_it_begins_where_the_records_end(sqlite_engine: Engine) -> None:
    assert SandboxClock(sqlite_engine, lambda: REAL)() == START


def test_it_goes_on_after_a_restart(sqlite_engine: Engine) -> None:
    SandboxClock(sqlite_engine, lambda: REAL).set(at(15))

    later = SandboxClock(sqlite_engine, lambda: REAL + timedelta(minutes=3))

    assert later() == at(15, 3)


def test_it_is_never_before_the_moment_it_was_set_to(sqlite_engine: Engine) -> None:
    clock = SandboxClock(sqlite_engine, lambda: REAL + timedelta(milliseconds=250))

    clock.set(at(15))

    assert timedelta() <= clock() - at(15) < timedelta(seconds=1)


def test_it_stops_every_three_hours_and_at_each_reminder(sqlite_engine: Engine, clock: SandboxClock) -> None:
    a_reminder(sqlite_engine, due_at=at(10, 40))
    a_reminder(sqlite_engine, due_at=at(11, 50))
    a_reminder(sqlite_engine, due_at=at(14), state=StepState.SAID)
    stepped: list[datetime] = []

    passed = list(clock.advance(at(15, 20), stepped.append))

    assert stepped[0] == START
    assert stepped[1:] == passed == [at(10, 40), at(11, 50), at(14, 50), at(15, 20)]
    assert clock() == at(15, 20)


def test_a_message_that_falls_due_on_the_way_is_not_passed_over(sqlite_engine: Engine, clock: SandboxClock) -> None:
    with work(sqlite_engine) as session:
        outbox.enqueue(
            session, "k", Recipient.person("lisi"), Card("标题"),
            urgency=Urgency.PROMPT, now=START, not_before=at(10, 5),
        )  # fmt: skip

    assert next(clock.advance(at(11), lambda _: None)) == at(10, 5)


def test_a_picture_that_is_to_be_fetched_on_the_way_is_not_passed_over(
    sqlite_engine: Engine, clock: SandboxClock
) -> None:
    media = {"media": [{"kind": "image", "upload": "0" * 32, "name": ""}]}
    with work(sqlite_engine) as session:
        evidence.expect(
            session, [Incoming("sandbox", "1", "lisi", "private:lisi", MessageKind.IMAGE, "", media)], now=START
        )
        errand = errands.claim(session, now=START, lease=timedelta(seconds=30))
        assert errand is not None
        errands.postpone(session, errand, until=at(10, 7), error="没有网络")

    assert next(clock.advance(at(11), lambda _: None)) == at(10, 7)


def test_only_one_pushes_at_a_time(clock: SandboxClock) -> None:
    first = clock.advance(at(18), lambda _: None)
    next(first)

    assert list(clock.advance(at(20), lambda _: None)) == []


def test_a_push_that_was_stopped_leaves_the_clock_where_it_is(clock: SandboxClock) -> None:
    push = clock.advance(at(18), lambda _: None)
    next(push)
    push.close()

    assert clock() == at(13)
    assert list(clock.advance(at(14), lambda _: None)) == [at(14)]


def test_the_next_reminder_is_the_earliest_that_waits(sqlite_engine: Engine) -> None:
    a_reminder(sqlite_engine, due_at=at(9))
    a_reminder(sqlite_engine, due_at=at(16, 40))
    a_reminder(sqlite_engine, due_at=at(11, 10), state=StepState.CANCELLED)

    with reading(sqlite_engine) as session:
        assert next_reminder(session, START) == at(16, 40)
        assert next_reminder(session, at(16, 40)) is None


@pytest.mark.parametrize("now", [at(0), at(7, 59), at(23, 59)])
def test_tomorrow_morning_is_eight_of_the_next_day(now: datetime) -> None:
    assert tomorrow_morning(now) == at(8, day=24)


def test_it_stops_at_what_is_said_every_day_though_no_row_waits_for_it(sqlite_engine: Engine) -> None:
    clock = SandboxClock(sqlite_engine, lambda: REAL, times_of_day(a_desk().tables))

    moments = [one.astimezone(TZ) for one in clock.advance(at(10) + timedelta(days=1), lambda _: None)]

    assert {f"{one:%d %H:%M}" for one in moments} >= {"23 19:34", "24 07:34"}
