"""The ledger of pushes 「推送」 (S2-6): to whom, about what, when planned, held and said, who answered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index, and_, func, or_, select, text, update
from sqlmodel import Field, Session, col

from storage import leases
from storage.columns import KEY_LENGTH, Table, unique_key, word_field
from storage.database import insert_new
from storage.messages import Recipient
from storage.outbox import OutboxMessage
from storage.vocabulary import OutboxState, PushKind, PushState, Urgency

_HELD = text("state = 'held'")


class Push(Table, table=True):
    """One thing that the clock says to one reader; several may go in one letter."""

    __table_args__ = (
        Index("ix_push_held", "recipient", sqlite_where=_HELD, postgresql_where=_HELD),
        Index("ix_push_planned", "planned_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=KEY_LENGTH)
    """What it is, with its reader: said once, whatever letter it goes in."""
    kind: PushKind = word_field(PushKind)
    recipient: str = Field(max_length=200, index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    """The unit that is told, or of which it is told."""
    code: str = Field(default="", max_length=40)
    slot: str = Field(default="", max_length=60)
    hazard_id: int | None = Field(default=None, foreign_key="hazard.id", index=True)
    planned_at: datetime
    state: PushState = word_field(PushState)
    held_at: datetime | None = None
    said_at: datetime | None = None
    letter: str = Field(default="", max_length=KEY_LENGTH, index=True)
    """The key of the letter that it went in (storage/outbox)."""
    acknowledged_by: int | None = Field(default=None, foreign_key="person.id")
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a push is about, and when it was planned."""

    kind: PushKind
    key: str
    """Without its reader."""
    planned_at: datetime
    unit_id: int | None = None
    code: str = ""
    slot: str = ""
    hazard_id: int | None = None


def say(session: Session, to: Recipient, about: Sequence[About], letter: str, *, now: datetime) -> int:
    """Write down what is said now in this letter; return how many rows are new."""
    return insert_new(session, Push, [_row(one, to, PushState.SENT, letter, now) for one in about])


def hold(session: Session, to: Recipient, about: Sequence[About], *, now: datetime) -> int:
    """Write down what waits for the next letter 「缓发」; return how many rows are new."""
    return insert_new(session, Push, [_row(one, to, PushState.HELD, "", now) for one in about])


def _row(one: About, to: Recipient, state: PushState, letter: str, now: datetime) -> dict[str, Any]:
    is_held = state is PushState.HELD
    return {
        "key": unique_key(f"{one.key}@{to}"),
        "kind": one.kind,
        "recipient": str(to),
        "unit_id": one.unit_id,
        "code": one.code,
        "slot": one.slot,
        "hazard_id": one.hazard_id,
        "planned_at": one.planned_at,
        "state": state,
        "held_at": now if is_held else None,
        "said_at": None if is_held else now,
        "letter": letter,
    }


def held(session: Session, to: Recipient, *kinds: PushKind) -> Sequence[Push]:
    """Return what waits for this reader (of `kinds`, none given: all), longest first.

    Nobody else takes it, or counts for this reader, until the transaction ends.
    """
    _serialise(session, to)
    rows = select(Push).where(col(Push.recipient) == str(to), col(Push.state) == PushState.HELD)
    if kinds:
        rows = rows.where(col(Push.kind).in_(kinds))
    rows = rows.order_by(col(Push.planned_at), col(Push.id))
    return session.scalars(rows.execution_options(populate_existing=True)).all()


def settle(session: Session, push_ids: Collection[int], state: PushState, letter: str, *, now: datetime) -> int:
    """Let what was held go with this letter, or be dropped; return how many still waited."""
    settled = session.connection().execute(
        update(Push)
        .where(col(Push.id).in_(push_ids), col(Push.state) == PushState.HELD)
        .values(state=state, letter=letter, said_at=now if state is PushState.MERGED else None)
    )
    return settled.rowcount


def pushed_since(session: Session, to: Recipient, since: datetime) -> int:
    """Return how many letters that nobody asked for and that are not urgent went to this reader since then.

    Nobody else counts or writes for this reader until the transaction ends.
    """
    _serialise(session, to)
    return (
        session.scalar(
            select(func.count())
            .select_from(OutboxMessage)
            .where(
                col(OutboxMessage.recipient) == str(to),
                col(OutboxMessage.urgency) == Urgency.PROMPT,
                col(OutboxMessage.created_at) >= since,
                col(OutboxMessage.state) != OutboxState.CANCELLED,
            )
        )
        or 0
    )


def _serialise(session: Session, to: Recipient) -> None:
    leases.serialise(session, f"push:{to}"[:120])


def acknowledge(session: Session, by: int, to: Recipient, *, now: datetime, **about: Any) -> int:
    """Note that this reader has answered what was said of the hazard or duty, once; return how many rows.

    `about` are columns that name it: `hazard_id`, or `unit_id` with `code` and `slot`.
    """
    mine = [getattr(Push, name) == value for name, value in about.items()]
    noted = session.connection().execute(
        update(Push)
        .where(*mine, col(Push.recipient) == str(to), col(Push.acknowledged_at).is_(None))
        .where(col(Push.state).in_((PushState.SENT, PushState.MERGED)))
        .values(acknowledged_by=by, acknowledged_at=now)
    )
    return noted.rowcount


def about(session: Session, **names: Any) -> Sequence[Push]:
    """Return what was said of this and nobody has answered; `names` are columns that name it."""
    wanted = [getattr(Push, name) == value for name, value in names.items()]
    rows = select(Push).where(*wanted, col(Push.state) == PushState.SENT, col(Push.acknowledged_at).is_(None))
    return session.scalars(rows.order_by(col(Push.id))).all()


def unanswered(session: Session, to: Recipient, kind: PushKind) -> Sequence[Push]:
    """Return what this reader was told of this kind and has not answered, oldest first."""
    return about(session, recipient=str(to), kind=kind)


def of_letters(session: Session, letters: Collection[str]) -> Mapping[str, Sequence[Push]]:
    """Return what went in these letters, by the key of the letter."""
    found: dict[str, list[Push]] = {}
    rows = select(Push).where(col(Push.letter).in_(letters)).order_by(col(Push.planned_at), col(Push.id))
    for one in session.scalars(rows):
        found.setdefault(one.letter, []).append(one)
    return found


def without_letter(session: Session, begin: datetime, end: datetime, to: Collection[str]) -> Sequence[Push]:
    """Return what was planned from `begin`, included, to `end` for these readers and has gone in no letter."""
    rows = select(Push).where(
        and_(col(Push.planned_at) >= begin, col(Push.planned_at) < end),
        col(Push.recipient).in_(to),
        or_(col(Push.state) == PushState.HELD, col(Push.state) == PushState.DROPPED),
    )
    return session.scalars(rows.order_by(col(Push.planned_at), col(Push.id))).all()
