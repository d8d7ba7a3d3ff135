"""Who came to a training that must cover everybody (T11-1, T11-2), by period and name, 「补训」 included."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import UniqueConstraint, select, update
from sqlmodel import Field, Session, col

from storage.columns import Table
from storage.database import insert_new
from storage.people import Person


class Attendance(Table, table=True):
    """One person in one period of one duty: came, or was said to be absent and has not made up for it."""

    __table_args__ = (UniqueConstraint("unit_id", "code", "slot", "who"),)

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id")
    """The unit that held the training."""
    code: str = Field(max_length=40)
    slot: str = Field(max_length=60)
    who: str = Field(max_length=60)
    """`person:<id>` of the roster, else `name:<as it was written>`."""
    name: str = Field(max_length=40)
    has_come: bool
    record_id: int = Field(foreign_key="duty_record.id")
    """The session that says so."""
    at: datetime


def key_of(person: Person) -> str:
    """Return by what somebody of the roster is known here."""
    return f"person:{person.id}"


def key_of_name(name: str) -> str:
    """Return by what somebody is known here who is not on the roster."""
    return f"name:{name}"


def of_period(session: Session, unit_id: int, code: str, slot: str) -> Sequence[Attendance]:
    """Return what is known of the period, in the order in which it was told."""
    rows = select(Attendance).where(
        col(Attendance.unit_id) == unit_id, col(Attendance.code) == code, col(Attendance.slot) == slot
    )
    return session.scalars(rows.order_by(col(Attendance.id)), execution_options={"populate_existing": True}).all()


def keep(session: Session, rows: Sequence[Attendance]) -> None:
    """Keep what a session says: who has come once has come, whatever a later one says."""
    insert_new(session, Attendance, [row.model_dump(exclude={"id"}) for row in rows])
    for row in rows:
        if row.has_come:
            _come(session, row)


def _come(session: Session, row: Attendance) -> None:
    session.connection().execute(
        update(Attendance)
        .where(
            col(Attendance.unit_id) == row.unit_id,
            col(Attendance.code) == row.code,
            col(Attendance.slot) == row.slot,
            col(Attendance.who) == row.who,
            col(Attendance.has_come).is_(False),
        )
        .values(has_come=True, record_id=row.record_id, at=row.at)
    )


def who_came(rows: Collection[Attendance]) -> set[str]:
    """Return by key who has come."""
    return {row.who for row in rows if row.has_come}
