"""Which unit a report is about: as the form says, as the sentence says, else the sender's, else a question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.intent import Asking
from handlers.rules.access import scope
from handlers.understand.units import CERTAIN, UnitMatch, UnitName, certain_unit, find_units, says_own_unit
from storage.units import Unit
from storage.vocabulary import Level

MAX_CHOICES = 12
"""A longer list is no help on a phone: the name is asked for instead."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """Units of which one must be chosen; empty where there are too many to be listed."""

    candidates: tuple[Unit, ...]
    is_unsure: bool
    """Whether they were named unclearly; False: no unit was named at all."""


def resolve_unit(given: str, text: str, asking: Asking) -> Unit | Unsure:
    """Return the unit that the sender means, also one that is not in their charge: refusing is the caller's.

    `given` is what a form says (or ""), `text` the sentence. People of an institution who name none mean their own.
    """
    if given:
        return _as_given(given, asking)
    if asking.unit.level is Level.INSTITUTION:
        return _other_unit_named(text, asking) or asking.unit
    if says_own_unit(text, asking.desk.lexicon.units):
        return asking.unit
    matches = _matches(text, asking)
    return _sure(matches, asking) or _unsure(matches, asking)


def pick_unit(candidates: Sequence[int], answer: str, asking: Asking) -> Unit | None:
    """Return the unit that the answer to our question chooses, by number (from 1) or name; None where it is none."""
    said = answer.strip("。，！ .")
    if said.isdigit() and 1 <= int(said) <= len(candidates):
        return asking.tree.by_id.get(candidates[int(said) - 1])
    if says_own_unit(said, asking.desk.lexicon.units):
        return asking.unit
    offered = [asking.tree.by_id[one] for one in candidates if one in asking.tree.by_id]
    among_offered = _matches(said, asking, offered)
    if len(among_offered) == 1:
        # 「马楼乡的」 is clear enough where only one of the choices is there.
        return asking.tree.by_id[among_offered[0].unit.id]
    return _sure(among_offered, asking) or _sure(_matches(said, asking), asking)


def without_leading_unit(text: str, asking: Asking) -> str:
    """Return the text without the name of a unit that it begins with: that is no part of the problem."""
    names = [name for unit in asking.tree.by_id.values() for name in (unit.name, *unit.short_names) if name]
    found = max((name for name in names if text.startswith(name)), key=len, default="")
    return text.removeprefix(found).lstrip(" ，:") or text


def _as_given(given: str, asking: Asking) -> Unit | Unsure:
    if says_own_unit(given, asking.desk.lexicon.units):
        return asking.unit
    matches = _matches(given, asking)
    return _sure(matches, asking) or _unsure(matches, asking)


def _other_unit_named(text: str, asking: Asking) -> Unit | None:
    """Return another unit that the sentence names beyond doubt; a mere likeness does not take a report away."""
    named = certain_unit([match for match in _matches(text, asking) if match.score >= CERTAIN])
    return None if named is None else asking.tree.by_id[named.id]


def _sure(matches: Sequence[UnitMatch], asking: Asking) -> Unit | None:
    """Return the one certain unit; of several equally near ones the only one in the sender's charge."""
    if (named := certain_unit(matches)) is not None:
        return asking.tree.by_id[named.id]
    within = scope(asking.person, asking.tree)
    ours = certain_unit([match for match in matches if match.unit.id in within])
    return None if ours is None else asking.tree.by_id[ours.id]


def _unsure(matches: Sequence[UnitMatch], asking: Asking) -> Unsure:
    within = scope(asking.person, asking.tree)
    named = tuple(asking.tree.by_id[match.unit.id] for match in matches if match.unit.id in within)
    if named:
        return Unsure(named, is_unsure=True)
    choices = sorted((asking.tree.by_id[one] for one in within), key=lambda one: (one == asking.unit, one.id or 0))
    listed = [one for one in choices if one.level is Level.INSTITUTION or one.id == asking.unit.id]
    return Unsure(tuple(listed) if len(listed) <= MAX_CHOICES else (), is_unsure=False)


def _matches(text: str, asking: Asking, units: Iterable[Unit] | None = None) -> tuple[UnitMatch, ...]:
    among = asking.tree.by_id.values() if units is None else units
    return find_units(text, unit_names(among), asking.desk.lexicon.units)


def unit_names(units: Iterable[Unit]) -> list[UnitName]:
    """Return what understanding needs to know of these units."""
    return [
        UnitName(one.id, one.name, tuple(one.short_names), one.town, one.type.term)
        for one in units
        if one.id is not None
    ]
