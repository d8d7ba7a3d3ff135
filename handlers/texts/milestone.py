"""What we say of the dated goals 「里程碑」: how far, how long, what is missing by name."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.rules.milestone import Goal, days_left
from handlers.texts.mechanism import Measures
from storage.figures import percent
from storage.messages import Button, Card

NAME: Mapping[str, str] = {
    "G-3a": "责任体系",
    "G-3b": "一院一员",
    "G-3c": "标准指引",
    "G-3d": "长效机制",
    "G-3e": "重大存量",
    "G-4": "四项机制",
    "G-5a": "制度固化",
    "G-5b": "培训不断档",
    "G-5c": "人防物防技防",
    "T13-1": "消防审验",
    "T13-3": "自建房",
}
"""What each goal is called in chat, by its row of the plan."""
MEASURE: Mapping[str, str] = {
    "G-3a": "监管、主体、属地三个责任人都有的机构",
    "G-3b": "安全员有有效消防设施操作员证的机构",
    "G-3c": "指引已印发登记（第3条写的是2025年底）",
    "G-3d": "八项常态机制已登记",
    "G-3e": "期限前发现的重大隐患已销号的",
    "G-4": "滚动排查、分类处置、闭环管理、动态清零达标的",
    "G-5a": "责任体系和排查机制的制度文件已登记",
    "G-5b": "今年应办的培训没有缺的单位",
    "G-5c": "有安全员、有消防设施检测、四类智能设备都在用的机构",
    "T13-1": "消防审验已办结的建筑",
    "T13-3": "已鉴定且不是C、D级的自建房",
}
NOT_FILED = "县民政局还没有登记"
_SHOWN, _FIRST = 20, 3


def overview(whose: str, goals: Sequence[Goal], today: date) -> Card:
    """Return all goals in one card, one line each, those that are late marked."""
    met = sum(one.is_met for one in goals)
    late = [one for one in goals if not one.is_met and days_left(one.due_on, today) < 0]
    return Card(
        f"{whose}里程碑：{len(goals)}项完成{met}项" + (f"，到期未完成{len(late)}项" if late else ""),
        lines=tuple(_line(one, today) for one in goals),
        hints=("看一项的名单和燃尽图发：里程碑 一院一员",),
        is_warning=bool(late),
        buttons=tuple(Button(one.name[:10], f"里程碑 {one.name}") for one in (late or goals)[:_FIRST]),
    )


def one_goal(whose: str, goal: Goal, today: date, *, is_drawn: bool) -> Card:
    """Return one goal with what is missing by name; `is_drawn` says whether the picture follows."""
    more = [f"……还有{len(goal.missing) - _SHOWN}家（处）"] if len(goal.missing) > _SHOWN else []
    return Card(
        f"{whose}里程碑｜{goal.name}：{_share(goal)}",
        facts=(
            ("口径", goal.measure),
            ("期限", f"{goal.due_on}，{_time(goal, today)}"),
            *((("说明", goal.note),) if goal.note else ()),
            *((("走势", _trend(goal)),) if goal.burn_down else ()),
        ),
        lines=(
            *(("还差：", *(f"· {one}" for one in goal.missing[:_SHOWN]), *more) if goal.missing else ()),
            *(("燃尽图另发一张。",) if is_drawn else ()),
        ),
        hints=("全部发：里程碑",),
        is_warning=not goal.is_met and days_left(goal.due_on, today) < 0,
    )


def picture(whose: str, goal: Goal) -> tuple[str, str, Sequence[tuple[str, Sequence[int]]]]:
    """Return title, legend and rows (day, how many were missing) of the burn-down."""
    rows = [(f"{day:%Y-%m-%d}", (count,)) for day, count in goal.burn_down]
    return f"{whose} {goal.name} 还差多少", "还差", rows


def file_name(whose: str, goal: Goal, today: date) -> str:
    """Return how the picture is called."""
    return f"里程碑_{whose}_{goal.name}_{today}.png"


def hazard(number: int, unit: str, *, is_supervised: bool) -> str:
    """Return an old major hazard that is open, and whether it has a file of supervision."""
    return f"{number}号 {unit}（{'已挂牌督办' if is_supervised else '没有挂牌督办'}）"


def building(unit: str, subject: str) -> str:
    """Return a building by its institution."""
    return f"{unit} {subject}"


def filed(day: date) -> str:
    """Return when it was told that a goal is reached."""
    return f"{day}登记"


def falling_short(found: Measures) -> list[str]:
    """Return which of the four measures are not met, and by how much."""
    short = [
        (found.unchecked, f"滚动排查：{len(found.unchecked)}家{found.days}天没检查过"),
        (found.ungraded, f"分类处置：{len(found.ungraded)}条没定级"),
        (found.unaccepted, f"闭环管理：{len(found.unaccepted)}条没有他人验收"),
        (found.overdue, f"动态清零：{len(found.overdue)}条超期"),
    ]
    return [said for numbers, said in short if numbers]


def unknown(said: str) -> Card:
    """Return what is said where no goal has this name."""
    return Card(f"没有叫“{said}”的里程碑", lines=(f"有这些：{'、'.join(NAME.values())}",), hints=("全部发：里程碑",))


def only_officers() -> Card:
    """Return who may see how far the goals are."""
    return Card("里程碑由民政所、股室和局里查看", hints=("本单位的待办发：我的待办",))


def _line(goal: Goal, today: date) -> str:
    mark = "✓" if goal.is_met else "·"
    names = "、".join(goal.missing[:_FIRST])
    more = f"……还有{len(goal.missing) - _FIRST}家（处）" if len(goal.missing) > _FIRST else ""
    return f"{mark} {goal.name} {_share(goal)}｜{_time(goal, today)}" + (f"｜还差：{names}{more}" if names else "")


def _share(goal: Goal) -> str:
    rate = percent(goal.done, goal.whole)
    return "没有登记" if rate is None else f"{goal.done}/{goal.whole}（{rate}%）"


def _time(goal: Goal, today: date) -> str:
    left = days_left(goal.due_on, today)
    if goal.is_met:
        return f"期限{goal.due_on}，已完成"
    return f"期限{goal.due_on}，已过{-left}天" if left < 0 else f"期限{goal.due_on}，还有{left}天"


def _trend(goal: Goal) -> str:
    (first, before), (_, now) = goal.burn_down[0], goal.burn_down[-1]
    return f"{first}还差{before}，现在还差{now}"
