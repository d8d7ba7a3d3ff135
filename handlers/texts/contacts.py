"""What we say when the contact book 「通讯录」 tells that somebody has left, or is back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.rules.hazard_deadline import days_over
from handlers.texts.days import day
from handlers.texts.hazard import brief
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import Responsibility

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs in the air 「悬空」 because somebody left."""

    who: str
    unit: str
    role: str
    """What nobody else of the unit is, 「安全员」; "" where there are others, or where it does not matter."""
    substitute: str
    """Who was named to stand in, "" for nobody."""
    today: date
    hazards: Sequence[Hazard]
    """Theirs until now."""
    to_accept: Sequence[Hazard]
    """That nobody else of their office could accept."""
    duties: Sequence[str]
    """Open duties of a unit in which nobody is left, with their time."""
    groups: Sequence[str]
    """Of which nobody else was in charge."""
    answered_for: Sequence[str] = ()
    """What they answered for by name, and nobody does now: 张良镇敬老院 属地责任人."""

    @property
    def count(self) -> int:
        """Return how many things hang."""
        return sum(map(len, (self.hazards, self.to_accept, self.duties, self.groups, self.answered_for))) + bool(
            self.role
        )


def taken_over(hanging: Hanging) -> Card:
    """Return what the person is told who is in charge now, with all that is theirs from now on."""
    if not hanging.count:
        return Card(
            f"{hanging.who}已离开通讯录",
            facts=_facts(hanging),
            lines=("名下没有未办的隐患和任务。如果是误删，请管理员恢复。",),
        )
    return Card(
        f"{hanging.who}已离开，{hanging.count}项悬空，由您接手",
        facts=_facts(hanging),
        lines=tuple(_everything(hanging, "已转到您名下")),
        hints=_hints(hanging),
        is_warning=True,
    )


def left(hanging: Hanging, heir: str) -> Card:
    """Return what the office above is told: what hangs, and who has taken it over."""
    return Card(
        f"{hanging.unit}：{hanging.who}已离开，{hanging.count}项悬空，由{heir}接手",
        facts=_facts(hanging),
        lines=tuple(_everything(hanging, f"已转给{heir}")),
        is_warning=True,
    )


def came_back(who: str, unit: str) -> Card:
    """Return what the admins are told when somebody who had left is back."""
    return Card(
        f"{who}回到通讯录，已恢复使用",
        facts=(("单位", unit),),
        lines=("离开时转出去的隐患仍由接手的人负责。", "单位、角色有变化的，请改花名册后重新导入。"),
    )


def duty(name: str, period: str, due: str) -> str:
    """Return an open duty on one line: 日巡查 11月23日｜11月23日 18:00前."""
    return f"{name} {period}｜{due}前"


def answered_for(unit: str, responsibility: Responsibility) -> str:
    """Return one thing that nobody answers for any more: 张良镇敬老院 属地责任人."""
    return f"{unit} {responsibility.term}"


def _facts(hanging: Hanging) -> tuple[tuple[str, str], ...]:
    return (("单位", hanging.unit), *((("替补", hanging.substitute),) if hanging.substitute else ()))


def _everything(hanging: Hanging, whose: str) -> list[str]:
    lines = []
    if hanging.hazards:
        lines += [f"隐患{len(hanging.hazards)}条，{whose}：", *_hazards(hanging.hazards, hanging.today)]
    if hanging.to_accept:
        lines += [
            f"原来只有{hanging.who}能验收的{len(hanging.to_accept)}条：",
            *_hazards(hanging.to_accept, hanging.today),
        ]
    if hanging.duties:
        lines += [
            f"{hanging.unit}已没有别人能报的任务{len(hanging.duties)}项：",
            *_cut([f"· {one}" for one in hanging.duties]),
        ]
    if hanging.groups:
        lines.append(f"没有人负责的群：{'、'.join(hanging.groups)}")
    if hanging.answered_for:
        lines += [
            f"没有人的责任{len(hanging.answered_for)}项，请重新指定：",
            *_cut([f"· {one}" for one in hanging.answered_for]),
        ]
    if hanging.role:
        lines.append(f"{hanging.unit}在花名册里已没有“{hanging.role}”，请尽快确定人选，报管理员补上。")
    return lines


def _hazards(rows: Sequence[Hazard], today: date) -> list[str]:
    return _cut([_hazard(one, today) for one in rows])


def _hazard(hazard: Hazard, today: date) -> str:
    over = days_over(hazard.due_on, today)
    when = f"已超期{over}天" if over else f"{day(hazard.due_on)}前"
    return f"· {hazard.number}号 {brief(hazard, 30)}｜{hazard.state.term}｜{when}"


def _cut(lines: list[str]) -> list[str]:
    return [*lines[:_SHOWN], f"……另有{len(lines) - _SHOWN}项"] if len(lines) > _SHOWN else lines


def _hints(hanging: Hanging) -> tuple[str, ...]:
    hints = []
    if hanging.hazards:
        number = hanging.hazards[0].number
        hints += [f"知道了发：收到 {number}", f"整改好后发：整改完成 {number}"]
    if hanging.to_accept:
        hints.append(f"验收发：验收通过 {hanging.to_accept[0].number}")
    if hanging.answered_for:
        hints.append(f"重新指定发：指定 {hanging.answered_for[0]} 姓名 职务 电话")
    return (*hints, "全部待办发：我的待办")
