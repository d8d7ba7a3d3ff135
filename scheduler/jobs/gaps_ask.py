"""Ask once a week for what hangs in the air 「悬空」 (T1-7): a letter to each officer with the gaps in charge."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from handlers import gaps
from handlers.texts import gaps as texts
from handlers.texts.gaps import Gap
from scheduler.rules import weekly_ask as rules
from storage import counters, outbox, people, units
from storage.database import reading, work
from storage.messages import Recipient
from storage.people import Person
from storage.vocabulary import Urgency

NAME = "gaps_ask"


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Write this week's letters once it is time; return how many.

    The week in which the bureau begins is not asked for: everything is a gap before somebody has filled anything in.
    """
    week = rules.due_week(now, tables.gaps.ask, tables.calendar, tables.reminders)
    with reading(engine) as session:
        asked, is_begun = counters.reached(session, NAME), bool(people.everybody(session))
    if (asked is not None and asked >= week) or not is_begun:
        return 0
    if asked is not None and tables.reminders.quiet.covers(now.astimezone(TZ).time()):
        return 0
    with work(engine) as session:
        if not counters.advance(session, NAME, week) or asked is None:
            return 0
        return sum(_ask(session, week, person, ours, now) for person, ours in _by_person(session, now, tables))


def _by_person(session: Session, now: datetime, tables: Tables) -> list[tuple[Person, list[Gap]]]:
    tree = units.tree(session)
    person_by_id: dict[int, Person] = {}
    gaps_by_id: dict[int, list[Gap]] = {}
    for gap in gaps.gather(session, set(tree.by_id), tree=tree, tables=tables, now=now):
        for person in gaps.asked_of(session, tree, gap.unit_id):
            assert person.id is not None
            person_by_id[person.id] = person
            gaps_by_id.setdefault(person.id, []).append(gap)
    return [(person_by_id[one], ours) for one, ours in gaps_by_id.items()]


def _ask(session: Session, week: int, person: Person, ours: list[Gap], now: datetime) -> bool:
    key = f"gaps:{week}:{person.id}"
    card = texts.weekly(ours)
    return outbox.enqueue(session, key, Recipient.person(person.userid), card, urgency=Urgency.PROMPT, now=now)
