"""Who has read an emergency plan 「应急预案」: each version is confirmed by everybody of the unit (T12-5)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import UniqueConstraint, select, update
from sqlmodel import Field, Session, col

from storage.columns import Table
from storage.database import insert_new
from storage.people import Person


class PlanReading(Table, table=True):
    """One person who was asked to read one version of the plan."""

    __tablename__ = "plan_reading"
    __table_args__ = (UniqueConstraint("entry_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = Field(foreign_key="register_entry.id")
    """The version: an entry of the register, which ends where another version stands."""
    person_id: int = Field(foreign_key="person.id")
    asked_at: datetime
    read_at: datetime | None = None


def ask(session: Session, entry_id: int, people: Iterable[Person], *, now: datetime) -> set[int]:
    """Write down that these people are to read it; return the ids of those who were not asked before."""
    asked = {
        one.id
        for one in people
        if one.id is not None
        and insert_new(session, PlanReading, [{"entry_id": entry_id, "person_id": one.id, "asked_at": now}])
    }
    return {one for one in asked if one is not None}


def read(session: Session, entry_id: int, person_id: int, *, now: datetime) -> bool:
    """Write down that the person has read it; return False where that was said before."""
    insert_new(session, PlanReading, [{"entry_id": entry_id, "person_id": person_id, "asked_at": now}])
    done = session.connection().execute(
        update(PlanReading)
        .where(
            col(PlanReading.entry_id) == entry_id,
            col(PlanReading.person_id) == person_id,
            col(PlanReading.read_at).is_(None),
        )
        .values(read_at=now)
    )
    return done.rowcount == 1


def of_entry(session: Session, entry_id: int) -> Sequence[PlanReading]:
    """Return who was asked to read the version, in the order of asking."""
    rows = select(PlanReading).where(col(PlanReading.entry_id) == entry_id)
    return session.scalars(rows.order_by(col(PlanReading.id)), execution_options={"populate_existing": True}).all()
