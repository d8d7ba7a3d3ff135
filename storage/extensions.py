"""Wishes for a later deadline 「延期申请」 of a hazard; rows are added and decided once."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, select, text, update
from sqlmodel import Field, Session, col

from storage.columns import Table, word_field
from storage.database import insert_new
from storage.vocabulary import ExtensionState

_ASKED = text("state = 'asked'")


class Extension(Table, table=True):
    """One wish for a later deadline; a hazard has at most one that is not decided."""

    __table_args__ = (
        Index("ux_extension_asked", "hazard_id", unique=True, sqlite_where=_ASKED, postgresql_where=_ASKED),
    )

    id: int | None = Field(default=None, primary_key=True)
    hazard_id: int = Field(foreign_key="hazard.id", index=True)
    old_due_on: date
    new_due_on: date
    reason: str
    measures: str = ""
    """What keeps people safe until then 「临时措施」."""
    asked_by: int | None = Field(default=None, foreign_key="person.id")
    asked_at: datetime
    message: str = Field(default="", max_length=260)
    """channel:message_id of the message that asked."""
    state: ExtensionState = word_field(ExtensionState, default=ExtensionState.ASKED)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    note: str = ""


def ask(session: Session, wish: Extension) -> Extension | None:
    """Add the wish and return it as stored; None where another of its hazard waits for a decision already."""
    row: dict[str, Any] = wish.model_dump(exclude={"id", "decided_by", "decided_at", "note"})
    return asked(session, wish.hazard_id) if insert_new(session, Extension, [row]) else None


def asked(session: Session, hazard_id: int) -> Extension | None:
    """Return the wish that waits for a decision, None where there is none."""
    rows = select(Extension).where(
        col(Extension.hazard_id) == hazard_id, col(Extension.state) == ExtensionState.ASKED
    )
    return session.scalars(rows).first()


def asked_about(session: Session, hazard_ids: Collection[int]) -> set[int]:
    """Return which of these hazards have a wish that waits for a decision, by id."""
    rows = select(col(Extension.hazard_id)).where(
        col(Extension.hazard_id).in_(hazard_ids), col(Extension.state) == ExtensionState.ASKED
    )
    return set(session.scalars(rows))


def of_hazard(session: Session, hazard_id: int) -> Sequence[Extension]:
    """Return all wishes about the hazard, oldest first."""
    rows = select(Extension).where(col(Extension.hazard_id) == hazard_id)
    return session.scalars(rows.order_by(col(Extension.id))).all()


def decide(
    session: Session, extension: Extension, state: ExtensionState, *, by: int | None, now: datetime, note: str
) -> bool:
    """Decide the wish, once however many try; return False where it was decided before."""
    decided = session.connection().execute(
        update(Extension)
        .where(col(Extension.id) == extension.id, col(Extension.state) == ExtensionState.ASKED)
        .values(state=state, decided_by=by, decided_at=now, note=note)
    )
    session.refresh(extension)
    return decided.rowcount == 1
