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
    origin: str = Field(max_length=260)
    """The message that spoke of it: channel:message_id."""
    at: datetime


def keep(session: Session, topic: Topic) -> None:
    """Remember what was spoken of; it replaces what the person spoke of there before."""
    # Through the session, so that it forgets the row it knew: SQLite gives its number to the next.
    forget(session, topic.conversation, topic.person_id)
    session.add(topic)
    session.flush()


def forget(session: Session, conversation: str, person_id: int) -> None:
    """Forget what the person spoke of there."""
    session.execute(delete(Topic).where(col(Topic.conversation) == conversation, col(Topic.person_id) == person_id))


def last(session: Session, conversation: str, person_id: int, *, since: datetime) -> Topic | None:
    """Return what the person spoke of here last, None where that was before `since`."""
    rows = select(Topic).where(
        col(Topic.conversation) == conversation, col(Topic.person_id) == person_id, col(Topic.at) >= since
    )
    return session.scalars(rows).first()
