"""What we say beside the record of reminders 「提醒记录」 of a unit (S2-6): figures, never a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from config.zone import TZ
from handlers.texts.duty import moment
from storage.messages import Card
from storage.vocabulary import HazardAction

DUTY = "任务提醒"
_NUMBERS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Told:
    """The record in figures."""

    whose: str
    first: date
    last: date
    letters: int
    sent: int
    dead: int
    unknown: int
    urgent: int
    to_answer: int
    """Letters about hazards and missed duties to persons."""
    answered: int
    climbs: int
    highest: int
    tasks: int
    done: int
    late: int
    missed: int
    cases: int
    open: int
    overdue: tuple[int, ...]
    at: datetime


def hazard(number: int) -> str:
    """Return how a hazard is named."""
    return f"{number}号隐患"


def answer(action: HazardAction, at: datetime, name: str = "") -> str:
    """Return what somebody did, and when."""
    here = at.astimezone(TZ)
    return f"{name}{action.term} {here:%Y-%m-%d %H:%M}"


def done_of(done: int, owed: int) -> str:
    """Return how many of the units that a reminder was for have done it by now."""
    return f"{owed}家中{done}家已办"


def together(duties: Sequence[str]) -> str:
    """Return several duties in one cell."""
    return "、".join(duties)


def file_name(told: Told) -> str:
    """Return how the workbook is called."""
    return f"提醒记录_{told.whose}_{told.first}至{told.last}.xlsx"


def follows(told: Told) -> Card:
    """Return the words beside the workbook."""
    climbs = f"{told.climbs}次，最高到第{told.highest}级" if told.climbs else "没有"
    return Card(
        f"{told.whose}提醒记录",
        facts=(
            ("时段", f"{told.first}至{told.last}"),
            (
                "提醒",
                f"{told.letters}条（紧急{told.urgent}条）：送达{told.sent}，失败{told.dead}，结果不明{told.unknown}",
            ),
            (
                "应答",
                f"催办、交办到人{told.to_answer}条，{told.answered}条有应答，{told.to_answer - told.answered}条没有",
            ),
            ("逐级催办", climbs),
            ("任务", f"{told.tasks}项：按时办{told.done}，逾期补报{told.late}，未办{told.missed}"),
            ("隐患", f"{told.cases}条，未销号{told.open}条，超期{_listed(told.overdue)}"),
        ),
        lines=(
            "明细表另发一条：提醒记录、催办记录、任务、隐患。",
            "只列事实，不含处理意见。",
            f"数据截至 {moment(told.at)}",
        ),
    )


def _listed(numbers: Sequence[int]) -> str:
    shown = "、".join(f"{number}号" for number in numbers[:_NUMBERS_SHOWN])
    more = "等" if len(numbers) > _NUMBERS_SHOWN else ""
    return f"{len(numbers)}条：{shown}{more}" if numbers else "0条"


def sent_privately(whose: str) -> Card:
    """Return what a group is told: the record is not for all of it."""
    return Card(f"{whose}提醒记录已私下发给您", lines=("记录有明细，不在群里发，请到和民安的单聊里看。",))


def which_unit() -> Card:
    """Return the request to name a unit."""
    return Card("要哪个单位的提醒记录？", hints=("写明单位再发，例如「张良镇敬老院这个月的提醒记录」",))


def not_yours(whose: str) -> Card:
    """Return what is said to somebody who is no superior of the unit."""
    return Card(f"取不了提醒记录：{whose}", lines=("没有这个单位，或者您不是它的上级；提醒记录只给上级。",))
