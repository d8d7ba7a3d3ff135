"""What hangs in the air 「悬空」 because somebody left, and to whom it was handed over."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session, col

from storage import hazards
from storage.hazards import OPEN_STATES, Hazard, HazardEvent
from storage.people import Person
from storage.vocabulary import HazardAction


def owned_by(session: Session, person: Person) -> Sequence[Hazard]:
    """Return the person's open hazards, earliest deadline first."""
    rows = select(Hazard).where(col(Hazard.owner_id) == person.id, col(Hazard.state).in_(OPEN_STATES))
    return session.scalars(rows.order_by(col(Hazard.due_on), col(Hazard.number))).all()


def hand_over(session: Session, hazard: Hazard, to: Person, *, message: str, now: datetime) -> bool:
    """Make somebody else the owner of an open hazard; return False where it ended or changed hands meanwhile.

    The history says whose it was: that the owner left is the owner's doing. `message` told us of it.
    """
    owner_id, owner_name = hazard.owner_id, hazard.owner_name
    while hazard.state in OPEN_STATES and hazard.owner_id == owner_id:
        state = hazard.state
        if hazards.move(session, hazard, state, owner_id=to.id, owner_name=to.name):
            assert hazard.id is not None
            session.add(
                HazardEvent(
                    hazard_id=hazard.id,
                    at=now,
                    action=HazardAction.HAND_OVER,
                    person_id=owner_id,
                    state_before=state,
                    state_after=state,
                    message=message[:260],
                    note=f"{owner_name} → {to.name}",
                )
            )
            return True
    return False


def without_owner(session: Session, hazard_ids: Collection[int]) -> Mapping[int, str]:
    """Return who owned those of these hazards whose owner has left, by hazard id.

    One that was handed over is among them until somebody does something about it.
    """
    latest = (
        select(func.max(col(HazardEvent.id)))
        .where(col(HazardEvent.hazard_id).in_(hazard_ids))
        .group_by(col(HazardEvent.hazard_id))
    )
    untouched = (
        select(col(HazardEvent.hazard_id), col(Person.name))
        .join(Person, col(Person.id) == col(HazardEvent.person_id))
        .where(col(HazardEvent.id).in_(latest), col(HazardEvent.action) == HazardAction.HAND_OVER)
    )
    left = (
        select(col(Hazard.id), col(Person.name))
        .join(Person, col(Person.id) == col(Hazard.owner_id))
        .where(col(Hazard.id).in_(hazard_ids), col(Hazard.state).in_(OPEN_STATES), ~col(Person.is_active))
    )
    return {hazard_id: name for rows in (untouched, left) for hazard_id, name in session.execute(rows)}


def ownerless(session: Session) -> Sequence[Hazard]:
    """Return the open hazards that never had an owner, or whose owner has left and nobody took over, by number."""
    has_left = ~col(Person.is_active)
    had_none = and_(col(Hazard.owner_id).is_(None), col(Hazard.owner_name) == "")
    rows = select(Hazard).outerjoin(Person, col(Person.id) == col(Hazard.owner_id))
    rows = rows.where(col(Hazard.state).in_(OPEN_STATES), or_(has_left, had_none))
    return session.scalars(rows.order_by(col(Hazard.number))).all()


def handed_over_by(session: Session, person: Person, *, since: datetime) -> Sequence[tuple[int, str]]:
    """Return (number, note) of the hazards that were the person's and changed hands since then, by number."""
    rows = (
        select(col(Hazard.number), col(HazardEvent.note))
        .join(HazardEvent, col(HazardEvent.hazard_id) == col(Hazard.id))
        .where(
            col(HazardEvent.person_id) == person.id,
            col(HazardEvent.action) == HazardAction.HAND_OVER,
            col(HazardEvent.at) >= since,
        )
    )
    return [(number, note) for number, note in session.execute(rows.order_by(col(Hazard.number)))]
