"""Hazards of years past, put in together: each once, numbered as it was where the number is free."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from config.clock import TZ
from storage import counters, people
from storage.counters import Counter
from storage.database import insert_new
from storage.hazards import Hazard, HazardEvent
from storage.records import ORIGIN, Count, ids_by_origin, unit_by_name
from storage.roster import UnknownUnit
from storage.vocabulary import Category, Grade, HazardAction, HazardSource, HazardState

_HAZARD_NUMBERS = "hazard"


@dataclass(frozen=True, slots=True)
class PastHazard:
    """One hazard as the records have it."""

    where: str
    """The row it stands in, to be named where something is wrong with it."""
    number: int
    """As it was numbered there; kept where it is free."""
    unit: str
    category: Category
    grade: Grade
    source: HazardSource
    state: HazardState
    reported_at: datetime
    due_on: date
    closed_at: datetime | None = None
    owner: str = ""
    is_extended: bool = False
    place: str = ""
    problem: str = ""

    @property
    def origin(self) -> str:
        """Return the name by which a second import knows it again."""
        return f"{ORIGIN}hazard:{self.number}:{self.reported_at:%Y%m%dT%H%M}:{self.unit}"


def put_hazards(session: Session, rows: Sequence[PastHazard], *, now: datetime) -> Count:
    """Add the hazards that were not put in before, with what is known of their way. Raises UnknownUnit.

    They came into the books `now`, whenever they were found.
    """
    unit_ids = {name: unit.id for name, unit in unit_by_name(session).items()}
    known = set(session.scalars(select(col(Hazard.origin)).where(col(Hazard.origin).startswith(ORIGIN))))
    new = [row for row in {row.origin: row for row in rows}.values() if row.origin not in known]
    if (stranger := next((row for row in new if row.unit not in unit_ids), None)) is not None:
        raise UnknownUnit(stranger.unit, stranger.where)
    number_by_origin = _numbers(session, new)
    code_by_origin = _codes(session, new)
    owners = _owners(session)
    insert_new(
        session,
        Hazard,
        [
            _hazard(row, unit_ids[row.unit], number_by_origin[row.origin], code_by_origin[row.origin], owners)
            | {"entered_at": now}
            for row in new
        ],
    )
    _add_events(session, new)
    return Count(len(new), len(rows) - len(new))


def _numbers(session: Session, new: Sequence[PastHazard]) -> dict[str, int]:
    taken = set(session.scalars(select(col(Hazard.number))))
    numbers: dict[str, int] = {}
    for row in new:
        if row.number not in taken:
            numbers[row.origin] = row.number
            taken.add(row.number)
    counters.raise_to(session, _HAZARD_NUMBERS, max(taken, default=0))
    return {row.origin: numbers.get(row.origin) or counters.take_next(session, _HAZARD_NUMBERS) for row in new}


def _codes(session: Session, new: Sequence[PastHazard]) -> dict[str, str]:
    """Return ledger codes in the order of reporting, after those that the day has already."""
    day_counters = col(Counter.name).like(f"{_HAZARD_NUMBERS}-%")
    stored = session.execute(select(col(Counter.name), col(Counter.value)).where(day_counters))
    last: defaultdict[str, int] = defaultdict(int, {name: value for name, value in stored})
    codes: dict[str, str] = {}
    for row in sorted(new, key=lambda row: (row.reported_at, row.number)):
        day = f"{row.reported_at.astimezone(TZ):%Y%m%d}"
        last[f"hazard-{day}"] += 1
        codes[row.origin] = f"YH{day}-{last[f'hazard-{day}']:03d}"
    for name in {f"hazard-{code[2:10]}" for code in codes.values()}:
        counters.raise_to(session, name, last[name])
    return codes


def _owners(session: Session) -> dict[tuple[int, str], int | None]:
    """Return by unit and name who that is, None where the unit has two of the name."""
    owners: dict[tuple[int, str], int | None] = {}
    for person in people.everybody(session):
        key = (person.unit_id, person.name)
        owners[key] = None if key in owners else person.id
    return owners


def _hazard(
    row: PastHazard, unit_id: int | None, number: int, code: str, owners: Mapping[tuple[int, str], int | None]
) -> dict[str, Any]:
    assert unit_id is not None
    return {
        "number": number,
        "code": code,
        "origin": row.origin,
        "unit_id": unit_id,
        "place": row.place,
        # Records without words still say of what kind it was.
        "problem": row.problem or row.category.term,
        "category": row.category,
        "grade": row.grade,
        "source": row.source,
        "state": row.state,
        "reported_at": row.reported_at,
        "due_on": row.due_on,
        "is_extended": row.is_extended,
        "owner_id": owners.get((unit_id, row.owner)),
        "owner_name": row.owner,
        "closed_at": row.closed_at,
    }


def _add_events(session: Session, new: Sequence[PastHazard]) -> None:
    """Add the report of each hazard and, where it is closed, its acceptance; more is not known."""
    id_by_origin = ids_by_origin(session, col(Hazard.origin), col(Hazard.id))
    events = []
    for row in new:
        shared = {"hazard_id": id_by_origin[row.origin], "message": row.origin}
        after = HazardState.TO_RECTIFY if row.closed_at else row.state
        events.append({**shared, "at": row.reported_at, "action": HazardAction.REPORT, "state_after": after})
        if row.closed_at:
            closed = {"at": row.closed_at, "action": HazardAction.ACCEPT, "state_after": HazardState.CLOSED}
            events.append({**shared, **closed})
    insert_new(session, HazardEvent, events)
