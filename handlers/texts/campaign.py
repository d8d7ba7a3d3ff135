"""What we say about special actions 「专项行动」: how each stands, and which hazards count under it (T5-4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.campaign_table import Campaign
from handlers.texts.hazard import brief
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import Grade

_NUMBERS = 30


@dataclass(frozen=True, slots=True)
class Tally:
    """One action in figures; hazards by their numbers, those that were made void left out."""

    campaign: Campaign
    visits: int
    """How many visits count under it, void ones left out."""
    opened: Sequence[int]
    closed: Sequence[int]
    open: Sequence[int]
    overdue: Sequence[int]
    major: Sequence[int]
    """Open ones of grade 重大."""


def listing(whose: str, tallies: Sequence[Tally]) -> Card:
    """Return all running actions with their figures."""
    if not tallies:
        return Card("现在没有正在开展的专项行动", lines=("专项由管理员在 campaigns.toml 里设置。",))
    first = tallies[0].campaign.name
    return Card(
        f"{whose}：正在开展的专项{len(tallies)}个",
        facts=tuple((one.campaign.name, _short(one)) for one in tallies),
        hints=(f"看一个的明细发：专项 {first}", f"计入发：12号 计入 {first}"),
    )


def shown(whose: str, tally: Tally) -> Card:
    """Return one action: who leads it, its figures, and the numbers of the hazards behind them."""
    one = tally.campaign
    return Card(
        f"{one.name}（{whose}）",
        facts=(
            ("时间", _days(one)),
            ("牵头领导", one.lead or "未指定"),
            ("专班", "、".join(one.team) or "未指定"),
            *((("专班群", one.group),) if one.group else ()),
            ("检查", f"{tally.visits}次"),
            ("登记", _numbers(tally.opened)),
            ("已销号", _numbers(tally.closed)),
            ("在册", _numbers(tally.open)),
            ("超期", _numbers(tally.overdue)),
            ("在册重大", _numbers(tally.major)),
        ),
        hints=(f"看一条发：{tally.opened[0]}号",) if tally.opened else (f"计入发：12号 计入 {one.name}",),
        is_warning=bool(tally.overdue),
    )


def unknown(said: str, known: Sequence[str]) -> Card:
    """Return what is said of an action that there is not, with those that there are."""
    return Card(f"没有“{said}”这个专项", lines=(f"现有专项：{'、'.join(known)}",) if known else ())


def marked(number: int, name: str, before: str) -> Card:
    """Return the read-back of a hazard that counts under an action now; `before` is the one until then or ""."""
    return Card(
        f"{number}号已计入：{name}",
        lines=(f"原来计入：{before}",) if before else (),
        hints=(f"计错了发：{number}号 不计入专项",),
    )


def unmarked(number: int, before: str) -> Card:
    """Return the read-back of a hazard that counts under no action any more."""
    return Card(f"{number}号不再计入{before}", hints=(f"要恢复发：{number}号 计入 {before}",))


def same(number: int, name: str) -> Card:
    """Return the answer to a wish that is fulfilled already; `name` is "" for no action."""
    return Card(f"{number}号本来就{f'计入{name}' if name else '没有计入专项'}，没有改动")


def several(cards: Sequence[Card]) -> Card:
    """Return the answers about several hazards as one."""
    return Card("；".join(one.title for one in cards), lines=tuple(line for one in cards for line in one.lines))


def not_yours(number: int) -> Card:
    """Return why the person may not say under which action the hazard counts."""
    return Card(f"{number}号没有改动", lines=("计入哪个专项，由上报人或者民政所、股室、局里的人改。",))


def over(name: str) -> Card:
    """Return why nothing new counts under an action."""
    return Card(f"{name}现在没有开展，没有改动", hints=("正在开展的发：专项",))


def note(name: str, before: str) -> str:
    """Return what the history keeps; either may be "" for no action."""
    return f"专项：{before or '无'} → {name or '无'}"


def about_counted(name: str) -> str:
    """Return the remark on a new hazard that counts under an action."""
    return f"已计入专项：{name}。"


def about_unknown(said: str, known: Sequence[str]) -> str:
    """Return the remark on a report that names an action that there is not."""
    return f"没有“{said}”这个专项，没有计入。现有：{'、'.join(known)}。要计入发：编号 计入 专项名。"


def to_group(hazard: Hazard, unit: str, name: str) -> Card:
    """Return what the task force's group is told of a hazard that counts under its action now."""
    return Card(
        f"{name}：新计入{hazard.number}号隐患",
        facts=(("单位", unit), ("问题", brief(hazard)), ("类别", hazard.category.term), ("等级", hazard.grade.term)),
        is_warning=hazard.grade is Grade.MAJOR,
    )


def _short(one: Tally) -> str:
    figures = (
        ("登记", one.opened),
        ("已销号", one.closed),
        ("在册", one.open),
        ("超期", one.overdue),
        ("在册重大", one.major),
    )
    return "，".join((f"检查{one.visits}", *(f"{name}{len(numbers)}" for name, numbers in figures)))


def _numbers(numbers: Sequence[int]) -> str:
    if not numbers:
        return "0"
    more = "……" if len(numbers) > _NUMBERS else ""
    return f"{len(numbers)}：{'、'.join(f'{one}号' for one in numbers[:_NUMBERS])}{more}"


def _days(one: Campaign) -> str:
    if one.starts is None and one.ends is None:
        return "长期开展"
    first = f"{one.starts:%Y-%m-%d}" if one.starts else "即日"
    return f"{first} 至 {f'{one.ends:%Y-%m-%d}' if one.ends else '另行通知'}"
