"""What we say when a later deadline 「延期」 is asked for, and where it cannot be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.rules.hazard_deadline import days_over
from handlers.rules.hazard_extension import DayFault, latest_day
from handlers.texts.days import day
from handlers.texts.duty import moment
from handlers.texts.hazard import brief, clip
from handlers.texts.hazard_move import named
from storage.extensions import Extension
from storage.hazards import Hazard
from storage.messages import Button, Card

_LACKING = {"day": "延到哪天", "reason": "原因", "measures": "临时措施"}
PARTS = tuple(_LACKING)
"""What a wish must say, in the order in which it is asked for."""
_A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish for a later deadline with what its cards must know besides."""

    wish: Extension
    hazard: Hazard
    unit: str
    asker: str
    nth: int
    """Which extension of this hazard it is, from 1."""


def short(day: date) -> str:
    """Return the day without its weekday: 12月5日."""
    return f"{day.month}月{day.day}日"


def change(wish: Extension) -> str:
    """Return the move of the deadline: 11月27日 → 12月5日."""
    return f"{short(wish.old_due_on)} → {short(wish.new_due_on)}"


def note_asked(wish: Extension) -> str:
    """Return what the history keeps of a wish."""
    return f"{change(wish)}，{clip(wish.reason, 60)}；{clip(wish.measures, 60)}"


def incomplete(hazard: Hazard, known: Mapping[str, str], lacks: Sequence[str], trouble: str) -> Card:
    """Return the one question for all that a wish lacks; `trouble` says what is wrong with the day.

    `known` has each of PARTS, the day as ISO date, "" for what is lacking.
    """
    lacking = f"{hazard.number}号申请延期，还缺：{'、'.join(_LACKING[one] for one in lacks)}"
    example = {"day": f"到{short(hazard.due_on + _A_WEEK)}", "reason": "配件没到货", "measures": "先停用并贴封条"}
    return Card(
        lacking,
        facts=(
            ("现在的期限", day(hazard.due_on)),
            *((_LACKING[part], _shown(part, value)) for part, value in known.items() if value),
        ),
        lines=(trouble,) if trouble else (),
        hints=(f"一句话回复，例如：{'，'.join(example[one] for one in lacks)}", "不申请了请回「取消」"),
    )


def _shown(part: str, value: str) -> str:
    return day(date.fromisoformat(value)) if part == "day" else clip(value, 60)


def about_day(fault: DayFault, wanted: date, due_on: date, longest: timedelta) -> str:
    """Return why the wanted day cannot be the new deadline."""
    match fault:
        case DayFault.PAST:
            return f"{_long(wanted)}已经过去了。"
        case DayFault.NOT_LATER:
            return f"{_long(wanted)}没有晚于现在的期限。"
        case DayFault.TOO_FAR:
            return f"{_long(wanted)}太远了，一次最多延{longest.days}天，到{day(latest_day(due_on, longest))}。"


def about_unread_day(said: str) -> str:
    """Return that the answer names no day."""
    return f"「{clip(said, 30)}」没看懂是哪一天。"


def one_at_a_time() -> Card:
    """Return why several hazards are not extended in one message."""
    return Card(
        "没有申请延期",
        lines=("每条隐患的原因和措施不一样，请一条一条申请。",),
        hints=("例如：延期 12 到12月5日 原因：配件没到 措施：停用",),
    )


def not_yours_to_ask(hazard: Hazard, names: Sequence[str]) -> Card:
    """Return why this person may not ask; `names` may."""
    return Card(
        f"{hazard.number}号没有申请延期",
        lines=(f"延期由责任人或单位负责人、安全员申请，由上级决定。请让{named(names)}申请。",),
    )


def too_late(hazard: Hazard, today: date, whom: Sequence[str]) -> Card:
    """Return why a wish after the deadline is not taken, and what to do instead."""
    return Card(
        f"{hazard.number}号已超期{days_over(hazard.due_on, today)}天，不能再申请延期",
        lines=(
            f"期限是{day(hazard.due_on)}，延期要在期限之内申请。",
            f"请先落实临时措施，抓紧整改；确实改不完，请向{named(whom)}当面说明。",
        ),
        hints=(f"正在整改请发：收到 {hazard.number}（催办会暂停一段时间）", f"整改好后发：整改完成 {hazard.number}"),
        is_warning=True,
    )


def asked_before(one: Asked, whom: Sequence[str]) -> Card:
    """Return that a wish waits for a decision already."""
    wish = one.wish
    return Card(
        f"{one.hazard.number}号已经申请过延期，正等决定",
        facts=(("期限", change(wish)),),
        lines=(f"{one.asker}于{moment(wish.asked_at)}申请，等{named(whom)}决定。",),
    )


def asked(one: Asked, whom: Sequence[str]) -> Card:
    """Return the read-back of a wish; `whom` are asked to decide."""
    lines = (
        f"已请{'、'.join(whom)}决定。" if whom else "上级单位没有登记可以决定的人，请联系管理员。",
        f"同意之前仍按{day(one.wish.old_due_on)}催办。",
    )
    return Card(f"{one.hazard.number}号已申请延期", facts=_facts(one), lines=lines)


def to_decide(one: Asked, subject: str) -> Card:
    """Return what those are told who may grant or refuse."""
    number = one.hazard.number
    return Card(
        f"请决定延期：{one.unit} {number}号隐患",
        facts=(
            *_facts(one),
            ("等级", one.hazard.grade.term),
            ("申请人", one.asker),
            ("以前延期", f"{one.nth - 1}次" if one.nth > 1 else "没有"),
        ),
        hints=(f"同意发：同意延期 {number}", f"不同意发：不同意延期 {number} 原因"),
        buttons=(
            Button("同意延期", f"同意延期 {number}", is_main=True),
            Button("不同意", f"不同意延期 {number}"),
        ),
        subject=subject,
    )


def waits(one: Asked, whom: Sequence[str]) -> str:
    """Return the line about a wish that waits, for the hazard's card."""
    return f"{one.asker}正在申请延期到{day(one.wish.new_due_on)}，等{named(whom)}决定。"


def _facts(one: Asked) -> tuple[tuple[str, str], ...]:
    return (
        ("问题", brief(one.hazard, 60)),
        ("期限", change(one.wish)),
        ("原因", clip(one.wish.reason, 80)),
        ("临时措施", clip(one.wish.measures, 80)),
    )


def _long(wanted: date) -> str:
    return f"{wanted.year}年{short(wanted)}"
