"""Over which units an officer asks: all in their charge, or those of one unit that they name."""

from collections.abc import Collection

from handlers.intent import Asking, Question, Wish
from handlers.rules.access import scope
from handlers.texts import status as texts
from handlers.unit_asking import named_unit


def asked_scope(wish: Wish, asking: Asking) -> tuple[str, Collection[int]] | Question:
    """Return whose units are asked for, by name, and their ids; or the question which unit is meant.

    The wish has "unit" (as it was typed, "" for all in charge) or "unit_id". Raises Sorry for a unit elsewhere.
    """
    within = scope(asking.person, asking.tree)
    if wish["unit"] or "unit_id" in wish:
        unit = named_unit(wish, asking)
        if isinstance(unit, Question):
            return unit
        return unit.name, frozenset(asking.tree.below(unit.id or 0)) & within
    return texts.COUNTY if within >= set(asking.tree.by_id) else asking.unit.name, within
