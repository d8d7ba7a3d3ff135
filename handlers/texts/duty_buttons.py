"""The buttons with which a duty is confirmed, and what they become once it is."""

import re
from datetime import date

from handlers.texts import duty_other as other
from storage.messages import Button

EXCUSED = "已免办"
"""What the buttons become once the unit is spared the duty."""

LONGEST_LEAD = 30
"""How many characters may stand before the word 「巡查」, 「例会」 … that says what is confirmed."""

_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_PATROL = re.compile(r"(\d{4}-\d\d-\d\d)/(?:(?P<day>day)|night(?P<round>[12]))")
_ROUNDS = {"1": "第一次", "2": "第二次"}


def subject(unit_id: int, code: str, slot: str) -> str:
    """Return what cards about one unit's duty of one period are about."""
    return f"duty:{unit_id}:{code}:{slot}"


def closed_as(who: str) -> str:
    """Return what the buttons become once `who` has confirmed it."""
    return f"已由{who}登记"


def confirming(code: str, slot: str, period: str, unit: str = "") -> tuple[Button, ...]:
    """Return the buttons that confirm the duty, the likeliest first; empty for one that has no such words.

    They name the period, so that a late press confirms no later one, and `unit` where it is not the reader's own.
    What is missing then is asked for.
    """
    lead = f"{unit} " if unit else ""
    if len(lead) + len(period) > LONGEST_LEAD:
        return ()
    match code:
        case "patrol":
            return _patrol(slot, lead)
        case "weekly_meeting":
            return (Button("报例会", f"{lead}{_week(slot, period)}例会确认", is_main=True),)
        case "drill":
            return (Button("报演练", f"{lead}{period}演练确认", is_main=True),)
        case "holiday_check":
            check = f"{lead}{period}节前检查"
            return (
                Button("节前检查无隐患", f"{check} 未发现隐患", is_main=True),
                Button("节前检查有隐患", f"{check} 发现隐患"),
            )
        case "training":
            return (Button("报培训", f"{lead}{period}培训确认", is_main=True),)
        case _:
            return other.button(code, lead, period)


def _patrol(slot: str, lead: str) -> tuple[Button, ...]:
    match = _PATROL.fullmatch(slot)
    if match is None:
        return ()
    day = date.fromisoformat(match[1])
    here = f"{lead}{day.month}月{day.day}日"
    if match["day"]:
        name, said = "日巡查", f"{here}日间巡查"
    else:
        round_ = _ROUNDS[match["round"]]
        name, said = f"{round_}夜巡", f"{here}夜间巡查 {round_}"
    return Button(f"{name}正常", f"{said} 正常", is_main=True), Button(f"{name}异常", f"{said} 异常")


def _week(slot: str, period: str) -> str:
    """Return the week by its last day: within the week itself that says no more than 「this week」."""
    match = _WEEK.fullmatch(slot)
    if match is None:
        return period
    last = date.fromisocalendar(int(match[1]), int(match[2]), 7)
    return f"{last.year}年{last.month}月{last.day}日当周"
