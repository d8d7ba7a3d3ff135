"""Ask for a later deadline of a hazard 「延期」, and decide on it: never who asked, each further one a level up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers import hazard_case as cases
from handlers import hazard_extension_end as ending
from handlers import hazard_finding as finding
from handlers import hazard_steps as steps
from handlers.hazard_ladder import stop_urging
from handlers.hazard_notices import tell
from handlers.intent import Asking, Sorry
from handlers.rules import hazard_extension as rules
from handlers.rules.hazard_deadline import days_over
from handlers.rules.hazard_lifecycle import states_of_work
from handlers.texts import hazard_extension as texts
from handlers.texts import hazard_extension_decision as decisions
from handlers.texts.hazard_extension import Asked
from handlers.viewer import Viewer
from storage import extensions, people
from storage.extensions import Extension
from storage.hazards import OPEN_STATES, Hazard
from storage.messages import Card
from storage.people import Person
from storage.vocabulary import ExtensionState, HazardAction, Role

_GRANTED, _REFUSED = ExtensionState.GRANTED, ExtensionState.REFUSED
_ACTION = {
    _GRANTED: HazardAction.EXTEND,
    _REFUSED: HazardAction.REFUSE_EXTENSION,
    ExtensionState.WITHDRAWN: HazardAction.WITHDRAW_EXTENSION,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A complete wish for a later deadline."""

    day: date
    reason: str
    measures: str


def check_may_ask(hazard: Hazard, asking: Asking) -> None:
    """Raise Sorry where this person may not ask for a later deadline of this hazard now."""
    one = waiting(hazard, asking)
    if one is None or hazard.state not in states_of_work():
        cases.after(hazard, HazardAction.ASK_EXTENSION, asking)
    is_of_unit, is_owner = asking.person.unit_id == hazard.unit_id, asking.person.id == hazard.owner_id
    if not rules.may_ask(asking.person.role, is_of_unit=is_of_unit, is_owner=is_owner):
        raise Sorry(texts.not_yours_to_ask(hazard, _names(_askers(hazard, asking))))
    if days_over(hazard.due_on, asking.today):
        whom = _deciders(hazard, asking.person.id, asking)
        raise Sorry(texts.too_late(hazard, asking.today, _names(whom)))
    if one is not None:
        raise Sorry(texts.asked_before(one, deciders(one, asking)))


def fault_of(day: date, hazard: Hazard, asking: Asking) -> str:
    """Return why this day cannot be the new deadline, "" where it can."""
    longest = asking.desk.tables.hazards.longest_extension
    fault = rules.fault_of(day, hazard.due_on, asking.today, longest)
    return texts.about_day(fault, day, hazard.due_on, longest) if fault else ""


def ask(hazard: Hazard, wanted: Wanted, asking: Asking) -> Card:
    """Write the wish down and ask those who decide; return the read-back. Raises Sorry where it may not be asked."""
    check_may_ask(hazard, asking)
    assert hazard.id is not None
    wish = Extension(
        hazard_id=hazard.id,
        old_due_on=hazard.due_on,
        new_due_on=wanted.day,
        reason=wanted.reason,
        measures=wanted.measures,
        asked_by=asking.person.id,
        asked_at=asking.now,
        message=asking.origin,
    )
    # The hazard before the wish, here as in every move, so that two people at once wait and do not lock each other.
    steps.record(hazard, HazardAction.ASK_EXTENSION, texts.note_asked(wish), asking)
    stored = extensions.ask(asking.session, wish)
    if stored is None:
        check_may_ask(hazard, asking)
    assert stored is not None
    one = _asked(hazard, stored, asking)
    whom = _deciders(hazard, stored.asked_by, asking)
    card = texts.to_decide(one, ending.subject(stored))
    return texts.asked(one, tell(asking, whom, card, what=f"{hazard.number}:ask_extension"))


def waiting(hazard: Hazard, asking: Viewer) -> Asked | None:
    """Return the wish about this hazard that nobody has decided, None where there is none."""
    assert hazard.id is not None
    wish = extensions.asked(asking.session, hazard.id)
    return None if wish is None else _asked(hazard, wish, asking)


def deciders(one: Asked, asking: Asking) -> list[str]:
    """Return the names of those who are asked to decide."""
    return _names(_deciders(one.hazard, one.wish.asked_by, asking))


def decider_ids(one: Asked, asking: Viewer) -> set[int | None]:
    """Return the ids of those who are asked to decide: two people may have one name."""
    return {person.id for person in _deciders(one.hazard, one.wish.asked_by, asking)}


def check_may_decide(hazard: Hazard, state: ExtensionState, asking: Asking) -> Asked:
    """Return the wish that this person may grant or refuse. Raises Sorry with why there is none."""
    if hazard.state not in OPEN_STATES:
        cases.after(hazard, _ACTION[state], asking)
    one = waiting(hazard, asking)
    if one is None:
        raise Sorry(_nothing_to_decide(hazard, asking))
    offices = finding.offices(asking.tree, hazard)
    decider = rules.Decider(
        role=asking.person.role,
        office=offices.index(asking.person.unit_id) if asking.person.unit_id in offices else None,
        is_asker=asking.person.id == one.wish.asked_by,
        is_owner=asking.person.id == hazard.owner_id,
    )
    if (reason := rules.barred(decider, nth=one.nth, offices=len(offices))) is not None:
        raise Sorry(decisions.not_yours_to_decide(one, reason, deciders(one, asking)))
    if state is _GRANTED and one.wish.new_due_on < asking.today:
        raise Sorry(decisions.day_has_passed(one))
    return one


def decide(hazard: Hazard, state: ExtensionState, note: str, asking: Asking) -> Card:
    """Grant or refuse the wish that waits and tell owner and asker; return the confirmation. Raises Sorry.

    Granted, the new deadline holds at once and urging by the old one stops; refused, nothing changes.
    """
    one = check_may_decide(hazard, state, asking)
    # One of several hazards of a message may be refused: it alone leaves nothing behind.
    with asking.session.begin_nested():
        _write(one, state, note, asking)
    by = asking.person.name
    if state is _GRANTED:
        stop_urging(hazard, asking)
        card = decisions.granted(one, by, note)
    else:
        card = decisions.refused(one, by, note)
    concerned = [asking.session.get(Person, who) for who in (hazard.owner_id, one.wish.asked_by) if who is not None]
    return decisions.decided(one, tell(asking, concerned, card, what=f"{hazard.number}:{_ACTION[state].value}"))


def withdraw(hazard: Hazard, asking: Asking) -> Card:
    """Take the wish that waits back; return the confirmation. Only who asked may. Raises Sorry."""
    one = waiting(hazard, asking)
    if one is None:
        raise Sorry(_nothing_to_decide(hazard, asking))
    if one.wish.asked_by != asking.person.id:
        raise Sorry(decisions.not_yours_to_withdraw(one))
    with asking.session.begin_nested():
        _write(one, ExtensionState.WITHDRAWN, "", asking)
    whom = _deciders(hazard, one.wish.asked_by, asking)
    card = decisions.withdrawn_told(one)
    tell(asking, whom, card, what=f"{hazard.number}:withdraw_extension")
    return decisions.withdrawn(one)


def _write(one: Asked, state: ExtensionState, note: str, asking: Asking) -> None:
    stamps: Mapping[str, Any] = {}
    kept = note
    if state is _GRANTED:
        stamps = {"due_on": one.wish.new_due_on, "is_extended": True}
        kept = decisions.note_granted(one.wish, note)
    steps.record(one.hazard, _ACTION[state], kept, asking, **stamps)
    if not ending.decide(one.wish, state, note, asking):
        raise Sorry(_decided_before(one.hazard, one.wish, asking))


def _nothing_to_decide(hazard: Hazard, asking: Asking) -> Card:
    assert hazard.id is not None
    before = extensions.of_hazard(asking.session, hazard.id)
    return _decided_before(hazard, before[-1], asking) if before else decisions.none_waiting(hazard)


def _decided_before(hazard: Hazard, wish: Extension, asking: Asking) -> Card:
    return decisions.decided_before(hazard, wish, finding.name_of(asking.session, wish.decided_by))


def _asked(hazard: Hazard, wish: Extension, asking: Viewer) -> Asked:
    return Asked(
        wish=wish,
        hazard=hazard,
        unit=asking.tree.by_id[hazard.unit_id].name,
        asker=finding.name_of(asking.session, wish.asked_by),
        nth=_nth(hazard, asking),
    )


def _nth(hazard: Hazard, asking: Viewer) -> int:
    """Return which extension of the hazard the next one would be; only those that were granted count."""
    assert hazard.id is not None
    return 1 + sum(one.state is _GRANTED for one in extensions.of_hazard(asking.session, hazard.id))


def _deciders(hazard: Hazard, asker_id: int | None, asking: Viewer) -> list[Person]:
    offices = rules.deciding(finding.offices(asking.tree, hazard), _nth(hazard, asking))
    return finding.officers(asking.session, offices, but={asker_id, hazard.owner_id})


def _askers(hazard: Hazard, asking: Asking) -> list[Person]:
    owner = asking.session.get(Person, hazard.owner_id) if hazard.owner_id is not None else None
    in_charge = people.of_unit(asking.session, hazard.unit_id, Role.HEAD, Role.SAFETY_OFFICER)
    found = [*([owner] if owner is not None and owner.is_active else []), *in_charge]
    return list({one.id: one for one in found}.values())


def _names(people: Sequence[Person]) -> list[str]:
    return [one.name for one in people]
