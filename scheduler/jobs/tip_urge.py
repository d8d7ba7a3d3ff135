"""Remind those who deal with tips of their limits, and climb one level up once each limit has passed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from handlers import tip_finding as finding
from handlers import tip_notices as notices
from handlers.rules.tip_access import About
from handlers.texts import tip_office as texts
from handlers.tip_intake import unit_of
from scheduler import piecework
from scheduler.rules import tip_urge as rules
from scheduler.rules.tip_urge import Urge
from storage import tips, units
from storage.database import reading
from storage.people import Person
from storage.tips import OPEN_STATES, Tip
from storage.units import Tree
from storage.vocabulary import TipState

NAME = "tip_urge"


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Say what is due about the limits of open tips, each once; return how many reminders there were."""
    with reading(engine) as session:
        due = [
            (one.id, urge)
            for one in tips.open_tips(session)
            for urge in _due(one, now, tables)
            if not tips.events(session, one, urge.step)
        ]
    return piecework.each(engine, due, lambda session, item: _say(session, item[0] or 0, item[1], now))


def _due(tip: Tip, now: datetime, tables: Tables) -> list[Urge]:
    local, table = now.astimezone(TZ), tables.tips
    found = rules.due("settle", tip.settle_by, table.settle, local, tables.reminders)
    if tip.state is TipState.RECEIVED:
        return rules.due("respond", tip.respond_by, table.respond, local, tables.reminders) + found
    return found


def _say(session: Session, tip_id: int, urge: Urge, now: datetime) -> bool:
    tip = tips.claim(session, tip_id)
    is_over = tip is None or tip.state not in OPEN_STATES
    if tip is None or is_over or tips.events(session, tip, urge.step):
        # Settled, or said by another process while this one waited.
        return False
    tree = units.tree(session)
    at = tip.respond_by if urge.limit == "respond" else tip.settle_by
    whom = _whom(session, tree, finding.about(tip), urge)
    card = texts.urge(tip, unit_of(tip, tree), urge.limit, at, is_over=urge.when != rules.BEFORE)
    is_urgent = urge.when != rules.BEFORE
    notices.tell_office(session, tip, whom, card, urge.step, now=now, is_urgent=is_urgent)
    tips.write(session, tip, urge.step, by=None, now=now)
    return True


def _whom(session: Session, tree: Tree, about: About, urge: Urge) -> Sequence[Person]:
    match urge.when:
        case rules.BEFORE:
            return finding.handlers_of(session, tree, about)
        case rules.AT:
            both = [*finding.handlers_of(session, tree, about), *finding.above(session, tree, about)]
            return list({one.id: one for one in both}.values())
        case _:
            return finding.leaders(session, tree, about)
