"""What was said to units and what came of it: letters, rungs, answers, duties (S2-6)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from storage.duties import Duty
from storage.hazards import OPEN_STATES, Hazard, HazardEvent, Rung
from storage.outbox import OutboxMessage
from storage.people import Person
from storage.vocabulary import HazardState, OutboxState, RungState

OF_HAZARDS = ("escalate:", "hazard:")
"""What the keys of letters about hazards begin with: before the id, before the number."""
OF_DUTIES = ("remind:", "missing:", "caught-up:", "gathered:", "evening_list:", "duty_rung:")
_NO_REMINDER = ("answer:", "close:", "file:", "photo:", "undelivered:", "tip")
"""Letters that remind nobody; a tip is in no record."""


def letters(session: Session, begin: datetime, end: datetime, to: Collection[str]) -> Sequence[OutboxMessage]:
    """Return what was written from `begin`, included, to `end`: `to` these, and of hazards and duties to all.

    Oldest first; answers and what was withdrawn before it left are no reminders.
    """
    of_them = col(OutboxMessage.recipient).in_(to)
    wanted = [col(OutboxMessage.key).startswith(prefix, autoescape=True) for prefix in (*OF_HAZARDS, *OF_DUTIES)]
    unwanted = [col(OutboxMessage.key).startswith(prefix, autoescape=True) for prefix in _NO_REMINDER]
    rows = select(OutboxMessage).where(
        col(OutboxMessage.created_at) >= begin,
        col(OutboxMessage.created_at) < end,
        col(OutboxMessage.state) != OutboxState.CANCELLED,
        or_(of_them, *wanted),
        ~or_(*unwanted),
    )
    return session.scalars(rows.order_by(col(OutboxMessage.created_at), col(OutboxMessage.id))).all()


def people_of(session: Session, unit_ids: Collection[int]) -> Sequence[Person]:
    """Return who belongs or belonged to these units, by id."""
    return session.scalars(select(Person).where(col(Person.unit_id).in_(unit_ids)).order_by(col(Person.id))).all()


def hazards_of(session: Session, unit_ids: Collection[int], begin: datetime, end: datetime) -> Sequence[Hazard]:
    """Return the hazards of these units that were in the books at any time between, by number; void ones left out."""
    rows = select(Hazard).where(
        col(Hazard.unit_id).in_(unit_ids),
        col(Hazard.reported_at) < end,
        col(Hazard.state) != HazardState.VOID,
        or_(col(Hazard.state).in_(OPEN_STATES), col(Hazard.closed_at) >= begin),
    )
    return session.scalars(rows.order_by(col(Hazard.number))).all()


def rungs_said(
    session: Session, unit_ids: Collection[int], begin: datetime, end: datetime
) -> Sequence[tuple[Rung, Hazard]]:
    """Return the rungs about hazards of these units that were said between, oldest first."""
    rows = (
        select(Rung, Hazard)
        .join(Hazard, col(Hazard.id) == col(Rung.hazard_id))
        .where(
            col(Hazard.unit_id).in_(unit_ids),
            and_(col(Rung.state) == RungState.SAID, col(Rung.said_at) >= begin, col(Rung.said_at) < end),
        )
        .order_by(col(Rung.said_at), col(Rung.id))
    )
    return [(rung, hazard) for rung, hazard in session.execute(rows)]


def events_of(session: Session, unit_ids: Collection[int], begin: datetime) -> Sequence[HazardEvent]:
    """Return what people did to hazards of these units since then, oldest first."""
    ids = select(col(Hazard.id)).where(col(Hazard.unit_id).in_(unit_ids))
    rows = select(HazardEvent).where(
        col(HazardEvent.hazard_id).in_(ids), col(HazardEvent.at) >= begin, col(HazardEvent.person_id).is_not(None)
    )
    return session.scalars(rows.order_by(col(HazardEvent.at), col(HazardEvent.id))).all()


def duties_of(
    session: Session, unit_ids: Collection[int], begin: datetime, end: datetime, *, now: datetime
) -> Sequence[Duty]:
    """Return the duties of these units that fell due between and are open by now, earliest due first."""
    rows = select(Duty).where(
        col(Duty.unit_id).in_(unit_ids), col(Duty.due_at) >= begin, col(Duty.due_at) < end, col(Duty.opens_at) <= now
    )
    return session.scalars(rows.order_by(col(Duty.due_at), col(Duty.unit_id), col(Duty.id))).all()
