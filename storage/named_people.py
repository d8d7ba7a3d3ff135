"""Which person of the roster is meant where somebody is named for a unit: by name, place in the tree, phone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage.people import Person
from storage.units import Tree
from storage.vocabulary import Level, Responsibility

_LEVELS = {
    Responsibility.MAIN: (Level.INSTITUTION,),
    Responsibility.TERRITORY: (Level.TOWNSHIP,),
    Responsibility.SUPERVISION: (Level.SECTION, Level.BUREAU),
}
"""Where the one who answers for it is usually found; the five of a key unit may come from anywhere."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as they were written down: 马建国 副镇长 13800000000."""

    name: str
    title: str = ""
    phone: str = ""


def meant(
    named: Named, responsibility: Responsibility, unit_id: int, people: Iterable[Person], tree: Tree
) -> list[Person]:
    """Return who of `people` may be meant, by id: one where that is clear, several to choose from, or nobody.

    A phone or an account (in the title) that is only one person's decides; else who stands at or above the unit
    comes before the others, and there who stands where the one who answers for this is usually found.
    """
    called = sorted((one for one in people if one.name == named.name), key=lambda one: one.id or 0)
    said = {word.lower() for word in named.title.split()}
    told = [one for one in called if one.userid_key in said or (named.phone and one.phone == named.phone)]
    if len(told) == 1 or len(called) < 2:
        return told or called
    near = _near(unit_id, tree)
    usual = _LEVELS.get(responsibility, ())
    here = [one for one in called if one.unit_id in near]
    fitting = [one for one in here if tree.by_id[one.unit_id].level in usual]
    return fitting or here or called


def title_of(named: Named, person: Person) -> str:
    """Return the title without the account that only told who is meant."""
    return " ".join(word for word in named.title.split() if word.lower() != person.userid_key)


def label(person: Person, tree: Tree) -> str:
    """Return how one of several of the same name is told from the others: name, unit and account."""
    unit = tree.by_id.get(person.unit_id)
    return f"{person.name} {unit.name} {person.userid}" if unit else f"{person.name} {person.userid}"


def _near(unit_id: int, tree: Tree) -> Sequence[int]:
    """Return the ids of the unit, of those above it, and of the section in charge of it."""
    section = tree.superior(unit_id, Level.SECTION)
    ids = [one.id for one in (*tree.above(unit_id), *([section] if section else []))]
    return [one for one in ids if one is not None]
