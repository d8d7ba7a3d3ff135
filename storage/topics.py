"""What each person spoke of last in each chat: a photo that follows belongs to it."""

from datetime import datetime

from sqlalchemy import UniqueConstraint, delete, select
from sqlmodel import Field, Session, col

from storage.columns import Table, word_field
from storage.vocabulary import Phase


class Topic(Table, table=True):
    """The last hazard or duty that one person spoke of in one conversation."""

    __table_args__ = (UniqueConstraint("conversation", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    conversation: str = Field(max_length=200)
    person_id: int = Field(foreign_key="person.id")
    subject: str = Field(max_length=60)
    """`hazard:<id>` or `record:<id of a duty's record>`; "" where that were several at once, or none to be shown."""
    phase: Phase = word_field(Phase)
    """What a photo that follows shows."""
    at: datetime


def keep(session: Session, conversation: str, person_id: int, *, subject: str, phase: Phase, now: datetime) -> None:
    """Remember what was spoken of; it replaces what was before."""
    session.connection().execute(
        delete(Topic).where(col(Topic.conversation) == conversation, col(Topic.person_id) == person_id)
    )
    session.add(Topic(conversation=conversation, person_id=person_id, subject=subject, phase=phase, at=now))
    session.flush()


def last(session: Session, conversation: str, person_id: int, *, since: datetime) -> Topic | None:
    """Return what the person spoke of here last, None where that was before `since`."""
    rows = select(Topic).where(
        col(Topic.conversation) == conversation, col(Topic.person_id) == person_id, col(Topic.at) >= since
    )
    return session.scalars(rows).first()
