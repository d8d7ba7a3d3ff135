"""Tell people that something of a hazard was put right; who held a card that shows the wrong gets one anew."""

from collections.abc import Iterable

from handlers import hazard_cards as cards
from handlers import hazard_finding as finding
from handlers.hazard_notices import tell
from handlers.intent import Asking
from handlers.texts import hazard as hazard_texts
from handlers.texts import hazard_amend as texts
from handlers.texts.hazard import Registered
from handlers.texts.hazard_buttons import Asks
from storage.hazards import Hazard
from storage.people import Person
from storage.vocabulary import HazardField, HazardState


def tell_of_facts(hazard: Hazard, field: HazardField, changed: str, asking: Asking) -> None:
    """Close the cards that show what was wrong and send those concerned what is right now."""
    concerned = {asks: _concerned(asks, hazard, asking) for asks in (Asks.ACCEPTANCE, Asks.GRADE, Asks.WORK)}
    cards.close(tuple(Asks), (hazard.number,), texts.closed_as(field, asking.person.name), asking)
    _tell_anew(hazard, changed, concerned, asking, but=())


def tell_of_owner(hazard: Hazard, former: int | None, changed: str, asking: Asking) -> None:
    """Give the hazard to its new owner and take it from the former one; others are told who it is now."""
    unit, by = asking.tree.by_id[hazard.unit_id].name, asking.person.name
    holders = cards.holders(Asks.WORK, hazard, asking)
    cards.close((Asks.WORK,), (hazard.number,), texts.closed_as(HazardField.OWNER, by), asking)
    reporter = finding.name_of(asking.session, hazard.reported_by)
    new, old = _person(hazard.owner_id, asking), _person(former, asking)
    tell(asking, [new], texts.given(hazard, unit, reporter, by), what=f"{hazard.number}:assign")
    tell(asking, [old], texts.taken_over(hazard, unit, by), what=f"{hazard.number}:taken")
    _tell_anew(hazard, changed, {Asks.WORK: holders}, asking, but=(hazard.owner_id, former))


def tell_of_grade(hazard: Hazard, asking: Asking) -> None:
    """Ask the office at once whether it is major, now that the words suggest it."""
    unit, reporter = asking.tree.by_id[hazard.unit_id].name, finding.name_of(asking.session, hazard.reported_by)
    officers = finding.superiors(asking.session, asking.tree, hazard)
    card = hazard_texts.grave(Registered(hazard, unit), reporter)
    tell(asking, officers, card, what=f"{hazard.number}:grave", is_urgent=True)


def _tell_anew(
    hazard: Hazard,
    changed: str,
    concerned: dict[Asks, list[Person]],
    asking: Asking,
    *,
    but: Iterable[int | None],
) -> None:
    """Tell each of the concerned once, with the buttons of the first that asks something of them."""
    unit, done = asking.tree.by_id[hazard.unit_id].name, set(but)
    for asks, people in concerned.items():
        card = texts.told(hazard, unit, changed, asking.person.name, asks)
        tell(asking, [one for one in people if one.id not in done], card, what=f"{hazard.number}:amend:{asks}")
        done |= {one.id for one in people}


def _concerned(asks: Asks, hazard: Hazard, asking: Asking) -> list[Person]:
    holders = cards.holders(asks, hazard, asking)
    if asks is Asks.WORK:
        own = [_person(one, asking) for one in (hazard.owner_id, hazard.submitted_by, hazard.reported_by)]
        return [*(one for one in own if one is not None), *holders]
    if asks is Asks.ACCEPTANCE:
        table = asking.desk.tables.hazards
        asked = finding.acceptors(asking.session, asking.tree, hazard, table) if _is_handed_in(hazard) else []
    else:
        asked = finding.superiors(asking.session, asking.tree, hazard) if hazard.suggested_grade else []
    return [*asked, *holders]


def _is_handed_in(hazard: Hazard) -> bool:
    return hazard.state is HazardState.TO_ACCEPT


def _person(person_id: int | None, asking: Asking) -> Person | None:
    return asking.session.get(Person, person_id) if person_id is not None else None
