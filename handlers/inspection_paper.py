"""Gather what the record of a visit 「检查记录」 says, and make it."""

from handlers import hazard_finding as finding
from handlers.intent import Asking, Sorry
from handlers.official_papers import drawn, frame_of
from handlers.papers.inspection_record import InspectionRecord, Looked
from handlers.papers.official import Official, Subject
from handlers.rules.access import scope
from handlers.texts import papers as texts
from storage import inspection_papers as stored
from storage.inspections import Inspection
from storage.people import Person
from storage.vocabulary import HazardState, InspectionState


def about(code: str, asking: Asking) -> tuple[str, bytes]:
    """Return (the unit, its record). Raises Sorry where there is no such visit, alike where it may not be seen."""
    visit = stored.visit(asking.session, code)
    if visit is None or visit.state is InspectionState.VOID or not _may_see(visit, asking):
        raise Sorry(texts.no_visit(code))
    return asking.tree.by_id[visit.unit_id].name, drawn(Official.INSPECTION, _record(visit, asking).words(), asking)


def _may_see(visit: Inspection, asking: Asking) -> bool:
    """Return whether the person has the unit in their charge, or went there: who checks crosswise has not."""
    went_there = visit.started_by == asking.person.id
    return visit.unit_id in asking.tree.by_id and (went_there or visit.unit_id in scope(asking.person, asking.tree))


def _record(visit: Inspection, asking: Asking) -> InspectionRecord:
    assert visit.id is not None
    session = asking.session
    handed_over = [one for one in stored.handed_over(session, visit.id) if one.state is not HazardState.VOID]
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
        items=[Looked(one.item, one.result, one.note) for one in stored.items(session, visit.id)],
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
