"""Who answers by name for what at which unit (T1-2), and the five of a key unit 「五包一」 (T2-6)."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from storage.columns import Table, word_field
from storage.vocabulary import Responsibility

_STANDING = text("ended_at is null")


class Answerable(Table, table=True):
    """One person who answers for one thing at one unit; ended, never removed."""

    __table_args__ = (
        Index(
            "ux_answerable_standing",
            "unit_id",
            "responsibility",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    responsibility: Responsibility = word_field(Responsibility)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """None for somebody who is not on the roster."""
    name: str = Field(max_length=40)
    title: str = Field(default="", max_length=60)
    phone: str = Field(default="", max_length=30, repr=False)
    since: date
    ended_at: datetime | None = None
    said_by: str = Field(default="", max_length=260)
    """The message or the workbook that said so."""
