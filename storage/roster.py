"""The roster 「花名册」 as a whole: units, people and groups put in together, changing only what changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from config.clock import TZ
from storage import answerable_rows, bound_groups, register_rows
from storage.answerable_rows import AnswerableRow
from storage.people import Person
from storage.register_rows import RegisterRow
from storage.units import Group, Tree, Unit
from storage.vocabulary import Level, Role, UnitType


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit as the roster says it; None: the roster does not say, so what is stored stays."""

    name: str
    type: UnitType
    short_names: tuple[str, ...] | None = None
    parent: str | None = None
    """The full name of the unit above; "" for the top of the tree."""
    town: str | None = None
    is_residential: bool | None = None
    headcount: int | None = None
    section: str | None = None
    """The full name of the section in charge of a township office; "" for none."""
    is_key: bool | None = None
    """A key unit of fire safety 「消防安全重点单位」."""
    is_active: bool = True


def label(name: str, userid: str) -> str:
    """Return how a person is named in what a roster does and in what it lacks: names are shared, userids are not."""
    return f"{name}({userid})"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as the roster says it; None: the roster does not say."""

    userid: str
    name: str
    unit: str
    role: Role
    phone: str | None = None
    substitute: str | None = None
    """The userid of who stands in."""
    is_active: bool = True

    @property
    def label(self) -> str:
        """Return how the person is named."""
        return label(self.name, self.userid)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group chat as the roster says it; None: the roster does not say."""

    name: str
    unit: str
    webhook_key: str | None = None
    chat_id: str | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything that one roster says, in its order."""

    units: tuple[UnitRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    answerables: tuple[AnswerableRow, ...] = ()
    registers: tuple[RegisterRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """What the roster did to one kind of rows, by name, in the order of the roster."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    missing: tuple[str, ...]
    """In use in the database and not in the roster: reported, never removed."""

    @property
    def is_new(self) -> bool:
        """Return whether the roster changed anything."""
        return bool(self.added or self.changed)


@dataclass(frozen=True, slots=True)
class Changes:
    """What the roster did."""

    units: Tally
    people: Tally
    groups: Tally
    answerables: Tally
    """Who answers by name; none is ever missing: an empty cell says nothing."""
    strangers: tuple[str, ...]
    """Who answers for something and is not on the roster."""
    unwanted: tuple[str, ...]
    """One of five at a unit that is no key unit."""
    registers: Tally
    """What institutions have, and when it runs out; none is ever missing."""
    returned: tuple[str, ...]
    """People who are in use again though the contact book had said that they left: the roster's word counts."""


class RosterRefused(Exception):
    """The roster contradicts itself or the database: roll back."""


class UnknownUnit(RosterRefused):
    """`wanted_by` names a unit that neither the roster nor the database has."""

    def __init__(self, name: str, wanted_by: str) -> None:
        """Take the unknown unit's name and the row that names it."""
        super().__init__(f"unit {name} is unknown, named by {wanted_by}")
        self.name = name
        self.wanted_by = wanted_by


class UnitsInCircle(RosterRefused):
    """These units stand above each other."""

    def __init__(self, names: Sequence[str]) -> None:
        """Take the names along the circle, each below the next."""
        super().__init__(f"units above each other: {', '.join(names)}")
        self.names = tuple(names)


def apply(session: Session, roster: Roster, *, now: datetime) -> Changes:
    """Put the roster into the caller's transaction; return what changed.

    Units may come in any order and may name units that only the database has.
    A unit that joins others owes duties from the day of `now`; the first ones, for as long as we know.
    Raises UnknownUnit, UnitsInCircle, NamesShared, PeopleUnclear; the caller must then roll back.
    """
    stored_units = {unit.name: unit for unit in session.scalars(select(Unit))}
    since = now.astimezone(TZ).date() if stored_units else None
    new_units = _add_units(session, roster.units, stored_units, since)
    unit_tally = _fill_units(roster.units, stored_units, new_units)
    _refuse_circles(stored_units.values())
    returned = _take_back(session, roster.people)
    people_tally = _put_people(session, roster.people, stored_units)
    group_tally = _put_groups(session, roster.groups, stored_units)
    session.flush()
    put = _put_answerables(session, roster.answerables, stored_units, now)
    named = _tally([row.label for row in roster.answerables], set(put.added), set(put.changed), ())
    registered = _put_registers(session, roster.registers, stored_units, now)
    return Changes(unit_tally, people_tally, group_tally, named, put.strangers, put.unwanted, registered, returned)


def _add_units(session: Session, rows: Iterable[UnitRow], stored: dict[str, Unit], since: date | None) -> set[str]:
    """Add the units that are not stored yet, so that all have an id before one names another."""
    new = {row.name: Unit(name=row.name, type=row.type, since=since) for row in rows if row.name not in stored}
    session.add_all(new.values())
    session.flush()
    stored.update(new)
    return set(new)


def _fill_units(rows: Iterable[UnitRow], stored: Mapping[str, Unit], new: set[str]) -> Tally:
    changed = {row.name for row in rows if _set(stored[row.name], _unit_values(row, stored))}
    return _tally([row.name for row in rows], new, changed, [name for name, unit in stored.items() if unit.is_active])


def _unit_values(row: UnitRow, stored: Mapping[str, Unit]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "type": row.type,
        "short_names": None if row.short_names is None else list(row.short_names),
        "town": row.town,
        "is_residential": row.is_residential,
        "headcount": row.headcount,
        "is_key": row.is_key,
        "is_active": row.is_active,
    }
    said = {name: value for name, value in values.items() if value is not None}
    for name, wanted in (("parent_id", row.parent), ("section_id", row.section)):
        if wanted is not None:
            said[name] = _unit_id(stored, wanted, row.name) if wanted else None
    if row.parent is not None:
        is_below_bureau = bool(row.parent) and stored[row.parent].type is UnitType.BUREAU
        said["is_affiliated"] = is_below_bureau and row.type.level is Level.INSTITUTION
    return said


def _refuse_circles(units: Iterable[Unit]) -> None:
    by_id = {unit.id: unit for unit in units}
    tree = Tree(by_id.values())
    for unit_id in by_id:
        assert unit_id is not None
        chain = tree.above(unit_id)
        if chain[-1].parent_id in {unit.id for unit in chain}:
            names = [unit.name for unit in chain]
            raise UnitsInCircle(names[names.index(by_id[chain[-1].parent_id].name) :])


def _take_back(session: Session, rows: Iterable[PersonRow]) -> tuple[str, ...]:
    """Forget that somebody left whom the roster still has in use; return who they are."""
    in_use = {row.userid.lower(): row.label for row in rows if row.is_active}
    left = session.scalars(select(Person).where(col(Person.left_at).is_not(None)).order_by(col(Person.id)))
    back = [person for person in left if person.userid_key in in_use]
    for person in back:
        person.left_at = None
    return tuple(in_use[person.userid_key] for person in back)


def _put_people(session: Session, rows: Sequence[PersonRow], units: Mapping[str, Unit]) -> Tally:
    stored = {person.userid_key: person for person in session.scalars(select(Person))}
    names = {key: label(person.name, person.userid) for key, person in stored.items() if person.is_active}
    new: set[str] = set()
    changed: set[str] = set()
    for row in rows:
        key = row.userid.lower()
        person = stored.get(key)
        values = _person_values(row, _unit_id(units, row.unit, row.label))
        if person is None:
            session.add(Person(userid_key=key, **values))
            new.add(row.label)
        elif _set(person, values):
            changed.add(row.label)
        names.pop(key, None)
    return _tally([row.label for row in rows], new, changed, names.values())


def _person_values(row: PersonRow, unit_id: int) -> dict[str, Any]:
    values = {
        "userid": row.userid,
        "name": row.name,
        "unit_id": unit_id,
        "role": row.role,
        "phone": row.phone,
        "substitute_userid": row.substitute,
        "is_active": row.is_active,
    }
    return {name: value for name, value in values.items() if value is not None}


def _put_groups(session: Session, rows: Sequence[GroupRow], units: Mapping[str, Unit]) -> Tally:
    stored = {group.name: group for group in session.scalars(select(Group).order_by(col(Group.id)))}
    in_use = [name for name, group in stored.items() if group.is_active]
    unnamed = [group for name, group in stored.items() if name not in {row.name for row in rows}]
    new: set[str] = set()
    changed: set[str] = set()
    for row in rows:
        unit_id = _unit_id(units, row.unit, row.name)
        group = stored.get(row.name) or bound_groups.named_now(unnamed, row.chat_id or "", unit_id)
        said = _group_values(row, unit_id, group)
        if group is None:
            session.add(Group(**said))
            new.add(row.name)
            continue
        if group.name != row.name:
            unnamed.remove(group)
            in_use.remove(group.name)
        if _set(group, said):
            changed.add(row.name)
    bound_groups.take_from_others(stored.values(), {row.chat_id: row.name for row in rows if row.chat_id})
    return _tally([row.name for row in rows], new, changed, in_use)


def _group_values(row: GroupRow, unit_id: int, stored: Group | None) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": row.name,
        "unit_id": unit_id,
        "webhook_key": row.webhook_key,
        "chat_id": row.chat_id,
        "is_active": row.is_active,
    }
    if not row.chat_id and stored is not None and stored.bound_by:
        # The office that fills in the roster does not know the chat that its people have bound.
        del values["chat_id"]
    return {name: value for name, value in values.items() if value is not None}


def _put_answerables(
    session: Session, rows: Sequence[AnswerableRow], units: Mapping[str, Unit], now: datetime
) -> answerable_rows.Put:
    named = {row.unit: units[row.unit] for row in rows if _unit_id(units, row.unit, row.label)}
    return answerable_rows.put(session, rows, named, now=now)


def _put_registers(session: Session, rows: Sequence[RegisterRow], units: Mapping[str, Unit], now: datetime) -> Tally:
    named = {row.unit: units[row.unit] for row in rows if _unit_id(units, row.unit, row.label)}
    entered = register_rows.put(session, rows, named, now=now)
    return _tally([row.label for row in rows], set(entered.added), set(entered.changed), ())


def _unit_id(units: Mapping[str, Unit], name: str, wanted_by: str) -> int:
    unit = units.get(name)
    if unit is None:
        raise UnknownUnit(name, wanted_by)
    assert unit.id is not None
    return unit.id


def _set(row: Unit | Person | Group, values: Mapping[str, Any]) -> bool:
    """Set what differs; return whether anything did."""
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def _tally(names: Sequence[str], new: set[str], changed: set[str], in_use: Iterable[str]) -> Tally:
    named = set(names)
    return Tally(
        added=tuple(name for name in names if name in new),
        changed=tuple(name for name in names if name in changed - new),
        unchanged=tuple(name for name in names if name not in new | changed),
        missing=tuple(name for name in in_use if name not in named),
    )
