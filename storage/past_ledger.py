"""Hazards of a ledger 「台账」 that was kept elsewhere, put in together: each once, with what is known of its way."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from config.clock import TZ
from storage import counters
from storage.database import insert_new
from storage.hazard_plans import HazardPlan
from storage.hazard_tags import HazardTag
from storage.hazards import Hazard, HazardEvent
from storage.vocabulary import Category, Grade, HazardAction, HazardSource, HazardState, PlanPart, Tag

ORIGIN = "ledger:"
_OUR_CODE = re.compile(r"YH(\d{8})-(\d{3,})")
_AT_ONCE = 500
"""How many origins or codes are looked up in one statement."""


@dataclass(frozen=True, slots=True)
class LedgerHazard:
    """One row of a ledger, read and resolved."""

    where: str
    """The row it stands in."""
    code: str
    """Its number there 「隐患编号」; "" where it has none: it is known again by what it says."""
    unit_id: int
    unit: str
    problem: str
    category: Category
    grade: Grade
    source: HazardSource
    state: HazardState
    reported_at: datetime
    due_on: date
    place: str = ""
    reported_by: int | None = None
    owner_id: int | None = None
    owner_name: str = ""
    is_extended: bool = False
    is_on_the_spot: bool = False
    submitted_at: datetime | None = None
    """When the rectifying was done; also where it was accepted or sent back later."""
    closed_at: datetime | None = None
    closed_by: int | None = None
    funds_planned: int | None = None
    funds_spent: int | None = None
    campaign: str = ""
    tags: tuple[Tag, ...] = ()
    measures: str = ""
    opinion: str = ""
    interim: str = ""
    note: str = ""
    """What the row says besides, for the history."""

    @property
    def origin(self) -> str:
        """Return the name by which a second import knows it again."""
        if self.code:
            return f"{ORIGIN}{self.code}"
        said = "|".join((self.unit, self.place, self.problem, f"{self.reported_at.astimezone(TZ):%Y-%m-%d}"))
        return f"{ORIGIN}{hashlib.sha256(said.encode()).hexdigest()[:40]}"


def known(session: Session, rows: Collection[LedgerHazard]) -> Mapping[str, Hazard]:
    """Return the hazards that are in the books already, by the origin of their row."""
    found: dict[str, Hazard] = {}
    origin_by_code = {row.code: row.origin for row in rows if row.code}
    for codes in _portions(list(origin_by_code)):
        for hazard in session.scalars(select(Hazard).where(col(Hazard.code).in_(codes))):
            found[origin_by_code[hazard.code]] = hazard
    for origins in _portions([row.origin for row in rows if not row.code]):
        for hazard in session.scalars(select(Hazard).where(col(Hazard.origin).in_(origins))):
            found[hazard.origin] = hazard
    return found


def _portions(names: Sequence[str]) -> list[Sequence[str]]:
    return [names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE)]


def put(session: Session, rows: Sequence[LedgerHazard], *, now: datetime) -> int:
    """Add the hazards, none of which is in the books, in the order of their finding; return how many."""
    ordered = sorted(rows, key=lambda row: row.reported_at)
    _keep_codes_apart(session, ordered)
    numbers = counters.take_many(session, "hazard", len(ordered))
    codes = _codes(session, ordered)
    hazards = [_hazard(row, number, code, now) for row, number, code in zip(ordered, numbers, codes, strict=True)]
    added = insert_new(session, Hazard, hazards)
    id_by_origin: dict[str, int] = {}
    for origins in _portions([row.origin for row in ordered]):
        found = select(col(Hazard.origin), col(Hazard.id)).where(col(Hazard.origin).in_(origins))
        id_by_origin |= {origin: hazard_id for origin, hazard_id in session.execute(found) if hazard_id is not None}
    named = [(id_by_origin[row.origin], row) for row in ordered]
    insert_new(session, HazardEvent, [event for one, row in named for event in _events(one, row)])
    insert_new(session, HazardPlan, [plan for one, row in named for plan in _plans(one, row, now)])
    insert_new(
        session, HazardTag, [{"hazard_id": one, "tag": tag, "at": now} for one, row in named for tag in row.tags]
    )
    return added


def _keep_codes_apart(session: Session, rows: Sequence[LedgerHazard]) -> None:
    """Let the codes that are given out later be above those that the ledger brings."""
    last: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        if ours := _OUR_CODE.fullmatch(row.code):
            last[ours[1]] = max(last[ours[1]], int(ours[2]))
    for day, value in last.items():
        counters.raise_to(session, f"hazard-{day}", value)


def _codes(session: Session, rows: Sequence[LedgerHazard]) -> list[str]:
    """Return the code of each row, a new one of its day where it brings none."""
    days = [None if row.code else f"{row.reported_at.astimezone(TZ):%Y%m%d}" for row in rows]
    wanted = Counter(day for day in days if day)
    taken = {day: iter(counters.take_many(session, f"hazard-{day}", count)) for day, count in wanted.items()}
    return [f"YH{day}-{next(taken[day]):03d}" if day else row.code for row, day in zip(rows, days, strict=True)]


def _hazard(row: LedgerHazard, number: int, code: str, now: datetime) -> dict[str, Any]:
    return {
        "number": number,
        "code": code,
        "origin": row.origin,
        "unit_id": row.unit_id,
        "place": row.place,
        "problem": row.problem,
        "category": row.category,
        "grade": row.grade,
        "source": row.source,
        "state": row.state,
        "reported_at": row.reported_at,
        "reported_by": row.reported_by,
        "due_on": row.due_on,
        "is_extended": row.is_extended,
        "owner_id": row.owner_id,
        "owner_name": row.owner_name,
        "submitted_at": row.submitted_at,
        "closed_at": row.closed_at,
        "closed_by": row.closed_by,
        "entered_at": now,
        "is_on_the_spot": row.is_on_the_spot,
        "campaign": row.campaign,
        "funds_planned": row.funds_planned,
        "funds_spent": row.funds_spent,
    }


def _events(hazard_id: int, row: LedgerHazard) -> list[dict[str, Any]]:
    """Return the way of the hazard without a gap: reported, handed in, accepted or sent back."""
    steps: list[tuple[datetime, HazardAction, HazardState, str]] = []
    if row.submitted_at is not None:
        steps.append((row.submitted_at, HazardAction.SUBMIT, HazardState.TO_ACCEPT, row.measures))
    if row.closed_at is not None:
        steps.append((row.closed_at, HazardAction.ACCEPT, HazardState.CLOSED, row.opinion))
    elif row.submitted_at is not None and row.state is not HazardState.TO_ACCEPT:
        steps.append((row.submitted_at, HazardAction.SEND_BACK, row.state, row.opinion))
    begun = HazardState.TO_RECTIFY if steps else row.state
    steps.insert(0, (row.reported_at, HazardAction.REPORT, begun, row.note))
    by = {HazardAction.REPORT: row.reported_by, HazardAction.ACCEPT: row.closed_by}
    events: list[dict[str, Any]] = []
    before: HazardState | None = None
    for at, action, after, note in steps:
        events.append(
            {
                "hazard_id": hazard_id,
                "at": at,
                "action": action,
                "person_id": by.get(action),
                "state_before": before,
                "state_after": after,
                "message": row.origin,
                "note": note,
            }
        )
        before = after
    return events


def _plans(hazard_id: int, row: LedgerHazard, now: datetime) -> list[dict[str, Any]]:
    said = {PlanPart.EMERGENCY: row.interim}
    if row.submitted_at is None:
        # Measures that nobody has reported as done are what is planned.
        said[PlanPart.MEASURES] = row.measures
    shared = {"hazard_id": hazard_id, "at": now, "message": row.origin}
    return [{**shared, "part": part, "said": words} for part, words in said.items() if words]
