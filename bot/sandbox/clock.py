"""The sandbox's movable clock: real time plus a stored offset, walked forward from one due moment to the next."""

import threading
from collections.abc import Callable, Generator, Sequence
from datetime import UTC, datetime, time, timedelta
from time import monotonic, sleep

from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from config.clock import TZ, Clock
from storage.counters import Counter
from storage.database import reading, work
from storage.duties import ReminderStep
from storage.evidence import Evidence
from storage.hazards import Rung
from storage.inbox import InboxMessage
from storage.outbox import OutboxMessage
from storage.vocabulary import EvidenceState, InboxState, OutboxState, RungState, StepState

START = datetime(2026, 11, 23, 10, tzinfo=TZ)
"""The moment at which the demo county's records end."""

Step = Callable[[datetime], object]
"""What the program does at one moment: its jobs, once each."""

_OFFSET = "sandbox-clock"
_LONGEST_STEP = timedelta(hours=3)
"""What a job only now writes down must still lie ahead: reminders are planned weeks, rungs a day before."""
_PATIENCE_SECONDS = 10.0
_LOOK_AGAIN_SECONDS = 0.02


class SandboxClock:
    """A `Clock` that people push forward; where it stands is stored, so that a restart goes on from there."""

    def __init__(self, engine: Engine, real: Clock, times_of_day: Sequence[time] = ()) -> None:
        """Take the database of the offset, the clock that goes on by itself, and the times to stop at every day."""
        self._engine = engine
        self._real = real
        self._times_of_day = times_of_day
        self._walking = threading.Lock()
        self._offset = timedelta()
        stored = self._stored_offset()
        if stored is None:
            self.set(START)
        else:
            self._offset = stored

    def __call__(self) -> datetime:
        """Return the sandbox's present moment, aware UTC."""
        return self._real().astimezone(UTC) + self._offset

    def set(self, moment: datetime) -> None:
        """Let it be `moment` now, and remember so."""
        # Whole seconds are stored: rounding up keeps `moment` from lying ahead after a restart.
        offset = timedelta(seconds=-((self._real() - moment) // timedelta(seconds=1)))
        with work(self._engine) as session:
            session.merge(Counter(name=_OFFSET, value=int(offset.total_seconds())))
        self._offset = offset

    def advance(self, to: datetime, step: Step) -> Generator[datetime, None, None]:
        """Walk to `to` through every due moment, at most three hours at a time; yield each moment once it is done.

        Before time goes on, what is due has been answered and sent: reminders come out in order, at their time.
        Yields nothing where somebody else is walking, or where `to` is not ahead.
        """
        if not self._walking.acquire(blocking=False):
            return
        try:
            yield from self._walk(to, step)
        finally:
            self._walking.release()

    def _walk(self, to: datetime, step: Step) -> Generator[datetime, None, None]:
        # What is due already is said at its own time, not at the first stop.
        step(self())
        self.settle()
        while (now := self()) < to:
            moment = min(to, now + _LONGEST_STEP, self._next_due(now) or to)
            self.set(moment)
            step(moment)
            self.settle()
            yield moment

    def _next_due(self, now: datetime) -> datetime | None:
        days = (now.astimezone(TZ).date() + timedelta(days=n) for n in (0, 1))
        daily = (datetime.combine(day, at, TZ) for day in days for at in self._times_of_day)
        with reading(self._engine) as session:
            moments = (next_due(session, now), *(moment for moment in daily if moment > now))
        return min((moment for moment in moments if moment is not None), default=None)

    def settle(self) -> None:
        """Wait until nothing is being answered or sent, or for as long as patience lasts.

        A jump would end the leases of whoever is at work, and the work would be done twice.
        """
        give_up_at = monotonic() + _PATIENCE_SECONDS
        while monotonic() < give_up_at:
            with reading(self._engine) as session:
                if not _is_at_work(session, self()):
                    return
            sleep(_LOOK_AGAIN_SECONDS)

    def _stored_offset(self) -> timedelta | None:
        with reading(self._engine) as session:
            seconds = session.scalar(select(col(Counter.value)).where(col(Counter.name) == _OFFSET))
        return None if seconds is None else timedelta(seconds=seconds)


def next_due(session: Session, now: datetime) -> datetime | None:
    """Return the next moment after `now` at which something is due: a reminder, a rung, a message, a file to be
    fetched; None: nothing."""
    moments = (
        _next_reminder(session, now),
        _next_rung(session, now),
        _next_message(session, now),
        _next_fetch(session, now),
    )
    return min((moment for moment in moments if moment is not None), default=None)


def next_reminder(session: Session, now: datetime) -> datetime | None:
    """Return when the next reminder or rung after `now` is due, None where none is planned."""
    moments = (_next_reminder(session, now), _next_rung(session, now))
    return min((moment for moment in moments if moment is not None), default=None)


def tomorrow_morning(now: datetime) -> datetime:
    """Return 08:00 of the day after `now`, where the county is."""
    here = now.astimezone(TZ)
    return (here + timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)


def _next_reminder(session: Session, now: datetime) -> datetime | None:
    return session.scalar(
        select(func.min(col(ReminderStep.due_at))).where(
            col(ReminderStep.state) == StepState.WAITING, col(ReminderStep.due_at) > now
        )
    )


def _next_rung(session: Session, now: datetime) -> datetime | None:
    return session.scalar(
        select(func.min(col(Rung.due_at))).where(col(Rung.state) == RungState.WAITING, col(Rung.due_at) > now)
    )


def _next_message(session: Session, now: datetime) -> datetime | None:
    return session.scalar(
        select(func.min(col(OutboxMessage.not_before))).where(
            col(OutboxMessage.state) == OutboxState.QUEUED, col(OutboxMessage.not_before) > now
        )
    )


def _next_fetch(session: Session, now: datetime) -> datetime | None:
    return session.scalar(
        select(func.min(col(Evidence.not_before))).where(
            col(Evidence.state) == EvidenceState.WAITING, col(Evidence.not_before) > now
        )
    )


def _is_at_work(session: Session, now: datetime) -> bool:
    unanswered = select(col(InboxMessage.id)).where(
        col(InboxMessage.state) == InboxState.WAITING, col(InboxMessage.not_before) <= now
    )
    unsent = select(col(OutboxMessage.id)).where(
        (col(OutboxMessage.state) == OutboxState.SENDING)
        | ((col(OutboxMessage.state) == OutboxState.QUEUED) & (col(OutboxMessage.not_before) <= now))
    )
    unfetched = select(col(Evidence.id)).where(
        col(Evidence.state) == EvidenceState.WAITING, col(Evidence.not_before) <= now
    )
    return any(session.scalar(work.limit(1)) is not None for work in (unanswered, unsent, unfetched))
