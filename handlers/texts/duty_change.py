"""What we say about exceptions of units to their duties 「例外」 (T4-9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.duty_moment import Anchor, Moment
from config.duty_period import Cadence
from handlers.rules.duty_change import Refusal
from handlers.texts.choices import with_answers
from handlers.texts.duty_cadence import HOW_OFTEN
from storage.messages import Button, Card

HOW = "张良镇敬老院 夜巡改为 22:00和03:00 从12月1日起 原因 护理员换班"
_REFUSED = {
    Refusal.NO_SLOT: "这个单位没有这项任务。",
    Refusal.WEEKDAY: "只有每周一次的任务能改到星期几。",
    Refusal.CADENCE: "这项任务的周期不能改，只能改时间。",
    Refusal.PAST: "已经开始的一期不能改，最早从明天起。",
    Refusal.FAR: "生效日太远了，最多提前400天。",
}
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Told:
    """One exception as it is told."""

    number: int
    unit: str
    duty: str
    what: str
    """夜间第一次22:00、夜间第二次次日03:00; 每月一次."""
    valid_from: date
    valid_until: date | None
    reason: str
    decided_by: str
    ended_by: str = ""


def what(times: Sequence[tuple[str, Moment]], cadence: Cadence | None, *, is_weekly: bool = False) -> str:
    """Return what is otherwise; `times` are the terms of the slots with their due moments."""
    moved = (f"{term}{_moment(moment, is_weekly=is_weekly)}" for term, moment in times)
    return "、".join((*((HOW_OFTEN[cadence],) if cadence else ()), *moved))


def _moment(moment: Moment, *, is_weekly: bool) -> str:
    if is_weekly and moment.anchor is Anchor.FIRST:
        return f"周{'一二三四五六日'[moment.days % 7]}{moment.at:%H:%M}"
    return f"{'次日' if moment.anchor is Anchor.FIRST and moment.days else ''}{moment.at:%H:%M}"


def in_line(one: Told) -> str:
    """Return the exception in one line."""
    until = f"到{one.valid_until}" if one.valid_until else "起"
    ended = f"（已由{one.ended_by}撤销）" if one.ended_by else ""
    return f"{one.duty}：{one.what}，{one.valid_from}{until}，{one.decided_by}定，原因：{one.reason}{ended}"


def said(one: Told) -> Card:
    """Return the confirmation of an exception, with the way back."""
    undo = f"撤销例外 {one.number}"
    return Card(
        f"已改：{one.unit} {one.duty}",
        facts=(("改为", one.what), ("生效", f"{one.valid_from}起开始的各期"), ("原因", one.reason)),
        lines=("在这以前的各期照原来的办。", f"决定人：{one.decided_by}"),
        hints=(f"要恢复发：{undo}",),
        buttons=(Button("撤销", undo),),
        subject=subject(one.number),
    )


def subject(number: int) -> str:
    """Return what the button is about that takes an exception back."""
    return f"exception:{number}"


def ended(one: Told) -> Card:
    """Return the confirmation that an exception was taken back."""
    kept = "已经开始的各期不变，" if one.valid_until and one.valid_until >= one.valid_from else ""
    return Card(
        f"已撤销例外{one.number}：{one.unit} {one.duty}",
        lines=(f"{kept}以后的各期照统一规定办。", f"原例外：{one.what}"),
    )


def closed_as(who: str) -> str:
    """Return what the button becomes once `who` has taken the exception back."""
    return f"已由{who}撤销"


def listed(unit: str, rows: Sequence[Told]) -> Card:
    """Return the exceptions of a unit, those that ended as well, the latest first."""
    if not rows:
        return Card(f"{unit}没有例外", lines=("各项任务都照统一规定办。",), hints=(f"要改发：{HOW}",))
    lines = [f"{one.number}. {in_line(one)}" for one in reversed(rows)]
    more = (f"……另有{len(lines) - _SHOWN}条",) if len(lines) > _SHOWN else ()
    return Card(f"{unit}任务例外：{len(rows)}条", lines=(*lines[:_SHOWN], *more), hints=("撤销发：撤销例外 编号",))


def ask_reason(unit: str, duty: str) -> Card:
    """Return the question why it is to be otherwise."""
    reasons = ("人员换班", "停业装修", "入住人数变化")
    card = Card(f"{unit} {duty}为什么改？", lines=("请说原因，会记在例外里。",), hints=("不改了请回「取消」",))
    return with_answers(card, [(one, one) for one in reasons], about="原因")


def refused(why: Refusal, rounds: int) -> Card:
    """Return why it cannot be otherwise so; `rounds` is how many times must be told."""
    line = _REFUSED.get(why, f"这项任务一期有{rounds}次，请写{rounds}个时间。")
    return Card("没有改", lines=(line,), hints=(f"例如：{HOW}",))


def day_unclear(words: str) -> Card:
    """Return what is said of a day that cannot be read."""
    return Card("没有改", lines=(f"“{words[:20]}”看不出是哪一天。",), hints=(f"例如：{HOW}",))


def only_superiors() -> Card:
    """Return why somebody may not decide an exception: nobody does for themselves."""
    return Card("例外要由上级决定", lines=("请向民政所或县局说明原因，由他们来改。",))


def no_such(number: int) -> Card:
    """Return what is said of an exception that there is not, or that the asker may not see."""
    return Card(f"没有查到例外{number}", lines=("请核对编号；也可能不在您的管辖范围内。",))


def ended_before(number: int) -> Card:
    """Return what is said where it was taken back before."""
    return Card(f"例外{number}已经撤销过了")
