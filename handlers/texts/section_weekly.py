"""The weekly letter to a section 「股室周报」: what the week was in the towns in its charge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.texts.duty import listed, moment
from handlers.texts.status import NUMBERS_SHOWN
from storage.messages import Card

_NAMES_SHOWN = 12
_TOWNS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class TownWeek:
    """The week of one township."""

    name: str
    new: int
    closed: int
    open: int
    overdue: int
    missed: int
    """How many duties were missed, each time counted."""


@dataclass(frozen=True, slots=True)
class Missed:
    """One duty that was missed, and by whom how often."""

    duty: str
    units: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Week:
    """What the week was for one section."""

    section: str
    first: date
    last: date
    institutions: int
    new: int
    closed: int
    open: int
    overdue: Sequence[int]
    """Numbers of hazards."""
    major: Sequence[int]
    missed: Sequence[Missed]
    towns: Sequence[TownWeek]
    at: datetime


def weekly(week: Week) -> Card:
    """Return the letter."""
    return Card(
        f"{week.section}周报（{_day(week.first)}至{_day(week.last)}）",
        facts=(
            ("上周隐患", f"新增{week.new}条，销号{week.closed}条"),
            ("未销号", f"{week.open}条"),
            ("超期", _numbered(week.overdue)),
            ("重大未销号", _numbered(week.major)),
            *((f"未办·{one.duty}", _who(one)) for one in week.missed),
        ),
        lines=(
            *(() if week.missed else ("上周没有未办的任务。",)),
            *(_town(one) for one in week.towns[:_TOWNS_SHOWN]),
            *((f"……还有{len(week.towns) - _TOWNS_SHOWN}个乡镇",) if len(week.towns) > _TOWNS_SHOWN else ()),
            f"范围：分管乡镇和单位（{week.institutions}家机构）。数据截至{moment(week.at)}",
        ),
        hints=("看一个乡镇发：张良镇本周情况", "看超期名单发：哪些隐患超期了"),
        is_warning=bool(week.overdue or week.major or week.missed),
    )


def _who(one: Missed) -> str:
    names = [f"{name}（{count}次）" if count > 1 else name for name, count in one.units]
    return f"{len(names)}家：{listed(names, _NAMES_SHOWN)}"


def _town(one: TownWeek) -> str:
    return f"· {one.name}：新增{one.new}，销号{one.closed}，未销号{one.open}，超期{one.overdue}，未办{one.missed}次"


def _numbered(numbers: Sequence[int]) -> str:
    shown = "、".join(f"{number}号" for number in numbers[:NUMBERS_SHOWN])
    return f"{len(numbers)}条" + (f"：{shown}{' 等' if len(numbers) > NUMBERS_SHOWN else ''}" if numbers else "")


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
