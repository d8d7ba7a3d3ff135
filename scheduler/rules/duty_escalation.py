"""When a missed duty climbs to whom: rungs counted from the day of its cut-off, missing people passed over; pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from config.duty_table import Told
from config.escalation_table import DutyLadder
from config.reminder_table import ReminderTable
from config.zone import TZ
from scheduler.rules.duty_reminder import settle


@dataclass(frozen=True, slots=True)
class Climb:
    """Who is told on a rung, after rungs without a person have been passed over."""

    number: int
    told: tuple[Told, ...]


def rung_due(cutoff_at: datetime, number: int, ladder: DutyLadder, rules: ReminderTable) -> datetime:
    """Return when rung `number` (from 1) is due, out of quiet hours where the ladder minds them.

    Raises IndexError where the ladder has no such rung.
    """
    day_over = datetime.combine(cutoff_at.astimezone(TZ).date() + timedelta(days=1), time(), TZ)
    due_at = day_over + ladder.steps[number - 1].wait
    return settle(due_at, rules, minds_quiet_hours=ladder.minds_quiet_hours)


def next_due(
    cutoff_at: datetime, climbed: int, now: datetime, ladder: DutyLadder, rules: ReminderTable
) -> datetime | None:
    """Return when the rung after `climbed` (from 1) is due, None at the top.

    Those who were told now have their time to answer, also where an outage has eaten it up.
    """
    if climbed >= len(ladder.steps):
        return None
    wait = ladder.steps[climbed].wait - ladder.steps[climbed - 1].wait
    earliest = settle(now + wait, rules, minds_quiet_hours=ladder.minds_quiet_hours)
    due_at = rung_due(cutoff_at, climbed + 1, ladder, rules)
    # A rung that was said a little after its time keeps the time of day of the others.
    return due_at if now - rung_due(cutoff_at, climbed, ladder, rules) < rules.late_after else max(due_at, earliest)


def told_on(number: int, present: Collection[Told], ladder: DutyLadder) -> Climb | None:
    """Return who is told on rung `number`, given for whom there is a person; None where nobody is left above."""
    for height in range(number, len(ladder.steps) + 1):
        told = tuple(one for one in ladder.steps[height - 1].told if one in present)
        if told:
            return Climb(height, told)
    return None
