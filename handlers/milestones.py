"""Gather how far the dated goals 「里程碑」 are in some units (G-3a … G-5c, T13-1, T13-3), and what is missing."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from config.tables import Tables
from config.zone import TZ
from handlers import mechanism, registers
from handlers.intent import Asking
from handlers.rules import milestone as rules
from handlers.rules import responsibility
from handlers.rules.milestone import Goal
from handlers.rules.register_lacks import Holdings, is_certified, is_dangerous, lacks
from handlers.texts import milestone as texts
from storage import duty_figures, hazard_stock, responsibilities
from storage import registers as entries
from storage.figures import Period
from storage.registers import RegisterEntry
from storage.vocabulary import AssessmentKind, FireAcceptance, RegisterKind, RegisterLack

_TRAININGS = ("training", "office_training", "warning_film", "head_training", "inspector_training")
_NOT_DEFENDED = frozenset({RegisterLack.NO_OFFICER, RegisterLack.NO_SYSTEM})
_KINDS = (RegisterKind.CERTIFICATE, RegisterKind.BUILDING, RegisterKind.ASSESSMENT, RegisterKind.SMART_SYSTEM)
_ONE_DAY = timedelta(days=1)

Missing = Callable[[Sequence[Holdings], date], list[str]]
"""Return what is missing by name, given what the institutions held at the end of a day."""


def gather(unit_ids: Collection[int], asking: Asking) -> list[Goal]:
    """Return the goals in the order of the plan, as they stand now."""
    held = registers.holdings(asking.session, asking.tree, unit_ids)
    table = asking.desk.tables.registers
    past = _Past(held, entries.ever(asking.session, [one.unit_id for one in held], *_KINDS), asking)
    buildings = [entry for one in held for entry in one.of(RegisterKind.BUILDING)]

    def uncertified(found: Sequence[Holdings], day: date) -> list[str]:
        return [one.name for one in found if not is_certified(one, day, table)]

    def undefended(found: Sequence[Holdings], day: date) -> list[str]:
        return [one.name for one in found if _is_undefended(one, day, asking.desk.tables)]

    return [
        _responsibility(held, asking),
        past.goal("G-3b", "goal_officers", uncertified, whole=len(held)),
        _told_once("G-3c", "goal_guideline", asking),
        _told_once("G-3d", "goal_mechanism", asking),
        _major_stock(unit_ids, asking),
        _four_measures(unit_ids, asking),
        _told_once("G-5a", "goal_consolidated", asking),
        _trainings(unit_ids, asking),
        past.goal("G-5c", "goal_defence", undefended, whole=len(held)),
        past.goal("T13-1", "goal_consolidated", _not_accepted, whole=len(buildings)),
        past.goal("T13-3", "goal_consolidated", _unsafe, whole=sum(_is_self_built(one) for one in buildings)),
    ]


class _Past:
    """What the registers held at the end of any day, to draw how it burned down."""

    def __init__(self, held: Sequence[Holdings], rows: Sequence[RegisterEntry], asking: Asking) -> None:
        self._held = held
        self._rows = rows
        self._asking = asking

    def goal(self, code: str, duty: str, missing: Missing, *, whole: int) -> Goal:
        """Return the goal that the registers measure."""
        today = self._asking.today
        goal = _goal(code, duty, whole, missing(self._held, today), self._asking)
        first = min((one.said_at.astimezone(TZ).date() for one in self._rows), default=today)
        days = rules.month_ends(first, today)
        return replace(goal, burn_down=[(day, len(missing(self._at(day), day))) for day in days])

    def _at(self, day: date) -> list[Holdings]:
        end = _end_of(day)
        stood = [one for one in self._rows if one.said_at < end and (one.ended_at is None or one.ended_at >= end)]
        by_unit: dict[int, list[RegisterEntry]] = {}
        for one in stood:
            by_unit.setdefault(one.unit_id, []).append(one)
        return [replace(one, entries=tuple(by_unit.get(one.unit_id, ()))) for one in self._held]


def _goal(code: str, duty: str, whole: int, missing: Sequence[str], asking: Asking, note: str = "") -> Goal:
    return Goal(code, texts.NAME[code], texts.MEASURE[code], _due_on(duty, asking.desk.tables), whole, missing, note)


def _due_on(duty: str, tables: Tables) -> date:
    """Return the date of the goal as the table of duties has it."""
    rule = tables.duties.by_code.get(duty)
    return rule.once[1] if rule is not None and rule.once is not None else tables.reminders.major_stock.milestone


def _responsibility(held: Sequence[Holdings], asking: Asking) -> Goal:
    ids = [one.unit_id for one in held]
    standing = responsibilities.standing(asking.session, ids)
    units = [asking.tree.by_id[one] for one in ids]
    three = set(responsibilities.THREE)
    missing = [one.name for one in units if three & set(responsibility.missing(one, standing.get(one.id or 0, {})))]
    rows = responsibilities.ever(asking.session, ids)
    days = rules.month_ends(min((one.since for one in rows), default=asking.today), asking.today)
    burn_down = []
    for day in days:
        named: dict[int, set[str]] = {}
        for one in rows:
            if one.since <= day and (one.ended_at is None or one.ended_at >= _end_of(day)):
                named.setdefault(one.unit_id, set()).add(one.responsibility)
        burn_down.append((day, sum(not three <= named.get(one, set()) for one in ids)))
    if burn_down:
        # Who has left the roster since is no longer counted: today is told by the names that stand.
        burn_down[-1] = (asking.today, len(missing))
    return replace(_goal("G-3a", "goal_responsibility", len(held), missing, asking), burn_down=burn_down)


def _told_once(code: str, duty: str, asking: Asking) -> Goal:
    day = duty_figures.done_once(asking.session, duty)
    return _goal(code, duty, 1, [] if day else [texts.NOT_FILED], asking, texts.filed(day) if day else "")


def _major_stock(unit_ids: Collection[int], asking: Asking) -> Goal:
    milestone = asking.desk.tables.reminders.major_stock.milestone
    found = hazard_stock.major_found_by(asking.session, unit_ids, _end_of(milestone))
    still = [one for one in found if one.closed_at is None]
    supervised = hazard_stock.supervised(asking.session, [one.id for one in still if one.id is not None])
    missing = [
        texts.hazard(one.number, asking.tree.by_id[one.unit_id].name, is_supervised=one.id in supervised)
        for one in still
        if one.unit_id in asking.tree.by_id
    ]
    first = min((one.reported_at.astimezone(TZ).date() for one in found), default=asking.today)
    burn_down = [
        (day, sum(one.reported_at < _end_of(day) <= (one.closed_at or _end_of(date.max - _ONE_DAY)) for one in found))
        for day in rules.month_ends(first, asking.today)
    ]
    goal = _goal("G-3e", "goal_major_stock", len(found), missing, asking)
    return replace(goal, due_on=milestone, burn_down=burn_down)


def _four_measures(unit_ids: Collection[int], asking: Asking) -> Goal:
    found = mechanism.measures(unit_ids, asking)
    return _goal("G-4", "goal_grading", 4, texts.falling_short(found), asking)


def _trainings(unit_ids: Collection[int], asking: Asking) -> Goal:
    year = Period(asking.today.replace(month=1, day=1), asking.today.replace(month=12, day=31))
    unbroken = duty_figures.unbroken(asking.session, unit_ids, _TRAININGS, year)
    broken = [asking.tree.by_id[one].name for one, is_whole in sorted(unbroken.items()) if not is_whole]
    return _goal("G-5b", "goal_training", len(unbroken), broken, asking)


def _is_undefended(one: Holdings, day: date, tables: Tables) -> bool:
    found = lacks(one, day, tables.registers)
    checked = AssessmentKind.FIRE_FACILITY.term
    return any(
        lack.lack in _NOT_DEFENDED or (lack.lack is RegisterLack.NO_ASSESSMENT and lack.what == checked)
        for lack in found
    )


def _not_accepted(found: Sequence[Holdings], _day: date) -> list[str]:
    pending = (None, FireAcceptance.PENDING.value)
    return [
        texts.building(one.name, entry.subject)
        for one in found
        for entry in one.of(RegisterKind.BUILDING)
        if entry.facts.get("acceptance") in pending
    ]


def _unsafe(found: Sequence[Holdings], _day: date) -> list[str]:
    return [
        texts.building(one.name, entry.subject)
        for one in found
        for entry in one.of(RegisterKind.BUILDING)
        if _is_self_built(entry) and (not entry.facts.get("grade") or is_dangerous(entry))
    ]


def _is_self_built(entry: RegisterEntry) -> bool:
    return bool(entry.facts.get("self_built"))


def _end_of(day: date) -> datetime:
    return datetime.combine(day + _ONE_DAY, time(), TZ)
