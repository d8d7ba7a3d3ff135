"""What a visit lets its inspectors see and do beyond their own scope: this unit, during this visit, no more."""

from sqlmodel import Session

from handlers.intent import Asking
from handlers.rules.access import Standing, scope, standing
from storage import inspections
from storage.hazards import Hazard
from storage.inspections import Inspection
from storage.vocabulary import InspectionState


def sees(unit_id: int, asking: Asking) -> bool:
    """Return whether the person may see the unit: it is in their scope, or they are on a visit there."""
    return unit_id in scope(asking.person, asking.tree) or unit_id in _visited(asking)


def standing_to(hazard: Hazard, asking: Asking) -> Standing:
    """Return how the person stands to the hazard: what a visit has found its inspectors oversee until it is over."""
    stands = standing(asking.person, asking.tree, hazard.unit_id)
    if stands is not Standing.OUTSIDE or hazard.inspection_id is None:
        return stands
    visit = asking.session.get(Inspection, hazard.inspection_id)
    is_theirs = (
        visit is not None
        and visit.state in inspections.OPEN_STATES
        and inspections.is_of_team(visit, asking.person.id)
    )
    return Standing.SUPERIOR if is_theirs else stands


def _visited(asking: Asking) -> set[int]:
    session: Session = asking.session
    if asking.person.id is None or not asking.incoming.is_private:
        return set()
    return {one.unit_id for one in inspections.of_team(session, asking.person.id, InspectionState.ON_SITE)}
