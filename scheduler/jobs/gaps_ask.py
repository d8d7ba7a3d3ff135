"""Ask once a week for what hangs in the air 「悬空」 (T1-7): a letter to each officer with the gaps in charge."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.tables import Tables
from handlers import gaps
from handlers.texts import gaps as texts
from handlers.texts.gaps import Gap
from scheduler import weekly
from storage import outbox, units
from storage.messages import Recipient
from storage.people import Person
from storage.vocabulary import Urgency

NAME = "gaps_ask"


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Write this week's letters once it is time; return how many."""
    return weekly.once(
        engine,
        NAME,
        tables.gaps.ask,
        now,
        tables,
        write=lambda session, week: sum(
            _ask(session, week, person, ours, now) for person, ours in _by_person(session, now, tables)
        ),
    )


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
