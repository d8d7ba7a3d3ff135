"""What we say about what hazards count under: 十大致命风险因素, 三清, 两管 (T5-6…T5-8)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.understand.tag_judgement import CLEARED, CONTROLLED, FACTORS
from storage.messages import Card
from storage.vocabulary import Tag

NOTE = "标签："
"""How the history of a hazard begins whose tags a person has decided."""
_NUMBERS = 12
_MEANS = {
    Tag.CLEAR_PASSAGES: "清出口、通道、楼梯堆物和障碍",
    Tag.CLEAR_BARRIERS: "清违规铁栅栏、防盗网、广告牌",
    Tag.CLEAR_FLAMMABLES: "清易燃易爆、可燃杂物、私拉乱接",
    Tag.CONTROL_FIRE: "管火源",
    Tag.CONTROL_HOTWORK: "管电气焊动火作业",
}


class TagGroup(StrEnum):
    """Tags that are counted together; the value is what people call them."""

    FACTORS = "十大致命风险因素"
    CLEARED = "三清"
    CONTROLLED = "两管"

    @property
    def rows(self) -> tuple[tuple[str, tuple[Tag, ...]], ...]:
        """Return the lines under this title with the tags that each counts.

        The text lists eleven under 「十大」: 安全出口 and 疏散通道 are one line there, and keep an id each.
        """
        match self:
            case TagGroup.FACTORS:
                exits = (Tag.FACTOR_EXIT, Tag.FACTOR_EVAC)
                return (
                    ("安全出口、疏散通道", exits),
                    *((one.term, (one,)) for one in FACTORS if one not in exits),
                )
            case TagGroup.CLEARED:
                return tuple((f"{one.term}{_MEANS[one]}", (one,)) for one in CLEARED)
            case TagGroup.CONTROLLED:
                return tuple((f"{one.term}{_MEANS[one]}", (one,)) for one in CONTROLLED)


@dataclass(frozen=True, slots=True)
class TagTally:
    """One line of a group in figures: hazards by their numbers, those that were made void left out."""

    title: str
    registered: Sequence[int]
    closed: Sequence[int]
    open: Sequence[int]


def listed(tags: Sequence[Tag]) -> str:
    """Return the tags on one line, 「无」 for none."""
    return "、".join(one.term for one in tags) or "无"


def counts_under(tags: Sequence[Tag], campaign: str) -> list[tuple[str, str]]:
    """Return what a hazard counts under as facts of its card; nothing of what it does not."""
    facts = [("标签", listed(tags))] if tags else []
    return [*facts, ("专项", campaign)] if campaign else facts


def combined(before: Collection[Tag], verb: str, tags: Collection[Tag]) -> set[Tag]:
    """Return what a change with this verb (改, 加, 去) makes of the tags."""
    match verb:
        case "加":
            return {*before, *tags}
        case "去":
            return set(before) - set(tags)
        case _:
            return set(tags)


def note(before: Sequence[Tag], after: Sequence[Tag]) -> str:
    """Return what the history keeps."""
    return f"{NOTE}{listed(before)} → {listed(after)}"


def shown(number: int, tags: Sequence[Tag], *, may_change: bool) -> Card:
    """Return what one hazard counts under."""
    lines = tuple(f"{one.term}：{_MEANS.get(one, '十大致命风险因素')}" for one in tags)
    hints = (f"改发：改标签 {number} 三清①、用电安全", f"加减发：加标签 {number} 两管①，去标签 {number} 两管①")
    return Card(f"{number}号标签：{listed(tags)}", lines=lines, hints=hints if may_change else ())


def changed(number: int, before: Sequence[Tag], after: Sequence[Tag]) -> Card:
    """Return the read-back of a change."""
    undo = f"改错了发：改标签 {number} {listed(before)}"
    return Card(f"{number}号标签已改：{listed(after)}", facts=(("原来", listed(before)),), hints=(undo,))


def same(number: int, tags: Sequence[Tag]) -> Card:
    """Return the answer to a wish that is fulfilled already."""
    return Card(f"{number}号标签本来就是：{listed(tags)}，没有改动")


def not_yours(number: int) -> Card:
    """Return who may change what a hazard counts under."""
    return Card(f"{number}号标签没有改动", lines=("标签由民政所、股室或局里改。",))


def unknown(said: str) -> Card:
    """Return what is said of a tag that there is not."""
    return Card(
        f"没有“{said}”这个标签，没有改动",
        lines=(f"可以写：{'、'.join(one.term for one in Tag)}；都不算写：无",),
    )


def board(whose: str, group: TagGroup, tallies: Sequence[TagTally]) -> Card:
    """Return the figures of one group of tags, each with the numbers of the open hazards behind it."""
    return Card(
        f"{group.value}（{whose}）",
        facts=tuple((one.title, _figures(one)) for one in tallies),
        hints=("一条隐患可以算在几项里，各项相加不等于总数。",),
    )


def _figures(one: TagTally) -> str:
    more = "……" if len(one.open) > _NUMBERS else ""
    numbers = "、".join(f"{number}号" for number in one.open[:_NUMBERS])
    behind = f"（{numbers}{more}）" if one.open else ""
    return f"登记{len(one.registered)}，已销号{len(one.closed)}，在册{len(one.open)}{behind}"
