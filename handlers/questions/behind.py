"""The rows behind a figure and what it is divided by: what 「为什么」 and the file of a long list show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.questions.measure import Field, by_group, group_label
from handlers.questions.metric import BRIEF_METRIC
from handlers.questions.query import Query, category_name, source_name
from storage import duty_figures, figures
from storage.figures import HazardRow, Number, Period
from storage.units import Unit

Cell = str | int | float | date
_CODES = {"meeting": "weekly_meeting", "drill": "drill", "training": "training"}


@dataclass(frozen=True, slots=True)
class Behind:
    """Rows of one table: its title, the columns with their widths, the rows as cells and each as one line."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[str, ...]


def parts(metric: str, on: Field, period: Period | None) -> tuple[Number, Number] | None:
    """Return what a rate is made of: (part, whole); days and hazards of an average; None for what is a mere count."""
    if metric in ("rectify_rate", "ontime_rate", "avg_days"):
        rows = figures.counted(metric, on.rows, period, on.today)
        match metric:
            case "rectify_rate":
                return sum(not row.is_open for row in rows), len(rows)
            case "ontime_rate":
                return sum(_is_on_time(row) for row in rows), len(rows)
            case _:
                return sum(_days(row) for row in rows), len(rows)
    if metric in ("patrol_rate", "patrol_missing_times"):
        counts = _rounds(on, period)
        return sum(done for _, _, done in counts), sum(owed for _, owed, _ in counts)
    return None


def behind(query: Query, on: Field) -> Behind:
    """Return the rows that the answer is counted from, those that count most first."""
    metric = query.metrics[0]
    topic, _, what = metric.partition("_")
    if metric in figures.METRICS and metric != "hazard_zero":
        return _hazards(query, on)
    if topic == "patrol":
        return _patrols(on, query.period, what)
    if topic in _CODES:
        return _told(on, query.period, topic, what)
    if topic == "holiday":
        checked = duty_figures.checked(on.session, on.unit_ids, on.festival_slot)
        return _units(on, "节前检查", lambda unit: "做了" if unit.id in checked else "没做", is_last="做了")
    if metric == BRIEF_METRIC:
        return _hazards(query, on)
    if metric == "hazard_zero":
        reported = figures.counted("hazard_zero", on.rows, query.period, on.today)
        counts = {unit.id: sum(row.unit_id == unit.id for row in reported) for unit in on.units}
        return _units(on, "上报条数", lambda unit: counts[unit.id])
    return _units(on, "机构", lambda unit: unit.type.term)


_HAZARD_COLUMNS = (
    *(("编号", 8), ("机构", 24), ("乡镇", 12), ("类别", 18), ("等级", 8), ("状态", 12), ("上报日期", 12)),
    *(("期限", 12), ("销号日期", 12), ("责任人", 10), ("来源", 10), ("说明", 16)),
)


def _hazards(query: Query, on: Field) -> Behind:
    names = {unit.id: unit for unit in on.units}
    periods = [query.period, *([query.compare] if query.compare else [])]
    metrics = ("hazard_new", "hazard_open") if query.metrics == (BRIEF_METRIC,) else query.metrics
    found: dict[int, tuple[HazardRow, str]] = {}
    for metric in metrics:
        for period in periods if metric in query.metrics else (query.period if metric == "hazard_new" else None,):
            for row in figures.counted(metric, _shown(query, on), period, on.today):
                found.setdefault(row.number, (row, _remark(metric, row, on.today)))
    ordered = sorted(found.values(), key=lambda one: (not _weighs(query.metrics[0], one[0]), one[0].number))
    return Behind(
        "隐患",
        _HAZARD_COLUMNS,
        tuple(_hazard_cells(row, names[row.unit_id], remark) for row, remark in ordered),
        tuple(_hazard_line(row, names[row.unit_id], remark) for row, remark in ordered),
    )


def _shown(query: Query, on: Field) -> Sequence[HazardRow]:
    """Return the hazards of the groups that the answer names; all where it names all."""
    if not query.group_by or query.limit is None or query.group_by == "month":
        return on.rows
    named = {name for name, _ in by_group(query, on)[: query.limit]}
    towns = {unit.id: unit for unit in on.units}
    return [row for row in on.rows if group_label(query.group_by, row, towns[row.unit_id]) in named]


def _weighs(metric: str, row: HazardRow) -> bool:
    """Return whether the row is what a leader asks after first: what drags a rate down, or is still open."""
    return not _is_on_time(row) if metric == "ontime_rate" else row.is_open


def _is_on_time(row: HazardRow) -> bool:
    return row.closed_on is not None and row.closed_on <= row.due_on


def _days(row: HazardRow) -> int:
    return (row.closed_on - row.reported_on).days if row.closed_on else 0


def _remark(metric: str, row: HazardRow, today: date) -> str:
    match metric:
        case "ontime_rate":
            return "按期" if _is_on_time(row) else "超期才销号"
        case "avg_days":
            return f"用了{_days(row)}天"
        case "hazard_overdue":
            return f"超期{(today - row.due_on).days}天"
        case _:
            return "未销号" if row.is_open else "已销号"


def _hazard_cells(row: HazardRow, unit: Unit, remark: str) -> tuple[Cell, ...]:
    return (
        *(row.number, unit.name, unit.town, category_name(row.category), row.grade.term, row.state.term),
        *(row.reported_on, row.due_on, row.closed_on or "", row.owner, source_name(row.source), remark),
    )


def _hazard_line(row: HazardRow, unit: Unit, remark: str) -> str:
    due = f"期限{row.due_on.month}月{row.due_on.day}日"
    return (
        f"{row.number}号 {unit.name} {category_name(row.category)} {row.grade.term} {row.state.term} {due} {remark}"
    )


def _rounds(on: Field, period: Period | None) -> list[tuple[Unit, int, int]]:
    """Return each residential unit with the rounds that it owed and did."""
    over = duty_figures.nights(on.session, period, on.today)
    units = [unit for unit in on.units if unit.is_residential and unit.id is not None]
    if over is None:
        return []
    ids = [unit.id for unit in units if unit.id is not None]
    owed = duty_figures.rounds_owed(on.session, ids, over)
    done = duty_figures.rounds_done(on.session, ids, over)
    return [(unit, owed[unit.id], done[unit.id]) for unit in units if unit.id is not None]


def _patrols(on: Field, period: Period | None, what: str) -> Behind:
    counts = sorted(_rounds(on, period), key=lambda one: (one[2] - one[1], one[0].name))
    if what in ("missing", "missing_times"):
        counts = [one for one in counts if one[2] < one[1]]
    elif what == "missing_all":
        counts = [one for one in counts if one[1] and not one[2]]
    elif what == "full":
        counts = [one for one in counts if one[2] >= one[1]]
    return Behind(
        "夜巡",
        (("机构", 24), ("乡镇", 12), ("应巡次数", 10), ("实巡次数", 10), ("缺", 8)),
        tuple((unit.name, unit.town, owed, done, max(0, owed - done)) for unit, owed, done in counts),
        tuple(f"{unit.name}：应巡{owed}次，实巡{done}次，缺{max(0, owed - done)}次" for unit, owed, done in counts),
    )


def _told(on: Field, period: Period | None, topic: str, what: str) -> Behind:
    told = duty_figures.done(on.session, on.unit_ids, _CODES[topic], period)
    if what in ("done", "missing"):
        counts = {unit.id: sum(one.unit_id == unit.id for one in told) for unit in on.units}
        wanted = [unit for unit in on.units if bool(counts[unit.id]) is (what == "done")]
        return _units(on, "次数", lambda unit: counts[unit.id], of=wanted)
    names = {unit.id: unit for unit in on.units}
    return Behind(
        "记录",
        (("机构", 24), ("乡镇", 12), ("日期", 12), ("人数", 8)),
        tuple((names[one.unit_id].name, names[one.unit_id].town, one.day, one.attendees) for one in told),
        tuple(f"{names[one.unit_id].name} {one.day.month}月{one.day.day}日 {one.attendees}人" for one in told),
    )


def _units(
    on: Field, title: str, value: Callable[[Unit], Cell], *, is_last: str = "", of: Sequence[Unit] | None = None
) -> Behind:
    """Return a row of each unit with one value; those whose value is `is_last` stand at the end."""
    units = sorted(on.units if of is None else of, key=lambda unit: bool(is_last) and value(unit) == is_last)
    return Behind(
        title,
        (("机构", 24), ("乡镇", 12), (title, 12)),
        tuple((unit.name, unit.town, value(unit)) for unit in units),
        tuple(f"{unit.name}：{value(unit)}{'次' if title == '次数' else ''}" for unit in units),
    )
