"""The five that a major hazard needs 「五落实」: rows are only added, the last one of each part counts."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Field, Session, col

from storage.columns import Table, word_field
from storage.vocabulary import PlanPart


class HazardPlan(Table, table=True):
    """What was said of one part of a hazard's plan."""

    __tablename__ = "hazard_plan"

    id: int | None = Field(default=None, primary_key=True)
    hazard_id: int = Field(foreign_key="hazard.id", index=True)
    part: PlanPart = word_field(PlanPart)
    said: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    message: str = Field(default="", max_length=260)
    """channel:message_id of the message that said it."""


def parts(session: Session, hazard_id: int) -> Mapping[PlanPart, HazardPlan]:
    """Return what was last said of each part, in the order of the vocabulary; what nobody spoke of is left out."""
    rows = select(HazardPlan).where(col(HazardPlan.hazard_id) == hazard_id).order_by(col(HazardPlan.id))
    latest = {row.part: row for row in session.scalars(rows)}
    return {part: latest[part] for part in PlanPart if part in latest}
