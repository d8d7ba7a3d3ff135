"""The periods that a question names, and those that they are compared with; pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from config.lexicon import Festival
from handlers.understand.day_span import DaySpan, month_span, months_later, quarter_span
from handlers.understand.days import Calendar, Time, find_times
from storage.figures import Period

_ONE_DAY = timedelta(days=1)
_LIMITS = ("前", "内", "之内", "以内")


def periods_in(text: str, ref: datetime, calendar: Calendar, festivals: Sequence[Festival]) -> list[Period]:
    """Return the periods that a question about what was done names, in order of mention."""
    return [_whole(one) for one in find_times(text, ref, calendar, festivals, is_past=True)]


def limit_in(text: str, ref: datetime, calendar: Calendar, festivals: Sequence[Festival]) -> Period | None:
    """Return the days in which something falls due: 本周 is the whole week, 月底前 runs from today on."""
    times = find_times(text, ref, calendar, festivals, is_past=False)
    if not times:
        return None
    period = _whole(times[0])
    is_limit = times[0].words.endswith(_LIMITS) and period.first == period.last
    return Period(min(ref.date(), period.last), period.last) if is_limit else period


def previous(period: Period) -> Period:
    """Return the period of the same kind before: the month before a month, else as many days before."""
    for whole in (month_span(period.first.year, period.first.month), _quarter_of(period.first)):
        if (whole.start, whole.end) == (period.first, period.last):
            months = 3 if whole.end - whole.start > timedelta(days=31) else 1
            return Period(months_later(period.first, -months), period.first - _ONE_DAY)
    days = period.last - period.first + _ONE_DAY
    return Period(period.first - days, period.last - days)


def like(period: Period, today: date) -> Period:
    """Return the present period of the same kind: this week for last week, this month for last month."""
    length = period.last - period.first
    if length == timedelta(days=6) and period.first.weekday() == 0:
        monday = today - timedelta(days=today.weekday())
        return Period(monday, monday + length)
    if period.first.day == 1 and length < timedelta(days=31):
        month = month_span(today.year, today.month)
        return Period(month.start, month.end)
    if period.first.day == 1 and length < timedelta(days=92):
        quarter = _quarter_of(today)
        return Period(quarter.start, quarter.end)
    if length == timedelta(0):
        return Period(today, today)
    return Period(date(today.year, 1, 1), date(today.year, 12, 31))


def year_before(period: Period) -> Period:
    """Return the same days of the year before."""
    return months_on(period, -12)


def months_on(period: Period, months: int) -> Period:
    """Return the days so many months later."""
    return Period(months_later(period.first, months), months_later(period.last, months))


def _quarter_of(day: date) -> DaySpan:
    return quarter_span(day.year, (day.month + 2) // 3)


def _whole(time_: Time) -> Period:
    return Period(*time_.period)
