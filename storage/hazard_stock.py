"""The stock of open major hazards and the acceptances of closed ones (G-3e, G-4): read only."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from storage.hazard_plans import HazardPlan
from storage.hazards import OPEN_STATES, Hazard, HazardEvent
from storage.supervisions import Supervision
from storage.vocabulary import Grade, HazardAction, HazardState


def open_major(session: Session, unit_ids: Collection[int]) -> Sequence[Hazard]:
    """Return the open major hazards of these units, by the time when they were found."""
    rows = select(Hazard).where(
        col(Hazard.state).in_(OPEN_STATES), col(Hazard.grade) == Grade.MAJOR, col(Hazard.unit_id).in_(unit_ids)
    )
    return session.scalars(rows.order_by(col(Hazard.reported_at), col(Hazard.number))).all()


def major_closed_since(session: Session, unit_ids: Collection[int], since: datetime) -> Sequence[Hazard]:
    """Return the major hazards of these units that were struck off at or after the moment, by number."""
    rows = select(Hazard).where(
        col(Hazard.grade) == Grade.MAJOR,
        col(Hazard.unit_id).in_(unit_ids),
        col(Hazard.state) == HazardState.CLOSED,
        col(Hazard.closed_at) >= since,
    )
    return session.scalars(rows.order_by(col(Hazard.number))).all()


def major_found_by(session: Session, unit_ids: Collection[int], until: datetime) -> Sequence[Hazard]:
    """Return the major hazards of these units found before the moment, struck off or not, void ones left out."""
    rows = select(Hazard).where(
        col(Hazard.grade) == Grade.MAJOR,
        col(Hazard.unit_id).in_(unit_ids),
        col(Hazard.state) != HazardState.VOID,
        col(Hazard.reported_at) < until,
    )
    return session.scalars(rows.order_by(col(Hazard.number))).all()


def plan_parts(session: Session, hazard_ids: Collection[int]) -> Mapping[int, int]:
    """Return how many of the five 「五落实」 are told of each of these hazards; those with none are left out."""
    rows = (
        select(col(HazardPlan.hazard_id), func.count(func.distinct(col(HazardPlan.part))))
        .where(col(HazardPlan.hazard_id).in_(hazard_ids))
        .group_by(col(HazardPlan.hazard_id))
    )
    return {hazard_id: count for hazard_id, count in session.execute(rows)}


def supervised(session: Session, hazard_ids: Collection[int]) -> frozenset[int]:
    """Return which of these hazards are supervised by name 「挂牌督办」 now."""
    rows = select(col(Supervision.hazard_id)).where(
        col(Supervision.hazard_id).in_(hazard_ids), col(Supervision.lifted_at).is_(None)
    )
    return frozenset(session.scalars(rows))


def last_of(
    session: Session, hazard_ids: Collection[int], actions: Collection[HazardAction]
) -> Mapping[int, datetime]:
    """Return when one of these things was last done to each hazard; those to which none was are left out."""
    rows = (
        select(col(HazardEvent.hazard_id), func.max(col(HazardEvent.at)))
        .where(col(HazardEvent.hazard_id).in_(hazard_ids), col(HazardEvent.action).in_(actions))
        .group_by(col(HazardEvent.hazard_id))
    )
    return {hazard_id: at for hazard_id, at in session.execute(rows)}


def accepted_by_others(session: Session, unit_ids: Collection[int]) -> frozenset[int]:
    """Return the numbers of the struck-off hazards that somebody else accepted than owned or handed in the work."""
    rows = select(col(Hazard.number)).join(HazardEvent, col(HazardEvent.hazard_id) == col(Hazard.id))
    found = rows.where(
        col(Hazard.unit_id).in_(unit_ids),
        col(Hazard.state) == HazardState.CLOSED,
        col(HazardEvent.action) == HazardAction.ACCEPT,
        col(HazardEvent.person_id).is_not(None),
        or_(col(Hazard.owner_id).is_(None), col(HazardEvent.person_id) != col(Hazard.owner_id)),
        or_(col(Hazard.submitted_by).is_(None), col(HazardEvent.person_id) != col(Hazard.submitted_by)),
    )
    return frozenset(session.scalars(found))
