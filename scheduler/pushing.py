"""Push what the clock says: every push leaves a row (S2-6), and a group that has had enough waits 「缓发」."""

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta

from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from handlers.texts.duty import Asked
from scheduler import duty_asking
from scheduler.rules import push_room
from scheduler.rules.duty_reminder import is_list
from storage import duties, outbox, pushes
from storage.messages import Card, Recipient
from storage.pushes import About, Push
from storage.units import Tree
from storage.vocabulary import PushKind, PushState, Urgency


def send(
    session: Session,
    to: Recipient,
    key: str,
    card: Card,
    about: Sequence[About],
    *,
    now: datetime,
    urgency: Urgency = Urgency.PROMPT,
) -> bool:
    """Push the card and write down what it says; return False where this was said before."""
    letter = f"{key}@{to}"
    if not outbox.enqueue(session, letter, to, card, urgency=urgency, now=now):
        return False
    pushes.say(session, to, about, letter, now=now)
    return True


def has_room(session: Session, to: Recipient, unit_id: int, now: datetime, tables: Tables) -> bool:
    """Return whether the group may get an ordinary push now; nobody else decides for it until we are done."""
    here = now.astimezone(TZ)
    midnight = datetime.combine(here.date(), time(), TZ)
    pushed = pushes.pushed_since(session, to, midnight)
    later = duties.steps_between(session, unit_id, now, midnight + timedelta(days=1))
    rules = tables.reminders.push
    return push_room.has_room(
        pushed,
        night_left=len(
            {one.due_at for one in later if not is_list(one.step) and is_for_the_night(one.code, one.slot, tables)}
        ),
        is_evening_due=here.time() < rules.evening.at,
        a_day=rules.a_day,
    )


def is_for_the_night(code: str, slot: str, tables: Tables) -> bool:
    """Return whether prompts for this duty go out in quiet hours: put off, they would be worth nothing."""
    rule = tables.duties.by_code.get(code)
    key = slot.partition("/")[2]
    return rule is not None and any(one.key == key and not one.minds_quiet_hours for one in rule.slots)


def still_wanted(
    session: Session,
    tree: Tree,
    waiting: Sequence[Push],
    known: Collection[tuple[str, str]],
    *,
    now: datetime,
    tables: Tables,
) -> list[Asked]:
    """Return what is still to be said of what was held back, each duty once, those `known` left out.

    What nobody has to be told any more is dropped.
    """
    found: dict[tuple[str, str], Asked | None] = {}
    gone = []
    for one in waiting:
        name = (one.code, one.slot)
        if name not in found and one.unit_id is not None:
            found[name] = duty_asking.asked_now(
                session, tree, one.unit_id, *name, planned_at=one.planned_at, tables=tables
            )
        if found.get(name) is None:
            gone.append(one.id or 0)
    pushes.settle(session, gone, PushState.DROPPED, "", now=now)
    return [asked for name, asked in found.items() if asked is not None and name not in known]


def kind_of(step: str) -> PushKind:
    """Return what kind of push a reminder step is."""
    return PushKind.MISSING if is_list(step) else PushKind.REMIND
