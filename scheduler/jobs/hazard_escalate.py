"""Let overdue hazards climb: the next rung is a row with a due time, said once, until somebody has accepted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.duty_table import Told
from config.escalation_table import EscalationTable, Ladder
from config.tables import Tables
from config.zone import TZ
from handlers.texts import escalation as texts
from scheduler import addressees, piecework
from scheduler.rules import duty_reminder
from scheduler.rules import hazard_escalation as rules
from storage import hazards, outbox, people, policies, pushes, units
from storage.database import reading
from storage.hazards import Hazard, Rung
from storage.messages import Recipient
from storage.people import Person
from storage.pushes import About
from storage.units import Tree
from storage.vocabulary import HazardAction, HazardState, PushKind, Role, RungState, Urgency

NAME = "hazard_escalate"
Climbed = rules.Rung
"""A rung with the time for which it was planned."""


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Plan the rungs of hazards at their deadline and say those that are due; return how many were said."""
    today = now.astimezone(TZ).date()
    with reading(engine) as session:
        without_rung = hazards.without_waiting_rung(session, due_by=today)
    piecework.each(engine, without_rung, lambda session, hazard_id: _plan(session, hazard_id, now, tables))
    with reading(engine) as session:
        due = hazards.due_rungs(session, now=now)
    return piecework.each(engine, due, lambda session, rung_id: _climb(session, rung_id, now, tables))


def _plan(session: Session, hazard_id: int, now: datetime, tables: Tables) -> bool:
    hazard = session.get_one(Hazard, hazard_id)
    climbed = hazards.climbed(session, hazard_id, hazard.due_on)
    rung = rules.next_rung(
        _overdue(session, hazard), climbed, now, _ladder(session, hazard, tables), tables.reminders
    )
    return hazards.plan_rung(session, hazard, rung.number, rung.due_at)


def _climb(session: Session, rung_id: int, now: datetime, tables: Tables) -> bool:
    rung = session.get_one(Rung, rung_id)
    hazard = session.get_one(Hazard, rung.hazard_id)
    if hazard.state not in hazards.OPEN_STATES or rung.deadline != hazard.due_on:
        # The truth has moved on since the rung was planned: accepted, or a later deadline was approved.
        hazards.settle_rung(session, rung_id, state=RungState.STOPPED, now=now)
        return False
    ladder = _ladder(session, hazard, tables)
    due_at = rules.rung_due(_overdue(session, hazard), rung.rung, ladder, tables.reminders)
    if due_at > now:
        hazards.move_rung(session, rung_id, due_at=due_at)
        return False
    tree = units.tree(session)
    present = {one: found for one in Told if (found := _addressees(session, tree, hazard, one))}
    climb = rules.told_on(rung.rung, present, ladder)
    told = [person for one in climb.told for person in present[one]] if climb else []
    # Nobody on the ladder at all: somebody must still hear of it.
    told = list({one.id: one for one in told}.values()) or list(people.with_role(session, Role.ADMIN))
    number = climb.number if climb else rung.rung
    names = [one.name for one in told]
    if not hazards.settle_rung(session, rung_id, state=RungState.SAID, now=now, told="、".join(names), rung=number):
        return False
    _tell(session, tree, hazard, Climbed(number, due_at), ladder, told, now)
    following = rules.next_rung(_overdue(session, hazard), number, now, ladder, tables.reminders)
    earliest = rules.time_to_answer(following.number, ladder) + now
    hazards.plan_rung(session, hazard, following.number, max(following.due_at, _settle(earliest, ladder, tables)))
    return True


def _settle(wanted: datetime, ladder: Ladder, tables: Tables) -> datetime:
    return duty_reminder.settle(wanted, tables.reminders, minds_quiet_hours=ladder.minds_quiet_hours)


def _tell(
    session: Session,
    tree: Tree,
    hazard: Hazard,
    climbed: Climbed,
    ladder: Ladder,
    told: Sequence[Person],
    now: datetime,
) -> None:
    assert hazard.id is not None
    before = [rung.told for rung in hazards.rungs(session, hazard.id) if rung.state is RungState.SAID and rung.told]
    card = texts.overdue(
        texts.Overdue(
            number=hazard.number,
            unit=tree.by_id[hazard.unit_id].name,
            place=hazard.place,
            problem=hazard.problem,
            grade=hazard.grade.term,
            state=hazard.state.term,
            is_handed_in=hazard.state is HazardState.TO_ACCEPT,
            owner=hazard.owner_name,
            deadline=hazard.due_on,
            days_over=(now.astimezone(TZ).date() - hazard.due_on).days,
            rung=climbed.number,
            height=len(ladder.steps),
            told=[one.name for one in told],
            told_before=list(dict.fromkeys(before[:-1])),
        )
    )
    for one in told:
        key = f"escalate:{hazard.id}:{hazard.due_on}:{climbed.number}:{one.id}"
        to = Recipient.person(one.userid)
        about = About(PushKind.HAZARD_RUNG, key, climbed.due_at, unit_id=hazard.unit_id, hazard_id=hazard.id)
        if outbox.enqueue(session, key, to, card, urgency=Urgency.URGENT, now=now):
            pushes.say(session, to, [about], key, now=now)


def _addressees(session: Session, tree: Tree, hazard: Hazard, told: Told) -> Sequence[Person]:
    if told is Told.GROUP:
        return []
    if told in (Told.OWNER, Told.UNIT_HEAD) and hazard.state is HazardState.TO_ACCEPT:
        # They have handed it in: what hangs now is the acceptance, and that is the office above.
        return []
    if told is Told.OWNER:
        owner = session.get(Person, hazard.owner_id) if hazard.owner_id is not None else None
        return [owner] if owner is not None and owner.is_active else []
    return addressees.people_of(session, tree, hazard.unit_id, told)


def _overdue(session: Session, hazard: Hazard) -> rules.Overdue:
    assert hazard.id is not None
    answered = tuple(
        event.at for event in hazards.events(session, hazard.id) if event.action is HazardAction.ACKNOWLEDGE
    )
    return rules.Overdue(hazard.due_on, answered)


def _ladder(session: Session, hazard: Hazard, tables: Tables) -> Ladder:
    """Return the ladder as it was when the hazard was opened; today's where that version was never kept."""
    content = policies.content(session, "escalation", hazard.ladder_version) if hazard.ladder_version else None
    table = EscalationTable.from_content(content) if content is not None else tables.escalation
    return table.by_grade[hazard.grade.value]
