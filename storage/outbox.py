"""Messages on their way out: enqueued once by key, claimed when due, settled as sent, later, dead or unknown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import CursorResult, Index, bindparam, func, select, text, type_coerce, update
from sqlalchemy import Table as SqlTable
from sqlmodel import Field, Session, col

from storage import leases
from storage.columns import KEY_LENGTH, Table, json_field, unique_key, word_field
from storage.database import insert_new
from storage.messages import Card, Recipient
from storage.vocabulary import OutboxState, Urgency

_QUEUED = text("state = 'queued'")
_SENDING = text("state = 'sending'")
_TROUBLED = text("state in ('dead', 'unknown')")


class OutboxMessage(Table, table=True):
    """One message to one recipient."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_queued", "not_before", "id", sqlite_where=_QUEUED, postgresql_where=_QUEUED),
        Index("ix_outbox_sending", "leased_until", sqlite_where=_SENDING, postgresql_where=_SENDING),
        Index("ix_outbox_troubled", "id", sqlite_where=_TROUBLED, postgresql_where=_TROUBLED),
        Index("ix_outbox_tried", "recipient", "tried_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=KEY_LENGTH)
    recipient: str = Field(max_length=200)
    urgency: Urgency = word_field(Urgency)
    card: dict[str, Any] = json_field()
    reply_channel: str = Field(default="", max_length=40)
    reply_handle: str = ""
    state: OutboxState = word_field(OutboxState, default=OutboxState.QUEUED)
    attempts: int = 0
    not_before: datetime
    created_at: datetime
    tried_at: datetime | None = None
    first_tried_at: datetime | None = None
    leased_until: datetime | None = None
    lease_token: str = Field(default="", max_length=40)
    channel: str = Field(default="", max_length=40)
    body: str = ""
    """As it was drawn for the first try: a repeat must be identical to the byte to be dropped by the platform."""
    sent_at: datetime | None = None
    error: str = ""

    def as_card(self) -> Card:
        """Return the stored card."""
        return Card.from_json(self.card)


@dataclass(frozen=True, slots=True)
class Letter:
    """One message that this worker alone may send until its lease runs out."""

    row_id: int
    token: str
    key: str
    recipient: Recipient
    urgency: Urgency
    card: Card
    attempts: int
    """This try included."""
    reply_channel: str
    reply_handle: str
    created_at: datetime
    first_tried_at: datetime
    channel: str
    body: str
    """Empty before the first try."""


def enqueue(
    session: Session,
    key: str,
    recipient: Recipient,
    card: Card,
    *,
    urgency: Urgency,
    now: datetime,
    not_before: datetime | None = None,
    reply: tuple[str, str] = ("", ""),
) -> bool:
    """Put a message into the outbox; return False where `key` was enqueued before.

    `reply` is (channel, reply handle) of the message that this one answers.
    """
    row = {
        "key": unique_key(key),
        "recipient": str(recipient),
        "urgency": urgency,
        "card": card.as_json(),
        "reply_channel": reply[0],
        "reply_handle": reply[1],
        "not_before": not_before or now,
        "created_at": now,
    }
    return insert_new(session, OutboxMessage, [row]) == 1


def claim(session: Session, *, now: datetime, lease: timedelta, limit: int) -> list[Letter]:
    """Claim up to `limit` due messages, longest due first.

    Claims are serialised, so that what a recipient was sent in the last minute can be counted without a race.
    """
    leases.serialise(session, "outbox")
    due = (
        select(col(OutboxMessage.id))
        .where(col(OutboxMessage.state) == OutboxState.QUEUED, col(OutboxMessage.not_before) <= now)
        .order_by(col(OutboxMessage.not_before), col(OutboxMessage.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    row_ids = list(session.scalars(due))
    if not row_ids:
        return []
    token, first_tried_at = uuid4().hex, _table().c.first_tried_at
    # Claimed rows count as attempts: a crash while sending must not repeat for ever.
    claimed = session.scalars(
        update(OutboxMessage)
        .where(col(OutboxMessage.id).in_(row_ids))
        .values(
            state=OutboxState.SENDING,
            leased_until=now + lease,
            lease_token=token,
            attempts=col(OutboxMessage.attempts) + 1,
            tried_at=now,
            # With the column's type: a plain moment inside a function would be written in its own zone.
            first_tried_at=func.coalesce(first_tried_at, type_coerce(now, first_tried_at.type)),
        )
        .returning(OutboxMessage),
        execution_options={"populate_existing": True},
    )
    return sorted((_letter(row) for row in claimed), key=lambda letter: row_ids.index(letter.row_id))


def _table() -> SqlTable:
    return cast(SqlTable, OutboxMessage.__table__)  # type: ignore[attr-defined]


def _letter(row: OutboxMessage) -> Letter:
    assert row.id is not None
    assert row.first_tried_at is not None
    return Letter(
        row_id=row.id,
        token=row.lease_token,
        key=row.key,
        recipient=Recipient.parse(row.recipient),
        urgency=row.urgency,
        card=row.as_card(),
        attempts=row.attempts,
        reply_channel=row.reply_channel,
        reply_handle=row.reply_handle,
        created_at=row.created_at,
        first_tried_at=row.first_tried_at,
        channel=row.channel,
        body=row.body,
    )


def freeze(session: Session, drawn: Iterable[tuple[Letter, str, str]]) -> None:
    """Keep what the first try of each letter will send, (letter, channel, body), in the transaction of the claim."""
    rows = [{"row": letter.row_id, "by": channel, "words": body} for letter, channel, body in drawn]
    if rows:
        table = _table()
        keep = update(table).where(table.c.id == bindparam("row"))
        session.connection().execute(keep.values(channel=bindparam("by"), body=bindparam("words")), rows)


def sent(session: Session, letters: Sequence[Letter], *, now: datetime) -> int:
    """Mark the letters delivered; return how many, less than all where a lease was lost meanwhile."""
    mine = update(OutboxMessage).where(
        col(OutboxMessage.id).in_([letter.row_id for letter in letters]),
        col(OutboxMessage.state) == OutboxState.SENDING,
        col(OutboxMessage.lease_token).in_({letter.token for letter in letters}),
    )
    done = session.connection().execute(mine.values(state=OutboxState.SENT, sent_at=now, error="")).rowcount
    _cover(session, [letter for letter in letters if letter.card.is_confidential])
    return done


def postpone(
    session: Session,
    letter: Letter,
    *,
    until: datetime,
    error: str,
    was_tried: bool = True,
    may_have_arrived: bool = True,
) -> bool:
    """Let the message be sent at `until`; a message held back by the throttle was not tried.

    Where no try so far may have arrived, `first_tried_at` is forgotten: it tells since when a repeat is a repeat.
    """
    values: dict[str, Any] = {} if was_tried else {"attempts": letter.attempts - 1, "tried_at": None}
    if not may_have_arrived:
        values["first_tried_at"] = None
    return _settle(
        session,
        letter,
        state=OutboxState.QUEUED,
        not_before=until,
        leased_until=None,
        error=error[:500],
        **values,
    )


def reroute(session: Session, letter: Letter, *, channel: str, error: str, now: datetime) -> bool:
    """Let another channel send the message at once, drawn anew: the one before has refused it for good."""
    return _settle(
        session,
        letter,
        state=OutboxState.QUEUED,
        not_before=now,
        channel=channel,
        body="",
        first_tried_at=None,
        leased_until=None,
        lease_token="",
        error=error[:500],
    )


def hold(session: Session, recipient: Recipient, *, until: datetime) -> int:
    """Let nothing that is queued for the recipient leave before `until`; return how many were put off."""
    held = session.connection().execute(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.state) == OutboxState.QUEUED,
            col(OutboxMessage.recipient) == str(recipient),
            col(OutboxMessage.not_before) < until,
        )
        .values(not_before=until)
    )
    return held.rowcount


def give_up(session: Session, letter: Letter, *, error: str) -> bool:
    """Mark the message dead; it stays visible as a dead letter."""
    return _end(session, letter, state=OutboxState.DEAD, error=error[:500])


def mark_unknown(session: Session, letter: Letter, *, error: str) -> bool:
    """Mark the outcome unknown 「结果不明」: it may have been said, and saying it again is worse than not."""
    return _end(session, letter, state=OutboxState.UNKNOWN, error=error[:500])


def _end(session: Session, letter: Letter, **values: Any) -> bool:
    is_ended = _settle(session, letter, **values)
    if is_ended and letter.card.is_confidential:
        _cover(session, [letter])
    return is_ended


def _cover(session: Session, letters: Sequence[Letter]) -> None:
    """Keep of these letters no more than that there was one: neither what they said nor to whom."""
    if letters:
        ended = update(OutboxMessage).where(
            col(OutboxMessage.id).in_([letter.row_id for letter in letters]),
            col(OutboxMessage.state).in_([OutboxState.SENT, OutboxState.DEAD, OutboxState.UNKNOWN]),
        )
        covered = {"title": "", "is_confidential": True}
        session.connection().execute(
            ended.values(recipient="", card=covered, body="", reply_channel="", reply_handle="")
        )


def _settle(session: Session, letter: Letter, **values: Any) -> bool:
    mine = update(OutboxMessage).where(
        col(OutboxMessage.id) == letter.row_id,
        col(OutboxMessage.state) == OutboxState.SENDING,
        col(OutboxMessage.lease_token) == letter.token,
    )
    return cast("CursorResult[Any]", session.connection().execute(mine.values(**values))).rowcount == 1


def abandoned(session: Session, *, now: datetime, limit: int) -> list[Letter]:
    """Return the messages whose lease ran out while they were being sent: their outcome is unknown."""
    rows = session.scalars(
        select(OutboxMessage)
        .where(col(OutboxMessage.state) == OutboxState.SENDING, col(OutboxMessage.leased_until) < now)
        .order_by(col(OutboxMessage.leased_until), col(OutboxMessage.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [_letter(row) for row in rows]


def free_leases(session: Session, *, now: datetime) -> int:
    """Let every lease run out; only for the one process of a SQLite file at its start. Return how many."""
    freed = session.connection().execute(
        update(OutboxMessage)
        .where(col(OutboxMessage.state) == OutboxState.SENDING)
        .values(leased_until=now - timedelta(seconds=1))
    )
    return freed.rowcount


def tries_since(session: Session, recipients: Iterable[str], *, since: datetime) -> dict[str, list[datetime]]:
    """Return for each recipient when messages to it were tried after `since`, ascending; none: no key."""
    rows = session.execute(
        select(col(OutboxMessage.recipient), col(OutboxMessage.tried_at))
        .where(col(OutboxMessage.recipient).in_(list(recipients)), col(OutboxMessage.tried_at) > since)
        .order_by(col(OutboxMessage.tried_at))
    )
    tries: dict[str, list[datetime]] = {}
    for recipient, tried_at in rows:
        tries.setdefault(recipient, []).append(tried_at)
    return tries


def cancel(session: Session, key_prefix: str) -> int:
    """Withdraw the messages not yet claimed whose key begins with `key_prefix`; return how many."""
    withdrawn = session.connection().execute(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.state) == OutboxState.QUEUED,
            col(OutboxMessage.key).startswith(key_prefix, autoescape=True),
        )
        .values(state=OutboxState.CANCELLED)
    )
    return withdrawn.rowcount


def queued(session: Session, key_prefix: str) -> Sequence[OutboxMessage]:
    """Return the messages not yet claimed whose key begins with `key_prefix`, oldest first."""
    waiting = select(OutboxMessage).where(
        col(OutboxMessage.state) == OutboxState.QUEUED,
        col(OutboxMessage.key).startswith(key_prefix, autoescape=True),
    )
    return session.scalars(waiting.order_by(col(OutboxMessage.id))).all()


def rewrite(session: Session, row_id: int, card: Card) -> bool:
    """Replace the card of a message that nobody has claimed or tried; return False where it is too late."""
    rewritten = session.connection().execute(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.id) == row_id,
            col(OutboxMessage.state) == OutboxState.QUEUED,
            col(OutboxMessage.body) == "",
        )
        .values(card=card.as_json())
    )
    return rewritten.rowcount == 1


def next_due(session: Session) -> datetime | None:
    """Return when the next message may leave, None where none waits."""
    return session.scalar(
        select(func.min(col(OutboxMessage.not_before))).where(col(OutboxMessage.state) == OutboxState.QUEUED)
    )


def troubled(session: Session, *, limit: int) -> list[OutboxMessage]:
    """Return the newest messages that are dead or of unknown outcome, newest first."""
    rows = select(OutboxMessage).where(col(OutboxMessage.state).in_([OutboxState.DEAD, OutboxState.UNKNOWN]))
    return list(session.scalars(rows.order_by(col(OutboxMessage.id).desc()).limit(limit)))
