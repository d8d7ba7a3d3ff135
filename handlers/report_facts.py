"""Gather the figures of a report from the rows, and keep them as JSON: the same numbers whoever reads them later."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from handlers.rules import ranking
from handlers.rules.ranking import Counts, Ranked
from handlers.rules.report_shape import DRILL, PATROL, TOLD, Facts, UnitFacts
from storage import duty_figures, figures, inspections, tips
from storage.duty_figures import Tally
from storage.figures import HazardRow, Period
from storage.report_periods import Span
from storage.units import Tree, Unit
from storage.vocabulary import Grade, InspectionKind, InspectionState, Level, RankPart

_TRAINING = "training"
_ONE_DAY = timedelta(days=1)
_JSON = TypeAdapter(Facts)


def gather(session: Session, span: Span, *, tree: Tree, tables: Tables, now: datetime) -> Facts:
    """Return the figures of all institutions for the period; of one that still runs, those up to today."""
    today = now.astimezone(TZ).date()
    over = Period(span.first, min(span.last, today))
    places = _places(tree)
    ids = [unit.id for unit, _ in places if unit.id is not None]
    rows = figures.hazard_rows(session, ids)
    new = [row for row in rows if row.reported_on in over]
    units = _units(session, span, places, rows, tables=tables, today=today)
    began = inspections.began_since(session, _midnight(over.first), ids)
    made = [
        one
        for one in began
        if one.started_at < _midnight(over.last + _ONE_DAY)
        and one.state is not InspectionState.VOID
        and one.kind is not InspectionKind.SELF_MAJOR
    ]
    before = tables.reports.major_stock_before
    facts = Facts(
        kind=span.kind,
        first=span.first,
        last=span.last,
        until=over.last,
        bureau=next((one.name for one in tree.at(Level.BUREAU)), ""),
        units=tuple(units),
        categories=_counted([row.category.term for row in new]),
        repeats=tuple(row.number for row in new if row.is_repeat),
        campaigns=_counted([tables.campaigns.name(row.campaign) for row in new if row.campaign]),
        old_major=tuple(row.number for row in rows if _is_major(row, over) and row.reported_on <= before),
        inspections=len(made),
        tips=tips.received(session, _midnight(over.first), _midnight(over.last + _ONE_DAY)),
    )
    return _with_ranking(facts, tables) if span.quarters else facts


def ranked(facts: Facts, tables: Tables) -> tuple[tuple[Ranked, ...], tuple[Ranked, ...]]:
    """Return the ranking of the institutions and of the townships, best first."""
    units = ranking.rank([(one.unit_id, one.name, one.counts) for one in facts.units], tables.ranking)
    towns = {one.unit_id: (one.town_id, one.town) for one in facts.units if one.town_id is not None}
    return tuple(units), tuple(ranking.rank_towns(units, towns))


def as_json(facts: Facts) -> dict[str, Any]:
    """Return the figures as they are kept."""
    kept: dict[str, Any] = _JSON.dump_python(facts, mode="json")
    return kept


def from_json(kept: dict[str, Any]) -> Facts:
    """Return the figures that `as_json` wrote."""
    return _JSON.validate_python(kept)


def _with_ranking(facts: Facts, tables: Tables) -> Facts:
    units, towns = ranked(facts, tables)
    published = tables.ranking
    formula = tuple((one.term, published.weight_by_part[one], published.meaning_by_part[one]) for one in RankPart)
    return replace(facts, ranked=units, ranked_towns=towns, formula=formula)


def _places(tree: Tree) -> list[tuple[Unit, Unit | None]]:
    """Return every institution with its township office, those without one first, then by township."""
    found = [(unit, tree.superior(unit.id, Level.TOWNSHIP)) for unit in tree.at(Level.INSTITUTION) if unit.id]
    return sorted(found, key=lambda one: (one[1].id or 0 if one[1] else 0, one[0].id or 0))


def _units(
    session: Session,
    span: Span,
    places: Sequence[tuple[Unit, Unit | None]],
    rows: Sequence[HazardRow],
    *,
    tables: Tables,
    today: date,
) -> list[UnitFacts]:
    over = Period(span.first, min(span.last, today))
    # What is judged are whole days: today may still bring what is owed today.
    judged = Period(span.first, min(span.last, today - _ONE_DAY))
    ids = [unit.id for unit, _ in places if unit.id is not None]
    tallies = duty_figures.tallies(session, ids, judged)
    told = duty_figures.told_anything(session, ids, over)
    drills = Counter(one.unit_id for one in duty_figures.done(session, ids, DRILL, over))
    trainings = Counter(one.unit_id for one in duty_figures.done(session, ids, _TRAINING, over))
    rows_by_unit: dict[int, list[HazardRow]] = {}
    for row in rows:
        rows_by_unit.setdefault(row.unit_id, []).append(row)
    found = []
    for unit, town in places:
        assert unit.id is not None
        mine = rows_by_unit.get(unit.id, [])
        counts = ranking.hazard_counts(mine, judged, tables.ranking)
        facts = _unit(unit, town, mine, over, overdue_before=judged.last + _ONE_DAY)
        owed = {code: tallies[unit.id, code] for code in TOLD if (unit.id, code) in tallies}
        found.append(
            replace(
                facts,
                has_told=unit.id in told or bool(facts.new),
                duties={code: (one.owed, one.done) for code, one in owed.items()},
                counts=_with_duties(counts, owed, drills[unit.id], trainings[unit.id], span.quarters, tables),
            )
        )
    return found


def _with_duties(
    counts: Counts, owed: dict[str, Tally], drills: int, trainings: int, quarters: int, tables: Tables
) -> Counts:
    patrols, drill = owed.get(PATROL), owed.get(DRILL)
    spared = drill.excused if drill else 0
    return replace(
        counts,
        patrols_owed=patrols.owed if patrols else 0,
        patrols_done=patrols.done if patrols else 0,
        drills=drills,
        drills_owed=max(0, quarters * tables.ranking.drills_a_quarter - spared),
        trainings=trainings,
        trainings_owed=quarters * tables.ranking.trainings_a_quarter,
    )


def _unit(
    unit: Unit, town: Unit | None, rows: Sequence[HazardRow], over: Period, *, overdue_before: date
) -> UnitFacts:
    assert unit.id is not None
    new = [row for row in rows if row.reported_on in over]
    still = [row for row in rows if _is_open(row, over)]
    return UnitFacts(
        unit_id=unit.id,
        name=unit.name,
        town_id=town.id if town else None,
        town=town.name if town else "",
        new=_numbers(new),
        closed=_numbers([row for row in rows if row.closed_on is not None and row.closed_on in over]),
        open=_numbers(still),
        overdue=_numbers([row for row in still if row.due_on < overdue_before]),
        major=_numbers([row for row in still if row.grade is Grade.MAJOR]),
        on_the_spot=figures.on_the_spot(new),
        rectified=sum(not _is_open(row, over) for row in new),
        has_told=False,
        duties={},
    )


def _is_open(row: HazardRow, over: Period) -> bool:
    return row.reported_on <= over.last and (row.closed_on is None or row.closed_on > over.last)


def _is_major(row: HazardRow, over: Period) -> bool:
    return row.grade is Grade.MAJOR and _is_open(row, over)


def _numbers(rows: Sequence[HazardRow]) -> tuple[int, ...]:
    return tuple(row.number for row in rows)


def _counted(words: Sequence[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(words).most_common())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TZ)
