"""Who may see and speak for which unit: by role and by place in the tree."""

from enum import StrEnum

from storage.people import Person
from storage.units import Tree
from storage.vocabulary import Role

OFFICERS = frozenset({Role.TOWNSHIP, Role.SECTION, Role.LEADER, Role.ADMIN})
"""Those who supervise others 「民政所及以上」."""
_EVERYWHERE = frozenset({Role.LEADER, Role.ADMIN})


class Standing(StrEnum):
    """How a person stands to a unit."""

    OUTSIDE = "outside"
    """Not in the person's charge: nothing of it is shown."""
    MEMBER = "member"
    """Of the unit itself, or of a unit above it without an officer's role."""
    SUPERIOR = "superior"
    """An officer of a unit above it."""


def scope(person: Person, tree: Tree) -> frozenset[int]:
    """Return the ids of the units that the person may see and report for; leaders and admins: all."""
    if person.role in _EVERYWHERE:
        return frozenset(tree.by_id)
    return frozenset(tree.below(person.unit_id))


def standing(person: Person, tree: Tree, unit_id: int) -> Standing:
    """Return how the person stands to the unit; nobody but leaders and admins is their own unit's superior."""
    if unit_id not in scope(person, tree):
        return Standing.OUTSIDE
    if person.role in _EVERYWHERE or (person.role in OFFICERS and unit_id != person.unit_id):
        return Standing.SUPERIOR
    return Standing.MEMBER
