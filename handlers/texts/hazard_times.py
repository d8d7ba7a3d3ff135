"""What we say about 动态清零 (T6-9) and about how long hazards take 「早发现、早处置」 (T8-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.rules.hazard_times import Course, Taken, Zero
from handlers.texts.days import day
from storage.messages import Card

_NUMBERS = 20
_UNITS = 10
ALL_TIME = "至今"
_DAY, _HOUR, _MINUTE = 86400, 3600, 60


@dataclass(frozen=True, slots=True)
class UnitZero:
    """How one unit stands to the aim."""

    unit: str
    zero: Zero
    days: int | None
    """For how many days it has been so; None: it was never else."""


def zero(whole: UnitZero, units: Sequence[UnitZero]) -> Card:
    """Return how a scope stands, and the units that have or had overdue hazards, those that have some first.

    `units` is empty where one unit alone is asked about.
    """
    count, since = len(whole.zero.overdue), whole.zero.since
    shown = units[:_UNITS]
    more = (f"……另有{len(units) - _UNITS}家",) if len(units) > _UNITS else ()
    return Card(
        f"{whole.unit}：超期未销号{count}条" if count else f"{whole.unit}：超期已清零",
        facts=(
            ("超期未销号", _numbers(whole.zero.overdue)),
            ("距上次清零" if count else "连续清零", _days_told(whole, since)),
        ),
        lines=(*map(_unit_line, shown), *more),
        hints=(f"看一条发：{whole.zero.overdue[0]}号",) if count else ("看用了多久发：整改时效",),
        is_warning=bool(count),
    )


def times(whose: str, period: str, course: Course, units: Sequence[tuple[str, Taken]]) -> Card:
    """Return how long each step took, the middle and the longest; `units` by their time to 销号, slowest first."""
    steps = (("发现→上报", course.reporting), ("上报→处置", course.acting), ("上报→销号", course.closing))
    counted = next((one for _, one in reversed(steps) if one is not None), None)
    if counted is None:
        return Card(f"{whose}{period}没有可以统计的隐患", hints=("看别的时间发：上月整改时效",))
    per_unit = [f"· {unit}：{len(one.numbers)}条，中位{length(one.middle)}" for unit, one in units[:_UNITS]]
    more = [f"……另有{len(units) - _UNITS}家"] if len(units) > _UNITS else []
    return Card(
        f"{whose}{period}整改时效",
        facts=tuple((name, _taken(one)) for name, one in steps),
        lines=(
            *(f"{name}的编号：{_numbers(one.numbers)}" for name, one in steps if one is not None),
            *(["各单位上报→销号：", *per_unit, *more] if per_unit else []),
            "按那一步发生的日期统计；“发现→上报”只算补录的，“处置”是本单位第一次答复、报进展、派单或报完成。",
        ),
        hints=(f"看一条发：{counted.longest_number}号",),
    )


def length(span: timedelta) -> str:
    """Return a length of time in its two largest parts: 3天4小时, 2小时5分钟, 40分钟."""
    seconds = int(span.total_seconds())
    days, hours, minutes = seconds // _DAY, seconds % _DAY // _HOUR, seconds % _HOUR // _MINUTE
    if days:
        return f"{days}天{hours}小时" if hours else f"{days}天"
    if hours:
        return f"{hours}小时{minutes}分钟" if minutes else f"{hours}小时"
    return f"{minutes}分钟"


def _taken(one: Taken | None) -> str:
    if one is None:
        return "没有"
    return f"{len(one.numbers)}条，中位{length(one.middle)}，最长{length(one.longest)}（{one.longest_number}号）"


def _unit_line(one: UnitZero) -> str:
    if one.zero.overdue:
        ago = "一直有超期" if one.days is None else f"距上次清零{one.days}天"
        return f"· {one.unit}：超期{_numbers(one.zero.overdue)}，{ago}"
    return f"· {one.unit}：已清零{one.days}天"


def _days_told(whole: UnitZero, since: date | None) -> str:
    if whole.days is None or since is None:
        return "从来没有清零过" if whole.zero.overdue else "从来没有超期"
    return f"{whole.days}天（{day(since)}{'清零' if whole.zero.overdue else '起'}）"


def _numbers(numbers: Sequence[int]) -> str:
    if not numbers:
        return "0条"
    more = "……" if len(numbers) > _NUMBERS else ""
    return f"{len(numbers)}条（{'、'.join(f'{one}号' for one in numbers[:_NUMBERS])}{more}）"
