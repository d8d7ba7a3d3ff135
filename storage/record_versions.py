"""What a record of a duty said before it was corrected 「更正」: who changed what, when; nothing is lost."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, select, update
from sqlmodel import Field, Session, col

from storage.columns import Table, json_field
from storage.database import insert_new
from storage.duties import DutyRecord


class RecordVersion(Table, table=True):
    """One correction of a record; rows are only added."""

    __tablename__ = "record_version"
    __table_args__ = (UniqueConstraint("record_id", "ordinal"), UniqueConstraint("record_id", "message"))

    id: int | None = Field(default=None, primary_key=True)
    record_id: int = Field(foreign_key="duty_record.id")
    ordinal: int
    """From 1."""
    at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id")
    message: str = Field(max_length=260)
    before: dict[str, Any] = json_field(default_factory=dict)
    after: dict[str, Any] = json_field(default_factory=dict)


def of_record(session: Session, record_id: int) -> Sequence[RecordVersion]:
    """Return the corrections of the record, oldest first."""
    rows = select(RecordVersion).where(col(RecordVersion.record_id) == record_id)
    return session.scalars(rows.order_by(col(RecordVersion.ordinal))).all()


def by_message(session: Session, message: str) -> RecordVersion | None:
    """Return the correction that this message made, None where it made none."""
    return session.scalars(select(RecordVersion).where(col(RecordVersion.message) == message)).first()


def correct(
    session: Session, record: DutyRecord, facts: dict[str, Any], *, by: int | None, message: str, now: datetime
) -> bool:
    """Let the record say `facts` and keep what it said; return False where somebody else was faster."""
    assert record.id is not None
    row = {
        "record_id": record.id,
        "ordinal": len(of_record(session, record.id)) + 1,
        "at": now,
        "person_id": by,
        "message": message,
        "before": record.facts,
        "after": facts,
    }
    if not insert_new(session, RecordVersion, [row]):
        return False
    session.connection().execute(update(DutyRecord).where(col(DutyRecord.id) == record.id).values(facts=facts))
    session.refresh(record)
    return True
