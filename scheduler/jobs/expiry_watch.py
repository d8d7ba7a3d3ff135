"""Remind of what in the registers runs out, and once a week of institutions without a certified safety officer."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from handlers import gaps
from handlers import registers as holding
from handlers.rules.register_expiry import expires_on, step
from handlers.rules.register_lacks import Holdings, is_certified
from handlers.texts import register_letters as texts
from scheduler import piecework, weekly
from storage import outbox, people, registers, units
from storage.database import reading
from storage.messages import Card, Recipient
from storage.people import Person
from storage.registers import RegisterEntry
from storage.units import Tree
from storage.vocabulary import Role, Urgency

NAME = "expiry_watch"
_WEEKLY = "register_weekly"

Due = tuple[RegisterEntry, date, int]
"""An entry, its last day, and the reminder that is due."""


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Write the letters that are due; return how many institutions and people. A bad entry stops no other unit."""
    asked = _ask_weekly(engine, now, tables)
    at = now.astimezone(TZ).time()
    if at < tables.registers.letters_at or tables.reminders.quiet.covers(at):
        return asked
    with reading(engine) as session:
        tree = units.tree(session)
        unit_ids = sorted({one.unit_id for one in registers.standing(session, list(tree.by_id))})
    return asked + piecework.each(engine, unit_ids, lambda session, unit_id: _remind(session, unit_id, now, tables))


def _remind(session: Session, unit_id: int, now: datetime, tables: Tables) -> bool:
    """Tell head and office of all that has reached a reminder since the last time, and each holder of theirs."""
    today = now.astimezone(TZ).date()
    reached = [
        (entry, last, at)
        for entry in registers.standing(session, [unit_id])
        if (last := expires_on(entry, tables.registers)) is not None
        and (at := step(last, today, tables.registers.remind_days)) is not None
    ]
    due = [one for one in reached if registers.note(session, one[0], one[2], now=now)]
    if not due:
        return False
    tree = units.tree(session)
    in_charge = [*people.of_unit(session, unit_id, Role.HEAD), *gaps.asked_of(session, tree, unit_id)]
    _tell(session, in_charge, _card(tree, unit_id, due, today), due, now)
    for holder in _holders(session, due, but={one.id for one in in_charge}):
        theirs = [one for one in due if one[0].person_id == holder.id]
        _tell(session, [holder], _card(tree, unit_id, theirs, today), theirs, now)
    return True


def _card(tree: Tree, unit_id: int, due: Sequence[Due], today: date) -> Card:
    return texts.due(tree.by_id[unit_id].name, [(entry, last) for entry, last, _ in due], today)


def _holders(session: Session, due: Iterable[Due], but: set[int | None]) -> list[Person]:
    ids = {entry.person_id for entry, _, _ in due if entry.person_id is not None} - but
    found = [session.get_one(Person, one) for one in sorted(one for one in ids if one is not None)]
    return [one for one in found if one.is_active]


def _tell(session: Session, whom: Iterable[Person], card: Card, due: Sequence[Due], now: datetime) -> None:
    entry, _, at = due[0]
    for userid in dict.fromkeys(one.userid for one in whom):
        # The first reminder of a letter is in no other letter.
        key = f"register:{entry.id}:{at}:{userid}"
        outbox.enqueue(session, key, Recipient.person(userid), card, urgency=Urgency.PROMPT, now=now)


def _ask_weekly(engine: Engine, now: datetime, tables: Tables) -> int:
    def write(session: Session, week: int) -> int:
        letters = _weekly_letters(session, units.tree(session), now.astimezone(TZ).date(), tables)
        for userid, (without, uncertified) in letters.items():
            key = f"register:week:{week}:{userid}"
            card = texts.weekly(without, uncertified)
            outbox.enqueue(session, key, Recipient.person(userid), card, urgency=Urgency.PROMPT, now=now)
        return len(letters)

    return weekly.once(engine, _WEEKLY, tables.gaps.ask, now, tables, write=write)


def _weekly_letters(
    session: Session, tree: Tree, today: date, tables: Tables
) -> dict[str, tuple[list[str], list[str]]]:
    """Return by userid the institutions without a safety officer, and those without a certified one."""
    letters: dict[str, tuple[list[str], list[str]]] = {}
    for one in holding.holdings(session, tree, set(tree.by_id)):
        if is_certified(one, today, tables.registers):
            continue
        for person in _asked(session, tree, one):
            letters.setdefault(person.userid, ([], []))[bool(one.officer_ids)].append(one.name)
    return letters


def _asked(session: Session, tree: Tree, one: Holdings) -> list[Person]:
    return [*people.of_unit(session, one.unit_id, Role.HEAD), *gaps.asked_of(session, tree, one.unit_id)]
