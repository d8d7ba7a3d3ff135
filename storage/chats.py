"""Chats in which each channel was spoken to: only there may it speak unasked."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import UniqueConstraint, select, update
from sqlmodel import Field, Session, col

from storage.columns import Table
from storage.database import insert_new


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


def heard_by(session: Session, conversations: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return the channels that heard each of these conversations; none: no key."""
    rows = session.execute(
        select(col(KnownChat.conversation), col(KnownChat.channel)).where(
            col(KnownChat.conversation).in_(list(conversations))
        )
    )
    found: dict[str, set[str]] = {}
    for conversation, channel in rows:
        found.setdefault(conversation, set()).add(channel)
    return {conversation: frozenset(channels) for conversation, channels in found.items()}


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
    """Return all conversations that the channel heard from."""
    return frozenset(session.scalars(select(col(KnownChat.conversation)).where(col(KnownChat.channel) == channel)))
