"""The person that words begin with: by name alone, or by unit and name, among those in the asker's charge."""

from handlers.asked_unit import asked_unit
from handlers.intent import Asking, Sorry
from handlers.rules.access import scope
from handlers.texts import register as texts
from storage import people
from storage.people import Person


def named_person(text: str, asking: Asking) -> tuple[Person, str]:
    """Return who is named and the words behind the name. Raises Sorry where nobody is, or several are."""
    seen = set(scope(asking.person, asking.tree))
    name, _, rest = text.strip().partition(" ")
    found = people.by_name(asking.session, name, seen)
    if not found and rest:
        unit = asked_unit(name, asking)
        if unit is not None and unit.id in seen:
            name, _, rest = rest.strip().partition(" ")
            found = people.by_name(asking.session, name, {unit.id})
    if not found:
        raise Sorry(texts.nobody(name))
    if len(found) > 1:
        raise Sorry(texts.which_person(name, [asking.tree.by_id[one.unit_id].name for one in found]))
    return found[0], rest.strip()
