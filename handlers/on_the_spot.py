"""Put right and accepted in one visit 「立行立改」: both photos, and never accepted by who rectified."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import evidence_joining as joining
from handlers import hazard_finding as finding
from handlers import hazard_steps as steps
from handlers import inspection_visit as visits
from handlers.intent import Asking, Sorry
from handlers.texts import on_the_spot as texts
from storage import inspections, people
from storage.evidence import Evidence
from storage.hazards import OPEN_STATES, Hazard
from storage.inspections import Inspection
from storage.people import Person
from storage.vocabulary import HazardAction, HazardState, InspectionStep, Phase, Role


def of_visit(visit: Inspection, number: str, asking: Asking) -> Hazard:
    """Return the open hazard with this number that was found in the visit. Raises Sorry where there is none."""
    hazard = next(
        (one for one in inspections.hazards_of(asking.session, visit) if number in (str(one.number), one.code)), None
    )
    if hazard is None:
        raise Sorry(texts.not_of_visit(number))
    if hazard.state not in OPEN_STATES:
        raise Sorry(texts.closed_before(hazard.number, hazard.state.term))
    return hazard


def missing_photos(hazard: Hazard, asking: Asking) -> list[Phase]:
    """Return which of the two photos there is not."""
    shown = {use.phase for use, _ in joining.of_hazard(hazard, asking)}
    return [phase for phase in texts.PHASES if phase not in shown]


def take_after(hazard: Hazard, asking: Asking) -> bool:
    """Take what is shown now for the work that was done; return whether an earlier picture had to be taken for it.

    Who reports with a picture, sends another one a little later and then speaks of 「立行立改」 has shown both.
    """
    joining.moved(hazard, HazardAction.SUBMIT, asking)
    if missing_photos(hazard, asking) != [Phase.AFTER]:
        return False
    pieces = [one for use, one in joining.of_hazard(hazard, asking) if use.phase is Phase.BEFORE]
    last = _last_batch(pieces)
    if len(last) == len(pieces):
        return False
    joining.put(last, [hazard], Phase.AFTER, asking)
    return True


def split_batch(hazard: Hazard, asking: Asking) -> bool:
    """Take the last of several pictures that came with a report for the one after the work; return whether it did."""
    pieces = [one for use, one in joining.of_hazard(hazard, asking) if use.phase is Phase.BEFORE]
    if len(pieces) < len(texts.PHASES) or Phase.AFTER not in missing_photos(hazard, asking):
        return False
    joining.put(pieces[-1:], [hazard], Phase.AFTER, asking)
    return True


def accept(visit: Inspection, hazard: Hazard, asking: Asking) -> None:
    """Close the hazard as put right on the spot; both photos must be there. Raises Sorry where it may not be done."""
    if asking.person.id in finding.rectifiers(hazard):
        raise Sorry(texts.own_work(hazard.number))
    note = texts.witnessed(asking.person.name)
    if hazard.state is not HazardState.TO_ACCEPT:
        rectifier = _rectifier(hazard, asking)
        if rectifier is None:
            raise Sorry(texts.nobody_rectified(hazard.number, visits.unit_name(visit, asking)))
        steps.record(hazard, HazardAction.SUBMIT, note, replace(asking, person=rectifier))
    steps.move(hazard, HazardAction.ACCEPT, note, asking, is_on_the_spot=True)
    visits.note(visit, InspectionStep.ACCEPT, str(hazard.number), asking)


def _rectifier(hazard: Hazard, asking: Asking) -> Person | None:
    """Return who of the unit put it right: its owner, else who is in charge there."""
    owner = asking.session.get(Person, hazard.owner_id) if hazard.owner_id is not None else None
    if owner is not None and owner.is_active:
        return owner
    in_charge = people.of_unit(asking.session, hazard.unit_id, Role.SAFETY_OFFICER, Role.HEAD)
    return next((one for one in in_charge if one.id != asking.person.id), None)


def _last_batch(pieces: Sequence[Evidence]) -> list[Evidence]:
    return [one for one in pieces if one.origin == pieces[-1].origin] if pieces else []
