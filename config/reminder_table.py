"""When we keep quiet, how far ahead we plan and what is still worth saying late: config/reminders.toml."""

from dataclasses import dataclass
from datetime import time, timedelta

from config.reading import Section, clock_time, span, whole


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours in which only urgent things are said 「免打扰」: from `start` (included) to `end` (not included)."""

    start: time
    end: time

    def covers(self, at: time) -> bool:
        """Return whether the time of day is a quiet one; the hours may cross midnight."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


@dataclass(frozen=True, slots=True)
class ReminderTable:
    """The rules that all reminders share."""

    quiet: QuietHours
    off_round: timedelta
    """By how much a reminder avoids the full and the half hour."""
    late_after: timedelta
    """A step this much after its time was held up by an outage: it is said together with others."""
    forget_after: timedelta
    """A missing list this much after its time is no longer news."""
    plan_ahead: timedelta
    """How far ahead duties are written down."""
    reconcile_after: timedelta
    """How long after a month has ended its account 「对账」 is frozen."""


def read_reminders(top: Section) -> ReminderTable:
    """Return the rules of the file. Raises TablesWrong."""
    quiet = top.section("quiet")
    table = ReminderTable(
        quiet=QuietHours(quiet.settled("start", clock_time), quiet.settled("end", clock_time)),
        off_round=timedelta(minutes=top.settled("off_round_minutes", whole(1))),
        late_after=top.settled("late_after", span),
        forget_after=top.settled("forget_after", span),
        plan_ahead=timedelta(days=top.settled("plan_ahead_days", whole(1))),
        reconcile_after=top.settled("reconcile_after", span),
    )
    quiet.finish()
    top.finish()
    return table
