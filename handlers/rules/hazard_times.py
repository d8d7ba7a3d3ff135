"""How long hazards take (T8-3), and for how long none has been overdue 「动态清零」 (T6-9); pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from config.zone import TZ
from storage.figures import Period
from storage.hazard_times import HazardTimes

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Zero:
    """How some hazards stand to the aim that none is overdue."""

    overdue: tuple[int, ...]
    """The numbers of those open and overdue, longest overdue first."""
    since: date | None
    """Where none is overdue, the first day of that; else the last day on which none was. None: it was never else."""

    def days(self, today: date) -> int | None:
        """Return for how many days it has been so, today counted where none is overdue; None: it was never else."""
        if self.since is None:
            return None
        return (today - self.since).days + (0 if self.overdue else 1)


@dataclass(frozen=True, slots=True)
class Taken:
    """How long one step took: the middle one of all, and the longest with its number."""

    numbers: tuple[int, ...]
    """What was counted, in the order of the numbers."""
    middle: timedelta
    longest: timedelta
    longest_number: int


@dataclass(frozen=True, slots=True)
class Course:
    """How long the steps took; None for a step that no hazard took in the period."""

    reporting: Taken | None
    """Found → reported, of those reported in the period that were entered after they were found."""
    acting: Taken | None
    """Reported → first done something about by the unit, of those for which that was in the period."""
    closing: Taken | None
    """Reported → struck off, of those struck off in the period."""


def zero(rows: Sequence[HazardTimes], today: date) -> Zero:
    """Return how these hazards stand on `today`, by their present deadlines.

    A hazard is overdue from the day after its deadline; on the day on which it is struck off it no longer is.
    """
    late = sorted((row.due_on, row.number) for row in rows if row.is_open and row.due_on < today)
    overdue = tuple(number for _, number in late)
    spells = [spell for row in rows if (spell := _overdue_spell(row, today)) is not None]
    if not overdue:
        last = max((end for _, end in spells), default=None)
        return Zero((), None if last is None else last + _ONE_DAY)
    begin = today
    for first, last in sorted(spells, key=lambda one: one[1], reverse=True):
        if last < begin - _ONE_DAY:
            break
        begin = min(begin, first)
    return Zero(overdue, begin - _ONE_DAY)


def _overdue_spell(row: HazardTimes, today: date) -> tuple[date, date] | None:
    """Return the first and last day on which it was overdue."""
    end = today if row.is_open or row.closed_on is None else row.closed_on - _ONE_DAY
    first = row.due_on + _ONE_DAY
    return (first, end) if first <= end else None


def course(rows: Sequence[HazardTimes], period: Period | None) -> Course:
    """Return how long the steps took that were taken in the period; None: at any time."""
    return Course(
        reporting=_taken(
            [
                (row.reported_at - row.found_at, row.number)
                for row in rows
                if row.is_entered_late and _is_in(row.reported_at.astimezone(TZ).date(), period)
            ]
        ),
        acting=_taken(
            [
                (row.acted_at - row.reported_at, row.number)
                for row in rows
                if row.acted_at is not None and _is_in(row.acted_at.astimezone(TZ).date(), period)
            ]
        ),
        closing=_taken(
            [
                (row.closed_at - row.reported_at, row.number)
                for row in rows
                if row.closed_at is not None and _is_in(row.closed_at.astimezone(TZ).date(), period)
            ]
        ),
    )


def _is_in(day: date, period: Period | None) -> bool:
    return period is None or day in period


def _taken(lengths: Sequence[tuple[timedelta, int]]) -> Taken | None:
    if not lengths:
        return None
    # What was done before it was entered late took no time at all.
    seconds = [max(0.0, length.total_seconds()) for length, _ in lengths]
    longest, number = max(zip(seconds, (number for _, number in lengths), strict=True))
    return Taken(
        numbers=tuple(number for _, number in lengths),
        middle=timedelta(seconds=median(seconds)),
        longest=timedelta(seconds=longest),
        longest_number=number,
    )
