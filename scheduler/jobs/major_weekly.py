"""Tell the leaders once a week which major hazards are left (G-3e), by number; nothing where there is none."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.tables import Tables
from handlers import major_stock
from handlers.texts import major_stock as texts
from handlers.texts.status import COUNTY
from scheduler import weekly
from storage import outbox, people, units
from storage.messages import Recipient
from storage.vocabulary import Role, Urgency

NAME = "major_weekly"


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Write this week's letters once it is time; return how many."""
    ask = tables.reminders.major_stock.ask
    return weekly.once(engine, NAME, ask, now, tables, write=lambda session, week: _tell(session, week, now, tables))


def _tell(session: Session, week: int, now: datetime, tables: Tables) -> int:
    tree = units.tree(session)
    stock = major_stock.gather(session, set(tree.by_id), tree=tree, tables=tables, now=now)
    if not stock.count:
        return 0
    card = texts.weekly(COUNTY, stock)
    leaders = people.with_role(session, Role.LEADER) or people.with_role(session, Role.ADMIN)
    return sum(
        outbox.enqueue(
            session,
            f"major_weekly:{week}:{one.id}",
            Recipient.person(one.userid),
            card,
            urgency=Urgency.PROMPT,
            now=now,
        )
        for one in leaders
    )
