"""What hazards count under besides their category: one row a tag, added by rule or by a person."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlmodel import Field, Session, col

from storage.columns import Table, word_field
from storage.database import insert_new
from storage.vocabulary import Tag


class HazardTag(Table, table=True):
    """One tag of one hazard."""

    __tablename__ = "hazard_tag"

    hazard_id: int = Field(foreign_key="hazard.id", primary_key=True)
    tag: Tag = word_field(Tag, primary_key=True)
    at: datetime


def put(session: Session, hazard_id: int, tags: Collection[Tag], *, now: datetime) -> None:
    """Let the hazard have these tags and no others; history is kept by whoever changes them."""
    stale = delete(HazardTag).where(col(HazardTag.hazard_id) == hazard_id, col(HazardTag.tag).not_in(tags))
    session.connection().execute(stale)
    insert_new(session, HazardTag, [{"hazard_id": hazard_id, "tag": tag, "at": now} for tag in tags])


def of_hazards(session: Session, hazard_ids: Collection[int]) -> Mapping[int, Sequence[Tag]]:
    """Return the tags of each of these hazards that has any, in the order of the vocabulary."""
    found: dict[int, list[Tag]] = {}
    for row in session.scalars(select(HazardTag).where(col(HazardTag.hazard_id).in_(hazard_ids))):
        found.setdefault(row.hazard_id, []).append(row.tag)
    order = list(Tag)
    return {hazard_id: sorted(tags, key=order.index) for hazard_id, tags in found.items()}


def counts(session: Session, hazard_ids: Collection[int]) -> Mapping[Tag, int]:
    """Return how many of these hazards have each tag; those without any hazard are left out."""
    rows = select(col(HazardTag.tag), func.count()).where(col(HazardTag.hazard_id).in_(hazard_ids))
    return {tag: count for tag, count in session.execute(rows.group_by(col(HazardTag.tag)))}
