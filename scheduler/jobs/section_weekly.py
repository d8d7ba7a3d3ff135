"""Tell each section once a week what the week before was in the towns in its charge 「股室周报」."""

from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from config.tables import Tables
from handlers import section_week
from handlers.texts import section_weekly as texts
from scheduler import pushing, weekly
from storage import people, units
from storage.figures import Period
from storage.messages import Recipient
from storage.pushes import About
from storage.vocabulary import Level, PushKind, Role

NAME = "section_weekly"


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Write this week's letters once it is time; return how many. A section without anybody gets none."""
    ask = tables.reminders.push.digest
    return weekly.once(engine, NAME, ask, now, tables, write=lambda session, week: _tell(session, week, now, tables))


def _tell(session: Session, week: int, now: datetime, tables: Tables) -> int:
    tree = units.tree(session)
    monday = date.fromordinal(week * 7 + 1)
    over = Period(monday - timedelta(days=7), monday - timedelta(days=1))
    said = 0
    for section in tree.at(Level.SECTION):
        readers = people.of_unit(session, section.id or 0, Role.SECTION)
        found = section_week.gather(session, section, over, tree=tree, tables=tables, now=now) if readers else None
        for person in readers if found else ():
            assert found is not None
            key = f"{NAME}:{week}:{person.id}"
            about = About(PushKind.DIGEST, key, now, unit_id=section.id)
            to = Recipient.person(person.userid)
            said += pushing.send(session, to, key, texts.weekly(found), [about], now=now)
    return said
