"""Count what a question asks for: one metric over some units and days, a number or the names behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from handlers.questions.query import Query, category_name, source_name
from storage import duty_figures, figures
from storage.figures import HazardRow, Number, Period
from storage.units import Unit
from storage.vocabulary import Grade

Figure = Number | list[str] | None
"""A number, or the names of the units that it counts; None where there is nothing to divide by."""

_CODES = {"meeting": "weekly_meeting", "drill": "drill", "training": "training"}


@dataclass(frozen=True, slots=True)
class Field:
    """What is counted on: the units asked about, their hazards, and the day."""

    session: Session
    units: Sequence[Unit]
    """Institutions, by id."""
    rows: Sequence[HazardRow]
    """Their hazards as far as the filters leave them."""
    today: date
    festival_slot: str = ""

    @property
    def unit_ids(self) -> list[int]:
        """Return the ids of the units."""
        return [unit.id for unit in self.units if unit.id is not None]


def in_scope(units: Sequence[Unit], query: Query) -> list[Unit]:
    """Return those of the units that the question is about."""
    return [
        unit
        for unit in units
        if (not query.towns or unit.town in query.towns)
        and (not query.orgs or unit.name in query.orgs)
        and (not query.org_types or unit.type.term in query.org_types)
    ]


def field_of(session: Session, query: Query, units: Sequence[Unit], today: date, festival_slot: str) -> Field:
    """Return what the question is counted on: its units and those of their hazards that the filters leave."""
    unit_ids = [unit.id for unit in units if unit.id is not None]
    rows = [row for row in figures.hazard_rows(session, unit_ids) if _passes(row, query)]
    return Field(session, units, rows, today, festival_slot)


def _passes(row: HazardRow, query: Query) -> bool:
    categories = query.counted_categories
    return (
        (not categories or row.category in categories)
        and query.grade in (None, row.grade)
        and query.state in (None, row.state)
        and query.owner in ("", row.owner)
        and query.source in (None, row.source)
        and (row.is_extended or not query.is_extended)
    )


def measure(metric: str, on: Field, period: Period | None) -> Figure:
    """Return the figure of a metric; names for metrics that count units. Raises KeyError for an unknown one."""
    if metric == "hazard_zero":
        return _without_report(on, period)
    if metric in figures.METRICS:
        return figures.value(metric, figures.counted(metric, on.rows, period, on.today))
    if metric == "org_count":
        return len(on.units)
    topic, _, what = metric.partition("_")
    if topic == "patrol":
        return _patrol(what, on, period)
    if topic == "holiday":
        return _checks(what.removeprefix("check_"), on)
    return _told(_CODES[topic], what, on, period)


def numbers(metric: str, on: Field, period: Period | None) -> list[int]:
    """Return the numbers of the hazards that a metric counts, ascending: what the figure is clicked down to."""
    return [row.number for row in figures.counted(metric, on.rows, period, on.today)]


def as_number(figure: Figure) -> Number | None:
    """Return the figure as a number: of names their count."""
    return len(figure) if isinstance(figure, list) else figure


def brief(on: Field, period: Period | None) -> dict[str, Number | None]:
    """Return the figures of the whole picture 「简报」 by name."""
    major = Field(on.session, on.units, [row for row in on.rows if row.grade is Grade.MAJOR], on.today)
    found = {
        "hazard_new": measure("hazard_new", on, period),
        "hazard_closed": measure("hazard_closed", on, period),
        "hazard_open": measure("hazard_open", on, None),
        "hazard_overdue": measure("hazard_overdue", on, None),
        "hazard_major_open": measure("hazard_open", major, None),
        "patrol_rate": measure("patrol_rate", on, period),
        "meeting_missing": measure("meeting_missing", on, period),
        "drill_done": measure("drill_done", on, period),
    }
    return {name: as_number(figure) for name, figure in found.items()}


def by_group(query: Query, on: Field) -> list[tuple[str, Number]]:
    """Return the figure of each group, in the question's order; groups with nothing to count are left out.

    Fewest first counts those with nothing as well: nobody has fewer.
    """
    metric = query.metrics[0]
    found = [(name, as_number(measure(metric, part, span))) for name, part, span in _parts(query, on)]
    keeps_zero = query.order == "asc" or metric.endswith("_rate")
    filled = [(name, value) for name, value in found if value is not None and (value or keeps_zero)]
    if query.group_by == "month" and query.limit is None:
        return filled
    return sorted(filled, key=lambda one: one[1], reverse=query.order != "asc")


def _parts(query: Query, on: Field) -> list[tuple[str, Field, Period | None]]:
    """Return each group's name with what it is counted on."""
    if query.group_by == "month":
        return _months(query, on)
    if query.group_by in _UNIT_LABELS:
        return [(name, part, query.period) for name, part in _by_unit(_UNIT_LABELS[query.group_by], on)]
    label = _ROW_LABELS[query.group_by]
    rows: dict[str, list[HazardRow]] = {}
    for row in on.rows:
        rows.setdefault(label(row), []).append(row)
    return [(name, Field(on.session, on.units, part, on.today), query.period) for name, part in rows.items() if name]


def _by_unit(label: Callable[[Unit], str], on: Field) -> list[tuple[str, Field]]:
    units: dict[str, list[Unit]] = {}
    for unit in on.units:
        units.setdefault(label(unit), []).append(unit)
    parts = []
    for name, part in units.items():
        ids = {unit.id for unit in part}
        rows = [row for row in on.rows if row.unit_id in ids]
        parts.append((name, Field(on.session, part, rows, on.today, on.festival_slot)))
    return [(name, part) for name, part in parts if name]


def _months(query: Query, on: Field) -> list[tuple[str, Field, Period | None]]:
    whole = query.period or Period(date(on.today.year, 1, 1), on.today)
    parts: list[tuple[str, Field, Period | None]] = []
    first = whole.first
    while first <= min(whole.last, on.today):
        following = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
        last = min(following - timedelta(days=1), whole.last)
        parts.append((f"{first:%Y-%m}", on, Period(first, last)))
        first = following
    return parts


_UNIT_LABELS: Mapping[str, Callable[[Unit], str]] = {"town": lambda unit: unit.town, "org": lambda unit: unit.name}
_ROW_LABELS: Mapping[str, Callable[[HazardRow], str]] = {
    "category": lambda row: category_name(row.category),
    "owner": lambda row: row.owner,
    "source": lambda row: source_name(row.source),
    "grade": lambda row: row.grade.term,
    "status": lambda row: row.state.term,
}


def group_label(group_by: str, row: HazardRow, unit: Unit) -> str:
    """Return the name of the group that a hazard of this unit falls into; not for months."""
    return _UNIT_LABELS[group_by](unit) if group_by in _UNIT_LABELS else _ROW_LABELS[group_by](row)


def _without_report(on: Field, period: Period | None) -> list[str]:
    reported = {row.unit_id for row in figures.counted("hazard_zero", on.rows, period, on.today)}
    return [unit.name for unit in on.units if unit.id not in reported]


def _patrol(what: str, on: Field, period: Period | None) -> Figure:
    units = [unit for unit in on.units if unit.is_residential]
    over = duty_figures.nights(on.session, period, on.today)
    if over is None:
        # No night is known of: that is not the same as a night without a fault.
        return None
    ids = [unit.id for unit in units if unit.id is not None]
    owed = duty_figures.rounds_owed(on.session, ids, over)
    done = duty_figures.rounds_done(on.session, ids, over)
    match what:
        case "rate":
            return figures.percent(sum(done.values()), sum(owed.values()))
        case "count":
            return sum(done.values())
        case "missing_times":
            return sum(max(0, owed[one] - done[one]) for one in ids)
        case "missing":
            chosen = {one for one in ids if done[one] < owed[one]}
        case "full":
            chosen = {one for one in ids if done[one] >= owed[one]}
        case "missing_all":
            chosen = {one for one in ids if owed[one] and not done[one]}
        case _:
            raise KeyError(f"patrol_{what}")
    return [unit.name for unit in units if unit.id in chosen]


def _checks(what: str, on: Field) -> list[str]:
    checked = duty_figures.checked(on.session, on.unit_ids, on.festival_slot)
    return [unit.name for unit in on.units if (unit.id in checked) is (what == "done")]


def _told(code: str, what: str, on: Field, period: Period | None) -> Figure:
    told = duty_figures.done(on.session, on.unit_ids, code, period)
    match what:
        case "count":
            return len(told)
        case "attendees":
            return sum(one.attendees for one in told)
        case "done" | "missing":
            units = {one.unit_id for one in told}
            return [unit.name for unit in on.units if (unit.id in units) is (what == "done")]
        case _:
            raise KeyError(f"{code}_{what}")
