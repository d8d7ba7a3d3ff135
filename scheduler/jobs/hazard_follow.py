"""Follow major hazards: ask for the five, the study and progress in time, and tell the leaders of a standstill."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.duty_table import Told
from config.tables import Tables
from config.zone import TZ
from handlers.rules.hazard_major import PROGRESS, Asked, Course, Due, due
from handlers.texts import hazard_major as texts
from scheduler import addressees, piecework
from storage import hazard_plans, hazards, outbox, people, units
from storage.database import reading
from storage.hazards import Hazard
from storage.messages import Card, Recipient
from storage.people import Person
from storage.units import Tree
from storage.vocabulary import HazardAction, HazardState, PlanPart, Role, Urgency

NAME = "hazard_follow"

_CARDS: Mapping[Asked, Callable[[texts.Standing], Card]] = {
    Asked.PLAN: texts.plan_due,
    Asked.STUDY: texts.study_due,
    Asked.PROGRESS: texts.progress_due,
    Asked.STALLED: texts.stalled,
}


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Ask what is due about every open major hazard; return how many letters were written.

    Each is asked once a moment, whatever an outage let pass; in quiet hours nothing is asked.
    """
    if tables.reminders.quiet.covers(now.astimezone(TZ).time()):
        return 0
    with reading(engine) as session:
        ids = hazards.major_open(session)
    return piecework.each(engine, ids, lambda session, hazard_id: _follow(session, hazard_id, now, tables))


def _follow(session: Session, hazard_id: int, now: datetime, tables: Tables) -> bool:
    hazard = session.get_one(Hazard, hazard_id)
    course = _course(session, hazard)
    tree = units.tree(session)
    one = texts.Standing(
        hazard=hazard,
        unit=tree.by_id[hazard.unit_id].name,
        missing=course.missing_parts,
        quiet_days=(now.astimezone(TZ).date() - course.last_progress.astimezone(TZ).date()).days,
    )
    written = [
        _tell(session, due_, _CARDS[due_.asked](one), hazard, person, now=now)
        for due_ in due(course, now, tables.hazards.major_care)
        if not _waits_for_others(due_.asked, hazard)
        for person in _addressees(session, tree, hazard, due_.asked)
    ]
    return any(written)


def _waits_for_others(asked: Asked, hazard: Hazard) -> bool:
    """Return whether the work is handed in: what hangs then is the acceptance, which has its rungs."""
    return asked is Asked.PROGRESS and hazard.state is HazardState.TO_ACCEPT


def _course(session: Session, hazard: Hazard) -> Course:
    assert hazard.id is not None
    events = hazards.events(session, hazard.id)
    decided = [
        one.at for one in events if one.action is HazardAction.AMEND and one.note.startswith(hazard.grade.term)
    ]
    since = decided[-1] if decided else hazard.reported_at
    progress = [one.at for one in events if one.action in PROGRESS]
    told = hazard_plans.parts(session, hazard.id)
    return Course(
        since=since,
        missing_parts=[part for part in PlanPart if part not in told],
        is_studied=any(one.action is HazardAction.STUDY for one in events),
        last_progress=max([since, *progress]),
    )


def _addressees(session: Session, tree: Tree, hazard: Hazard, asked: Asked) -> Sequence[Person]:
    match asked:
        case Asked.STALLED:
            found = addressees.people_of(session, tree, hazard.unit_id, Told.LEADER)
        case Asked.STUDY:
            found = addressees.people_of(session, tree, hazard.unit_id, Told.TOWNSHIP) or addressees.people_of(
                session, tree, hazard.unit_id, Told.SECTION
            )
        case _:
            owner = session.get(Person, hazard.owner_id) if hazard.owner_id is not None else None
            heads = addressees.people_of(session, tree, hazard.unit_id, Told.UNIT_HEAD)
            found = [*([owner] if owner is not None and owner.is_active else []), *heads]
    found = found or people.with_role(session, Role.LEADER) or people.with_role(session, Role.ADMIN)
    return list({one.id: one for one in found}.values())


def _tell(session: Session, due_: Due, card: Card, hazard: Hazard, person: Person, *, now: datetime) -> bool:
    key = f"major:{hazard.id}:{due_.asked.value}:{due_.at:%Y%m%d%H%M}:{person.id}"
    urgency = Urgency.URGENT if due_.asked is Asked.STALLED else Urgency.PROMPT
    return outbox.enqueue(session, key, Recipient.person(person.userid), card, urgency=urgency, now=now)
