"""The monthly account of hazards 「对账」 (T6-7), frozen: carried + opened = closed + open, per unit."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.columns import Table, json_field


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
