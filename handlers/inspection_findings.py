"""What is reported by 「隐患 …」 during a visit belongs to it; fixed at once, it is accepted at once 「立行立改」."""

from collections.abc import Sequence

from handlers import inspection_items as items
from handlers import inspection_visit as visits
from handlers import on_the_spot as spot
from handlers.intent import Asking
from handlers.texts import on_the_spot as texts
from handlers.texts.hazard import Registered
from handlers.understand.inspection_words import is_fixed
from storage.inspections import Inspection
from storage.messages import Card
from storage.units import Unit
from storage.vocabulary import InspectionStep


def visited_unit(asking: Asking) -> Unit | None:
    """Return the unit that a report means which names none during a visit."""
    visit = visits.current_here(asking)
    return asking.tree.by_id.get(visit.unit_id) if visit is not None else None


def campaign_of(unit: Unit, asking: Asking) -> str:
    """Return the code of the special action of the visit to this unit that the person is on, "" for none."""
    visit = visits.current_here(asking)
    return visit.campaign if visit is not None and visit.unit_id == unit.id else ""


def found(done: Sequence[Registered], asking: Asking) -> Inspection | None:
    """Link what was just registered to the visit that the person is on; return it, None where there is none there."""
    visit = visits.current_here(asking)
    ours = [one for one in done if visit is not None and one.hazard.unit_id == visit.unit_id]
    if visit is None or not ours:
        return None
    for one in ours:
        items.link(visit, one, asking)
    visits.note(visit, InspectionStep.HAND_OVER, "、".join(str(one.hazard.number) for one in ours), asking)
    return visit


def told(card: Card, done: Sequence[Registered], asking: Asking) -> Card:
    """Return the read-back of a report, which belongs to the visit that the person is on.

    Where its words say that it was put right at once, it is accepted with both photos, else the missing one is asked.
    """
    visit = found(done, asking)
    if visit is None or len(done) != 1 or not is_fixed(asking.incoming.text):
        return card
    hazard = done[0].hazard
    spot.split_batch(hazard, asking)
    if missing := spot.missing_photos(hazard, asking):
        return texts.with_lack(card, hazard, missing)
    spot.accept(visit, hazard, asking)
    return texts.accepted([hazard], [])
