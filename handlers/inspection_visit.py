"""The visit that somebody is on: an open row is the session, over hours and many messages."""

from collections.abc import Sequence

from config.checklist_table import Checklist, ChecklistTable
from handlers import card_closing
from handlers.intent import Asking, Sorry
from handlers.rules.access import OFFICERS, standing
from handlers.rules.inspection_lacks import Answered, Lacks, lacks
from handlers.rules.inspection_team import Inspector
from handlers.texts import inspection as texts
from handlers.texts.inspection import Line, Visit
from handlers.viewer import Viewer
from storage import evidence, inspections, policies
from storage.evidence import Evidence
from storage.hazards import Hazard
from storage.inspections import Inspection
from storage.messages import Card
from storage.people import Person
from storage.vocabulary import CheckResult, InspectionState, InspectionStep, Phase

TABLE = "checklists"


def current(asking: Asking) -> Inspection | None:
    """Return the visit that the person is on now: their own before one in which they are named."""
    assert asking.person.id is not None
    found = inspections.of_team(asking.session, asking.person.id, InspectionState.ON_SITE)
    return found[-1] if found else None


def current_here(asking: Asking) -> Inspection | None:
    """Return the visit that the person is on, where they write in private: nobody else is to read of it."""
    return current(asking) if asking.incoming.is_private else None


def must_be_on(asking: Asking) -> Inspection:
    """Return the visit that the person is on. Raises Sorry where there is none, or where others would read along."""
    if not asking.incoming.is_private:
        raise Sorry(texts.only_private())
    visit = current(asking)
    if visit is not None:
        inspections.hold(asking.session, visit)
        # A colleague may have been faster.
        if visit.state is InspectionState.ON_SITE:
            return visit
    raise Sorry(no_visit(asking))


def no_visit(asking: Asking) -> Card:
    """Return that no visit is open."""
    return texts.no_visit(may_start=asking.person.role in OFFICERS)


def checklist_of(visit: Inspection, asking: Asking) -> Checklist:
    """Return the list as it was when the visit began."""
    tables = asking.desk.tables
    if visit.checklist_version == tables.version(TABLE):
        return tables.checklists.by_code[visit.checklist]
    content = policies.content(asking.session, TABLE, visit.checklist_version)
    table = tables.checklists if content is None else ChecklistTable.from_content(content)
    return table.by_code[visit.checklist]


def view(visit: Inspection, asking: Asking) -> Visit:
    """Return the visit as texts speak of it."""
    checklist = checklist_of(visit, asking)
    return Visit(
        code=visit.code,
        unit=unit_name(visit, asking),
        kind=visit.kind,
        state=visit.state,
        started_at=visit.started_at,
        leader=visit.leader,
        members=tuple(visit.members),
        expert=visit.expert,
        checklist=checklist.title,
        lines=lines_of(visit, asking),
        explained_to=visit.explained_to,
        campaign=asking.desk.tables.campaigns.name(visit.campaign) if visit.campaign else "",
    )


def lines_of(visit: Inspection, asking: Asking) -> list[Line]:
    """Return every item of the list with what was answered, in order."""
    told = {one.item: one for one in inspections.items(asking.session, visit)}
    lines = []
    for ordinal, item in enumerate(checklist_of(visit, asking).items, start=1):
        one = told.get(item.id)
        if one is None:
            lines.append(Line(ordinal, item.text))
            continue
        hazard = asking.session.get(Hazard, one.hazard_id) if one.hazard_id is not None else None
        lines.append(Line(ordinal, item.text, one.result, one.note, hazard.number if hazard else None))
    return lines


def lacks_of(visit: Inspection, asking: Asking) -> Lacks:
    """Return what the visit lacks before it can be signed."""
    items = [Answered(one.ordinal, one.result, one.hazard is not None) for one in lines_of(visit, asking)]
    return lacks(
        visit.kind,
        items,
        leader=visit.leader,
        members=visit.members,
        expert=visit.expert,
        explained=visit.explained_to,
    )


def problems_left(visit: Inspection, asking: Asking) -> list[Line]:
    """Return the problems that nobody was made to rectify yet."""
    return [one for one in lines_of(visit, asking) if one.result is CheckResult.PROBLEM and one.hazard is None]


def note(visit: Inspection, step: InspectionStep, said: str, asking: Asking) -> None:
    """Write a step of the visit into its history."""
    inspections.note(
        asking.session, visit, step, by=asking.person.id, at=asking.now, said=said, message=asking.origin
    )


def locate(visit: Inspection, places: Sequence[Evidence], label: str, asking: Asking) -> None:
    """Keep the place that was sent as proof of having been there (T9-4)."""
    subject = inspections.subject(visit)
    evidence.use(asking.session, places, subject, Phase.PROOF, person_id=asking.person.id, now=asking.now)
    note(visit, InspectionStep.LOCATE, label, asking)


def close_cards(visit: Inspection, subject: str, closed_as: str, asking: Asking) -> None:
    """Close the cards about the visit that have become too late."""
    click = asking.incoming if asking.click else None
    card_closing.close(asking.session, subject, closed_as, now=asking.now, click=click)


def unit_name(visit: Inspection, asking: Viewer) -> str:
    """Return the name of the visited unit, also of one that is not active any more."""
    unit = asking.tree.by_id.get(visit.unit_id)
    return unit.name if unit else str(visit.unit_id)


def inspector(person: Person, unit_id: int, asking: Asking) -> Inspector:
    """Return how an officer stands to the visited unit."""
    return Inspector(person.role, standing(person, asking.tree, unit_id))
