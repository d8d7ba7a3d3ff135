"""The unit that a command names: one in the asker's charge, or the question which is meant."""

from handlers.intent import Asking, Heard, Question, Sorry, Wish
from handlers.reported_unit import pick_unit, resolve_unit
from handlers.rules.access import scope
from handlers.texts import unit as texts
from storage.units import Unit


def named_unit(wish: Wish, asking: Asking) -> Unit | Question:
    """Return the unit of a wish with "unit" (as it was typed, "" for one's own) or "unit_id", or ask.

    Raises Sorry, in the words for a unit that there is not, where it is not in the asker's charge.
    """
    if "unit_id" in wish:
        found: Unit | None = asking.tree.by_id.get(wish["unit_id"])
    elif not wish["unit"]:
        return asking.unit
    else:
        resolved = resolve_unit(wish["unit"], "", asking)
        if not isinstance(resolved, Unit):
            near = resolved.candidates if resolved.is_unsure else ()
            known = {**wish, "asks": "unit", "candidates": [one.id for one in near]}
            offers = [str(number) for number in range(1, len(near) + 1)]
            return Question(texts.which_one([one.name for one in near]), known, offers)
        found = resolved
    if found is None or found.id not in scope(asking.person, asking.tree):
        raise Sorry(texts.not_found(wish.get("unit", "")))
    return found


def with_unit(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    """Return the wish with the unit that the answer to our question chooses, None where it is no answer."""
    unit = pick_unit(known["candidates"], heard.text, asking)
    if unit is None:
        return None
    wish = {key: value for key, value in known.items() if key not in ("asks", "candidates")}
    return {**wish, "unit_id": unit.id, "unit": heard.text.strip()}
