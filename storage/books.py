"""The books of hazards as one reads them to judge them: each row beside its own history and its next rung."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from storage import handovers
from storage.hazards import OPEN_STATES, Hazard, HazardEvent, Rung
from storage.people import Person
from storage.vocabulary import Grade, HazardAction, HazardState, RungState


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a hazard's history."""

    at: datetime
    action: HazardAction
    before: HazardState | None
    """None for the report, and in records of past years that do not say it."""
    after: HazardState

    @property
    def is_end(self) -> bool:
        """Return whether the hazard ended by it; a recheck of one that has ended does not end it again."""
        return self.after not in OPEN_STATES and self.before is not self.after


@dataclass(frozen=True, slots=True)
class Entry:
    """One hazard as its row says it, and as its history says it."""

    number: int
    unit_id: int
    state: HazardState
    reported_at: datetime
    closed_at: datetime | None
    due_on: date
    paused_until: datetime | None
    has_owner: bool
    """An active person, or a name that is not on the roster."""
    is_listed: bool
    """Whether it is listed 悬空, as one that nobody owns."""
    next_rung_at: datetime | None
    """When the rung that waits for this very deadline is due; None where none waits."""
    history: tuple[Happening, ...] = ()
    """Oldest first."""
    entered_at: datetime | None = None
    """When it came into the books, where that was after it was found 「补录」."""
    grade: Grade = Grade.GENERAL


def entries(session: Session) -> list[Entry]:
    """Return all hazards, those made void too, by number."""
    history = _histories(session)
    listed = {hazard.id for hazard in handovers.ownerless(session)}
    next_rung = (
        select(func.min(col(Rung.due_at)))
        .where(
            col(Rung.hazard_id) == col(Hazard.id),
            col(Rung.deadline) == col(Hazard.due_on),
            col(Rung.state) == RungState.WAITING,
        )
        .scalar_subquery()
    )
    owner = and_(col(Person.id) == col(Hazard.owner_id), col(Person.is_active))
    rows = select(Hazard, col(Person.id), next_rung).outerjoin(Person, owner).order_by(col(Hazard.number))
    return [
        Entry(
            number=hazard.number,
            unit_id=hazard.unit_id,
            state=hazard.state,
            reported_at=hazard.reported_at,
            closed_at=hazard.closed_at,
            due_on=hazard.due_on,
            paused_until=hazard.paused_until,
            has_owner=owner_id is not None or (hazard.owner_id is None and bool(hazard.owner_name)),
            is_listed=hazard.id in listed,
            next_rung_at=rung_at,
            history=tuple(history[hazard.id or 0]),
            entered_at=hazard.entered_at,
            grade=hazard.grade,
        )
        for hazard, owner_id, rung_at in session.execute(rows)
    ]


def first_entered(session: Session) -> datetime | None:
    """Return when the first hazard came into the books, None where there is none."""
    entered = func.coalesce(col(Hazard.entered_at), col(Hazard.reported_at))
    return session.scalars(select(entered).order_by(entered).limit(1)).first()


def _histories(session: Session) -> defaultdict[int, list[Happening]]:
    columns = (HazardEvent.hazard_id, HazardEvent.at, HazardEvent.action)
    states = (HazardEvent.state_before, HazardEvent.state_after)
    found: defaultdict[int, list[Happening]] = defaultdict(list)
    for hazard_id, *line in session.execute(
        select(*(col(one) for one in (*columns, *states))).order_by(col(HazardEvent.id))
    ):
        found[hazard_id].append(Happening(*line))
    return found
