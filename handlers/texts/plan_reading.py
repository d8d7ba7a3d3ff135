"""What we say about reading the emergency plan 「应急预案」 (T12-5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.texts.register import full_day
from storage.messages import Button, Card
from storage.registers import RegisterEntry

HOW = "已读预案"
_SHOWN = 30
_COUNTED = "应急预案阅读情况"


@dataclass(frozen=True, slots=True)
class Counted:
    """One unit: its plan and who has not read it; no version where it has no plan."""

    unit: str
    version: str
    total: int
    unread: tuple[str, ...]


def version_of(entry: RegisterEntry) -> str:
    """Return how people call the version: 第3版（2026年11月20日评审）."""
    version = str(entry.facts.get("version", ""))
    reviewed = f"{full_day(entry.done_on)}评审" if entry.done_on else ""
    return f"{version}（{reviewed}）" if version and reviewed else version or reviewed


def to_read(unit: str, entry: RegisterEntry) -> Card:
    """Return what everybody of the unit is asked: read it, know your own part, say so."""
    return Card(
        f"请阅读应急预案：{unit}",
        facts=(("版本", version_of(entry)),),
        lines=("看清自己在报警、疏散、灭火、照护中的分工，和要对接的老人。",),
        hints=(f"读完发：{HOW}",),
        buttons=(Button(HOW, HOW, is_main=True),),
    )


def still_to_read(unit: str, entry: RegisterEntry, days: int) -> Card:
    """Return the reminder to who has not read it."""
    return Card(
        f"应急预案还没确认：{unit}",
        facts=(("版本", version_of(entry)), ("已经", f"{days}天")),
        hints=(f"读完发：{HOW}",),
        buttons=(Button(HOW, HOW, is_main=True),),
    )


def unread_told(unit: str, entry: RegisterEntry, names: Sequence[str], total: int) -> Card:
    """Return to head and office who has not read the plan after all reminders."""
    return Card(
        f"预案没有到岗到位：{unit}还有{len(names)}人没确认",
        facts=(("版本", version_of(entry)), ("已读", f"{total - len(names)}/{total}人"), ("没读", _listed(names))),
        lines=("请督促逐人学习并确认（方案第12条：确保应急预案到岗到位）。",),
        is_warning=True,
    )


def read(unit: str, entry: RegisterEntry, done: int, total: int, *, is_again: bool) -> Card:
    """Return that the reading is noted."""
    title = "您已经确认过了" if is_again else "已记下：您已读应急预案"
    return Card(title, facts=(("单位", unit), ("版本", version_of(entry)), ("全院", f"已读{done}/{total}人")))


def no_plan(unit: str) -> Card:
    """Return that the unit has no plan that could be read."""
    return Card(
        f"{unit}没有登记应急预案",
        hints=("负责人先登记：应急预案 第3版 11月20日评审（先发文件）",),
        is_warning=True,
    )


def counted(rows: Sequence[Counted]) -> Card:
    """Return how far the reading is at each unit, with the names of who has not read it."""
    left = sum(len(one.unread) for one in rows)
    without = [one.unit for one in rows if not one.version]
    return Card(
        _COUNTED + (f"：还有{left}人没确认" if left else "" if without else "：都已确认"),
        lines=(
            *(_line(one) for one in rows[:_SHOWN] if one.version),
            *((f"没有登记预案：{_listed(without)}",) if without else ()),
        ),
        hints=(f"本人确认发：{HOW}",),
        is_warning=bool(left or without),
    )


def _line(one: Counted) -> str:
    done = one.total - len(one.unread)
    names = f"，没读：{_listed(one.unread)}" if one.unread else ""
    return f"· {one.unit} {one.version}：已读{done}/{one.total}人{names}"


def _listed(names: Sequence[str]) -> str:
    shown = "、".join(names[:_SHOWN])
    return f"{shown} 等{len(names)}个" if len(names) > _SHOWN else shown
