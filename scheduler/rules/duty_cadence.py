"""Which duties a unit owes in a span of days: when each opens, is due, is asked for, counts as missed; pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from config.calendar import WorkCalendar
from config.duty_table import Anchor, Cadence, DutyRule, Moment, Slot, out_of_order
from config.tables import Tables
from config.zone import TZ
from scheduler.rules.duty_reminder import CUTOFF, settle
from storage.vocabulary import Level, UnitType

_ONE_DAY = timedelta(days=1)
_ONE_WEEK = timedelta(days=7)
_MONTHS_OF_QUARTER = 3


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What the cadence must know of a unit."""

    unit_id: int
    type: UnitType
    is_residential: bool
    since: date | None = None
    """The first day for which it owes anything; None: as long as we know."""

    @property
    def level(self) -> Level:
        """Return the unit's level in the tree."""
        return self.type.level


@dataclass(frozen=True, slots=True)
class Unannounced:
    """Why dates are provisional: what is not announced yet."""

    year: int
    festival: str
    """The event whose own dates are not known, as 全国两会; "" where the year's holiday arrangement is not out."""


@dataclass(frozen=True, slots=True)
class Period:
    """One round of a cadence; first and last day are both included."""

    name: str
    first: date
    last: date
    start: date
    """The festival's own first day; the first day of the period where there is no festival."""
    unannounced: Unannounced | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One reminder of an occurrence: "1", "2" … or the missing list."""

    name: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One duty in one period; the same for every unit that owes the slot. Times are in the county's zone."""

    code: str
    slot: str
    """The period, and the slot where there are several: 2026-11-23/night1, 2026-W48, 2026-Q4, 2026-national-day."""
    opens_at: datetime
    due_at: datetime
    cutoff_at: datetime
    steps: tuple[Step, ...]
    """Reminders in the order of the file, the missing list last."""
    minds_quiet_hours: bool
    unannounced: Unannounced | None
    """The notice still to come that may move it; None where it stands."""


def occurrences(rule: DutyRule, unit: UnitFacts, first: date, end: date, tables: Tables) -> list[Occurrence]:
    """Return what the unit owes in the periods that touch the days from `first` to `end` (not included).

    Earliest period first, slots in the order of the file. A period belongs to the days it is named for: the night
    round at two o'clock belongs to the evening before. Raises TablesWrong where a slot would end before it begins.
    """
    slots = [slot for slot in rule.slots if slot.is_owed_by(unit.level, is_residential=unit.is_residential)]
    return [
        _occurrence(rule, slot, period, tables)
        for period in (periods(rule.cadence, first, end, tables) if slots else ())
        if unit.since is None or period.last >= unit.since
        for slot in slots
        if not _is_skipped(slot, period, tables.calendar)
    ]


def periods(cadence: Cadence, first: date, end: date, tables: Tables) -> list[Period]:
    """Return the periods with a day in `first` ≤ day < `end`, by first day."""
    return [one for one in _PERIODS[cadence](first, end, tables) if one.first < end and one.last >= first]


def unannounced(rule: DutyRule, slot: str, tables: Tables) -> Unannounced | None:
    """Return what is not announced and may still move the occurrence called `slot`; None where it stands.

    Raises ValueError where the cadence never writes such a slot text.
    """
    name, _, key = slot.partition("/")
    day = _DAY_OF[rule.cadence](name)
    span = (day, day + _ONE_DAY) if rule.cadence is not Cadence.FESTIVAL else (day, date(day.year + 1, 1, 1))
    missing = (
        _missing_notice(one, period, tables.calendar)
        for period in periods(rule.cadence, *span, tables)
        if period.name == name
        for one in rule.slots
        if one.key == key
    )
    return next(filter(None, missing), None)


def _occurrence(rule: DutyRule, slot: Slot, period: Period, tables: Tables) -> Occurrence:
    opens_at, due_at, cutoff_at = (_at(one, period, tables.calendar) for one in (slot.opens, slot.due, slot.cutoff))
    name = f"{period.name}/{slot.key}" if slot.key else period.name
    if not opens_at <= due_at <= cutoff_at:
        raise out_of_order(rule.code, name)
    return Occurrence(
        code=rule.code,
        slot=name,
        opens_at=opens_at,
        due_at=due_at,
        cutoff_at=cutoff_at,
        steps=tuple(_steps(slot, cutoff_at, period, tables)),
        minds_quiet_hours=slot.minds_quiet_hours,
        unannounced=_missing_notice(slot, period, tables.calendar),
    )


def _steps(slot: Slot, cutoff_at: datetime, period: Period, tables: Tables) -> Iterator[Step]:
    for number, moment in enumerate(slot.reminders, start=1):
        wanted = _at(moment, period, tables.calendar)
        yield Step(str(number), settle(wanted, tables.reminders, minds_quiet_hours=slot.minds_quiet_hours))
    # A missing list is no prompt to those on night duty: it minds quiet hours always.
    yield Step(CUTOFF, settle(cutoff_at, tables.reminders, minds_quiet_hours=True))


def _at(moment: Moment, period: Period, calendar: WorkCalendar) -> datetime:
    day = _anchor_day(moment.anchor, period, calendar) + timedelta(days=moment.days)
    return datetime.combine(day, moment.at, TZ)


def _anchor_day(anchor: Anchor, period: Period, calendar: WorkCalendar) -> date:
    match anchor:
        case Anchor.FIRST:
            return period.first
        case Anchor.LAST:
            return period.last
        case Anchor.START:
            return period.start
        case Anchor.FIRST_WORKDAY:
            return next(iter(calendar.workdays(period.first, period.last)), period.first)
        case Anchor.LAST_WORKDAY:
            return next(reversed(calendar.workdays(period.first, period.last)), period.last)


def _is_skipped(slot: Slot, period: Period, calendar: WorkCalendar) -> bool:
    return slot.skip_without_workday and not calendar.workdays(period.first, period.last)


def _missing_notice(slot: Slot, period: Period, calendar: WorkCalendar) -> Unannounced | None:
    if period.unannounced is not None:
        return period.unannounced
    if not slot.skip_without_workday and not any(moment.needs_workdays for moment in slot.moments):
        return None
    years = calendar.provisional_years(period.first, period.last)
    return Unannounced(years[0], "") if years else None


def _days(first: date, end: date, _: Tables) -> Iterator[Period]:
    for n in range((end - first).days):
        day = first + n * _ONE_DAY
        yield Period(day.isoformat(), day, day, day)


def _weeks(first: date, end: date, _: Tables) -> Iterator[Period]:
    monday = first - timedelta(days=first.weekday())
    while monday < end:
        year, week, _weekday = monday.isocalendar()
        yield Period(f"{year}-W{week:02d}", monday, monday + 6 * _ONE_DAY, monday)
        monday += _ONE_WEEK


def _quarters(first: date, end: date, _: Tables) -> Iterator[Period]:
    opening = date(first.year, first.month - (first.month - 1) % _MONTHS_OF_QUARTER, 1)
    while opening < end:
        # 93 days on always lies in the next quarter's first month: quarters have 90 to 92 days.
        following = (opening + timedelta(days=93)).replace(day=1)
        quarter = (opening.month - 1) // _MONTHS_OF_QUARTER + 1
        yield Period(f"{opening.year}-Q{quarter}", opening, following - _ONE_DAY, opening)
        opening = following


def _windows(first: date, end: date, tables: Tables) -> list[Period]:
    # The window of a New Year opens in the December before.
    found = [
        Period(
            name=f"{window.year}-{window.code}",
            first=window.opens_on,
            last=window.ends_on,
            start=window.starts_on,
            unannounced=Unannounced(window.year, window.unannounced_event) if window.is_provisional else None,
        )
        for year in range(first.year, end.year + 2)
        for window in tables.festivals.windows(year, tables.calendar)
    ]
    return sorted(found, key=lambda period: (period.first, period.name))


_PERIODS: Mapping[Cadence, Callable[[date, date, Tables], Iterator[Period] | list[Period]]] = {
    Cadence.DAILY: _days,
    Cadence.WEEKLY: _weeks,
    Cadence.QUARTERLY: _quarters,
    Cadence.FESTIVAL: _windows,
}


def _day_of_quarter(name: str) -> date:
    year, quarter = name.split("-Q")
    return date(int(year), int(quarter) * _MONTHS_OF_QUARTER, 1)


def _day_of_week(name: str) -> date:
    year, week = name.split("-W")
    return date.fromisocalendar(int(year), int(week), 1)


_DAY_OF: Mapping[Cadence, Callable[[str], date]] = {
    Cadence.DAILY: date.fromisoformat,
    Cadence.WEEKLY: _day_of_week,
    Cadence.QUARTERLY: _day_of_quarter,
    # Every window has its last day in the year it is named for.
    Cadence.FESTIVAL: lambda name: date(int(name.split("-", maxsplit=1)[0]), 1, 1),
}
