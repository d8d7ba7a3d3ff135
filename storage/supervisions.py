"""Hazards supervised by name 「挂牌督办」: at which level, by whom, until when; lifted, never removed."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Index, select, text, update
from sqlmodel import Field, Session, col

from storage.columns import Table, word_field
from storage.database import insert_new
from storage.vocabulary import SupervisionLevel

_STANDING = text("lifted_at is null")


class Supervision(Table, table=True):
    """One order of supervision; a hazard has at most one that stands."""

    __table_args__ = (
        Index(
            "ux_supervision_standing",
            "hazard_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    hazard_id: int = Field(foreign_key="hazard.id", index=True)
    level: SupervisionLevel = word_field(SupervisionLevel)
    unit: str = Field(max_length=80)
    """Who supervises 「督办单位」."""
    due_on: date
    """Until when it must be done 「督办完成时间」."""
    ordered_by: int | None = Field(default=None, foreign_key="person.id")
    ordered_at: datetime
    message: str = Field(default="", max_length=260)
    lifted_by: int | None = Field(default=None, foreign_key="person.id")
    lifted_at: datetime | None = None
    lift_note: str = ""


def order(session: Session, wanted: Supervision) -> bool:
    """Write the order down; return False where one stands already."""
    row = wanted.model_dump(exclude={"id", "lifted_by", "lifted_at", "lift_note"})
    return insert_new(session, Supervision, [row]) == 1


def standing(session: Session, hazard_id: int) -> Supervision | None:
    """Return the order that stands, None where there is none."""
    rows = select(Supervision).where(col(Supervision.hazard_id) == hazard_id, col(Supervision.lifted_at).is_(None))
    return session.scalars(rows).first()


def of_hazard(session: Session, hazard_id: int) -> Sequence[Supervision]:
    """Return all orders about the hazard, oldest first."""
    rows = select(Supervision).where(col(Supervision.hazard_id) == hazard_id).order_by(col(Supervision.id))
    return session.scalars(rows).all()


def lift(session: Session, one: Supervision, *, by: int | None, now: datetime, note: str) -> bool:
    """Lift the order, once however many try; return False where it was lifted before."""
    lifted = session.connection().execute(
        update(Supervision)
        .where(col(Supervision.id) == one.id, col(Supervision.lifted_at).is_(None))
        .values(lifted_by=by, lifted_at=now, lift_note=note)
    )
    session.refresh(one)
    return lifted.rowcount == 1
