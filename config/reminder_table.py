"""When we keep quiet, how far ahead we plan and what is still worth saying late: config/reminders.toml."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from config.gap_table import WeeklyAsk, read_weekly
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
class MajorStock:
    """Which major hazards are old ones 「存量」, and when the leaders hear each week of what is left (G-3e)."""

    milestone: date
    """The last day, included, on which one was found that should be gone by now."""
    ask: WeeklyAsk


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
    todo_ahead: timedelta
    """How long before it is due a duty stands among what is to be done, where no reminder comes earlier."""
    reconcile_after: timedelta
    """How long after a month has ended its account 「对账」 is frozen."""
    major_stock: MajorStock


def read_reminders(top: Section) -> ReminderTable:
    """Return the rules of the file. Raises TablesWrong."""
    quiet, major = top.section("quiet"), top.section("major_stock")
    table = ReminderTable(
        quiet=QuietHours(quiet.settled("start", clock_time), quiet.settled("end", clock_time)),
        off_round=timedelta(minutes=top.settled("off_round_minutes", whole(1))),
        late_after=top.settled("late_after", span),
        forget_after=top.settled("forget_after", span),
        plan_ahead=timedelta(days=top.settled("plan_ahead_days", whole(1))),
        todo_ahead=timedelta(days=top.settled("todo_ahead_days", whole(0))),
        reconcile_after=top.settled("reconcile_after", span),
        major_stock=MajorStock(major.settled("milestone", _day), read_weekly(major.section("ask"))),
    )
    quiet.finish()
    major.finish()
    top.finish()
    return table


def _day(found: object) -> date:
    if not isinstance(found, date):
        raise ValueError("日期要写成 2024-12-31 这样，不加引号")  # noqa: TRY004 - one kind of fault for all readers
    return found
