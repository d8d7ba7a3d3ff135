"""Questions the bot waits on: one per person and conversation."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, delete, select
from sqlmodel import Field, Session, col

from storage.columns import Table, json_field


class Dialogue(Table, table=True):
    """One open question to one person in one conversation."""

    __table_args__ = (UniqueConstraint("conversation", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    conversation: str = Field(max_length=200)
    person_id: int = Field(foreign_key="person.id")
    intent: str = Field(max_length=60)
    """The intent that asked and that will read the answer."""
    state: dict[str, Any] = json_field(default_factory=dict)
    """What the intent knows so far."""
    asked_at: datetime
    lapses_at: datetime


def open_question(session: Session, conversation: str, person_id: int) -> Dialogue | None:
    """Return the question that waits for this person here, lapsed or not."""
    rows = select(Dialogue).where(col(Dialogue.conversation) == conversation, col(Dialogue.person_id) == person_id)
    return session.scalars(rows).first()


def ask(session: Session, question: Dialogue) -> None:
    """Keep the question; it replaces the one before."""
    forget(session, question.conversation, question.person_id)
    session.add(question)
    session.flush()


def forget(session: Session, conversation: str, person_id: int) -> None:
    """Drop the open question, if there is one."""
    # By the session, which then forgets the row as well: SQLite gives its id to the next question.
    session.execute(
        delete(Dialogue).where(col(Dialogue.conversation) == conversation, col(Dialogue.person_id) == person_id)
    )
