"""The published ranking 「按季排名」 (T4-6): counts of a unit and the formula in, scores and places out; pure.

Few hazards are never rewarded: without any a unit has no points where hazards are judged, and one that it found
itself and had struck off in time never lowers its score.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import fmean

from config.ranking_table import RankingTable
from storage.figures import HazardRow, Period
from storage.vocabulary import Grade, HazardSource, RankPart

_FULL = 100.0
_OWN_SOURCES = frozenset({HazardSource.SELF_CHECK, HazardSource.PATROL, HazardSource.DRILL})


@dataclass(frozen=True, slots=True)
class Counts:
    """What of one unit's work in a period the score is made of; hazards by their numbers."""

    patrols_owed: int = 0
    patrols_done: int = 0
    on_time: tuple[int, ...] = ()
    late: tuple[int, ...] = ()
    """Those that their last day found open, that day in the period."""
    overdue_days: tuple[tuple[int, int], ...] = ()
    """(hazard, weighted days overdue in the period)."""
    known: int = 0
    """How many hazards there were in the period, old and new."""
    drills: int = 0
    drills_owed: int = 0
    trainings: int = 0
    trainings_owed: int = 0
    own: tuple[int, ...] = ()
    """Reported in the period and found by the unit itself."""
    others: tuple[int, ...] = ()
    """Reported in the period and found by others; tips 「举报」 are not told apart from inspections."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score."""

    part: RankPart
    weight: int
    points: float | None
    """0 to 100; None where nothing of the kind was owed: the part is left out."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The place of one unit, or of one township by the mean of its units."""

    unit_id: int
    name: str
    place: int
    """From 1; the same score, the same place 「并列」."""
    score: float
    parts: tuple[Part, ...] = field(default=())
    units: int = 1


def hazard_counts(rows: Iterable[HazardRow], over: Period, formula: RankingTable) -> Counts:
    """Return what the hazards of one unit tell of these days, the counts of its duties left at 0."""
    mine = [row for row in rows if _was_known(row, over)]
    days = [(row.number, _days_overdue(row, over) * _weight(row, formula)) for row in mine]
    new = [row for row in mine if row.reported_on in over]
    return Counts(
        on_time=tuple(row.number for row in mine if row.closed_on and _is_on_time(row) and row.closed_on in over),
        late=tuple(row.number for row in mine if not _is_on_time(row) and row.due_on in over),
        overdue_days=tuple(one for one in days if one[1]),
        known=len(mine),
        own=tuple(row.number for row in new if is_own(row)),
        others=tuple(row.number for row in new if not is_own(row)),
    )


def is_own(row: HazardRow) -> bool:
    """Return whether the unit found it itself 「自报」."""
    return row.source in _OWN_SOURCES or (row.source is HazardSource.HOLIDAY and not row.is_from_visit)


def parts(counts: Counts, formula: RankingTable) -> tuple[Part, ...]:
    """Return the parts of the score in the order of the published formula."""
    points = {
        RankPart.PATROL: _share(counts.patrols_done, counts.patrols_owed),
        RankPart.ON_TIME: _share(len(counts.on_time), len(counts.on_time) + len(counts.late)) or 0.0,
        RankPart.OVERDUE: _overdue(counts, formula),
        RankPart.DRILLS: _share(
            min(counts.drills, counts.drills_owed) + min(counts.trainings, counts.trainings_owed),
            counts.drills_owed + counts.trainings_owed,
        ),
        RankPart.SELF_REPORT: _share(len(counts.own), len(counts.own) + len(counts.others)) or 0.0,
    }
    return tuple(Part(part, formula.weight_by_part[part.value], value) for part, value in points.items())


def score(found: Sequence[Part]) -> float:
    """Return the score, 0 to 100 with one decimal: the weighted mean of the parts that count."""
    weight = sum(one.weight for one in found if one.points is not None)
    points = sum(one.weight * one.points for one in found if one.points is not None)
    return round(points / weight, 1) if weight else 0.0


def rank(counted: Iterable[tuple[int, str, Counts]], formula: RankingTable) -> list[Ranked]:
    """Return the units (id, name, counts), best first; those of one score by name, on one place."""
    scored = [(unit_id, name, parts(counts, formula)) for unit_id, name, counts in counted]
    return _placed([Ranked(unit_id, name, 0, score(found), found) for unit_id, name, found in scored])


def rank_towns(units: Sequence[Ranked], town_by_unit: dict[int, tuple[int, str]]) -> list[Ranked]:
    """Return the townships (id, name), best first: the mean of the scores of their units; without any: left out."""
    by_town: dict[tuple[int, str], list[Ranked]] = {}
    for one in units:
        if one.unit_id in town_by_unit:
            by_town.setdefault(town_by_unit[one.unit_id], []).append(one)
    return _placed(
        [
            Ranked(town, name, 0, round(fmean(one.score for one in ours), 1), _means(ours), len(ours))
            for (town, name), ours in by_town.items()
        ]
    )


def _placed(found: list[Ranked]) -> list[Ranked]:
    scores = sorted((one.score for one in found), reverse=True)
    placed = [
        Ranked(one.unit_id, one.name, scores.index(one.score) + 1, one.score, one.parts, one.units) for one in found
    ]
    return sorted(placed, key=lambda one: (one.place, one.name))


def _means(units: Sequence[Ranked]) -> tuple[Part, ...]:
    found = []
    for several in zip(*(one.parts for one in units), strict=True):
        points = [one.points for one in several if one.points is not None]
        mean = round(fmean(points), 1) if points else None
        found.append(Part(several[0].part, several[0].weight, mean))
    return tuple(found)


def _was_known(row: HazardRow, over: Period) -> bool:
    return row.reported_on <= over.last and (row.closed_on is None or row.closed_on >= over.first)


def _is_on_time(row: HazardRow) -> bool:
    return row.closed_on is not None and row.closed_on <= row.due_on


def _days_overdue(row: HazardRow, over: Period) -> int:
    first = max(over.first, row.due_on + timedelta(days=1))
    last: date = over.last if row.closed_on is None else min(over.last, row.closed_on)
    return max(0, (last - first).days + 1)


def _weight(row: HazardRow, formula: RankingTable) -> int:
    return formula.major_weight if row.grade is Grade.MAJOR else 1


def _overdue(counts: Counts, formula: RankingTable) -> float:
    if not counts.known:
        return 0.0
    days = sum(weighted for _, weighted in counts.overdue_days)
    return max(0.0, _FULL * (1 - days / formula.no_points_at))


def _share(part: int, whole: int) -> float | None:
    return _FULL * part / whole if whole else None
