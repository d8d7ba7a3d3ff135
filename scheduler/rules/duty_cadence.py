"""Which duties a unit owes in a span of days: when each opens, is due, is asked for, counts as missed; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from operator import itemgetter

from config.calendar import WorkCalendar
from config.duty_change import DutyChange, cadences, for_period, rule_on
from config.duty_moment import Anchor, Moment, WorkdayShift
from config.duty_period import CIVIL, Cadence, day_in, period_of
from config.duty_reading import Season
from config.duty_table import DutyRule, Slot, out_of_order
from config.tables import Tables
from config.zone import TZ
from scheduler.rules.duty_reminder import CUTOFF, own_step, settle
from storage.units import Unit
from storage.vocabulary import Level, UnitType

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What the cadence must know of a unit."""

    unit_id: int
    type: UnitType
    is_residential: bool
    since: date | None = None
    """The first day for which it owes anything; None: as long as we know."""
    is_key: bool = False
    headcount: int | None = None
    changes: tuple[DutyChange, ...] = ()
    """Its exceptions 「例外」, in the order in which they were said."""
    is_affiliated: bool = False

    @classmethod
    def of(cls, unit: Unit, changes: Sequence[DutyChange] = ()) -> "UnitFacts":
        """Return what the cadence must know of a stored unit."""
        assert unit.id is not None
        known = (unit.id, unit.type, unit.is_residential, unit.since, unit.is_key, unit.headcount)
        return cls(*known, tuple(changes), unit.is_affiliated)

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
    asked_from: datetime
    """From when it stands among what is to be done: it may be done before, but nobody need think of it."""
    steps: tuple[Step, ...]
    """Reminders in the order of the file, the missing list last."""
    minds_quiet_hours: bool
    unannounced: Unannounced | None
    """The notice still to come that may move it; None where it stands."""


_Key = tuple[str, tuple[int, ...], date, date]
_Dated = tuple[date, Occurrence]
"""The first day of the period, and what is owed in it."""


def occurrences(rule: DutyRule, unit: UnitFacts, first: date, end: date, tables: Tables) -> list[Occurrence]:
    """Return what the unit owes in the periods that touch the days from `first` to `end` (not included).

    Earliest period first, slots in the order of the file. A period belongs to the days it is named for: the night
    round at two o'clock belongs to the evening before. A unit that was not there yet on the first day of a period
    owes its first whole period; a rule holds for the periods that begin while it is valid.
    Raises TablesWrong where a slot would end before it begins.
    """
    return list(Planner(tables).occurrences(rule, unit, first, end))


class Planner:
    """Works out each occurrence once for all units that owe it: most of a county owes the same."""

    def __init__(self, tables: Tables) -> None:
        """Take the tables that hold for as long as the planner lives."""
        self._tables = tables
        self._known: dict[_Key, Sequence[_Dated]] = {}

    def occurrences(self, rule: DutyRule, unit: UnitFacts, first: date, end: date) -> Iterator[Occurrence]:
        """Yield what `occurrences` returns. Raises TablesWrong as it does."""
        if any(change.code == rule.code for change in unit.changes):
            yield from self._otherwise(rule, unit, first, end)
            return
        owed = tuple(n for n, slot in enumerate(rule.slots) if slot.is_owed_by(unit))
        if not owed:
            return
        key = (rule.code, owed, first, end)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._work_out(rule, [rule.slots[n] for n in owed], first, end)
        for begins, one in known:
            if unit.since is None or begins >= unit.since:
                yield one

    def _otherwise(self, rule: DutyRule, unit: UnitFacts, first: date, end: date) -> Iterator[Occurrence]:
        """Yield what a unit with an exception owes: each period by the rule that holds on its first day.

        Where it differs from what all others owe, its reminders are steps of its own.
        """
        usual = {one.slot: one for one in self.occurrences(rule, replace(unit, changes=()), first, end)}
        found = [
            (period.first, _occurrence(of_period, slot, period, self._tables))
            for cadence in cadences(rule, unit.changes)
            for period in periods(_with_cadence(rule, cadence), first, end, self._tables)
            for of_period in (rule_on(rule, unit.changes, period.first),)
            if of_period.cadence is cadence and (unit.since is None or period.first >= unit.since)
            for slot in of_period.slots
            if slot.is_owed_by(unit) and slot.holds_from(period.first)
            if not _is_skipped(slot, period, self._tables.calendar)
        ]
        for _, one in sorted(found, key=itemgetter(0)):
            yield one if one == usual.get(one.slot) else _with_own_steps(one, unit.unit_id)

    def _work_out(self, rule: DutyRule, slots: Sequence[Slot], first: date, end: date) -> Sequence[_Dated]:
        tables = self._tables
        return [
            (period.first, _occurrence(rule, slot, period, tables))
            for period in periods(rule, first, end, tables)
            for slot in slots
            if slot.holds_from(period.first) and not _is_skipped(slot, period, tables.calendar)
        ]


def _with_cadence(rule: DutyRule, cadence: Cadence) -> DutyRule:
    return rule if cadence is rule.cadence else replace(rule, cadence=cadence, season=None)


def _with_own_steps(one: Occurrence, unit_id: int) -> Occurrence:
    """Return it with steps for this unit alone, without the prompts that were meant for a longer period."""
    return replace(
        one,
        steps=tuple(
            Step(own_step(step.name, unit_id), step.due_at)
            for step in one.steps
            if step.name == CUTOFF or one.opens_at <= step.due_at < one.cutoff_at
        ),
    )


def periods(rule: DutyRule, first: date, end: date, tables: Tables) -> list[Period]:
    """Return the rule's periods with a day in `first` ≤ day < `end`, by first day."""
    return [one for one in _periods(rule, first, end, tables) if one.first < end and one.last >= first]


def unannounced(rule: DutyRule, slot: str, tables: Tables) -> Unannounced | None:
    """Return what is not announced and may still move the occurrence called `slot`; None where it stands.

    Raises ValueError where the cadence never writes such a slot text.
    """
    rule = for_period(rule, slot)
    name, _, key = slot.partition("/")
    day = day_in(rule.cadence, name)
    is_of_year = rule.cadence in (Cadence.FESTIVAL, Cadence.RITE, Cadence.YEARLY)
    span = (day, date(day.year + 1, 1, 1)) if is_of_year else (day, day + _ONE_DAY)
    missing = (
        _missing_notice(one, period, tables.calendar)
        for period in periods(rule, *span, tables)
        if period.name == name
        for one in rule.slots
        if one.key == key
    )
    return next(filter(None, missing), None)


def _occurrence(rule: DutyRule, slot: Slot, period: Period, tables: Tables) -> Occurrence:
    opens_at, cutoff_at = (_at(one, period, tables.calendar) for one in (slot.opens, slot.cutoff))
    due_at = _at(slot.due, period, tables.calendar, slot.workday)
    # What is due later leaves as much grace as it would have had.
    cutoff_at += max(due_at - _at(slot.due, period, tables.calendar), timedelta())
    name = f"{period.name}/{slot.key}" if slot.key else period.name
    if not opens_at <= due_at <= cutoff_at:
        raise out_of_order(rule.code, name)
    steps = tuple(_steps(slot, cutoff_at, period, tables))
    prompts = [step.due_at for step in steps if step.name != CUTOFF]
    return Occurrence(
        code=rule.code,
        slot=name,
        opens_at=opens_at,
        due_at=due_at,
        cutoff_at=cutoff_at,
        asked_from=max(opens_at, min(due_at - tables.reminders.todo_ahead, *prompts)),
        steps=steps,
        minds_quiet_hours=slot.minds_quiet_hours,
        unannounced=_missing_notice(slot, period, tables.calendar),
    )


def _steps(slot: Slot, cutoff_at: datetime, period: Period, tables: Tables) -> Iterator[Step]:
    for number, moment in enumerate(slot.reminders, start=1):
        wanted = _at(moment, period, tables.calendar, slot.workday)
        yield Step(str(number), settle(wanted, tables.reminders, minds_quiet_hours=slot.minds_quiet_hours))
    # A missing list is no prompt to those on night duty: it minds quiet hours always.
    yield Step(CUTOFF, settle(cutoff_at, tables.reminders, minds_quiet_hours=True))


def _at(moment: Moment, period: Period, calendar: WorkCalendar, shift: WorkdayShift = WorkdayShift.KEEP) -> datetime:
    day = _anchor_day(moment.anchor, period, calendar) + timedelta(days=moment.days)
    while shift is not WorkdayShift.KEEP and not calendar.is_workday(day):
        day += _ONE_DAY if shift is WorkdayShift.LATER else -_ONE_DAY
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
    if not slot.needs_workdays:
        return None
    years = calendar.provisional_years(period.first, period.last)
    return Unannounced(years[0], "") if years else None


def _periods(rule: DutyRule, first: date, end: date, tables: Tables) -> Iterator[Period] | list[Period]:
    if rule.season is not None:
        return _seasons(rule.season, first, end)
    if rule.cadence in CIVIL:
        return _civil(rule.cadence, first, end)
    match rule.cadence:
        case Cadence.FESTIVAL:
            return _windows(first, end, tables)
        case Cadence.RITE:
            return _rites(first, end, tables)
        case Cadence.RITE_DAILY:
            days = tables.rites.watched_days(first, end)
            return [Period(day.isoformat(), day, day, day) for day in days]
        case _:
            return [] if rule.once is None else [Period(rule.once[1].isoformat(), *rule.once, rule.once[0])]


def _civil(cadence: Cadence, first: date, end: date) -> Iterator[Period]:
    day = first
    while day < end:
        period = period_of(cadence, day)
        yield Period(period.name, period.first, period.last, period.first)
        day = period.last + _ONE_DAY


def _seasons(season: Season, first: date, end: date) -> Iterator[Period]:
    for year in range(first.year, end.year + 1):
        opening, last = (date(year, month, day) for month, day in season)
        yield Period(f"{year}", opening, last, opening)


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


def _rites(first: date, end: date, tables: Tables) -> list[Period]:
    found = [
        Period(f"{window.year}-{window.code}", window.opens_on, window.day, window.day)
        for year in range(first.year, end.year + 2)
        for window in tables.rites.windows(year)
    ]
    return sorted(found, key=lambda period: (period.first, period.name))
