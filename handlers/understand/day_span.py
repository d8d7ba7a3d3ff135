"""What a time expression is resolved against, and what comes out: days, perhaps a moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Protocol

from config.lexicon import Festival

ONE_DAY = timedelta(days=1)
FAR = timedelta(days=240)
JUST_PASSED = timedelta(days=45)


class Block(Protocol):
    """A holiday with the days off around it."""

    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...
    @property
    def is_provisional(self) -> bool: ...


class Calendar(Protocol):
    """What dates need of the work calendar (`config.calendar.WorkCalendar`)."""

    def is_workday(self, day: date) -> bool: ...
    def add_workdays(self, day: date, workdays: int) -> date: ...
    def block(self, year: int, name: str) -> Block | None: ...


YEAR_SHIFT = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1, "来年": 1}


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days from `start` to `end`, both included; `at` where the text names a time of day, which is `end`'s."""

    start: date
    end: date
    at: time | None = None
    is_provisional: bool = False
    """Whether it leans on a holiday arrangement that is not announced."""

    @classmethod
    def day(cls, day: date) -> "DaySpan":
        return cls(day, day)

    def days(self) -> Iterator[date]:
        """Yield every day, both ends included."""
        return (self.start + number * ONE_DAY for number in range((self.end - self.start).days + 1))

    def at_time(self, at: time) -> "DaySpan":
        return replace(self, start=self.end, at=at)


@dataclass(frozen=True, slots=True)
class Moment:
    """The moment of a message and which way an incomplete date looks: `is_past` for what has happened."""

    ref: datetime
    is_past: bool
    is_limit: bool
    """Whether the words set a limit (前, 内, 必须), so that even a far date is meant."""
    calendar: Calendar
    festivals: Mapping[str, Festival]
    """By each of their names."""

    @property
    def today(self) -> date:
        return self.ref.date()

    def nearest(self, candidates: list[DaySpan]) -> DaySpan | None:
        """Return the first that is not over, or for the past the last that has begun; None where there is none."""
        if self.is_past:
            return max((span for span in candidates if span.start <= self.today), key=lambda s: s.start, default=None)
        return min((span for span in candidates if span.end >= self.today), key=lambda s: s.end, default=None)

    def likelier(self, candidates: list[DaySpan]) -> DaySpan | None:
        """Return the nearest; one that lies far ahead gives way to one just passed, unless a limit is set."""
        ahead = self.nearest(candidates)
        passed = replace(self, is_past=True).nearest(candidates)
        if self.is_limit or not (ahead and passed):
            return ahead
        is_far = ahead.end - self.today > FAR and self.today - passed.start < JUST_PASSED
        return passed if is_far else ahead


def month_span(year: int, month: int) -> DaySpan:
    """Return the whole month; `month` may lie outside 1–12 and then counts into other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    first = date(year, month, 1)
    return DaySpan(first, _first_of_next(first) - ONE_DAY)


def quarter_span(year: int, quarter: int) -> DaySpan:
    """Return the whole quarter; `quarter` may lie outside 1–4 and then counts into other years."""
    return DaySpan(month_span(year, quarter * 3 - 2).start, month_span(year, quarter * 3).end)


def week_span(day: date, weeks: int = 0) -> DaySpan:
    """Return Monday to Sunday of the week that is `weeks` after the one of `day`."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return DaySpan(monday, monday + timedelta(days=6))


def months_later(day: date, months: int) -> date:
    """Return the same day `months` later, or the last of that month where it has no such day."""
    month = month_span(day.year, day.month + months)
    return min(month.end, month.start + timedelta(days=day.day - 1))


def valid_day(year: int, month: int, day: int) -> date | None:
    """Return the date, None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _first_of_next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
