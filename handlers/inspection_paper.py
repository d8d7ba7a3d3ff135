"""Gather what the record of a visit 「检查记录」 says, and make it."""

from handlers import hazard_finding as finding
from handlers.inspection_visit import lines_of
from handlers.intent import Asking, Sorry
from handlers.official_papers import drawn, frame_of
from handlers.papers.inspection_record import InspectionRecord, Looked
from handlers.papers.official import Official, Subject
from handlers.rules.access import Standing, standing
from handlers.texts import papers as texts
from storage import inspections
from storage.inspections import Inspection
from storage.people import Person
from storage.vocabulary import HazardState, InspectionState


def about(code: str, asking: Asking) -> tuple[str, bytes]:
    """Return (the unit, its record). Raises Sorry where there is no such visit, alike where it may not be seen."""
    visit = inspections.by_code(asking.session, code)
    if visit is None or visit.state is InspectionState.VOID or not _may_see(visit, asking):
        raise Sorry(texts.no_visit(code))
    return asking.tree.by_id[visit.unit_id].name, drawn(Official.INSPECTION, _record(visit, asking).words(), asking)


def _may_see(visit: Inspection, asking: Asking) -> bool:
    """Return whether the person went there or has the unit in their charge; the unit itself, once it is to sign."""
    if visit.unit_id not in asking.tree.by_id:
        return False
    if inspections.is_of_team(visit, asking.person.id):
        return True
    match standing(asking.person, asking.tree, visit.unit_id):
        case Standing.SUPERIOR:
            return True
        case Standing.MEMBER:
            return visit.state is not InspectionState.ON_SITE
        case _:
            return False


def _record(visit: Inspection, asking: Asking) -> InspectionRecord:
    session = asking.session
    handed_over = [one for one in inspections.hazards_of(session, visit) if one.state is not HazardState.VOID]
    starter = session.get(Person, visit.started_by)
    checking = asking.tree.by_id.get(starter.unit_id) if starter else None
    return InspectionRecord(
        frame=frame_of(visit.unit_id, asking, issued_by=checking.name if checking else ""),
        code=visit.code,
        kind=visit.kind.term,
        state=visit.state.term,
        started_at=visit.started_at,
        finished_at=visit.finished_at,
        leader=visit.leader,
        members=visit.members,
        expert=visit.expert,
        items=[Looked(one.text, one.result, one.note) for one in lines_of(visit, asking) if one.result is not None],
        hazards=[Subject.of(one) for one in handed_over],
        accepted_at_once=sum(one.is_on_the_spot for one in handed_over),
        explained_to=visit.explained_to,
        explained_at=visit.explained_at,
        our_sign=finding.name_of(session, visit.our_sign_by),
        our_sign_at=visit.our_sign_at,
        unit_sign=visit.unit_sign_name or finding.name_of(session, visit.unit_sign_by),
        unit_sign_at=visit.unit_sign_at,
        note=visit.note,
    )
