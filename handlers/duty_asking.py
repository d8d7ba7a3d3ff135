"""Whose duties somebody asks about: their own unit's, or those of one unit in their charge."""

from handlers.asked_unit import asked_unit, unclear_units
from handlers.intent import Asking, Sorry
from handlers.rules.access import scope
from handlers.texts import duty_asking as texts
from handlers.texts import unit as unit_texts
from storage.units import Unit


def whose(words: str, asking: Asking) -> Unit:
    """Return the unit that is named, the asker's own where none is. Raises Sorry for one that is not the asker's."""
    if not words:
        return asking.unit
    unit = asked_unit(words, asking)
    if unit is None and (candidates := unclear_units(words, asking)):
        raise Sorry(texts.which_unit([one.name for one in candidates]))
    if unit is None or unit.id not in scope(asking.person, asking.tree):
        raise Sorry(unit_texts.not_found(words))
    return unit
