"""Read-only figures about hazards: the rows that a metric counts and the number that comes of them (taxonomy §6)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from config.clock import TZ
from storage.hazards import OPEN_STATES, Hazard
from storage.vocabulary import Category, Grade, HazardSource, HazardState

Number = int | float


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        """Return whether the day lies in the period."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class HazardRow:
    """What the figures need of one hazard; days are those of the county."""

    number: int
    unit_id: int
    category: Category
    grade: Grade
    state: HazardState
    owner: str
    source: HazardSource
    is_extended: bool
    reported_on: date
    due_on: date
    closed_on: date | None
    is_on_the_spot: bool = False
    """Opened and accepted in one visit 「立行立改」."""
    campaign: str = ""
    """The code of the special action that it counts under."""
    is_from_visit: bool = False
    is_repeat: bool = False
    """Whether there was one at the same place before 「同一处再次上报」."""

    @property
    def is_open(self) -> bool:
        """Return whether it is not struck off yet."""
        return self.state in OPEN_STATES


def hazard_rows(session: Session, unit_ids: Collection[int]) -> list[HazardRow]:
    """Return the hazards of these units by number, those that were made void left out."""
    found = select(Hazard).where(col(Hazard.unit_id).in_(unit_ids), col(Hazard.state) != HazardState.VOID)
    return [_hazard_row(hazard) for hazard in session.scalars(found.order_by(col(Hazard.number)))]


def _hazard_row(hazard: Hazard) -> HazardRow:
    return HazardRow(
        number=hazard.number,
        unit_id=hazard.unit_id,
        category=hazard.category,
        grade=hazard.grade,
        state=hazard.state,
        owner=hazard.owner_name,
        source=hazard.source,
        is_extended=hazard.is_extended,
        reported_on=hazard.reported_at.astimezone(TZ).date(),
        due_on=hazard.due_on,
        closed_on=hazard.closed_at.astimezone(TZ).date() if hazard.closed_at else None,
        is_on_the_spot=hazard.is_on_the_spot,
        campaign=hazard.campaign,
        is_from_visit=hazard.inspection_id is not None,
        is_repeat=hazard.repeat_of is not None or hazard.reopened_from is not None,
    )


def of_campaign(rows: Sequence[HazardRow], code: str) -> list[HazardRow]:
    """Return the hazards that count under the special action, in the order given."""
    return [row for row in rows if row.campaign == code]


Counts = Callable[[HazardRow, Period | None, date], bool]
"""Return whether a metric counts this hazard; no period: all time."""


def _was_reported(row: HazardRow, period: Period | None, _today: date) -> bool:
    return period is None or row.reported_on in period


def _was_closed(row: HazardRow, period: Period | None, _today: date) -> bool:
    return row.closed_on is not None and (period is None or row.closed_on in period)


def _is_open(row: HazardRow, period: Period | None, today: date) -> bool:
    return row.is_open and _was_reported(row, period, today)


def _is_overdue(row: HazardRow, period: Period | None, today: date) -> bool:
    return _is_open(row, period, today) and row.due_on < today


def _falls_due(row: HazardRow, period: Period | None, _today: date) -> bool:
    return row.is_open and (period is None or row.due_on in period)


_COUNTED: Mapping[str, Counts] = {
    "hazard_new": _was_reported,
    "hazard_closed": _was_closed,
    "hazard_open": _is_open,
    "hazard_overdue": _is_overdue,
    "hazard_due": _falls_due,
    "hazard_zero": _was_reported,
    "rectify_rate": _was_reported,
    "ontime_rate": _was_closed,
    "avg_days": _was_closed,
}
METRICS = frozenset(_COUNTED)
"""The metrics that are counted from hazards."""


def counted(metric: str, rows: Sequence[HazardRow], period: Period | None, today: date) -> list[HazardRow]:
    """Return the hazards that the metric counts, in the order given: what the figure can be clicked down to.

    For a rate it is what the rate is of. Raises KeyError for what is no metric of hazards.
    """
    counts = _COUNTED[metric]
    return [row for row in rows if counts(row, period, today)]


def on_the_spot(rows: Sequence[HazardRow]) -> int:
    """Return how many were opened and accepted in one visit 「立行立改」: circulars count them apart."""
    return sum(row.is_on_the_spot for row in rows)


def value(metric: str, rows: Sequence[HazardRow]) -> Number | None:
    """Return the figure of what `counted` gave for the metric: a number of hazards, % or days with one decimal.

    None for a rate or an average of nothing.
    """
    match metric:
        case "rectify_rate":
            return percent(sum(not row.is_open for row in rows), len(rows))
        case "ontime_rate":
            return percent(sum(row.closed_on is not None and row.closed_on <= row.due_on for row in rows), len(rows))
        case "avg_days":
            days = [(row.closed_on - row.reported_on).days for row in rows if row.closed_on is not None]
            return round(sum(days) / len(days), 1) if days else None
        case _:
            return len(rows)


def percent(part: int, whole: int) -> float | None:
    """Return the part in % with one decimal, None of nothing."""
    return round(100 * part / whole, 1) if whole else None
