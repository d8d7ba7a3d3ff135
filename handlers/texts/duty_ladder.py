"""What those on the ladder are told about missed duties 「未办催办」 (T1-8), and the answer 「收到」."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from config.tables import Tables
from handlers.texts.duty import how_to, moment
from handlers.texts.duty_buttons import confirming, subject
from storage.duties import Duty
from storage.messages import Button, Card

ANSWER = "收到 未办任务"
_SHOWN = 15


@dataclass(frozen=True, slots=True)
class Climbing:
    """One missed duty as it is put before somebody."""

    unit_id: int
    unit: str
    code: str
    slot: str
    name: str
    period: str
    cutoff_at: datetime
    days_over: int
    rung: int
    height: int
    told_before: str
    """Names of those who were told on earlier rungs, "" for nobody."""


def title(tables: Tables, duty: Duty, unit: str) -> str:
    """Return how one duty of one unit is called."""
    rule = tables.duties.by_code.get(duty.code)
    return f"{unit} {rule.name}（{tables.duty_title(duty.code, duty.slot)}）" if rule else f"{unit} {duty.code}"


def together(names: Sequence[str]) -> str:
    """Return the names in one line, each once."""
    return "、".join(dict.fromkeys(names))


def climbed(found: Sequence[Climbing]) -> Card:
    """Return the one card of all that climbs to the same people at once, in the order given."""
    first = found[0]
    if len(found) == 1:
        return Card(
            f"未办催办（第{first.rung}级）：{first.unit} {first.name}",
            facts=(
                ("任务", f"{first.name}（{first.period}）"),
                ("截止", f"{moment(first.cutoff_at)}，已过{first.days_over}天"),
                ("此前已告知", first.told_before or "无"),
            ),
            hints=_hints(first),
            is_warning=True,
            buttons=(_answer(), *_confirming(first)),
            subject=subject(first.unit_id, first.code, first.slot),
        )
    more = [f"……还有{len(found) - _SHOWN}项"] if len(found) > _SHOWN else []
    return Card(
        f"未办催办：{len(found)}项任务没有做，也没有补报",
        lines=(*map(_line, found[:_SHOWN]), *more),
        hints=_hints(first),
        is_warning=True,
        buttons=(_answer(),),
    )


def acknowledged(titles: Sequence[str], until: datetime) -> Card:
    """Return the read-back of an answer: what it holds, and until when."""
    more = [f"……还有{len(titles) - _SHOWN}项"] if len(titles) > _SHOWN else []
    return Card(
        f"已记下您收到了：{len(titles)}项未办任务",
        lines=(
            *(f"· {one}" for one in titles[:_SHOWN]),
            *more,
            f"{moment(until)}以前不再往上催；到时还没有补报的接着催。",
        ),
    )


def nothing_to_answer() -> Card:
    """Return what is said where nothing waits for an answer."""
    return Card("没有等您应答的未办任务", hints=("待办发：我的待办", "应答隐患催办发：收到 隐患编号"))


def _line(one: Climbing) -> str:
    return f"· {one.unit} {one.name}（{one.period}）｜截止已过{one.days_over}天｜第{one.rung}级"


def _hints(one: Climbing) -> tuple[str, ...]:
    typed = how_to(one.code, one.slot)
    return (
        f"知道了、正在安排，发：{ANSWER}",
        *((f"补报发：{one.unit} {typed}",) if typed else ()),
    )


def _answer() -> Button:
    return Button("收到", ANSWER, is_main=True)


def _confirming(one: Climbing) -> tuple[Button, ...]:
    offered = confirming(one.code, one.slot, one.period, one.unit)
    return tuple(Button(button.text, button.says) for button in offered)
