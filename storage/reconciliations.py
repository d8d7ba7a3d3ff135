"""The monthly account of hazards 「对账」 (T6-7), frozen: carried + opened = closed + open, per unit."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import UniqueConstraint, func, select
from sqlmodel import Field, Session, col

from config.zone import TZ
from storage.columns import Table, json_field
from storage.database import insert_new


class Reconciliation(Table, table=True):
    """The account of one unit for one month; never changed once it is frozen."""

    __table_args__ = (UniqueConstraint("month", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    month: date = Field(index=True)
    """Its first day."""
    unit_id: int = Field(foreign_key="unit.id")
    carried: int
    opened: int
    closed: int
    """Struck off and made void."""
    open: int
    overdue: int
    major_open: int
    open_numbers: list[int] = json_field(default_factory=list)
    """The hazards that stood open when the month was frozen."""
    frozen_at: datetime


def freeze(session: Session, rows: Sequence[Reconciliation]) -> int:
    """Write the accounts of a month down; return how many units had none yet: the first who freezes it decides."""
    return insert_new(session, Reconciliation, [row.model_dump(exclude={"id"}) for row in rows])


def last_month(session: Session) -> date | None:
    """Return the latest month that is frozen, by its first day; None where none is."""
    return session.scalar(select(func.max(col(Reconciliation.month))))


def of_month(session: Session, month: date) -> Sequence[Reconciliation]:
    """Return the frozen accounts of the month by unit id, empty where it is not frozen."""
    rows = select(Reconciliation).where(col(Reconciliation.month) == month)
    return session.scalars(rows.order_by(col(Reconciliation.unit_id))).all()


def came_late(found_at: datetime, entered_at: datetime | None, frozen: Mapping[date, datetime]) -> bool:
    """Return whether a hazard came into the books after a month in which it was there had been frozen 「补报」."""
    if entered_at is None:
        return False
    found_in = found_at.astimezone(TZ).date().replace(day=1)
    return any(month >= found_in and frozen_at < entered_at for month, frozen_at in frozen.items())


def freezes(session: Session) -> Mapping[date, datetime]:
    """Return when each frozen month, by its first day, was frozen."""
    rows = select(col(Reconciliation.month), func.min(col(Reconciliation.frozen_at)))
    return {month: at for month, at in session.execute(rows.group_by(col(Reconciliation.month)))}
