"""Which unit a group chat belongs to: bound, taken away, and hinted at where it belongs to none."""

from dataclasses import replace
from datetime import datetime
from itertools import count

from sqlmodel import Session

from handlers.intent import Asking, Sorry
from handlers.rules.access import scope
from handlers.texts import group as texts
from storage import chats, outbox, units
from storage.messages import Card, Incoming, Recipient
from storage.units import Group, Unit
from storage.vocabulary import Urgency


def with_hint(session: Session, incoming: Incoming, card: Card, *, now: datetime) -> Card:
    """Return the answer with a line more where it is the first in a group that belongs to no unit."""
    if incoming.is_private or units.group_by_chat(session, chat_of(incoming)) is not None:
        return card
    if not chats.hint_once(session, incoming.channel, incoming.conversation, now=now):
        return card
    return replace(card, hints=(*card.hints, texts.HINT))


def chat_of(incoming: Incoming) -> str:
    """Return the chat id of the group in which the message was said."""
    return incoming.conversation.removeprefix("group:")


def refuse_outside(unit: Unit, asking: Asking) -> None:
    """Raise Sorry where the unit is not in the officer's charge; of one that is out of use it is the one above."""
    if (unit.id if unit.is_active else unit.parent_id) not in scope(asking.person, asking.tree):
        raise Sorry(texts.not_in_your_charge(unit.name))


def candidates(unit: Unit, asking: Asking, *, is_rebinding: bool) -> list[Group]:
    """Return the unit's stored groups that this chat may be; empty: it is a new one.

    Raises Sorry where the unit's group is another chat and nobody said that it should move.
    """
    groups = units.groups_of(asking.session, unit)
    without_chat = [one for one in groups if not one.chat_id]
    if without_chat or not groups:
        return without_chat
    if not is_rebinding:
        raise Sorry(texts.unit_has_another_chat(unit.name, groups[0].name))
    return [groups[0]]


def bind(unit: Unit, group: Group | None, here: Group | None, asking: Asking) -> Card:
    """Bind the chat to `group` of the unit, a new one where there is none; take it from `here`, which it was.

    A group that was another chat's is told that it is no longer.
    """
    session, chat = asking.session, chat_of(asking.incoming)
    before = "" if here is None else unit_of(here, asking).name
    moved = group.chat_id if group is not None else ""
    if here is not None:
        units.unbind(session, here, message=asking.origin)
    known = group or units.given_up_group(session, unit)
    units.bind(session, known or _new_group(unit, asking), chat, message=asking.origin)
    if moved:
        card = texts.given_to_another_chat(unit.name, asking.person.name)
        old_chat = Recipient.chat(f"group:{moved}")
        outbox.enqueue(session, f"rebound:{asking.origin}", old_chat, card, urgency=Urgency.PROMPT, now=asking.now)
    with_webhook = group.name if group is not None and group.webhook_key else ""
    return texts.bound(unit.name, asking.person.name, before=before, with_webhook=with_webhook, moved=bool(moved))


def unbind(here: Group, asking: Asking) -> Card:
    """Take the chat away from its unit. Raises Sorry where the unit is not in the officer's charge."""
    unit = unit_of(here, asking)
    refuse_outside(unit, asking)
    units.unbind(asking.session, here, message=asking.origin)
    return texts.unbound(unit.name, asking.person.name, has_webhook=here.is_active)


def unit_of(group: Group, asking: Asking) -> Unit:
    """Return the unit of the group, also one that is no longer in use."""
    return asking.session.get_one(Unit, group.unit_id)


def _new_group(unit: Unit, asking: Asking) -> Group:
    assert unit.id is not None
    names = (texts.name(unit.name, number) for number in count(1))
    return Group(name=next(one for one in names if not units.has_group_called(asking.session, one)), unit_id=unit.id)
