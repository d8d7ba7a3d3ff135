"""Trainings that must cover everybody (T11-1, T11-2): who of the register is missing, by name, until nobody is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.duty_table import Covers, DutyRule
from handlers.intent import Asking
from handlers.rules import coverage as rules
from handlers.understand import attendance_words as words
from storage import attendance, people
from storage.attendance import Attendance
from storage.duties import DutyRecord
from storage.people import Person
from storage.units import Unit
from storage.vocabulary import Level, Role


@dataclass(frozen=True, slots=True)
class Session:
    """One session of a period, judged against the register."""

    came: Mapping[str, str]
    """By key the names of those who came."""
    absent: Mapping[str, str]
    missing: tuple[str, ...]
    """Who has come to no session of the period, this one included."""


def register_of(rule: DutyRule, unit: Unit, asking: Asking) -> list[Person]:
    """Return whom such a training of the unit must cover, by unit and id; empty where it need not cover anybody."""
    match rule.covers:
        case Covers.STAFF:
            return list(people.of_unit(asking.session, unit.id or 0))
        case Covers.HEADS_OFFICERS:
            below = asking.tree.below(unit.id or 0)
            ours = {one.id for one in asking.tree.at(Level.INSTITUTION) if one.id in below}
            found = [
                one
                for role in (Role.HEAD, Role.SAFETY_OFFICER)
                for one in people.with_role(asking.session, role)
                if one.unit_id in ours
            ]
            return sorted(found, key=lambda one: (one.unit_id, one.id or 0))
        case _:
            return []


def with_absent(rule: DutyRule, unit: Unit, facts: dict[str, Any], text: str, asking: Asking) -> dict[str, Any]:
    """Return the facts with who was `absent` by name, where that was said or follows from the numbers."""
    if rule.covers is None:
        return facts
    register = register_of(rule, unit, asking)
    said = words.absent(f"{text} {facts.get('absent_words', '')}", [one.name for one in register])
    facts = {key: value for key, value in facts.items() if key != "absent_words"}
    wanted = rules.needed(len(register), facts.get("expected"))
    if said is None and facts.get("attendees") is not None and facts["attendees"] >= wanted:
        said = []
    return facts if said is None else {**facts, "absent": said}


def judge(rule: DutyRule, unit: Unit, slot: str, facts: Mapping[str, Any], asking: Asking) -> Session:
    """Return who came to this session, who did not, and who is still missing from the period after it."""
    register = register_of(rule, unit, asking)
    absent = _keys([str(name) for name in facts.get("absent", ())], register)
    came = {attendance.key_of(one): one.name for one in register if attendance.key_of(one) not in absent}
    if "made_up" in facts:
        came, absent = _keys([str(name) for name in facts["made_up"]], register), {}
    return Session(came, absent, _missing(rule, unit, slot, register, set(came), absent, asking))


def missing_of(rule: DutyRule, unit: Unit, slot: str, asking: Asking) -> tuple[str, ...]:
    """Return who has come to no session of the period, by name (with the unit where that is another)."""
    return _missing(rule, unit, slot, register_of(rule, unit, asking), set(), {}, asking)


def keep(record: DutyRecord, slot: str, one: Session, asking: Asking) -> None:
    """Keep who came and who did not."""
    rows = [_row(record, slot, key, name, asking, has_come=True) for key, name in one.came.items()]
    rows += [_row(record, slot, key, name, asking, has_come=False) for key, name in one.absent.items()]
    attendance.keep(asking.session, rows)


def named(said: str, rule: DutyRule, unit: Unit, asking: Asking) -> list[str]:
    """Return the names in the words, those of the register among them."""
    return words.names_in(said, [one.name for one in register_of(rule, unit, asking)])


def _missing(
    rule: DutyRule,
    unit: Unit,
    slot: str,
    register: Sequence[Person],
    came: set[str],
    absent: Mapping[str, str],
    asking: Asking,
) -> tuple[str, ...]:
    rows = attendance.of_period(asking.session, unit.id or 0, rule.code, slot)
    told = {row.who: row.name for row in rows if not row.has_come}
    by_key = {attendance.key_of(one): _called(one, unit, asking) for one in register}
    found = rules.missing(by_key, attendance.who_came(rows) | came, {**told, **absent})
    return tuple(name for _, name in found)


def _called(person: Person, unit: Unit, asking: Asking) -> str:
    theirs = asking.tree.by_id.get(person.unit_id)
    return person.name if theirs is None or theirs.id == unit.id else f"{theirs.name}{person.name}"


def _keys(names: Sequence[str], register: Sequence[Person]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        # Two of one name: both, so that nobody counts as trained who may not be.
        known = [one for one in register if one.name == name]
        found |= {attendance.key_of(one): name for one in known} or {attendance.key_of_name(name): name}
    return found


def _row(record: DutyRecord, slot: str, who: str, name: str, asking: Asking, *, has_come: bool) -> Attendance:
    return Attendance(
        unit_id=record.unit_id,
        code=record.code,
        slot=slot,
        who=who,
        name=name[:40],
        has_come=has_come,
        record_id=record.id or 0,
        at=asking.now,
    )
