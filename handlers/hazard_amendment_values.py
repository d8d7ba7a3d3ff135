"""Read to what something of a hazard is to be changed, or ask."""

from config.clock import TZ
from handlers.hazard_amending import Change
from handlers.intent import Asking, Sorry
from handlers.texts import hazard_amend as texts
from handlers.texts.days import day
from handlers.understand.hazard_category import by_rules
from handlers.understand.limits import limit_of
from handlers.understand.place_phrase import moved
from storage import people
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import Category, HazardField


def change_to(hazard: Hazard, field: HazardField, said: str, asking: Asking) -> Change | str:
    """Return the change that the words ask for, or in a sentence why they cannot be read as one.

    Raises Sorry where a deadline is to be moved back.
    """
    match field:
        case HazardField.PLACE:
            problem = moved(hazard.problem, hazard.place, said, asking.desk.lexicon.places)
            return Change(field, {"place": said, "problem": problem}, hazard.place, said)
        case HazardField.PROBLEM:
            return Change(field, {"problem": said}, hazard.problem, said)
        case HazardField.CATEGORY:
            return _to_category(hazard, said, asking)
        case HazardField.OWNER:
            return _to_owner(hazard, said, asking)
        case HazardField.DEADLINE:
            return _to_deadline(hazard, said, asking)


def ask_value(hazard: Hazard, field: HazardField, trouble: str, asking: Asking) -> tuple[Card, list[str]]:
    """Return the question what it should be, and the answers that it offers."""
    owners = _names(hazard, asking) if field is HazardField.OWNER else []
    offers = [one.term for one in Category] if field is HazardField.CATEGORY else owners
    return texts.what_value(hazard, field, _now(hazard, field), trouble, owners), offers


def _now(hazard: Hazard, field: HazardField) -> str:
    match field:
        case HazardField.PLACE:
            return hazard.place
        case HazardField.PROBLEM:
            return hazard.problem
        case HazardField.CATEGORY:
            return hazard.category.term
        case HazardField.OWNER:
            return hazard.owner_name
        case HazardField.DEADLINE:
            return day(hazard.due_on)


def _to_category(hazard: Hazard, said: str, asking: Asking) -> Change | str:
    category = Category.from_term(said) or Category.from_term(said.upper())
    if category is None:
        codes = by_rules(said, asking.desk.lexicon.hazards).codes
        category = Category.from_term(codes[0])
    if category is None or (category is Category.OTHER and said != Category.OTHER.term):
        return texts.about_unknown_category(said)
    return Change(HazardField.CATEGORY, {"category": category}, hazard.category.term, category.term)


def _to_owner(hazard: Hazard, said: str, asking: Asking) -> Change | str:
    staff = people.of_unit(asking.session, hazard.unit_id)
    named = [one for one in staff if one.name in said]
    if not named:
        return texts.about_unknown_owner(said, asking.tree.by_id[hazard.unit_id].name)
    if len(named) > 1:
        return texts.about_shared_name(said)
    columns = {"owner_id": named[0].id, "owner_name": named[0].name}
    return Change(HazardField.OWNER, columns, hazard.owner_name, named[0].name)


def _to_deadline(hazard: Hazard, said: str, asking: Asking) -> Change | str:
    wanted = limit_of(said, asking.now.astimezone(TZ), asking.desk.calendar, asking.desk.lexicon.festivals)
    if wanted is None or wanted < asking.today:
        return texts.about_unread_day(said)
    if wanted > hazard.due_on:
        raise Sorry(texts.later_by_extension(hazard, wanted))
    return Change(HazardField.DEADLINE, {"due_on": wanted}, day(hazard.due_on), day(wanted))


def _names(hazard: Hazard, asking: Asking) -> list[str]:
    """Return the names of the unit's people who can be told apart by name, the present owner left out."""
    names = [one.name for one in people.of_unit(asking.session, hazard.unit_id)]
    return [name for name in names if names.count(name) == 1 and name != hazard.owner_name]
