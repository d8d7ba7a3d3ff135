"""What is done to a decision of a meeting 「议定事项」: shown, carried out, postponed, given on, cancelled."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from handlers import card_closing
from handlers import decisions as taking
from handlers import evidence_joining as joining
from handlers import hazard_finding as finding
from handlers.hazard_notices import tell_of
from handlers.intent import Asking, Sorry
from handlers.rules import decision_access as access
from handlers.rules.access import Standing, standing
from handlers.rules.duty_evidence import is_led_by
from handlers.texts import decision as texts
from handlers.understand import decisions as understand
from handlers.understand.duty_words import OFFICES
from handlers.viewer import Viewer
from storage import decisions, people
from storage.decisions import Decision
from storage.duties import DutyRecord
from storage.messages import Card
from storage.people import Person
from storage.vocabulary import DecisionState, DecisionStep, Role

_LEADS = (Role.HEAD, Role.TOWNSHIP, Role.SECTION, Role.LEADER)


def find(number: int, asking: Asking) -> Decision:
    """Return the decision. Raises Sorry where there is none, in the same words where it is not the asker's to see."""
    found = decisions.by_number(asking.session, number)
    if found is None or not access.may_see(_standing(found, asking), is_owner=_is_owner(found, asking)):
        raise Sorry(texts.not_found(number))
    return found


def close(numbers: Sequence[int], note: str, asking: Asking) -> Card:
    """Say that the decisions are carried out, with words or what was shown. Raises Sorry, then nothing is closed."""
    rows = closable(numbers, asking)
    for one in rows:
        _end(one, DecisionState.DONE, DecisionStep.CLOSE, note, asking)
        joining.carried_out(one, asking)
        card = texts.ended_told(one, taking.unit_name(one, asking), asking.person.name)
        told = [taking.person_of(one.said_by, asking), *people.of_unit(asking.session, one.unit_id, *_LEADS)]
        tell_of(asking, told, card, what=f"decision:{one.number}:close")
    return texts.ended(rows, joining.of_decision(rows[0], asking))


def closable(numbers: Sequence[int], asking: Asking) -> list[Decision]:
    """Return the open decisions that the asker may close. Raises Sorry where it may not be one of them."""
    rows = [_open_one(number, asking) for number in numbers]
    for one in rows:
        role, stands = asking.person.role, _standing(one, asking)
        is_owner, is_ours = _is_owner(one, asking), _is_ours(one, asking)
        if not access.may_close(role, stands, is_owner=is_owner, is_own_unit=is_ours):
            raise Sorry(texts.not_yours_to_close(one))
    return rows


def cancel(number: int, why: str, asking: Asking) -> Card:
    """Make the decision void for a reason; the owner is told. Raises Sorry."""
    one = changeable(number, asking)
    _end(one, DecisionState.VOID, DecisionStep.CANCEL, why, asking)
    return _changed(one, DecisionStep.CANCEL, [taking.person_of(one.owner_id, asking)], asking)


def postpone(number: int, day: date, why: str, asking: Asking) -> Card:
    """Give the decision another deadline for a reason; the owner is told. Raises Sorry."""
    one = changeable(number, asking)
    if day < asking.today:
        raise Sorry(texts.past_day(day))
    _change(one, DecisionStep.POSTPONE, f"{one.due_on}→{day} {why}", asking, due_on=day, is_due_said=True)
    return _changed(one, DecisionStep.POSTPONE, [taking.person_of(one.owner_id, asking)], asking)


def assign(number: int, person: Person, asking: Asking) -> Card:
    """Give the decision to somebody else; both are told. Raises Sorry."""
    one = changeable(number, asking)
    before = taking.person_of(one.owner_id, asking)
    _change(one, DecisionStep.ASSIGN, person.name, asking, owner_id=person.id, owner_name=person.name)
    taking.tell_owner(one, asking)
    return _changed(one, DecisionStep.ASSIGN, [before], asking)


def changeable(number: int, asking: Asking) -> Decision:
    """Return the open decision that the asker may change. Raises Sorry."""
    one = _open_one(number, asking)
    is_chair = bool(one.chair) and is_led_by(one.chair, [asking.person.name], OFFICES)
    stands, is_ours = _standing(one, asking), _is_ours(one, asking)
    if not access.may_change(asking.person.role, stands, is_chair=is_chair, is_own_unit=is_ours):
        raise Sorry(texts.not_yours_to_change(one))
    return one


def person_named(said: str, decision: Decision, asking: Asking) -> Person | None:
    """Return whom of the roster the words name, None where that is nobody or not clear."""
    among = taking.roster(decision.unit_id, asking)
    found = understand.read_owners(said, [decision.number], among, asking.person.id or 0)
    return asking.session.get(Person, found[decision.number]) if found else None


def shown(number: int, asking: Asking) -> Card:
    """Return one decision with its history. Raises Sorry."""
    one = find(number, asking)
    assert one.id is not None
    record = asking.session.get_one(DutyRecord, one.record_id)
    events = [
        texts.Event(event.at, event.step, finding.name_of(asking.session, event.person_id), event.note)
        for event in decisions.history(asking.session, one.id)
    ]
    unit, meeting = taking.unit_name(one, asking), taking.meeting_of(record, asking)
    return texts.shown(one, unit, meeting, events, asking.today, joining.of_decision(one, asking))


def listed(unit_ids: Collection[int], whose: str, asking: Asking) -> Card:
    """Return the open decisions of these units, and the asker's own."""
    me = asking.person.id if asking.person.unit_id in unit_ids else None
    rows = decisions.open_of(asking.session, unit_ids, owner_id=me)
    several = {one.unit_id for one in rows} - {asking.person.unit_id}
    return texts.listed(
        [(one, taking.unit_name(one, asking) if several else "") for one in rows], asking.today, whose
    )


def of_person(asking: Viewer) -> list[Decision]:
    """Return what the asker has to do: their own, and what has nobody where they lead the unit."""
    rows = decisions.open_of(asking.session, [asking.person.unit_id], owner_id=asking.person.id)
    leads = access.leads(asking.person.role, is_own_unit=True)
    return [one for one in rows if _is_owner(one, asking) or (leads and one.owner_id is None)]


def _open_one(number: int, asking: Asking) -> Decision:
    one = find(number, asking)
    if one.state is not DecisionState.OPEN:
        raise Sorry(texts.over_already(one))
    return one


def _end(one: Decision, state: DecisionState, step: DecisionStep, note: str, asking: Asking) -> None:
    note = note[:500]
    _change(one, step, note, asking, state=state, ended_by=asking.person.id, ended_at=asking.now, note=note)
    card_closing.close(
        asking.session,
        texts.subject(one),
        texts.closed_as(one, asking.person.name),
        now=asking.now,
        click=asking.incoming if asking.click else None,
    )


def _change(one: Decision, step: DecisionStep, said: str, asking: Asking, **values: Any) -> None:
    if not decisions.change(asking.session, one, **values):
        raise Sorry(texts.over_already(one))
    decisions.note(
        asking.session, one, step, said, by=asking.person.id, message=asking.origin, now=asking.now
    )  # fmt: skip


def _changed(one: Decision, step: DecisionStep, whom: Iterable[Person | None], asking: Asking) -> Card:
    card = texts.changed(one, taking.unit_name(one, asking), step, asking.person.name)
    tell_of(asking, whom, card, what=f"decision:{one.number}:{step.value}")
    return card


def _standing(one: Decision, asking: Asking) -> Standing:
    return standing(asking.person, asking.tree, one.unit_id)


def _is_owner(one: Decision, asking: Viewer) -> bool:
    return one.owner_id is not None and one.owner_id == asking.person.id


def _is_ours(one: Decision, asking: Asking) -> bool:
    return one.unit_id == asking.person.unit_id
