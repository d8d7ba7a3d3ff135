"""When we keep quiet, how far ahead we plan and what is still worth saying late: config/reminders.toml."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from config.gap_table import WeeklyAsk, read_weekly
from config.reading import Section, clock_time, code, span, whole


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


class OnDaysOff(StrEnum):
    """Who has a morning list on a day off."""

    NOBODY = "nobody"
    OWING = "owing"
    """Those whose unit owes something that day."""
    ALL = "all"
    """Whoever has anything to do, as on a workday."""


@dataclass(frozen=True, slots=True)
class MorningList:
    """The list of what is to be done, to each one who has something 「晨报」."""

    at: time
    until: time
    """After an outage it is still said before this hour."""
    on_days_off: OnDaysOff


@dataclass(frozen=True, slots=True)
class EveningList:
    """The one list a day of who has not done what, to each group 「晚间未办名单」."""

    at: time
    takes_in: timedelta
    """A missing list that falls due so shortly before it waits in the group and is said with it."""
    looks_back: timedelta
    """What was due longer ago is not named every evening."""

    def awaits(self, at: time) -> bool:
        """Return whether a missing list of this hour waits for the evening list."""
        minutes = (self.at.hour - at.hour) * 60 + self.at.minute - at.minute
        return 0 < minutes <= self.takes_in / timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PushRules:
    """How much is pushed, and the lists that gather it."""

    a_day: int
    """So many pushes a group gets in a day at most; what is urgent is not counted."""
    gather_ahead: timedelta
    """A prompt takes along those of the same group that are due so shortly after it."""
    morning: MorningList
    evening: EveningList
    digest: WeeklyAsk
    """When sections read what the week was in their towns."""


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
    push: PushRules


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
        push=_read_push(top.section("push")),
    )
    quiet.finish()
    major.finish()
    top.finish()
    return table


def _read_push(section: Section) -> PushRules:
    morning, evening = section.section("morning"), section.section("evening")
    rules = PushRules(
        a_day=section.settled("a_day", whole(1)),
        gather_ahead=section.settled("gather_ahead", span),
        morning=MorningList(
            morning.settled("at", clock_time),
            morning.settled("until", clock_time),
            morning.settled("on_days_off", code(OnDaysOff)),
        ),
        evening=EveningList(
            evening.settled("at", clock_time),
            evening.settled("takes_in", span),
            evening.settled("looks_back", span),
        ),
        digest=read_weekly(section.section("digest")),
    )
    for one in (morning, evening, section):
        one.finish()
    if rules.morning.until <= rules.morning.at:
        raise morning.wrong("until", "要晚于 at", str(rules.morning.until))
    return rules


def _day(found: object) -> date:
    if not isinstance(found, date):
        raise ValueError("日期要写成 2024-12-31 这样，不加引号")  # noqa: TRY004 - one kind of fault for all readers
    return found
