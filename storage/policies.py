"""Every version of the tables that cases are stamped with, so that a change never rewrites history."""

from datetime import datetime

from sqlalchemy import UniqueConstraint, select
from sqlmodel import Field, Session, col

from storage.columns import Table
from storage.database import insert_new


class PolicyVersion(Table, table=True):
    """The content of one configuration table at one time."""

    __tablename__ = "policy_version"
    __table_args__ = (UniqueConstraint("name", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=40)
    """The table: escalation, hazards, duties."""
    version: str = Field(max_length=20)
    content: str
    since: datetime


def remember(session: Session, name: str, version: str, content: str, *, now: datetime) -> None:
    """Keep this version of the table; nothing happens where it is kept already."""
    insert_new(session, PolicyVersion, [{"name": name, "version": version, "content": content, "since": now}])


def content(session: Session, name: str, version: str) -> str | None:
    """Return the table as it was in this version, None where the version was never kept."""
    kept = select(col(PolicyVersion.content)).where(
        col(PolicyVersion.name) == name, col(PolicyVersion.version) == version
    )
    return session.scalar(kept)
