"""When hazards were found, reported, first acted on and struck off: what their times are counted from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from config.clock import TZ
from storage.hazards import OPEN_STATES, Hazard, HazardEvent
from storage.people import Person
from storage.vocabulary import HazardAction, HazardState

_ACTIONS = (HazardAction.ACKNOWLEDGE, HazardAction.PROGRESS, HazardAction.SUBMIT, HazardAction.ASSIGN)


@dataclass(frozen=True, slots=True)
class HazardTimes:
    """The moments of one hazard, as far as they have come."""

    number: int
    unit_id: int
    found_at: datetime
    reported_at: datetime
    """When it came into the books: for one entered late 「补录」 after it was found, else the same moment."""
    is_entered_late: bool
    acted_at: datetime | None
    """When somebody of the unit first did something about it."""
    closed_at: datetime | None
    due_on: date
    is_open: bool

    @property
    def closed_on(self) -> date | None:
        """Return the day in the county on which it was struck off."""
        return self.closed_at.astimezone(TZ).date() if self.closed_at else None


def of_units(session: Session, unit_ids: Collection[int]) -> list[HazardTimes]:
    """Return the hazards of these units by number, those that were made void left out."""
    acted = (
        select(col(HazardEvent.hazard_id), func.min(col(HazardEvent.at)).label("at"))
        .join(Hazard, col(Hazard.id) == col(HazardEvent.hazard_id))
        .join(Person, col(Person.id) == col(HazardEvent.person_id))
        .where(col(Person.unit_id) == col(Hazard.unit_id), col(HazardEvent.action).in_(_ACTIONS))
        .group_by(col(HazardEvent.hazard_id))
        .subquery()
    )
    rows = (
        select(Hazard, acted.c.at)
        .outerjoin(acted, acted.c.hazard_id == col(Hazard.id))
        .where(col(Hazard.unit_id).in_(unit_ids), col(Hazard.state) != HazardState.VOID)
        .order_by(col(Hazard.number))
    )
    return [_times(hazard, at) for hazard, at in session.execute(rows)]


def _times(hazard: Hazard, acted_at: datetime | None) -> HazardTimes:
    return HazardTimes(
        number=hazard.number,
        unit_id=hazard.unit_id,
        found_at=hazard.reported_at,
        reported_at=hazard.entered_at or hazard.reported_at,
        is_entered_late=hazard.entered_at is not None,
        acted_at=acted_at,
        closed_at=hazard.closed_at,
        due_on=hazard.due_on,
        is_open=hazard.state in OPEN_STATES,
    )
