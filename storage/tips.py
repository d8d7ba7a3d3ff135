"""Tips 「投诉举报」: what was told, what became of it; who told it only so far as a reply needs, and sealed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlmodel import Field, Session, col

from storage.columns import Table, word_field
from storage.database import insert_new
from storage.vocabulary import TipState

OPEN_STATES = (TipState.RECEIVED, TipState.RESPONDED)
SAID = "said"
"""The step of what was said to the tipster."""
FROM_PAGE = "page:"
"""What the origin of a tip from the public page begins with."""


class Tip(Table, table=True):
    """One tip."""

    id: int | None = Field(default=None, primary_key=True)
    receipt: str = Field(unique=True, max_length=20)
    """What the tipster keeps to ask what became of it."""
    origin: str = Field(unique=True, max_length=80)
    """A digest of the message or the form that brought it: a repeat makes no second tip, and nobody is named."""
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    unit_name: str = Field(default="", max_length=80)
    """As it was told."""
    told: str
    state: TipState = word_field(TipState, default=TipState.RECEIVED)
    received_at: datetime
    respond_by: datetime
    settle_by: datetime
    responded_at: datetime | None = None
    responded_by: int | None = Field(default=None, foreign_key="person.id")
    settled_at: datetime | None = None
    settled_by: int | None = Field(default=None, foreign_key="person.id")
    outcome: str = ""
    hazard_id: int | None = Field(default=None, foreign_key="hazard.id", index=True)
    sealed: str = Field(default="", repr=False)
    """Who told it and how to reach them, encrypted with the key of the settings; "" where nobody said."""
    office_id: int | None = Field(default=None, foreign_key="unit.id")
    """The office that deals with it; None where it is the bureau's leaders and administrators."""


class TipEvent(Table, table=True):
    """One thing that happened to a tip, or was said about it; rows are only added."""

    __tablename__ = "tip_event"

    id: int | None = Field(default=None, primary_key=True)
    tip_id: int = Field(foreign_key="tip.id", index=True)
    at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Who of us; None where the tipster spoke or the clock decided."""
    step: str = Field(max_length=24)
    note: str = ""


def add(session: Session, values: dict[str, Any]) -> bool:
    """Insert a tip by its columns; return False where its receipt or its origin is another's."""
    return insert_new(session, Tip, [values]) == 1


def by_origin(session: Session, origin: str) -> Tip | None:
    """Return the tip that this message or form brought."""
    return session.scalars(select(Tip).where(col(Tip.origin) == origin)).first()


def by_receipt(session: Session, receipt: str) -> Tip | None:
    """Return the tip with this receipt."""
    return session.scalars(select(Tip).where(col(Tip.receipt) == receipt)).first()


def claim(session: Session, tip_id: int) -> Tip | None:
    """Return the tip as it is now; nobody else changes it until this transaction ends."""
    row = select(Tip).where(col(Tip.id) == tip_id).with_for_update()
    return session.scalars(row.execution_options(populate_existing=True)).first()


def open_tips(session: Session) -> Sequence[Tip]:
    """Return the tips that are not settled, the earliest limit first."""
    rows = select(Tip).where(col(Tip.state).in_(OPEN_STATES))
    return session.scalars(rows.order_by(col(Tip.settle_by), col(Tip.id))).all()


def received(session: Session, since: datetime, until: datetime) -> int:
    """Return how many tips came in with since ≤ received < until."""
    rows = select(func.count()).where(col(Tip.received_at) >= since, col(Tip.received_at) < until)
    return session.scalar(rows.select_from(Tip)) or 0


def count_from_page(session: Session, since: datetime) -> int:
    """Return how many tips the public page has brought since then."""
    rows = select(func.count()).where(
        col(Tip.origin).startswith(FROM_PAGE, autoescape=True), col(Tip.received_at) >= since
    )
    return session.scalar(rows) or 0


def move(session: Session, tip: Tip, *, of: Collection[TipState], **values: Any) -> bool:
    """Change the tip if it is still in one of these states; return False where somebody was quicker."""
    moved = session.connection().execute(
        update(Tip).where(col(Tip.id) == tip.id, col(Tip.state).in_(of)).values(**values)
    )
    session.refresh(tip)
    return moved.rowcount == 1


def write(session: Session, tip: Tip, step: str, note: str = "", *, by: int | None, now: datetime) -> None:
    """Add one row to the tip's history; `by` None: the tipster, or the clock."""
    assert tip.id is not None
    session.add(TipEvent(tip_id=tip.id, at=now, person_id=by, step=step, note=note))
    session.flush()


def events(session: Session, tip: Tip, *steps: str) -> Sequence[TipEvent]:
    """Return what happened to the tip, oldest first; only these steps where any are given."""
    rows = select(TipEvent).where(col(TipEvent.tip_id) == tip.id).order_by(col(TipEvent.id))
    return session.scalars(rows.where(col(TipEvent.step).in_(steps)) if steps else rows).all()


def to_forget(session: Session, *, settled_before: datetime) -> Sequence[int]:
    """Return the ids of the tips settled before then that still hold who told them."""
    rows = select(col(Tip.id)).where(
        col(Tip.sealed) != "", col(Tip.settled_at) < settled_before, ~col(Tip.state).in_(OPEN_STATES)
    )
    return [one for one in session.scalars(rows.order_by(col(Tip.id))) if one is not None]


def sealed(session: Session) -> Sequence[Tip]:
    """Return the tips that hold who told them, by id."""
    return session.scalars(select(Tip).where(col(Tip.sealed) != "").order_by(col(Tip.id))).all()


def limit_passed(session: Session, *, now: datetime) -> int:
    """Return how many open tips are beyond their limit for the first answer or for the outcome."""
    late = or_(
        and_(col(Tip.state) == TipState.RECEIVED, col(Tip.respond_by) < now),
        and_(col(Tip.state).in_(OPEN_STATES), col(Tip.settle_by) < now),
    )
    return session.scalar(select(func.count()).where(late)) or 0
