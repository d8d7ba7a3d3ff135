"""What was asked for again and again without anybody doing anything: rungs of hazards, duties in a row (T1-7)."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from storage.duties import Duty
from storage.hazards import HazardEvent, Rung
from storage.vocabulary import DutyState, HazardAction, RungState


def rungs(session: Session, hazard_ids: Collection[int]) -> Mapping[int, int]:
    """Return how many rungs of each of these hazards were said since anybody did anything; those without left out.

    That it changed hands because its owner left is nobody's doing.
    """
    latest = (
        select(col(HazardEvent.hazard_id), func.max(col(HazardEvent.at)).label("at"))
        .where(col(HazardEvent.hazard_id).in_(hazard_ids), col(HazardEvent.action) != HazardAction.HAND_OVER)
        .group_by(col(HazardEvent.hazard_id))
        .subquery()
    )
    said = (
        select(col(Rung.hazard_id), func.count())
        .outerjoin(latest, latest.c.hazard_id == col(Rung.hazard_id))
        .where(
            col(Rung.hazard_id).in_(hazard_ids),
            col(Rung.state) == RungState.SAID,
            (col(Rung.said_at) > latest.c.at) | latest.c.at.is_(None),
        )
        .group_by(col(Rung.hazard_id))
    )
    return {hazard_id: count for hazard_id, count in session.execute(said)}


def duties(session: Session, unit_ids: Collection[int], *, in_a_row: int, now: datetime) -> list[tuple[int, str]]:
    """Return (unit id, code) of the duties whose last `in_a_row` occurrences up to now were all missed."""
    place = func.row_number().over(
        partition_by=(col(Duty.unit_id), col(Duty.code)), order_by=(col(Duty.cutoff_at).desc(), col(Duty.id).desc())
    )
    last = (
        select(col(Duty.unit_id), col(Duty.code), col(Duty.state), place.label("place"))
        .where(col(Duty.unit_id).in_(unit_ids), col(Duty.cutoff_at) <= now, col(Duty.state) != DutyState.EXCUSED)
        .subquery()
    )
    rows = (
        select(last.c.unit_id, last.c.code)
        .where(and_(last.c.place <= in_a_row, last.c.state == DutyState.MISSED))
        .group_by(last.c.unit_id, last.c.code)
        .having(func.count() == in_a_row)
        .order_by(last.c.unit_id, last.c.code)
    )
    return [(unit_id, code) for unit_id, code in session.execute(rows)]
