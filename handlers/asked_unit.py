"""The unit that somebody asks about, by its name, a short name, or the township that is named alone."""

from collections.abc import Sequence

from handlers.intent import Asking, Sorry
from handlers.rules.access import scope
from handlers.texts import unit as texts
from handlers.texts.status import COUNTY, EVERYWHERE
from handlers.understand.units import UnitMatch, UnitName, certain_unit, find_units, says_own_unit, towns_in
from storage.units import Unit
from storage.vocabulary import Level


def asked_unit(whose: str, asking: Asking) -> Unit | None:
    """Return the unit that is named: an institution, or the office of a township that is named alone; None: none."""
    if not whose or says_own_unit(whose, asking.desk.lexicon.units):
        return asking.unit if whose else None
    tables = asking.desk.lexicon.units
    found = certain_unit(_matches(whose, asking))
    if found is not None:
        return asking.tree.by_id[found.id]
    plain = towns_in(whose, tables)
    offices = [one for one in asking.tree.at(Level.TOWNSHIP) if plain and one.town.startswith(plain[0])]
    return offices[0] if len(plain) == 1 and offices else None


def asked_ids(unit: Unit | None, asking: Asking) -> frozenset[int]:
    """Return the ids of the unit and those below it, empty where the asker may not see it; None: all of theirs."""
    seen = scope(asking.person, asking.tree)
    if unit is None or unit.id is None:
        return seen
    return frozenset(asking.tree.below(unit.id)) if unit.id in seen else frozenset()


def unclear_units(whose: str, asking: Asking) -> Sequence[Unit]:
    """Return the units that the words may mean and the asker may see, likeliest first."""
    seen = scope(asking.person, asking.tree)
    return [asking.tree.by_id[match.unit.id] for match in _matches(whose, asking) if match.unit.id in seen]


def _matches(whose: str, asking: Asking) -> Sequence[UnitMatch]:
    every = asking.tree.by_id.values()
    named = [UnitName(one.id or 0, one.name, tuple(one.short_names), one.town, one.type.term) for one in every]
    return find_units(whose, named, asking.desk.lexicon.units)


def asked_scope(whose: str, asking: Asking) -> tuple[str, frozenset[int]]:
    """Return what is asked about by name, and the ids of its units: those named, else all that the asker may see.

    Raises Sorry where nothing of that name is in the asker's scope.
    """
    whose = "" if whose in EVERYWHERE else whose
    unit = asked_unit(whose, asking)
    ids = asked_ids(unit, asking)
    if not ids or (whose and unit is None):
        raise Sorry(texts.not_found(whose or asking.unit.name))
    if unit is None and ids >= set(asking.tree.by_id):
        return COUNTY, ids
    return (unit or asking.unit).name, ids
