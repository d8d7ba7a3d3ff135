"""Duties as a calendar file (RFC 5545) that a telephone or computer takes in; facts in, bytes out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from config.zone import TZ

_HALF_AN_HOUR = timedelta(minutes=30)
_ONE_DAY = timedelta(days=1)
_SeriesKey = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class Appointment:
    """One duty of one unit in one period."""

    unit_id: int
    unit: str
    code: str
    slot: str
    name: str
    """What the duty is called."""
    period: str
    """What the period is called."""
    due_at: datetime
    basis: str
    to_type: str
    """What confirms it in chat; "" where nothing short does."""
    is_daily: bool
    """Whether it comes every day: then it is one event that repeats, at its hour."""
    remark: str = ""
    """What must be said besides, such as dates that are not announced."""


def draw_calendar(appointments: Sequence[Appointment], title: str, *, now: datetime) -> bytes:
    """Return the calendar file called `title`.

    What is due once in a period stands on the whole day that it is due; what comes every day is one event for each
    hour, repeated. The same duty has the same UID in every file, so a newer file replaces what an older one brought.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//minan//duties//ZH")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", TZ.key)
    is_several = len({one.unit_id for one in appointments}) > 1
    for event in _events(appointments, is_several=is_several, now=now):
        calendar.add_component(event)
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def count_of(appointments: Iterable[Appointment]) -> int:
    """Return how many entries the calendar file has: what comes every day is one for each hour."""
    found = list(appointments)
    return len({_series(one) for one in found if one.is_daily}) + sum(not one.is_daily for one in found)


def _events(appointments: Sequence[Appointment], *, is_several: bool, now: datetime) -> Iterator[Event]:
    series: defaultdict[_SeriesKey, list[Appointment]] = defaultdict(list)
    for one in appointments:
        if one.is_daily:
            series[_series(one)].append(one)
        else:
            yield _whole_day(one, is_several=is_several, now=now)
    for same in series.values():
        yield _repeated(sorted(same, key=lambda one: one.due_at), is_several=is_several, now=now)


def _series(one: Appointment) -> _SeriesKey:
    return one.unit_id, one.code, one.slot.partition("/")[2], f"{one.due_at.astimezone(TZ):%H%M}"


def _whole_day(one: Appointment, *, is_several: bool, now: datetime) -> Event:
    here = one.due_at.astimezone(TZ)
    event = _event(f"{one.unit_id}.{one.code}.{one.slot.replace('/', '.')}", one, now)
    event.add("summary", f"{_whose(one, is_several)}{one.name}（{one.period}）{here:%H:%M}前")
    event.add("dtstart", here.date())
    event.add("dtend", here.date() + _ONE_DAY)
    event.add("description", _description(one, f"应于{here.month}月{here.day}日{here:%H:%M}前完成"))
    return event


def _repeated(same: Sequence[Appointment], *, is_several: bool, now: datetime) -> Event:
    first, last = same[0], same[-1]
    begin, end = (one.due_at.astimezone(TZ) - _HALF_AN_HOUR for one in (first, last))
    event = _event(".".join(map(str, filter(None, _series(first)))), first, now)
    event.add("summary", f"{_whose(first, is_several)}{first.name}{first.due_at.astimezone(TZ):%H:%M}前")
    event.add("dtstart", begin)
    event.add("duration", _HALF_AN_HOUR)
    if last is not first:
        event.add("rrule", {"freq": "daily", "until": end.astimezone(UTC)})
        missing = _days_between(begin, end) - {one.due_at.astimezone(TZ) - _HALF_AN_HOUR for one in same}
        if missing:
            event.add("exdate", sorted(missing))
    event.add("description", _description(first, f"每天{first.due_at.astimezone(TZ):%H:%M}前完成"))
    return event


def _days_between(begin: datetime, end: datetime) -> set[datetime]:
    return {begin + n * _ONE_DAY for n in range((end - begin).days + 1)}


def _event(uid: str, one: Appointment, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}@minan")
    event.add("dtstamp", now)
    event.add("categories", ["安全任务"])
    # It is a day by which something is done, and takes nobody's time.
    event.add("transp", "TRANSPARENT")
    if one.remark:
        event.add("status", "TENTATIVE")
    return event


def _whose(one: Appointment, is_several: bool) -> str:
    return f"{one.unit}：" if is_several else ""


def _description(one: Appointment, when: str) -> str:
    typed = f"完成后发：{one.to_type}" if one.to_type else ""
    return "\n".join(filter(None, (one.unit, when, f"依据：{one.basis}", typed, one.remark)))
