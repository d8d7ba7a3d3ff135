"""Gather the stock of open major hazards 「重大存量」 of some units (G-3e): the same in chat and letter."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from handlers.rules import major_stock as rules
from handlers.rules.hazard_deadline import days_over
from handlers.rules.hazard_major import PROGRESS
from handlers.rules.major_stock import Major, Stock
from handlers.texts.hazard import brief
from storage import hazard_stock
from storage.units import Tree

_WEEK = timedelta(days=7)


def gather(session: Session, unit_ids: Collection[int], *, tree: Tree, tables: Tables, now: datetime) -> Stock:
    """Return the stock of these units as it stands at `now`, the longest known first."""
    today = now.astimezone(TZ).date()
    found = hazard_stock.open_major(session, unit_ids)
    ids = [one.id for one in found if one.id is not None]
    parts, supervised = hazard_stock.plan_parts(session, ids), hazard_stock.supervised(session, ids)
    last = hazard_stock.last_of(session, ids, PROGRESS)
    majors = [
        Major(
            number=one.number,
            unit=tree.by_id[one.unit_id].name if one.unit_id in tree.by_id else "",
            what=brief(one),
            found_on=one.reported_at.astimezone(TZ).date(),
            parts=parts.get(one.id or 0, 0),
            is_supervised=one.id in supervised,
            owner=one.owner_name,
            quiet_days=rules.quiet_days(last.get(one.id or 0, one.reported_at), today),
            days_over=days_over(one.due_on, today),
        )
        for one in found
    ]
    gone = hazard_stock.major_closed_since(session, unit_ids, now - _WEEK)
    week = rules.week((one.reported_at for one in found), (one.reported_at for one in gone), now - _WEEK)
    return rules.stock(majors, tables.reminders.major_stock.milestone, week)
