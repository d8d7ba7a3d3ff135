"""Received messages: stored once, claimed oldest first in each conversation, finished once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import (
    Connection,
    CursorResult,
    Index,
    UniqueConstraint,
    Update,
    and_,
    exists,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col

from storage import evidence
from storage.columns import Table, json_field, word_field
from storage.database import insert_new
from storage.messages import Incoming, MessageKind
from storage.vocabulary import InboxState

_OPEN = text("state = 'waiting'")
_DEAD = text("state = 'dead'")


class LeaseLost(Exception):
    """The worker overslept and somebody else may be answering this message: roll back."""


class InboxMessage(Table, table=True):
    """One received message."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "message_id"),
        # Partial: what is done costs the next claim nothing.
        Index("ix_inbox_open", "conversation", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_inbox_dead", "id", sqlite_where=_DEAD, postgresql_where=_DEAD),
    )

    id: int | None = Field(default=None, primary_key=True)
    channel: str = Field(max_length=40)
    message_id: str = Field(max_length=200)
    sender: str = Field(max_length=120)
    conversation: str = Field(max_length=200)
    kind: str = Field(max_length=24)
    body: str = ""
    details: dict[str, Any] = json_field(default_factory=dict)
    reply_handle: str = ""
    sent_at: datetime | None = None
    received_at: datetime
    state: InboxState = word_field(InboxState, default=InboxState.WAITING)
    attempts: int = 0
    not_before: datetime
    leased_until: datetime | None = None
    lease_token: str = Field(default="", max_length=40)
    done_at: datetime | None = None
    error: str = ""

    def as_incoming(self) -> Incoming:
        """Return the message as the channel received it."""
        return Incoming(
            channel=self.channel,
            message_id=self.message_id,
            sender=self.sender,
            conversation=self.conversation,
            kind=MessageKind(self.kind),
            text=self.body,
            details=self.details,
            reply_handle=self.reply_handle,
            sent_at=self.sent_at,
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """One message that this worker alone may answer until its lease runs out."""

    row_id: int
    token: str
    attempts: int
    """This try included."""
    received_at: datetime
    incoming: Incoming


def receive(session: Session | Connection, messages: Iterable[Incoming], *, now: datetime) -> int:
    """Store the messages that are not stored yet, in their order, and what they bring; return how many were new.

    A bare connection does as well: a burst of messages is in a hurry.
    """
    messages = list(messages)
    rows = [
        {
            "channel": message.channel,
            "message_id": message.message_id,
            "sender": message.sender,
            "conversation": message.conversation,
            "kind": message.kind.value,
            "body": message.text,
            "details": dict(message.details),
            "reply_handle": message.reply_handle,
            "sent_at": message.sent_at,
            "received_at": now,
            "not_before": now,
        }
        for message in messages
    ]
    # What a known message brings may have been covered meanwhile: it does not come a second time.
    evidence.expect(session, [one for one in messages if not _is_known(session, one)], now=now)
    return insert_new(session, InboxMessage, rows)


def _is_known(session: Session | Connection, message: Incoming) -> bool:
    """Return whether a message that brings something was received before; of mere words nobody needs to ask."""
    if not evidence.brings_something(message):
        return False
    known = select(col(InboxMessage.id)).where(
        col(InboxMessage.channel) == message.channel, col(InboxMessage.message_id) == message.message_id
    )
    return session.execute(known).first() is not None


def claim(session: Session, *, now: datetime, lease: timedelta) -> Claim | None:
    """Claim the oldest message of a conversation that has no earlier open one; None where nothing waits."""
    earlier = aliased(InboxMessage)
    waiting = (
        select(col(InboxMessage.id))
        .where(
            col(InboxMessage.state) == InboxState.WAITING,
            col(InboxMessage.not_before) <= now,
            or_(col(InboxMessage.leased_until).is_(None), col(InboxMessage.leased_until) < now),
            ~exists().where(
                and_(
                    col(earlier.state) == InboxState.WAITING,
                    col(earlier.conversation) == col(InboxMessage.conversation),
                    col(earlier.id) < col(InboxMessage.id),
                )
            ),
        )
        .order_by(col(InboxMessage.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row_id = session.scalar(waiting)
    if row_id is None:
        return None
    token = uuid4().hex
    # Claimed rows count as attempts: a crash while answering must not repeat for ever.
    claimed = session.connection().execute(
        update(InboxMessage)
        .where(
            col(InboxMessage.id) == row_id,
            col(InboxMessage.state) == InboxState.WAITING,
            or_(col(InboxMessage.leased_until).is_(None), col(InboxMessage.leased_until) < now),
        )
        .values(leased_until=now + lease, lease_token=token, attempts=col(InboxMessage.attempts) + 1)
    )
    if claimed.rowcount != 1:
        return None
    row = session.get_one(InboxMessage, row_id, populate_existing=True)
    return Claim(row_id, token, row.attempts, row.received_at, row.as_incoming())


def finish(session: Session, claim: Claim, *, now: datetime, state: InboxState = InboxState.DONE) -> None:
    """Mark the message answered, in the transaction of its answer. Raises LeaseLost."""
    _settle(session, claim, state=state, done_at=now)


def postpone(session: Session, claim: Claim, *, until: datetime, error: str) -> None:
    """Let the message be tried again from nothing at `until`. Raises LeaseLost."""
    _settle(session, claim, not_before=until, leased_until=None, lease_token="", error=error[:500])


def bury(session: Session, claim: Claim, *, now: datetime, error: str) -> None:
    """Give the message up after its last try; it stays visible as a dead letter. Raises LeaseLost."""
    _settle(session, claim, state=InboxState.DEAD, done_at=now, error=error[:500])


def _settle(session: Session, claim: Claim, **values: Any) -> None:
    mine: Update = update(InboxMessage).where(
        col(InboxMessage.id) == claim.row_id,
        col(InboxMessage.state) == InboxState.WAITING,
        col(InboxMessage.lease_token) == claim.token,
    )
    if cast("CursorResult[Any]", session.connection().execute(mine.values(**values))).rowcount != 1:
        raise LeaseLost(f"inbox row {claim.row_id}")


def cover(session: Session, origins: Collection[str]) -> None:
    """Keep of the messages channel:message_id no more than that they came: neither sender nor words.

    Their names stay, so that a repeat of them is still known as one.
    """
    for origin in origins:
        channel, _, message_id = origin.partition(":")
        mine = update(InboxMessage).where(
            col(InboxMessage.channel) == channel, col(InboxMessage.message_id) == message_id
        )
        session.connection().execute(
            mine.values(sender="", conversation="", body="", details={}, reply_handle="", sent_at=None)
        )


_LOOKED_BACK = 5_000
"""Of so many messages of everybody the last one of a person is looked for: no index is kept for a rare question."""


def said_before(session: Session, message: Incoming, *, since: datetime) -> InboxMessage | None:
    """Return the last words that the sender of `message` wrote in the same chat before it, None for none `since`."""
    own = (
        select(col(InboxMessage.id))
        .where(col(InboxMessage.channel) == message.channel, col(InboxMessage.message_id) == message.message_id)
        .scalar_subquery()
    )
    rows = (
        select(InboxMessage)
        .where(
            col(InboxMessage.conversation) == message.conversation,
            col(InboxMessage.sender) == message.sender,
            col(InboxMessage.id) < own,
            col(InboxMessage.id) >= own - _LOOKED_BACK,
            col(InboxMessage.received_at) >= since,
            col(InboxMessage.body) != "",
            col(InboxMessage.kind) != MessageKind.EVENT,
        )
        .order_by(col(InboxMessage.id).desc())
        .limit(1)
    )
    return session.scalars(rows).first()


def free_leases(session: Session) -> int:
    """Free every lease; only for the one process of a SQLite file at its start. Return how many there were."""
    freed = session.connection().execute(
        update(InboxMessage)
        .where(col(InboxMessage.state) == InboxState.WAITING, col(InboxMessage.leased_until).is_not(None))
        .values(leased_until=None, lease_token="")
    )
    return freed.rowcount


def waiting_origins(session: Session, conversation: str) -> frozenset[str]:
    """Return channel:message_id of the messages of this conversation that are not answered yet."""
    rows = session.execute(
        select(col(InboxMessage.channel), col(InboxMessage.message_id)).where(
            col(InboxMessage.state) == InboxState.WAITING, col(InboxMessage.conversation) == conversation
        )
    )
    return frozenset(f"{channel}:{message_id}" for channel, message_id in rows)


def oldest_waiting(session: Session) -> datetime | None:
    """Return when the oldest unanswered message came, None where all are answered."""
    return session.scalar(
        select(func.min(col(InboxMessage.received_at))).where(col(InboxMessage.state) == InboxState.WAITING)
    )


def dead_letters(session: Session, *, limit: int) -> list[InboxMessage]:
    """Return the newest messages that were given up, newest first."""
    newest = select(InboxMessage).where(col(InboxMessage.state) == InboxState.DEAD)
    return list(session.scalars(newest.order_by(col(InboxMessage.id).desc()).limit(limit)))
