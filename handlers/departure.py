"""Somebody has left: what hung on them goes to the head of their unit, and those in charge are told the same day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from config.clock import TZ
from handlers import hazard_finding as finding
from handlers.desk import Desk
from handlers.texts import contacts as texts
from handlers.texts.duty import moment
from storage import duties, handovers, hazards, outbox, people, responsibilities, units
from storage.duties import Duty
from storage.hazards import Hazard
from storage.messages import Card, Recipient
from storage.people import Person
from storage.units import Tree, Unit
from storage.vocabulary import HazardState, Level, Role, Urgency

_OFFICE = (Role.TOWNSHIP, Role.SECTION, Role.LEADER)
_IN_CHARGE = (Role.HEAD, *_OFFICE)
_WANTED = (*_IN_CHARGE, Role.SAFETY_OFFICER, Role.ADMIN)
"""Roles that a unit should not be without."""


def leave(session: Session, person: Person, *, message: str, now: datetime, desk: Desk) -> None:
    """Mark the person as gone, hand over what was theirs, tell the heir and the office above.

    The heir is the unit's head, of an office a colleague; where there is nobody, an officer of the office above.
    Somebody whom the roster had put out of use before only hands over.
    """
    tree = units.tree(session)
    to_accept = _only_theirs_to_accept(session, tree, person, desk)
    was_active = person.is_active
    if was_active:
        person.is_active, person.left_at = False, now
        session.flush()
    answered_for = _give_up(session, tree, person, now=now)
    above = finding.officers(session, _offices_above(tree, person.unit_id), but={person.id})
    heir = next(iter([*people.of_unit(session, person.unit_id, *_IN_CHARGE), *above]), None)
    if heir is None:
        return
    mine = handovers.owned_by(session, person)
    handed_over = [one for one in mine if handovers.hand_over(session, one, heir, message=message, now=now)]
    if not was_active and not handed_over and not answered_for:
        return
    hanging = replace(
        _hanging(session, person, handed_over, to_accept, now=now, desk=desk), answered_for=answered_for
    )
    _tell(session, person, heir, texts.taken_over(hanging), now=now, is_urgent=bool(hanging.count))
    if hanging.count:
        for officer in above:
            if officer.id != heir.id:
                _tell(session, person, officer, texts.left(hanging, heir.name), now=now, is_urgent=True)


def _give_up(session: Session, tree: Tree, person: Person, *, now: datetime) -> list[str]:
    """Let the person answer for nothing any more; return what is without a name now, by unit."""
    assert person.id is not None
    left = [
        texts.answered_for(tree.by_id[one.unit_id].name, one.responsibility)
        for one in responsibilities.of_person(session, person.id)
        if one.unit_id in tree.by_id
    ]
    responsibilities.end_all(session, person.id, now=now)
    return left


def _only_theirs_to_accept(session: Session, tree: Tree, person: Person, desk: Desk) -> list[Hazard]:
    """Return what waits for acceptance by this person and by nobody else; asked before they are gone."""
    if not person.is_active or person.role not in _OFFICE:
        return []
    waiting = hazards.open_in(session, tree.below(person.unit_id))
    return [
        one
        for one in waiting
        if one.state is HazardState.TO_ACCEPT
        and [acceptor.id for acceptor in finding.acceptors(session, tree, one, desk.tables.hazards)] == [person.id]
    ]


def _offices_above(tree: Tree, unit_id: int) -> list[int]:
    """Return the ids of the offices above the unit, nearest first: township, section in charge, bureau."""
    found = [tree.superior(unit_id, level) for level in (Level.TOWNSHIP, Level.SECTION, Level.BUREAU)]
    return [one.id for one in found if one is not None and one.id is not None and one.id != unit_id]


def _hanging(
    session: Session,
    person: Person,
    handed_over: Sequence[Hazard],
    to_accept: Sequence[Hazard],
    *,
    now: datetime,
    desk: Desk,
) -> texts.Hanging:
    unit = session.get_one(Unit, person.unit_id)
    colleagues = people.of_unit(session, person.unit_id)
    owed = [] if colleagues else duties.open_of_unit(session, [person.unit_id], now=now)
    is_missed = person.role in _WANTED and not any(one.role is person.role for one in colleagues)
    has_groups = person.role in _IN_CHARGE and not any(one.role in _IN_CHARGE for one in colleagues)
    return texts.Hanging(
        who=person.name,
        unit=unit.name,
        role=person.role.term if is_missed else "",
        substitute=_substitute(session, person),
        today=now.astimezone(TZ).date(),
        hazards=handed_over,
        to_accept=to_accept,
        duties=[_duty(one, desk) for one in owed],
        groups=[one.name for one in units.groups_of(session, unit)] if has_groups else [],
    )


def _substitute(session: Session, person: Person) -> str:
    known = people.by_userid(session, person.substitute_userid) if person.substitute_userid else None
    return known.name if known else person.substitute_userid


def _duty(duty: Duty, desk: Desk) -> str:
    name, period = desk.tables.duties.by_code[duty.code].name, desk.tables.duty_title(duty.code, duty.slot)
    return texts.duty(name, period, moment(duty.due_at))


def _tell(session: Session, left: Person, to: Person, card: Card, *, now: datetime, is_urgent: bool) -> None:
    urgency = Urgency.URGENT if is_urgent else Urgency.PROMPT
    key = f"left:{left.id}:{now:%Y%m%d%H%M%S%f}:{to.id}"
    outbox.enqueue(session, key, Recipient.person(to.userid), card, urgency=urgency, now=now)
