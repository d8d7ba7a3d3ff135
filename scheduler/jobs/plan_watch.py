"""Have every plan read: ask who is new, remind who has not confirmed, and tell head and office in the end (T12-5)."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from handlers import gaps
from handlers import plan_reading as reading
from handlers.rules.plan_reading import step
from handlers.texts import plan_reading as texts
from scheduler import piecework
from storage import people, plan_readings, registers, units
from storage.database import reading as read_only
from storage.registers import RegisterEntry
from storage.vocabulary import RegisterKind, Role

NAME = "plan_watch"


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Write the letters that are due, each once; return for how many plans something was written."""
    at, rule = now.astimezone(TZ).time(), tables.confirmations.plan_reading
    if at < rule.letters_at or tables.reminders.quiet.covers(at):
        return 0
    with read_only(engine) as session:
        tree = units.tree(session)
        ids = [one.id for one in registers.standing(session, list(tree.by_id), RegisterKind.PLAN) if one.id]
    return piecework.each(engine, ids, lambda session, one: _watch(session, one, now, tables))


def _watch(session: Session, entry_id: int, now: datetime, tables: Tables) -> bool:
    entry = session.get_one(RegisterEntry, entry_id)
    tree = units.tree(session)
    if entry.ended_at is not None or entry.unit_id not in tree.by_id:
        return False
    unit, rule = tree.by_id[entry.unit_id].name, tables.confirmations.plan_reading
    said = reading.ask(session, entry, texts.to_read(unit, entry), now=now) > 0
    today = now.astimezone(TZ).date()
    rows = {one.person_id: one for one in plan_readings.of_entry(session, entry_id)}
    found, late = reading.of(session, entry), []
    for person in found.unread:
        asked_on = rows[person.id or 0].asked_at.astimezone(TZ).date()
        reached = step(asked_on, today, rule.remind_after_days)
        if reached is not None:
            card = texts.still_to_read(unit, entry, (today - asked_on).days)
            said |= reading.tell(session, [person], card, f"plan:{entry_id}:remind:{reached}", now=now)
        if (today - asked_on).days >= rule.climb_after_days:
            late.append(person.name)
    if late:
        total = len(found.read) + len(found.unread)
        told = [*people.of_unit(session, entry.unit_id, Role.HEAD), *gaps.asked_of(session, tree, entry.unit_id)]
        card = texts.unread_told(unit, entry, late, total)
        said |= reading.tell(session, told, card, f"plan:{entry_id}:unread", now=now)
    return said
