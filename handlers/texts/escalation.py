"""What those on the ladder are told about an overdue hazard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.texts import hazard_buttons as buttons
from handlers.texts.hazard_buttons import Asks
from storage.messages import Button, Card


@dataclass(frozen=True, slots=True)
class Overdue:
    """An overdue hazard as it is put before somebody."""

    number: int
    unit: str
    place: str
    problem: str
    grade: str
    state: str
    is_handed_in: bool
    """Whether it was reported done, so that what hangs is the acceptance."""
    owner: str
    deadline: date
    days_over: int
    rung: int
    """From 1: how far up it has climbed; above the ladder's height its last rung is said again."""
    height: int
    told: Sequence[str]
    """Names of those who are told now."""
    told_before: Sequence[str]
    """Names of those who were told on earlier rungs, lowest first, each once."""


def overdue(hazard: Overdue) -> Card:
    """Return the card for everybody on this rung."""
    before = "、".join(hazard.told_before) or "无"
    return Card(
        f"超期催办（{_rung(hazard)}）：{hazard.unit} {hazard.number}号隐患",
        facts=(
            ("部位", hazard.place or "未写"),
            ("问题", hazard.problem[:120]),
            ("等级", hazard.grade),
            ("状态", hazard.state),
            ("责任人", hazard.owner or "未指定"),
            ("期限", f"{hazard.deadline.month}月{hazard.deadline.day}日，已超{hazard.days_over}天"),
            ("本次告知", "、".join(hazard.told)),
            ("此前已告知", before),
        ),
        hints=(f"知道了、正在办，发：收到 {hazard.number}", _way_out(hazard)),
        is_warning=True,
        buttons=_ways_out(hazard),
        subject=buttons.subject(Asks.WORK, hazard.number),
    )


def _rung(hazard: Overdue) -> str:
    return f"第{hazard.rung}级" if hazard.rung <= hazard.height else "再次催办"


def _way_out(hazard: Overdue) -> str:
    if hazard.is_handed_in:
        return f"合格发：验收通过 {hazard.number}，不合格发：退回 {hazard.number} 原因"
    return f"办好了，发：整改完成 {hazard.number}"


def _ways_out(hazard: Overdue) -> tuple[Button, ...]:
    number = hazard.number
    if hazard.is_handed_in:
        return buttons.accept(number), buttons.send_back(number), buttons.take_on_overdue(number, is_main=False)
    return buttons.take_on_overdue(number), buttons.submit(number, is_main=False)
