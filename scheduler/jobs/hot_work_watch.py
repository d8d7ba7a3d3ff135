"""Watch over hot work: the end, the look back for embers, and what is not told in time climbs (T5-8b)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.duty_table import Told as Office
from config.tables import Tables
from handlers import card_closing
from handlers.rules.hot_work import Step, Told, steps_due
from handlers.texts import hot_work as texts
from scheduler import addressees, piecework
from storage import hot_work, outbox, people, units
from storage.database import reading
from storage.hot_work import HotWork
from storage.messages import Recipient
from storage.people import Person
from storage.units import Tree
from storage.vocabulary import HotWorkState, Role, Urgency

NAME = "hot_work_watch"


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Say what is due for the open tickets, each once; return for how many something was said."""
    with reading(engine) as session:
        open_ = hot_work.open_ids(session)
    return piecework.each(engine, open_, lambda session, one: _watch(session, one, now, tables))


def _watch(session: Session, ticket_id: int, now: datetime, tables: Tables) -> bool:
    ticket = session.get_one(HotWork, ticket_id)
    if ticket.state is HotWorkState.ASKED:
        return now >= ticket.ends_at and _lapse(session, ticket, now)
    rule = tables.inspections.hot_work
    due = steps_due(
        ticket.state,
        ticket.ends_at,
        ticket.recheck_at,
        now=now,
        head_after=rule.head_after,
        township_after=rule.township_after,
    )
    tree = units.tree(session)
    said = [_say(session, tree, ticket, step, now) for step in due]
    return any(said)


def _say(session: Session, tree: Tree, ticket: HotWork, step: Step, now: datetime) -> bool:
    unit = tree.by_id[ticket.unit_id].name
    card = texts.overdue(ticket, unit, step.what, step.told)
    is_new = False
    for person in _told(session, tree, ticket, step.told):
        # The moment stands in the key: a look back that found embers is asked for again.
        key = f"hot_work:{ticket.id}:{step.what}:{step.told}:{step.due_at:%Y%m%d%H%M%S}:{person.id}"
        to = Recipient.person(person.userid)
        is_new |= outbox.enqueue(session, key, to, card, urgency=Urgency.URGENT, now=now)
    return is_new


def _told(session: Session, tree: Tree, ticket: HotWork, told: Told) -> list[Person]:
    match told:
        case Told.UNIT:
            asker = session.get(Person, ticket.asked_by) if ticket.asked_by is not None else None
            asking = [asker] if asker is not None and asker.is_active else []
            watchers = people.by_name(session, ticket.watcher, {ticket.unit_id})
            found = [*watchers, *people.of_unit(session, ticket.unit_id, Role.SAFETY_OFFICER), *asking]
        case Told.HEAD:
            found = [*addressees.people_of(session, tree, ticket.unit_id, Office.UNIT_HEAD)]
        case _:
            found = [*_offices(session, tree, ticket.unit_id)]
    found = found or [*_offices(session, tree, ticket.unit_id)] or [*people.with_role(session, Role.ADMIN)]
    return list({one.id: one for one in found}.values())


def _offices(session: Session, tree: Tree, unit_id: int) -> Sequence[Person]:
    for office in (Office.TOWNSHIP, Office.SECTION, Office.LEADER):
        if found := addressees.people_of(session, tree, unit_id, office):
            return found
    return []


def _lapse(session: Session, ticket: HotWork, now: datetime) -> bool:
    """Make a ticket void that nobody has decided on before its end, and tell who asked."""
    if not hot_work.move(session, ticket, HotWorkState.VOID):
        return False
    closed_as = texts.closed_as(ticket, "")
    card_closing.close(session, texts.subject(ticket.number, "decide"), closed_as, now=now)
    asker = session.get(Person, ticket.asked_by) if ticket.asked_by is not None else None
    if asker is not None and asker.is_active:
        key = f"hot_work:{ticket.id}:lapsed"
        to = Recipient.person(asker.userid)
        outbox.enqueue(session, key, to, texts.lapsed(ticket), urgency=Urgency.URGENT, now=now)
    return True
