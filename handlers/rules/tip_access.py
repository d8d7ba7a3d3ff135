"""Who may know of a tip, and who may see who told it: never the people it is about; pure."""

from collections.abc import Collection
from dataclasses import dataclass

from handlers.rules.access import OFFICERS, scope
from storage.people import Person
from storage.units import Tree
from storage.vocabulary import Role

_EVERYWHERE = frozenset({Role.LEADER, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class About:
    """What a tip is about, as far as it decides who may know of it."""

    unit_id: int | None
    told: str
    office_id: int | None
    """Whose work it is; None: the leaders' and administrators'."""


def is_concerned(person: Person, about: About) -> bool:
    """Return whether the tip is about the person: of the unit that it tells of, or called by name."""
    return person.unit_id == about.unit_id or (len(person.name) > 1 and person.name in about.told)


def may_handle(person: Person, tree: Tree, about: About) -> bool:
    """Return whether the person may know of the tip and deal with it."""
    if person.role not in OFFICERS or is_concerned(person, about):
        return False
    if person.role in _EVERYWHERE:
        return True
    return about.office_id is not None and about.office_id in scope(person, tree)


def may_see_teller(person: Person, tree: Tree, about: About, roles: Collection[str]) -> bool:
    """Return whether the person may see who told it: of the roles that the bureau names, and not concerned."""
    return person.role.value in roles and may_handle(person, tree, about)
