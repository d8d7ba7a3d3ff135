"""The exceptions of units to their duties 「例外」 (T4-9): who decided what, from when, why; rows only end."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Field, Session, col

from config.duty_change import DutyChange
from config.duty_moment import Moment
from config.duty_period import Cadence
from storage.columns import Table, json_field
from storage.database import insert_new


class DutyException(Table, table=True):
    """One unit has another time or cadence of one duty, for the periods from a day on."""

    __tablename__ = "duty_exception"

    id: int | None = Field(default=None, primary_key=True)
    origin: str = Field(unique=True, max_length=260)
    """The message that said it: a repeat of the message makes no second row."""
    unit_id: int = Field(foreign_key="unit.id", index=True)
    code: str = Field(max_length=40)
    valid_from: date
    valid_until: date | None = None
    """The last day on which a period under it may begin; before `valid_from`: it never held."""
    times: dict[str, Any] = json_field(default_factory=dict)
    """By the key of the slot, as config/duties.toml writes a moment."""
    cadence: str = Field(default="", max_length=20)
    reason: str = Field(max_length=300)
    decided_by: int = Field(foreign_key="person.id")
    said_at: datetime
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None

    def as_change(self) -> DutyChange:
        """Return what the planning must know of it."""
        return DutyChange(
            code=self.code,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            times={key: Moment.parse(written) for key, written in self.times.items()},
            cadence=Cadence(self.cadence) if self.cadence else None,
        )


def add(session: Session, row: DutyException) -> DutyException:
    """Keep the exception; return the one that the same message left before, where there is one."""
    insert_new(session, DutyException, [row.model_dump(exclude={"id"})])
    return session.scalars(select(DutyException).where(col(DutyException.origin) == row.origin)).one()


def history(session: Session, unit_id: int) -> Sequence[DutyException]:
    """Return all exceptions of the unit, also those that ended, in the order in which they were said."""
    rows = select(DutyException).where(col(DutyException.unit_id) == unit_id)
    return session.scalars(rows.order_by(col(DutyException.id))).all()


def in_force(session: Session, on: date, unit_ids: Collection[int] | None = None) -> Sequence[DutyException]:
    """Return those under which a period that begins on this day or later may be, in the order of saying."""
    until = col(DutyException.valid_until)
    rows = select(DutyException).where(or_(until.is_(None), (until >= on) & (until >= col(DutyException.valid_from))))
    if unit_ids is not None:
        rows = rows.where(col(DutyException.unit_id).in_(unit_ids))
    return session.scalars(rows.order_by(col(DutyException.id))).all()


def by_unit(session: Session) -> Mapping[int, Sequence[DutyChange]]:
    """Return every change that was ever said by the unit's id, in the order of saying."""
    found: defaultdict[int, list[DutyChange]] = defaultdict(list)
    for row in session.scalars(select(DutyException).order_by(col(DutyException.id))):
        found[row.unit_id].append(row.as_change())
    return found


def of_unit(session: Session, unit_id: int) -> Sequence[DutyChange]:
    """Return every change that was ever said of the unit, in the order of saying."""
    return [row.as_change() for row in history(session, unit_id)]


def touched_since(session: Session, since: datetime) -> set[int]:
    """Return the units of which an exception was said or ended after this moment."""
    rows = select(col(DutyException.unit_id)).where(
        or_(col(DutyException.said_at) >= since, col(DutyException.ended_at) >= since)
    )
    return set(session.scalars(rows))


def last_touched(session: Session) -> datetime | None:
    """Return when an exception was last said or ended, None where there was none."""
    said, ended = session.execute(
        select(func.max(col(DutyException.said_at)), func.max(col(DutyException.ended_at)))
    ).one()
    return max((one for one in (said, ended) if one is not None), default=None)
