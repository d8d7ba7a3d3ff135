"""Bring records of years past into the rows, each duty under the period that today's table gives it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from config.duty_period import CIVIL, Cadence, period_of
from config.duty_table import DutyRule
from config.tables import Tables
from config.zone import TZ
from handlers.papers.records_file import Past, Told
from handlers.rules.duty_slot import festival_slot
from scheduler.rules.duty_cadence import UnitFacts, occurrences
from storage import past_duties, past_hazards, records
from storage.past_duties import MissedDuty, PastDuty, Period
from storage.records import ORIGIN, Count
from storage.roster import UnknownUnit
from storage.units import Unit

_NOON = time(12)
_YEAR = timedelta(days=366)
"""Festival windows are named for the year in which they end and may open in the year before."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What the records did."""

    units: tuple[str, ...]
    """Names of the units that were added, offices and bureau included."""
    hazards: Count
    duties: Mapping[str, Count]
    """By code: the things that were done."""
    missed: int
    """How many duties were added that others did in that period and a unit of the records did not."""


def bring_in(session: Session, past: Past, tables: Tables, *, now: datetime) -> Brought:
    """Put the records into the caller's transaction; a second time nothing changes.

    A period that nobody confirmed is taken as not covered by the records: nobody is said to have missed it.
    Raises UnknownUnit where a row names a unit that neither the records nor the database has; roll back then.
    """
    end = past.now or now
    new_units = records.put_units(session, past.units)
    hazards = past_hazards.put_hazards(session, past.hazards, now=now)
    units = records.unit_by_name(session)
    owed = _Owed(past.duties, tables)
    done = [_done(told, _unit(units, told), owed, end) for told in past.duties]
    named = {unit.name for unit in past.units} | {told.unit for told in past.duties}
    missed = list(_missed([units[name] for name in sorted(named)], done, owed, end))
    return Brought(new_units, hazards, past_duties.put_done(session, done), past_duties.put_missed(session, missed))


def _unit(units: Mapping[str, Unit], told: Told) -> Unit:
    if told.unit not in units:
        raise UnknownUnit(told.unit, told.where)
    return units[told.unit]


class _Owed:
    """The periods of the days that the records speak of; worked out once for each kind of unit."""

    def __init__(self, told: Sequence[Told], tables: Tables) -> None:
        self._tables = tables
        self._version = tables.version("duties")
        days = [one.day for one in told]
        self._first = min(days, default=date.min + _YEAR) - _YEAR
        self._end = max(days, default=date.min) + _YEAR
        self._windows = (
            [
                window
                for year in range(self._first.year, self._end.year + 1)
                for window in tables.festivals.windows(year, tables.calendar)
            ]
            if days
            else []
        )
        self._known: dict[tuple[object, ...], Mapping[str, Period]] = {}

    def slot(self, told: Told) -> str:
        """Return the period that the day belongs to, "" where the table has no such duty or festival."""
        rule = self._tables.duties.by_code.get(told.code)
        cadence = rule.cadence if rule else None
        if cadence in CIVIL:
            period = period_of(cadence, told.day).name
            return f"{period}/{told.slot_key}" if told.slot_key else period
        codes = self._festival_codes(told.festival) if cadence is Cadence.FESTIVAL else set()
        return (festival_slot(self._windows, told.day, codes) or "") if codes else ""

    def periods(self, unit: Unit, code: str) -> Mapping[str, Period]:
        """Return by slot what units of this kind owe, however long the unit itself has been there."""
        rule = self._tables.duties.by_code.get(code)
        if rule is None:
            return {}
        key = (code, unit.type, unit.is_residential, unit.is_key, unit.is_affiliated, unit.headcount)
        if key not in self._known:
            self._known[key] = dict(self._periods(unit, rule))
        return self._known[key]

    def _periods(self, unit: Unit, rule: DutyRule) -> Iterable[tuple[str, Period]]:
        facts = replace(UnitFacts.of(unit), since=None)
        for one in occurrences(rule, facts, self._first, self._end, self._tables):
            yield one.slot, Period(one.slot, one.opens_at, one.due_at, one.cutoff_at, self._version)

    def _festival_codes(self, name: str) -> set[str]:
        """Return the codes of the festivals that people call by this name or part of a name: 国庆, 两会."""
        return {code for code, one in self._tables.festivals.by_code.items() if name and name in one.name}


def _done(told: Told, unit: Unit, owed: _Owed, end: datetime) -> PastDuty:
    assert unit.id is not None
    slot = owed.slot(told)
    period = owed.periods(unit, told.code).get(slot)
    # Of a patrol only the round is known: it counts as made when it was due.
    at = period.due_at if period and told.slot_key else datetime.combine(told.day, _NOON, TZ)
    facts = dict(told.facts) | ({"slot": slot} if slot else {})
    if slot and told.festival:
        facts["festival"] = slot.split("-", maxsplit=1)[1]
    return PastDuty(
        origin=f"{ORIGIN}{told.code}:{told.day}:{told.slot_key or told.festival}:{told.unit}",
        unit_id=unit.id,
        code=told.code,
        happened_at=min(at, end),
        facts=facts,
        period=period,
    )


def _missed(units: Sequence[Unit], done: Sequence[PastDuty], owed: _Owed, end: datetime) -> Iterable[MissedDuty]:
    told = {(row.unit_id, row.code, row.period.slot) for row in done if row.period}
    covered = {(code, slot) for _, code, slot in told}
    for unit in units:
        assert unit.id is not None
        for code, slot in sorted(covered):
            period = owed.periods(unit, code).get(slot)
            if period is None or period.cutoff_at > end or (unit.id, code, slot) in told:
                continue
            if unit.since is None or period.cutoff_at.date() >= unit.since:
                yield MissedDuty(unit.id, code, period)
