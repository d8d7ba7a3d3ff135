"""Decisions of meetings 「议定事项」: each a task with an owner and a deadline, and all that happened to it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, or_, select, text, update
from sqlmodel import Field, Session, col

from storage import counters
from storage.columns import Table, word_field
from storage.database import insert_new
from storage.vocabulary import DecisionState, DecisionStep

_OPEN = text("state = 'open'")


class Decision(Table, table=True):
    """One decision, as the minutes said it."""

    __table_args__ = (
        UniqueConstraint("record_id", "origin", "ordinal"),
        Index("ix_decision_open", "due_on", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    """What people type behind a Y: Y12."""
    record_id: int = Field(foreign_key="duty_record.id")
    """The meeting that decided it."""
    origin: str = Field(max_length=260)
    """The message that told it: a repeat makes nothing twice."""
    ordinal: int
    """From 1 within that message."""
    unit_id: int = Field(foreign_key="unit.id", index=True)
    """The unit whose meeting it was."""
    code: str = Field(max_length=40)
    """The duty that the meeting was."""
    text: str = Field(max_length=400)
    owner_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    owner_name: str = Field(default="", max_length=40)
    due_on: date
    is_due_said: bool = True
    """False: nobody named a day, it is the one by the table."""
    state: DecisionState = word_field(DecisionState, default=DecisionState.OPEN)
    said_by: int | None = Field(default=None, foreign_key="person.id")
    said_at: datetime
    chair: str = Field(default="", max_length=60)
    """Who led the meeting, as it was told."""
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None
    note: str = Field(default="", max_length=500)
    """How it was done, or why it is void."""


class DecisionEvent(Table, table=True):
    """One thing that happened to a decision; rows are only added."""

    __tablename__ = "decision_event"
    __table_args__ = (UniqueConstraint("decision_id", "message", "step"),)

    id: int | None = Field(default=None, primary_key=True)
    decision_id: int = Field(foreign_key="decision.id", index=True)
    at: datetime
    step: DecisionStep = word_field(DecisionStep)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    note: str = Field(default="", max_length=500)
    message: str = Field(max_length=260)


def add(session: Session, rows: Sequence[Decision]) -> Sequence[Decision]:
    """Keep the decisions of one message and number them; return them as stored, in order, those of a repeat too."""
    if not rows:
        return ()
    first = rows[0]
    stored = of_message(session, first.record_id, first.origin)
    if not stored:
        numbers = counters.take_many(session, "decision", len(rows))
        insert_new(
            session,
            Decision,
            [
                {**row.model_dump(exclude={"id", "ended_by", "ended_at", "note"}), "number": number}
                for row, number in zip(rows, numbers, strict=True)
            ],
        )
        stored = of_message(session, first.record_id, first.origin)
    return stored


def of_message(session: Session, record_id: int, origin: str) -> Sequence[Decision]:
    """Return what this message told of the meeting's decisions, in order."""
    rows = select(Decision).where(col(Decision.record_id) == record_id, col(Decision.origin) == origin)
    return session.scalars(rows.order_by(col(Decision.ordinal))).all()


def of_record(session: Session, record_id: int) -> Sequence[Decision]:
    """Return all decisions of the meeting, by number."""
    rows = select(Decision).where(col(Decision.record_id) == record_id)
    return session.scalars(rows.order_by(col(Decision.number))).all()


def by_number(session: Session, number: int) -> Decision | None:
    """Return the decision with this number as it stands now, None where there is none."""
    found = select(Decision).where(col(Decision.number) == number)
    return session.scalars(found, execution_options={"populate_existing": True}).first()


def open_of(session: Session, unit_ids: Collection[int], *, owner_id: int | None = None) -> Sequence[Decision]:
    """Return the open decisions of these units, and those that `owner_id` has wherever, earliest due first."""
    ours = col(Decision.unit_id).in_(unit_ids)
    whose = ours if owner_id is None else or_(ours, col(Decision.owner_id) == owner_id)
    rows = select(Decision).where(col(Decision.state) == DecisionState.OPEN, whose)
    return session.scalars(rows.order_by(col(Decision.due_on), col(Decision.number))).all()


def open_before(session: Session, unit_id: int, code: str, *, but_record: int | None = None) -> Sequence[Decision]:
    """Return what earlier meetings of this kind decided and is still open, earliest due first."""
    rows = select(Decision).where(
        col(Decision.unit_id) == unit_id, col(Decision.code) == code, col(Decision.state) == DecisionState.OPEN
    )
    if but_record is not None:
        rows = rows.where(col(Decision.record_id) != but_record)
    return session.scalars(rows.order_by(col(Decision.due_on), col(Decision.number))).all()


def open_ids(session: Session, *, due_by: date) -> Sequence[int]:
    """Return the ids of the open decisions that are due by this day, in order."""
    rows = select(col(Decision.id)).where(col(Decision.state) == DecisionState.OPEN, col(Decision.due_on) <= due_by)
    return list(session.scalars(rows.order_by(col(Decision.id))))


def change(session: Session, decision: Decision, **values: Any) -> bool:
    """Change an open decision; return False where somebody has ended it meanwhile."""
    changed = session.connection().execute(
        update(Decision)
        .where(col(Decision.id) == decision.id, col(Decision.state) == DecisionState.OPEN)
        .values(**values)
    )
    session.refresh(decision)
    return changed.rowcount == 1


def note(
    session: Session,
    decision: Decision,
    step: DecisionStep,
    said: str,
    *,
    by: int | None,
    message: str,
    now: datetime,
) -> bool:
    """Add to the history; return False where the same message did before."""
    row = {
        "decision_id": decision.id,
        "at": now,
        "step": step,
        "person_id": by,
        "note": said[:500],
        "message": message,
    }
    return insert_new(session, DecisionEvent, [row]) == 1


def history(session: Session, decision_id: int) -> Sequence[DecisionEvent]:
    """Return what happened to the decision, oldest first."""
    rows = select(DecisionEvent).where(col(DecisionEvent.decision_id) == decision_id)
    return session.scalars(rows.order_by(col(DecisionEvent.id))).all()
