"""What we say about how things stand: hazards, patrols, meetings, what is due next, and of when the figures are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.texts.duty import listed, moment
from storage.messages import Card

NAMES_SHOWN = 8
NUMBERS_SHOWN = 6
TODAY, WEEK = "今日", "本周"
COUNTY = "全县"
EVERYWHERE = (COUNTY, "全局", "县里", "局里")
"""What is said for all that one may see."""
UNITS, ROUNDS = "家", "次"
"""What the progress of a duty is counted in."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one duty is: rounds for patrols of the night, else units."""

    title: str
    """夜巡（11月22日夜间）, 周例会（本周）."""
    owed: int
    done: int
    missing: tuple[str, ...]
    """Names of the units that have not done it, or not wholly."""
    unit: str = UNITS


@dataclass(frozen=True, slots=True)
class Coming:
    """A duty whose time is still to come."""

    title: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that a status card says; numbers only of what the asker may see."""

    whose: str
    period: str
    """今日, 本周."""
    units: int
    new: int
    on_the_spot: int
    """Of the new ones those that were opened and accepted in one visit 「立行立改」."""
    closed: int
    open: int
    open_by_state: tuple[tuple[str, int], ...]
    overdue: tuple[int, ...]
    """Numbers of the overdue hazards, ascending."""
    major: tuple[int, ...]
    """Numbers of the major hazards that are open, ascending."""
    duties: tuple[Progress, ...]
    coming: tuple[Coming, ...]
    undelivered: int | None
    """How many messages could not be delivered; None for those who need not know."""
    at: datetime


def board(one: Board) -> Card:
    """Return the card of how things stand."""
    undelivered = () if one.undelivered is None else (("送达失败", f"{one.undelivered}条"),)
    return Card(
        f"{one.whose}{one.period}情况",
        facts=(
            (f"{one.period}隐患", f"新增{one.new}条{_on_the_spot(one.on_the_spot)}，销号{one.closed}条"),
            ("未销号", _open(one)),
            ("超期", _numbered(one.overdue)),
            ("重大未销号", _numbered(one.major)),
            *((duty.title, _progress(duty)) for duty in one.duties),
            *undelivered,
        ),
        lines=(*_coming(one.coming), f"范围：{one.whose}（{one.units}家机构）。数据截至 {moment(one.at)}"),
        hints=("查名单可以问：哪些隐患超期了、昨晚谁没巡",),
        is_warning=bool(one.overdue or one.major),
    )


def nothing_in_scope(whose: str) -> Card:
    """Return what is said where the asked unit has no institution that the asker may see."""
    return Card(
        f"没有可看的数据：{whose}",
        lines=("这个单位不在您的管辖范围内，或者下面没有机构。",),
        hints=("发「今日情况」看您管辖范围的情况",),
    )


def last_night(day: date) -> str:
    """Return the title of the rounds of the night that began on `day`."""
    return f"夜巡（{day.month}月{day.day}日夜间）"


def this_day(day: date) -> str:
    """Return the title of the patrol of the day."""
    return f"日间巡查（{day.month}月{day.day}日）"


def for_period(name: str, period: str) -> str:
    """Return the title of a duty of one period: 周例会（11月23日至11月29日当周）."""
    return f"{name}（{period}）"


def _on_the_spot(count: int) -> str:
    return f"（其中立行立改{count}条）" if count else ""


def _open(one: Board) -> str:
    states = "、".join(f"{term}{count}" for term, count in one.open_by_state if count)
    return f"{one.open}条（{states}）" if states else f"{one.open}条"


def _numbered(numbers: Sequence[int]) -> str:
    if not numbers:
        return "0条"
    shown = "、".join(f"{number}号" for number in numbers[:NUMBERS_SHOWN])
    return f"{len(numbers)}条：{shown}{' 等' if len(numbers) > NUMBERS_SHOWN else ''}"


def _progress(duty: Progress) -> str:
    head = f"应完成{duty.owed}{duty.unit}，已完成{duty.done}{duty.unit}"
    if not duty.owed:
        return "没有安排"
    return f"{head}；未完成：{listed(duty.missing, NAMES_SHOWN)}" if duty.missing else head


def _coming(coming: Sequence[Coming]) -> tuple[str, ...]:
    if not coming:
        return ()
    return ("接下来：", *(f"· {one.title}，{moment(one.due_at)}前" for one in coming))
