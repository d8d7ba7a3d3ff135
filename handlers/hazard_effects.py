"""What follows from a move of a hazard: who is told, what else ends, and what to say about whose turn it is."""

from collections.abc import Callable, Mapping

from handlers import evidence_content, hazard_extension_end
from handlers import evidence_telling as telling
from handlers import hazard_case as cases
from handlers import hazard_finding as finding
from handlers.hazard_ladder import ladder_of, stop_urging
from handlers.hazard_notices import tell
from handlers.intent import Asking
from handlers.rules.hazard_deadline import days_over
from handlers.texts import evidence as evidence_texts
from handlers.texts import hazard_course as course_texts
from handlers.texts import hazard_major as major_texts
from handlers.texts import hazard_move as texts
from storage import people, supervisions
from storage.hazards import Hazard
from storage.people import Person
from storage.vocabulary import Grade, HazardAction, HazardState, Phase, Role

Effect = Callable[[Hazard, str, Asking], str]
"""Hazard after the move, note, asking: return the remark for whoever made it, "" for none."""


def _submitted(hazard: Hazard, note: str, asking: Asking) -> str:
    is_comparable = {Phase.BEFORE, Phase.AFTER} <= evidence_content.phases(hazard, asking)
    unit, by = _unit(hazard, asking), asking.person.name
    card = texts.to_accept(hazard, unit, by, note, is_comparable=is_comparable)
    card = evidence_texts.with_batches(card, hazard.number, telling.batches(hazard, asking))
    asked = finding.acceptors(asking.session, asking.tree, hazard, asking.desk.tables.hazards)
    remark = texts.waits_for(tell(asking, asked, card, what=f"{hazard.number}:submit"))
    return remark if cases.is_shown_done(hazard, asking) else f"{remark}{course_texts.no_picture_yet()}"


def _accepted(hazard: Hazard, note: str, asking: Asking) -> str:
    _end(hazard, asking)
    card = texts.accepted(hazard, _unit(hazard, asking), asking.person.name)
    tell(asking, _concerned(hazard, asking), card, what=f"{hazard.number}:accept")
    return course_texts.supervision_ended() if _end_supervision(hazard, course_texts.struck_off(), asking) else ""


def _sent_back(hazard: Hazard, note: str, asking: Asking) -> str:
    card = texts.sent_back(hazard, _unit(hazard, asking), asking.person.name, note)
    told = [_person(hazard.owner_id, asking), _person(hazard.submitted_by, asking)]
    return texts.back_to(tell(asking, told, card, what=f"{hazard.number}:send_back"), hazard)


def _acknowledged(hazard: Hazard, note: str, asking: Asking) -> str:
    if not days_over(hazard.due_on, asking.today) or hazard.paused_until is None:
        return texts.not_paused()
    return texts.paused(ladder_of(hazard, asking).pause, hazard.paused_until)


def _cancelled(hazard: Hazard, note: str, asking: Asking) -> str:
    _end(hazard, asking)
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
    if hazard.grade is Grade.MAJOR:
        begun = major_texts.begun(hazard, _unit(hazard, asking))
        tell(asking, [_person(hazard.owner_id, asking), *heads], begun, what=f"{hazard.number}:plan")
    whose_turn = _ask_to_assign(hazard, asking) if hazard.state is HazardState.TO_ASSIGN else ""
    return f"{texts.deadline_stays(hazard)}{whose_turn}"


def _confirmed(hazard: Hazard, note: str, asking: Asking) -> str:
    card = course_texts.confirmed(hazard, _unit(hazard, asking), asking.person.name)
    told = tell(asking, _concerned(hazard, asking), card, what=f"{hazard.number}:confirm")
    if hazard.state is HazardState.TO_ASSIGN:
        return _ask_to_assign(hazard, asking)
    return course_texts.told(told)


def _returned(hazard: Hazard, note: str, asking: Asking) -> str:
    card = course_texts.returned(hazard, _unit(hazard, asking), asking.person.name, note)
    in_charge = people.of_unit(asking.session, hazard.unit_id, Role.SAFETY_OFFICER, Role.HEAD)
    asked = [_person(hazard.reported_by, asking)] if hazard.reported_by != asking.person.id else in_charge[:1]
    return course_texts.told(tell(asking, asked, card, what=f"{hazard.number}:return"))


def _supplemented(hazard: Hazard, note: str, asking: Asking) -> str:
    card = course_texts.supplemented(hazard, _unit(hazard, asking), asking.person.name, note)
    asked = finding.superiors(asking.session, asking.tree, hazard)
    return course_texts.told(tell(asking, asked, card, what=f"{hazard.number}:supplement"))


def _ask_to_assign(hazard: Hazard, asking: Asking) -> str:
    card = course_texts.to_assign(hazard, _unit(hazard, asking))
    asked = finding.superiors(asking.session, asking.tree, hazard)
    heads = people.of_unit(asking.session, hazard.unit_id, Role.HEAD)
    return course_texts.asked_to_assign(tell(asking, [*heads, *asked], card, what=f"{hazard.number}:to_assign"))


def _assigned(hazard: Hazard, note: str, asking: Asking) -> str:
    card = course_texts.assigned(hazard, _unit(hazard, asking), asking.person.name)
    return course_texts.told(tell(asking, [_person(hazard.owner_id, asking)], card, what=f"{hazard.number}:assign"))


def _urged(hazard: Hazard, note: str, asking: Asking) -> str:
    card = course_texts.urged(hazard, _unit(hazard, asking), asking.person.name, note, today=asking.today)
    heads = people.of_unit(asking.session, hazard.unit_id, Role.HEAD)
    if hazard.state is HazardState.TO_ACCEPT:
        asked = finding.acceptors(asking.session, asking.tree, hazard, asking.desk.tables.hazards)
    else:
        asked = [one for one in (_person(hazard.owner_id, asking), *heads) if one is not None]
    return course_texts.told(tell(asking, asked, card, what=f"{hazard.number}:urge", is_urgent=True))


def _progressed(hazard: Hazard, note: str, asking: Asking) -> str:
    if hazard.grade is not Grade.MAJOR:
        return ""
    card = course_texts.progressed(hazard, _unit(hazard, asking), asking.person.name, note)
    asked = finding.superiors(asking.session, asking.tree, hazard)
    return course_texts.told(tell(asking, asked, card, what=f"{hazard.number}:progress"))


def _nobody(_hazard: Hazard, _note: str, _asking: Asking) -> str:
    """Tell nobody: the office hears of the five once they are all there."""
    return ""


def _told_in_charge(hazard: Hazard, note: str, asking: Asking) -> str:
    """Tell owner and head what was written down about a hazard that they answer for."""
    card = course_texts.written_down(hazard, _unit(hazard, asking), asking.person.name, note)
    heads = people.of_unit(asking.session, hazard.unit_id, Role.HEAD)
    asked = [_person(hazard.owner_id, asking), *heads]
    return course_texts.told(tell(asking, asked, card, what=f"{hazard.number}:{asking.origin}"))


def _lifted(hazard: Hazard, note: str, asking: Asking) -> str:
    _end_supervision(hazard, note, asking)
    return _told_in_charge(hazard, note, asking)


def _merged(hazard: Hazard, note: str, asking: Asking) -> str:
    _end(hazard, asking)
    card = course_texts.merged(hazard, _unit(hazard, asking), asking.person.name, note)
    tell(asking, _concerned(hazard, asking), card, what=f"{hazard.number}:merge")
    return texts.not_reminded_any_more()


def _end(hazard: Hazard, asking: Asking) -> None:
    """End what goes on beside a hazard that has ended: its ladder and its wish for more time."""
    stop_urging(hazard, asking)
    hazard_extension_end.lapse(hazard, asking)
    if hazard.state is HazardState.VOID:
        _end_supervision(hazard, course_texts.made_void(), asking)


def _end_supervision(hazard: Hazard, note: str, asking: Asking) -> bool:
    assert hazard.id is not None
    order = supervisions.standing(asking.session, hazard.id)
    if order is None:
        return False
    return supervisions.lift(asking.session, order, by=asking.person.id, now=asking.now, note=note)


def _concerned(hazard: Hazard, asking: Asking) -> list[Person | None]:
    return [_person(one, asking) for one in (hazard.owner_id, hazard.submitted_by, hazard.reported_by)]


def _person(person_id: int | None, asking: Asking) -> Person | None:
    return asking.session.get(Person, person_id) if person_id is not None else None


def _unit(hazard: Hazard, asking: Asking) -> str:
    return asking.tree.by_id[hazard.unit_id].name


EFFECTS: Mapping[HazardAction, Effect] = {
    HazardAction.SUBMIT: _submitted,
    HazardAction.ACCEPT: _accepted,
    HazardAction.SEND_BACK: _sent_back,
    HazardAction.ACKNOWLEDGE: _acknowledged,
    HazardAction.CANCEL: _cancelled,
    HazardAction.AMEND: _regraded,
    HazardAction.CONFIRM: _confirmed,
    HazardAction.RETURN: _returned,
    HazardAction.SUPPLEMENT: _supplemented,
    HazardAction.ASSIGN: _assigned,
    HazardAction.URGE: _urged,
    HazardAction.PROGRESS: _progressed,
    HazardAction.PLAN: _nobody,
    HazardAction.STUDY: _told_in_charge,
    HazardAction.ENGINEERING: _progressed,
    HazardAction.APPRAISE: _progressed,
    HazardAction.SUPERVISE: _told_in_charge,
    HazardAction.LIFT: _lifted,
    HazardAction.MERGE: _merged,
}
"""What follows from each move that people make through `hazard_steps.move`."""
