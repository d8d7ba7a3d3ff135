"""End a visit: what is missing, both signatures 「现场签字」, or giving it up."""

from collections.abc import Sequence

from handlers import evidence_joining as joining
from handlers import inspection_duties
from handlers import inspection_visit as visits
from handlers.hazard_notices import tell
from handlers.intent import Asking, Sorry
from handlers.texts import inspection as texts
from handlers.texts import inspection_sign as sign_texts
from handlers.texts.days import day
from handlers.texts.hazard import brief
from handlers.viewer import Viewer
from storage import inspections, people
from storage.inspections import Inspection
from storage.messages import Card
from storage.people import Person
from storage.vocabulary import (
    EvidenceKind,
    HazardState,
    InspectionKind,
    InspectionState,
    InspectionStep,
    Phase,
    Role,
)

_SHEETS = (EvidenceKind.IMAGE, EvidenceKind.FILE)
_SIGNERS = (Role.HEAD, Role.SAFETY_OFFICER)


def end(visit: Inspection, asking: Asking) -> Card:
    """Ask both sides to sign, or say what is missing; the head's own check is done without a second side."""
    lacks = visits.lacks_of(visit, asking)
    if lacks:
        return texts.not_ended(visits.view(visit, asking), lacks)
    if visit.kind is InspectionKind.SELF_MAJOR:
        return _end_own(visit, asking)
    inspections.move(asking.session, visit, InspectionState.TO_SIGN)
    visits.note(visit, InspectionStep.END, "", asking)
    visits.close_cards(visit, texts.subject(visit.code), sign_texts.ended(), asking)
    view, lines = visits.view(visit, asking), hazard_lines(visit, asking)
    asked = tell(asking, signers(visit, asking), sign_texts.asks_unit(view, lines), what=f"{visit.code}:sign")
    # What is photographed from now on is the signed sheet.
    joining.show(inspections.subject(visit), Phase.PROOF, asking)
    return sign_texts.to_sign(view, lines, asked)


def _end_own(visit: Inspection, asking: Asking) -> Card:
    stamps = {
        "our_sign_by": asking.person.id,
        "our_sign_at": asking.now,
        "unit_sign_by": asking.person.id,
        "unit_sign_name": asking.person.name,
        "unit_sign_at": asking.now,
        "finished_at": asking.now,
    }
    inspections.move(asking.session, visit, InspectionState.DONE, **stamps)
    visits.note(visit, InspectionStep.END, "", asking)
    visits.close_cards(visit, texts.subject(visit.code), sign_texts.ended(), asking)
    card = sign_texts.done_own(visits.view(visit, asking), hazard_lines(visit, asking))
    return inspection_duties.enter(visit, card, asking)


def cancel(visit: Inspection, why: str, asking: Asking) -> Card:
    """Make the visit void; hazards that were handed over in it stay. Raises Sorry where it is signed meanwhile."""
    if not inspections.move(asking.session, visit, InspectionState.VOID, note=why, finished_at=asking.now):
        raise Sorry(visits.no_visit(asking))
    visits.note(visit, InspectionStep.CANCEL, why, asking)
    unit = visits.unit_name(visit, asking)
    for subject in (texts.subject(visit.code), sign_texts.subject(visit.code), sign_texts.our_subject(visit.code)):
        visits.close_cards(visit, subject, sign_texts.void_meanwhile(unit), asking)
    return texts.cancelled(visit.code, unit, why)


def to_sign(code: str, asking: Asking) -> Inspection:
    """Return the visit that the person is to sign: the one named, else the latest that waits.

    Raises Sorry where there is none, in the same words where it is not theirs.
    """
    assert asking.person.id is not None
    states = (InspectionState.TO_SIGN, InspectionState.DONE) if code else (InspectionState.TO_SIGN,)
    found = [
        *inspections.of_team(asking.session, asking.person.id, *states),
        *inspections.at_unit(asking.session, asking.person.unit_id, *states),
    ]
    found = [one for one in found if one.kind is not InspectionKind.SELF_MAJOR and code in ("", one.code)]
    if not found:
        raise Sorry(sign_texts.nothing_to_sign())
    visit = max(found, key=lambda one: one.id or 0)
    inspections.hold(asking.session, visit)
    return visit


def waiting_for(asking: Viewer) -> list[Inspection]:
    """Return the visits whose record waits for this person's signature, oldest first."""
    assert asking.person.id is not None
    session, waits = asking.session, InspectionState.TO_SIGN
    ours = [one for one in inspections.of_team(session, asking.person.id, waits) if one.our_sign_at is None]
    theirs: list[Inspection] = []
    if asking.person.role in _SIGNERS:
        theirs = [
            one for one in inspections.at_unit(session, asking.person.unit_id, waits) if one.unit_sign_at is None
        ]
    return sorted({one.id or 0: one for one in (*ours, *theirs)}.values(), key=lambda one: one.id or 0)


def sign(visit: Inspection, asking: Asking) -> Card:
    """Sign for the side that the person is of. Raises Sorry where they may not, or somebody has signed for it."""
    view = visits.view(visit, asking)
    if inspections.is_of_team(visit, asking.person.id):
        if visit.our_sign_at is not None:
            raise Sorry(sign_texts.signed_before(view, sign_texts.our_side()))
        _stamp(
            visit, sign_texts.our_subject(visit.code), asking, our_sign_by=asking.person.id, our_sign_at=asking.now
        )
        return _after(visit, asking)
    _must_be_signer(visit, asking)
    if visit.unit_sign_at is not None:
        raise Sorry(sign_texts.signed_before(view, visit.unit_sign_name))
    stamps = {"unit_sign_by": asking.person.id, "unit_sign_name": asking.person.name, "unit_sign_at": asking.now}
    _stamp(visit, sign_texts.subject(visit.code), asking, **stamps)
    return _after(visit, asking)


def object_(visit: Inspection, why: str, asking: Asking) -> Card:
    """Tell the inspectors what the unit does not agree with; the record goes on waiting."""
    _must_be_signer(visit, asking)
    view = visits.view(visit, asking)
    if visit.unit_sign_at is not None:
        raise Sorry(sign_texts.signed_before(view, visit.unit_sign_name))
    visits.note(visit, InspectionStep.OBJECT, why, asking)
    tell(asking, team(visit, asking), sign_texts.objects(view, asking.person.name, why), what=f"{visit.code}:object")
    return sign_texts.objected(view)


def sign_by_photo(visit: Inspection, name: str, asking: Asking) -> Card:
    """Take the photo of the signed sheet for both signatures. Ask for it where there is none.

    Raises Sorry where the visit is not theirs or signed already.
    """
    if not inspections.is_of_team(visit, asking.person.id):
        raise Sorry(sign_texts.not_yours(visits.view(visit, asking), [visit.members[0]] if visit.members else []))
    if visit.state is InspectionState.DONE:
        raise Sorry(sign_texts.signed_before(visits.view(visit, asking), visit.unit_sign_name))
    subject = inspections.subject(visit)
    joining.show(subject, Phase.PROOF, asking)
    if not any(one.kind in _SHEETS for _, one in joining.of_subject(subject, asking)):
        return sign_texts.no_photo()
    stamps: dict[str, object] = {}
    if visit.our_sign_at is None:
        stamps |= {"our_sign_by": asking.person.id, "our_sign_at": asking.now}
    if visit.unit_sign_at is None:
        stamps |= {"unit_sign_name": name or sign_texts.on_paper(), "unit_sign_at": asking.now}
    _stamp(visit, sign_texts.our_subject(visit.code), asking, **stamps)
    visits.close_cards(visit, sign_texts.subject(visit.code), sign_texts.on_paper(), asking)
    return _after(visit, asking)


def _stamp(visit: Inspection, subject: str, asking: Asking, **stamps: object) -> None:
    inspections.amend(asking.session, visit, **stamps)
    visits.note(visit, InspectionStep.SIGN, "", asking)
    visits.close_cards(visit, subject, sign_texts.signed_by(asking.person.name), asking)


def _after(visit: Inspection, asking: Asking) -> Card:
    view = visits.view(visit, asking)
    if visit.our_sign_at is None:
        return sign_texts.signed(view, sign_texts.our_side())
    if visit.unit_sign_at is None:
        return sign_texts.signed(view, sign_texts.unit_side())
    inspections.move(asking.session, visit, InspectionState.DONE, finished_at=asking.now)
    view = visits.view(visit, asking)
    everybody = [*team(visit, asking), *signers(visit, asking)]
    tell(asking, everybody, sign_texts.done(view), what=f"{visit.code}:done")
    return inspection_duties.enter(visit, sign_texts.signed(view, ""), asking)


def _must_be_signer(visit: Inspection, asking: Asking) -> None:
    able = signers(visit, asking)
    if asking.person.id not in {one.id for one in able}:
        raise Sorry(sign_texts.not_yours(visits.view(visit, asking), [one.name for one in able]))


def signers(visit: Inspection, asking: Asking) -> Sequence[Person]:
    """Return who may sign for the unit: its head, then its safety officers."""
    return people.of_unit(asking.session, visit.unit_id, *_SIGNERS)


def team(visit: Inspection, asking: Asking) -> list[Person]:
    """Return the inspectors who have an account."""
    ids = dict.fromkeys([visit.started_by, *visit.member_ids])
    return [one for one in (asking.session.get(Person, person_id) for person_id in ids) if one is not None]


def hazard_lines(visit: Inspection, asking: Asking) -> list[str]:
    """Return a line for each hazard of the visit."""
    return [
        sign_texts.hazard_line(
            one.number,
            brief(one),
            one.owner_name,
            day(one.due_on),
            is_closed=one.is_on_the_spot and one.state is HazardState.CLOSED,
        )
        for one in inspections.hazards_of(asking.session, visit)
    ]
