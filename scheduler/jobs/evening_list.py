"""Name in each group, once in the evening, who has not done what; what was held back goes along 「晚间名单」."""

from datetime import datetime, time, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from handlers.texts import duty as texts
from scheduler import daily, duty_asking, pushing
from scheduler.rules.duty_reminder import settle
from storage import duties, pushes, units
from storage.messages import Recipient
from storage.pushes import About
from storage.units import Group
from storage.vocabulary import PushKind, PushState

NAME = "evening_list"
_WORTH_IT_FOR = timedelta(hours=2)


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Write this evening's lists once it is time; return how many. After two hours they are left to the next."""
    rules = tables.reminders
    day = now.astimezone(TZ).date()
    begin = settle(datetime.combine(day, rules.push.evening.at, TZ), rules, minds_quiet_hours=True)
    return daily.once(
        engine,
        NAME,
        begin,
        begin + _WORTH_IT_FOR,
        now,
        items=_groups,
        do=lambda session, group: _tell(session, group, begin, now, tables),
    )


def _groups(session: Session) -> list[Group]:
    """Return the group of each unit that has one: where there are several, the one that is reminded."""
    return list({one.unit_id: one for one in reversed(units.groups(session))}.values())


def _tell(session: Session, group: Group, planned_at: datetime, now: datetime, tables: Tables) -> bool:
    tree = units.tree(session)
    to = Recipient.group(group.id or 0)
    midnight = datetime.combine(now.astimezone(TZ).date(), time(), TZ)
    lacking = duties.lacking(
        session,
        tree.below(group.unit_id),
        due_since=now - tables.reminders.push.evening.looks_back,
        cut_off_since=midnight,
        now=now,
    )
    found = [
        duty_asking.asked_now(session, tree, group.unit_id, *one, planned_at=planned_at, tables=tables)
        for one in lacking
    ]
    missing = [one for one in found if one is not None]
    waiting = pushes.held(session, to)
    named = [one for one, asked in zip(lacking, found, strict=True) if asked is not None]
    more = pushing.still_wanted(session, tree, waiting, named, now=now, tables=tables)
    if not missing and not more:
        return False
    key = f"{NAME}:{planned_at:%Y%m%d}:{group.unit_id}"
    about = About(PushKind.EVENING, key, planned_at, unit_id=group.unit_id)
    if not pushing.send(session, to, key, texts.evening(missing, more, now), [about], now=now):
        return False
    pushes.settle(session, [one.id or 0 for one in waiting], PushState.MERGED, f"{key}@{to}", now=now)
    return True
