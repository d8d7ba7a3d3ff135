"""When an overdue hazard climbs to whom: rungs counted from the deadline, pauses, repeats, missing people; pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from config.duty_table import Told
from config.escalation_table import Ladder
from config.reminder_table import ReminderTable
from config.zone import TZ
from scheduler.rules.duty_reminder import settle


@dataclass(frozen=True, slots=True)
class Overdue:
    """A hazard past its deadline, as far as the ladder must know it."""

    deadline: date
    """The last day for rectifying, included; an approved extension puts a new one in its place."""
    acknowledged_at: tuple[datetime, ...] = ()
    """When somebody answered 「收到」, in any order."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung to be climbed. Numbers go on from 1; those above the ladder's height repeat its last step."""

    number: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Climb:
    """Who is told on a rung, after rungs without a person have been passed over."""

    number: int
    told: tuple[Told, ...]


def passed_at(deadline: date) -> datetime:
    """Return the moment at which the deadline is over: the end of its day in the county's zone."""
    return datetime.combine(deadline + timedelta(days=1), time(), TZ)


def rung_due(overdue: Overdue, number: int, ladder: Ladder, rules: ReminderTable) -> datetime:
    """Return when rung `number` (from 1) is due.

    The ladder's clock starts when the deadline is over and stands still during pauses; where the ladder minds quiet
    hours a rung within them waits for their end. Raises ValueError where `number` is below 1.
    """
    if number < 1:
        raise ValueError(f"there is no rung {number}")
    due_at = passed_at(overdue.deadline) + _wait(number, ladder)
    for start, end in _pauses(overdue, ladder.pause):
        if start >= due_at:
            break
        due_at += end - start
    return settle(due_at, rules, minds_quiet_hours=ladder.minds_quiet_hours)


def next_rung(overdue: Overdue, climbed: int, now: datetime, ladder: Ladder, rules: ReminderTable) -> Rung:
    """Return the rung after the `climbed` ones (0: none yet), due at any time before or after `now`.

    Of repeats of the last step that an outage let pass only the latest is left; no step of the ladder is left out.
    """
    rung = Rung(climbed + 1, rung_due(overdue, climbed + 1, ladder, rules))
    while rung.number >= len(ladder.steps):
        later = Rung(rung.number + 1, rung_due(overdue, rung.number + 1, ladder, rules))
        if later.due_at > now:
            break
        rung = later
    return rung


def told_on(number: int, present: Collection[Told], ladder: Ladder) -> Climb | None:
    """Return who is told on rung `number`, given the addressees for whom there is a person.

    A rung without anybody goes up at once, so the climb may end on a higher number. None where nobody is left above.
    """
    for height in range(min(number, len(ladder.steps)), len(ladder.steps) + 1):
        told = tuple(one for one in ladder.steps[height - 1].told if one in present)
        if told:
            return Climb(max(number, height), told)
    return None


def time_to_answer(number: int, ladder: Ladder) -> timedelta:
    """Return how long those on the rung before have to answer until rung `number` (from 2) is climbed.

    After an outage, or for a hazard that was overdue when it came, the rungs would otherwise follow at once.
    """
    return _wait(number, ladder) - _wait(number - 1, ladder)


def paused_until(overdue: Overdue, now: datetime, ladder: Ladder) -> datetime | None:
    """Return the end of the pause in which `now` lies, None where the ladder goes on."""
    return next((end for start, end in _pauses(overdue, ladder.pause) if start <= now < end), None)


def _wait(number: int, ladder: Ladder) -> timedelta:
    height = len(ladder.steps)
    return ladder.steps[min(number, height) - 1].wait + max(number - height, 0) * ladder.repeat_every


def _pauses(overdue: Overdue, length: timedelta) -> Sequence[tuple[datetime, datetime]]:
    # An answer from before the deadline was over belongs to the assignment, or to the deadline before the extension.
    begun = passed_at(overdue.deadline)
    merged: list[tuple[datetime, datetime]] = []
    for start in sorted(at for at in overdue.acknowledged_at if at >= begun):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], start + length)
        else:
            merged.append((start, start + length))
    return merged
