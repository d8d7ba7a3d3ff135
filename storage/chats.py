"""Chats in which each channel was spoken to: only there may it speak unasked."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import UniqueConstraint, func, or_, select, update
from sqlmodel import Field, Session, col

from storage.columns import Table
from storage.database import insert_new

_PRIVATE = "private:"


class KnownChat(Table, table=True):
    """One conversation that one channel has heard from."""

    __tablename__ = "known_chat"
    __table_args__ = (UniqueConstraint("channel", "conversation"),)

    id: int | None = Field(default=None, primary_key=True)
    channel: str = Field(max_length=40)
    conversation: str = Field(max_length=200, index=True)
    first_heard_at: datetime
    hinted_at: datetime | None = None
    """When an unbound group was told how it is bound to a unit."""


def hear(session: Session, channel: str, conversation: str, *, now: datetime) -> None:
    """Remember that somebody spoke to us there."""
    insert_new(session, KnownChat, [{"channel": channel, "conversation": conversation, "first_heard_at": now}])


def heard_by(session: Session, conversations: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """Return for each of these conversations the channels that heard it, with its name as they spell it.

    None: no key. Userids compare without case, but whoever speaks unasked must write them as the platform does.
    """
    key_by_asked = {one: _key(one) for one in conversations}
    keys = set(key_by_asked.values())
    of_people = [key for key in keys if key.startswith(_PRIVATE)]
    rows = session.execute(
        select(col(KnownChat.conversation), col(KnownChat.channel)).where(
            or_(col(KnownChat.conversation).in_(keys), func.lower(col(KnownChat.conversation)).in_(of_people))
        )
    )
    found: dict[str, dict[str, str]] = {}
    for conversation, channel in rows:
        found.setdefault(_key(conversation), {})[channel] = conversation
    return {one: found[key] for one, key in key_by_asked.items() if key in found}


def _key(conversation: str) -> str:
    return conversation.lower() if conversation.startswith(_PRIVATE) else conversation


def hint_once(session: Session, channel: str, conversation: str, *, now: datetime) -> bool:
    """Return whether the hint about binding is to be given now: True once for each chat."""
    hinted = session.connection().execute(
        update(KnownChat)
        .where(
            col(KnownChat.channel) == channel,
            col(KnownChat.conversation) == conversation,
            col(KnownChat.hinted_at).is_(None),
        )
        .values(hinted_at=now)
    )
    return hinted.rowcount == 1


def heard(session: Session, channel: str) -> frozenset[str]:
    """Return all conversations that the channel heard from, those with people in lower case."""
    rows = session.scalars(select(col(KnownChat.conversation)).where(col(KnownChat.channel) == channel))
    return frozenset(map(_key, rows))
