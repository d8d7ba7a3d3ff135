"""Tips 「投诉举报」: what was told, what became of it; who told it only so far as a reply needs, and sealed."""

from datetime import datetime

from sqlmodel import Field

from storage.columns import Table, word_field
from storage.vocabulary import TipState


class Tip(Table, table=True):
    """One tip."""

    id: int | None = Field(default=None, primary_key=True)
    receipt: str = Field(unique=True, max_length=20)
    """What the tipster keeps to ask what became of it."""
    origin: str = Field(unique=True, max_length=80)
    """A digest of the message or the form that brought it: a repeat makes no second tip, and nobody is named."""
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    unit_name: str = Field(default="", max_length=80)
    """As it was told."""
    told: str
    state: TipState = word_field(TipState, default=TipState.RECEIVED)
    received_at: datetime
    respond_by: datetime
    settle_by: datetime
    responded_at: datetime | None = None
    responded_by: int | None = Field(default=None, foreign_key="person.id")
    settled_at: datetime | None = None
    settled_by: int | None = Field(default=None, foreign_key="person.id")
    outcome: str = ""
    hazard_id: int | None = Field(default=None, foreign_key="hazard.id", index=True)
    sealed: str = Field(default="", repr=False)
    """Who told it and how to reach them, encrypted with the key of the settings; "" where nobody said."""


class TipEvent(Table, table=True):
    """One thing that happened to a tip, or was said about it; rows are only added."""

    __tablename__ = "tip_event"

    id: int | None = Field(default=None, primary_key=True)
    tip_id: int = Field(foreign_key="tip.id", index=True)
    at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Who of us; None where the tipster spoke or the clock decided."""
    step: str = Field(max_length=24)
    note: str = ""
