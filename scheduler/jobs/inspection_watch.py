"""Watch over records of visits that wait for signatures (T9-7): remind once, then tell the township once."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.duty_table import Told
from config.tables import Tables
from config.zone import TZ
from handlers.texts import inspection_sign as texts
from scheduler import addressees, piecework
from storage import inspections, outbox, people, units
from storage.database import reading
from storage.inspections import Inspection
from storage.messages import Card, Recipient
from storage.people import Person
from storage.units import Tree
from storage.vocabulary import InspectionState, Role, Urgency

NAME = "inspection_watch"


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Say what is due of each record, each once; return for how many something was said. Quiet hours are kept."""
    if tables.reminders.quiet.covers(now.astimezone(TZ).time()):
        return 0
    with reading(engine) as session:
        waiting = inspections.waiting_for_signatures(session)
    return piecework.each(engine, waiting, lambda session, one: _watch(session, one, now, tables))


def _watch(session: Session, visit_id: int, now: datetime, tables: Tables) -> bool:
    visit = session.get_one(Inspection, visit_id)
    since = inspections.ended_at(session, visit) if visit.state is InspectionState.TO_SIGN else None
    rule = tables.inspections.sign
    if since is None or now - since < rule.remind_after:
        return False
    tree = units.tree(session)
    days = (now.astimezone(TZ).date() - since.astimezone(TZ).date()).days
    # After an outage that let both pass the township alone is told: it reminds the others.
    if now - since >= rule.township_after:
        return _tell_township(session, tree, visit, days, now)
    said = [_tell(session, visit, "remind", one, card, now) for one, card in _reminders(session, tree, visit, days)]
    return any(said)


def _reminders(session: Session, tree: Tree, visit: Inspection, days: int) -> Iterator[tuple[Person, Card]]:
    unit = _name(tree, visit)
    if visit.our_sign_at is None:
        starter = session.get(Person, visit.started_by)
        if starter is not None and starter.is_active:
            yield starter, texts.waits(visit.code, unit, days, is_ours=True)
    if visit.unit_sign_at is None:
        for one in people.of_unit(session, visit.unit_id, Role.HEAD, Role.SAFETY_OFFICER):
            yield one, texts.waits(visit.code, unit, days, is_ours=False)


def _tell_township(session: Session, tree: Tree, visit: Inspection, days: int, now: datetime) -> bool:
    missing = [
        side
        for side, at in ((texts.our_side(), visit.our_sign_at), (texts.unit_side(), visit.unit_sign_at))
        if at is None
    ]
    card = texts.still_waits(visit.code, _name(tree, visit), days, missing)
    said = [_tell(session, visit, "township", one, card, now) for one in _office(session, tree, visit.unit_id)]
    return any(said)


def _office(session: Session, tree: Tree, unit_id: int) -> list[Person]:
    for office in (Told.TOWNSHIP, Told.SECTION, Told.LEADER):
        if found := addressees.people_of(session, tree, unit_id, office):
            return [*found]
    return [*people.with_role(session, Role.ADMIN)]


def _tell(session: Session, visit: Inspection, what: str, person: Person, card: Card, now: datetime) -> bool:
    key = f"inspection:{visit.id}:sign:{what}:{person.id}"
    return outbox.enqueue(session, key, Recipient.person(person.userid), card, urgency=Urgency.PROMPT, now=now)


def _name(tree: Tree, visit: Inspection) -> str:
    unit = tree.by_id.get(visit.unit_id)
    return unit.name if unit else visit.code
