"""What we say about the correction 「更正」 of a confirmation, and about its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handlers.texts.days import span
from handlers.texts.duty import moment
from handlers.texts.duty_confirm import told
from handlers.texts.hazard import clip
from storage.messages import Card

_SHOWN = 8
_NOTHING = "（无）"


@dataclass(frozen=True, slots=True)
class Version:
    """One correction: who changed what, when."""

    at: datetime
    who: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def corrected(title: str, unit: str, code: str, one: Version, lines: Sequence[str]) -> Card:
    """Return that a record now says something else: what was there before stands beside it."""
    return Card(
        f"{title}已更正",
        facts=(("单位", unit), *_changes(code, one), ("更正", f"{one.who}，{moment(one.at)}")),
        lines=("原来的内容已留底。", *lines),
        hints=(f"看历次更正发：记录历史 {title.partition(' ')[0]}",),
    )


def unchanged(title: str) -> Card:
    """Return that the record says so already."""
    return Card(f"{title}没有变化", lines=("登记的内容和您说的一样。",))


def what(title: str, unit: str, code: str, facts: Mapping[str, Any], *, is_unread: bool) -> Card:
    """Return the question what the record should say."""
    return Card(
        f"{title}要改成什么？",
        facts=(("单位", unit), *((label, clip(value, 80)) for label, value in told(code, facts))),
        lines=("没看懂要改哪一项。",) if is_unread else (),
        hints=("只写要改的，例如：实到9人；或：异常 二楼应急灯不亮", "不改了请回「取消」"),
    )


def history(title: str, unit: str, code: str, facts: Mapping[str, Any], by: str, versions: Sequence[Version]) -> Card:
    """Return what the record says now and every correction of it, oldest first."""
    lines = []
    for n, one in enumerate(versions, start=1):
        changes = "；".join(f"{label} {clip(value, 60)}" for label, value in _changes(code, one)) or "其他内容"
        lines.append(f"第{n}次更正 {moment(one.at)} {one.who}：{changes}")
    more = [f"……共{len(lines)}次"] if len(lines) > _SHOWN else []
    return Card(
        f"{title}的记录",
        facts=(("单位", unit), *((label, clip(value, 80)) for label, value in told(code, facts)), ("登记", by)),
        lines=(*lines[-_SHOWN:], *more) or ("没有更正过。",),
    )


def not_yours(title: str, within: timedelta, who: str, *, is_own: bool) -> Card:
    """Return who corrects a record, and until when."""
    spoken = span(within.days, int(within.total_seconds()) // 3600)
    late = f"登记已超过{spoken}，请由上级（民政所或局里）更正。"
    line = late if is_own else f"由登记人{who}在{spoken}内更正，或由上级更正。"
    return Card(f"{title}没有更正", lines=(line,), is_warning=True)


def none_told(unit: str, duty: str) -> Card:
    """Return that there is nothing of this kind to correct or to show."""
    return Card(f"{unit}没有登记过{duty}", lines=("没有可看、可更正的记录。",), is_warning=True)


def changed_meanwhile(title: str) -> Card:
    """Return that somebody else has just corrected the record."""
    return Card(f"{title}刚被别人更正过", lines=("请先看一下再改。",), is_warning=True)


def hazard_stays(numbers: Sequence[int]) -> str:
    """Return the line about hazards that the record had registered and that stay."""
    listed = "、".join(f"{one}号" for one in numbers)
    return f"原来登记的隐患{listed}还在；报错了的请发：撤销 {numbers[0]}"


def _changes(code: str, one: Version) -> list[tuple[str, str]]:
    before, after = dict(told(code, one.before)), dict(told(code, one.after))
    return [
        (label, f"{before.get(label, _NOTHING)} → {after.get(label, _NOTHING)}")
        for label in dict.fromkeys((*before, *after))
        if before.get(label) != after.get(label)
    ]
