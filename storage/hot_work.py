"""Tickets for hot work 「动火作业票」 (T5-8b)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Field, Session, col

from storage import counters
from storage.columns import Table, json_field, word_field
from storage.vocabulary import HotWorkState

OPEN_STATES = (HotWorkState.ASKED, HotWorkState.GRANTED, HotWorkState.ENDED)


class HotWork(Table, table=True):
    """One ticket for hot work: when, where, who welds, who watches, and the look back after it."""

    __tablename__ = "hot_work"

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    origin: str = Field(unique=True, max_length=260)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    place: str
    work: str = ""
    operator: str = Field(max_length=40)
    certificate: str = Field(default="", max_length=60)
    watcher: str = Field(max_length=40)
    starts_at: datetime
    ends_at: datetime
    state: HotWorkState = word_field(HotWorkState)
    asked_by: int | None = Field(default=None, foreign_key="person.id")
    asked_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None
    recheck_at: datetime | None = None
    """When somebody must look for embers again."""
    rechecked_by: int | None = Field(default=None, foreign_key="person.id")
    rechecked_at: datetime | None = None
    note: str = ""
    details: dict[str, Any] = json_field(default_factory=dict)


def new_number(session: Session) -> int:
    """Return the next short number of a ticket."""
    return counters.take_next(session, "hot-work")


def by_number(session: Session, number: int) -> HotWork | None:
    """Return the ticket with this number."""
    return session.scalars(select(HotWork).where(col(HotWork.number) == number)).first()


def by_origin(session: Session, origin: str) -> HotWork | None:
    """Return the ticket that this message asked for."""
    return session.scalars(select(HotWork).where(col(HotWork.origin) == origin)).first()


def open_of(session: Session, unit_ids: Collection[int], *states: HotWorkState) -> Sequence[HotWork]:
    """Return the tickets of these units in these states (none given: all open ones), earliest beginning first."""
    rows = select(HotWork).where(col(HotWork.unit_id).in_(unit_ids), col(HotWork.state).in_(states or OPEN_STATES))
    return session.scalars(rows.order_by(col(HotWork.starts_at), col(HotWork.number))).all()


def open_ids(session: Session) -> Sequence[int]:
    """Return the ids of all open tickets, in order."""
    rows = select(col(HotWork.id)).where(col(HotWork.state).in_(OPEN_STATES))
    return list(session.scalars(rows.order_by(col(HotWork.id))))


def move(session: Session, ticket: HotWork, after: HotWorkState, **values: Any) -> bool:
    """Bring the ticket from the state in which it was read to `after`; return False where somebody was faster."""
    moved = session.connection().execute(
        update(HotWork)
        .where(col(HotWork.id) == ticket.id, col(HotWork.state) == ticket.state)
        .values(state=after, **values)
    )
    session.refresh(ticket)
    return moved.rowcount == 1
