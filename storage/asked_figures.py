"""The last question about figures of each person in each chat: what 「那上个月呢」 follows up."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, delete, select
from sqlmodel import Field, Session, col

from storage.columns import Table, json_field


class AskedFigure(Table, table=True):
    """One question that was answered with a figure."""

    __tablename__ = "asked_figure"

    __table_args__ = (UniqueConstraint("conversation", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    conversation: str = Field(max_length=200)
    person_id: int = Field(foreign_key="person.id")
    query: dict[str, Any] = json_field(default_factory=dict)
    """The question in its parts, as `ask --json` prints it; no figure is kept."""
    asked_at: datetime


def keep(session: Session, asked: AskedFigure) -> None:
    """Remember the question; it replaces the one before of this person there."""
    # Through the session, so that it forgets the row it knew: SQLite gives its number to the next.
    session.execute(
        delete(AskedFigure).where(
            col(AskedFigure.conversation) == asked.conversation, col(AskedFigure.person_id) == asked.person_id
        )
    )
    session.add(asked)
    session.flush()


def last(session: Session, conversation: str, person_id: int) -> AskedFigure | None:
    """Return what this person asked here last, however long ago; None where that was nothing."""
    rows = select(AskedFigure).where(
        col(AskedFigure.conversation) == conversation, col(AskedFigure.person_id) == person_id
    )
    return session.scalars(rows).first()
