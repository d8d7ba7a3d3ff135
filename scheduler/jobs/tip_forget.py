"""Forget who told a tip once it has been settled for as long as the bureau says; what was told stays."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.tables import Tables
from scheduler import piecework
from storage import tips
from storage.database import reading
from storage.tips import Tip
from storage.vocabulary import TipState

NAME = "tip_forget"


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Return of how many tips the tipster was forgotten."""
    with reading(engine) as session:
        due = tips.to_forget(session, settled_before=now - tables.tips.forget_after)
    return piecework.each(engine, due, lambda session, tip_id: _forget(session, tip_id, now))


def _forget(session: Session, tip_id: int, now: datetime) -> bool:
    tip = session.get_one(Tip, tip_id)
    if not tips.move(session, tip, of=tuple(TipState), sealed=""):
        return False
    tips.write(session, tip, "forgotten", by=None, now=now)
    return True
