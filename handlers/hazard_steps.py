"""Make one move of one hazard: judge it, write it down, tell those whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from config.escalation_table import EscalationTable, Ladder
from handlers import evidence_joining as joining
from handlers import evidence_telling as telling
from handlers import hazard_cards as cards
from handlers import hazard_case as cases
from handlers import hazard_extension_end, hazard_history
from handlers import hazard_finding as finding
from handlers.hazard_notices import tell
from handlers.intent import Asking
from handlers.rules.hazard_deadline import days_over
from handlers.texts import evidence as evidence_texts
from handlers.texts import hazard_move as texts
from storage import hazards, outbox, people, policies
from storage.hazards import Hazard
from storage.people import Person
from storage.vocabulary import Grade, HazardAction, Role


@dataclass(frozen=True, slots=True)
class Done:
    """A move that was made, and what to say about whose turn it is now."""

    hazard: Hazard
    remark: str


def move(hazard: Hazard, action: HazardAction, note: str, asking: Asking, **stamps: Any) -> Done:
    """Make the move, tell those whose turn it is. Raises Sorry where it is refused; `stamps` as for `record`."""
    record(hazard, action, note, asking, **stamps)
    cards.close_moved(hazard, action, asking)
    joining.moved(hazard, action, asking)
    return Done(hazard, _EFFECTS[action](hazard, note, asking))


def record(hazard: Hazard, action: HazardAction, note: str, asking: Asking, **stamps: Any) -> None:
    """Make the move and write it into the history. Raises Sorry where it is refused.

    `stamps` are columns that change with it beside those that always do.
    """
    while True:
        before = hazard.state
        after = cases.after(hazard, action, asking)
        if hazards.move(asking.session, hazard, after, **_stamps(hazard, action, asking), **stamps):
            break
        # Somebody else moved it between our look and our step: judge again by what is now.
    hazard_history.write(hazard, action, asking, before=before, note=note)


def _stamps(hazard: Hazard, action: HazardAction, asking: Asking) -> Mapping[str, Any]:
    match action:
        case HazardAction.SUBMIT:
            return {"submitted_at": asking.now, "submitted_by": asking.person.id}
        case HazardAction.ACCEPT:
            return {"closed_at": asking.now, "closed_by": asking.person.id}
        case HazardAction.ACKNOWLEDGE if days_over(hazard.due_on, asking.today):
            return {"paused_until": asking.now + _ladder(hazard, asking).pause}
        case _:
            return {}


def _ladder(hazard: Hazard, asking: Asking) -> Ladder:
    """Return the ladder as it was when the hazard was opened; today's where that version was never kept."""
    content = policies.content(asking.session, "escalation", hazard.ladder_version)
    table = asking.desk.tables.escalation if content is None else EscalationTable.from_content(content)
    return table.by_grade[hazard.grade.value]


def _submitted(hazard: Hazard, note: str, asking: Asking) -> str:
    card = texts.to_accept(hazard, _unit(hazard, asking), asking.person.name, note)
    card = evidence_texts.with_batches(card, hazard.number, telling.batches(hazard, asking))
    asked = finding.acceptors(asking.session, asking.tree, hazard, asking.desk.tables.hazards)
    return texts.waits_for(tell(asking, asked, card, what=f"{hazard.number}:submit"))


def _accepted(hazard: Hazard, note: str, asking: Asking) -> str:
    stop_urging(hazard, asking)
    hazard_extension_end.lapse(hazard, asking)
    card = texts.accepted(hazard, _unit(hazard, asking), asking.person.name)
    tell(asking, _concerned(hazard, asking), card, what=f"{hazard.number}:accept")
    return ""


def _sent_back(hazard: Hazard, note: str, asking: Asking) -> str:
    card = texts.sent_back(hazard, _unit(hazard, asking), asking.person.name, note)
    told = [_person(hazard.owner_id, asking), _person(hazard.submitted_by, asking)]
    return texts.back_to(tell(asking, told, card, what=f"{hazard.number}:send_back"), hazard)


def _acknowledged(hazard: Hazard, note: str, asking: Asking) -> str:
    if not days_over(hazard.due_on, asking.today) or hazard.paused_until is None:
        return texts.not_paused()
    return texts.paused(_ladder(hazard, asking).pause, hazard.paused_until)


def _cancelled(hazard: Hazard, note: str, asking: Asking) -> str:
    stop_urging(hazard, asking)
    hazard_extension_end.lapse(hazard, asking)
    told = _concerned(hazard, asking)
    if Grade.MAJOR in (hazard.grade, hazard.suggested_grade):
        told += finding.superiors(asking.session, asking.tree, hazard)
    card = texts.cancelled(hazard, _unit(hazard, asking), asking.person.name, note)
    tell(asking, told, card, what=f"{hazard.number}:cancel")
    return texts.not_reminded_any_more()


def _regraded(hazard: Hazard, note: str, asking: Asking) -> str:
    card = texts.regraded(hazard, _unit(hazard, asking), asking.person.name, note)
    heads = people.of_unit(asking.session, hazard.unit_id, Role.HEAD, Role.SAFETY_OFFICER)
    told = [*_concerned(hazard, asking), *heads, *finding.superiors(asking.session, asking.tree, hazard)]
    is_urgent = hazard.grade is Grade.MAJOR
    tell(asking, told, card, what=f"{hazard.number}:grade", is_urgent=is_urgent)
    return texts.deadline_stays(hazard)


_EFFECTS = {
    HazardAction.SUBMIT: _submitted,
    HazardAction.ACCEPT: _accepted,
    HazardAction.SEND_BACK: _sent_back,
    HazardAction.ACKNOWLEDGE: _acknowledged,
    HazardAction.CANCEL: _cancelled,
    HazardAction.AMEND: _regraded,
}


def stop_urging(hazard: Hazard, asking: Asking) -> None:
    """Stop the rungs that nobody has been told of yet, and take back the letters that nobody has sent yet."""
    assert hazard.id is not None
    hazards.stop_rungs(asking.session, hazard.id)
    outbox.cancel(asking.session, f"escalate:{hazard.id}:")


def _concerned(hazard: Hazard, asking: Asking) -> list[Person | None]:
    return [_person(one, asking) for one in (hazard.owner_id, hazard.submitted_by, hazard.reported_by)]


def _person(person_id: int | None, asking: Asking) -> Person | None:
    return asking.session.get(Person, person_id) if person_id is not None else None


def _unit(hazard: Hazard, asking: Asking) -> str:
    return asking.tree.by_id[hazard.unit_id].name
