"""What officers are told of visits: who was not checked for long, how many checks, what they found by factor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.rules.inspection_figures import Age, Tally, percent
from handlers.texts.days import day
from storage.messages import Button, Card
from storage.vocabulary import InspectionKind, Tag

_SHOWN = 15
_GROUPS = {"factor": "十大因素", "clear": "三清", "control": "两管"}


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one period and one charge."""

    period: str
    since: date
    count_by_kind: Mapping[InspectionKind, int]
    with_expert: int
    hazards: int
    on_the_spot: int
    """Of the hazards, those that were put right and accepted in the visit."""
    tally_by_tag: Mapping[Tag, Tally]

    @property
    def count(self) -> int:
        """Return how many visits there were."""
        return sum(self.count_by_kind.values())


def not_checked(ages: Sequence[Age], late: Sequence[Age], limit: int) -> Card:
    """Return how long ago each institution was checked, the never checked first and loudest."""
    never = sum(one.last is None for one in ages)
    left = [f"……还有{len(ages) - _SHOWN}家"] if len(ages) > _SHOWN else []
    return Card(
        f"超过{limit}天没检查的：{len(late)}家",
        facts=(("机构", f"共{len(ages)}家，从未检查{never}家"),),
        lines=(*(age_line(one, limit) for one in ages[:_SHOWN]), *left) or ("您管辖范围内没有机构。",),
        hints=("看检查次数和发现的问题发：检查情况",),
        buttons=(Button("检查情况", "检查情况", is_main=True),),
        is_warning=bool(late),
    )


def age_line(one: Age, limit: int) -> str:
    """Return one institution's line."""
    if one.last is None or one.days is None:
        return f"【从未】{one.unit}"
    late = "，该查了" if one.days > limit else ""
    return f"{one.unit}：{one.days}天（{day(one.last)}{late}）"


def figures(one: Figures, late: int, limit: int) -> Card:
    """Return the figures of the period."""
    kinds = "，".join(f"{kind.term}{count}" for kind, count in one.count_by_kind.items() if count)
    return Card(
        f"{one.period}检查情况：{one.count}次",
        facts=(
            ("起算", day(one.since)),
            ("类型", kinds or "没有"),
            ("有专家参加", f"{one.with_expert}次（{percent(one.with_expert, one.count)}%）"),
            ("交办隐患", f"{one.hazards}处，其中立行立改{one.on_the_spot}处"),
        ),
        lines=(*_tally_lines(one.tally_by_tag), f"超过{limit}天没检查的机构{late}家。"),
        hints=("看是哪些机构发：多久没检查", "换时段发：检查情况 本月、检查情况 今年"),
        buttons=(Button("多久没检查", "多久没检查", is_main=True), Button("本月", "检查情况 本月")),
    )


def officers_only() -> Card:
    """Return who is shown these figures."""
    return Card("检查情况由民政所、股室、局里查看", is_warning=True)


def _tally_lines(tally_by_tag: Mapping[Tag, Tally]) -> list[str]:
    lines = []
    for prefix, name in _GROUPS.items():
        found = {tag: tally for tag, tally in tally_by_tag.items() if tag.value.startswith(prefix)}
        bad = {tag: tally for tag, tally in found.items() if tally.problem}
        answered = sum(tally.answered for tally in found.values())
        told = "、".join(f"{tag.term}{tally.problem}" for tag, tally in bad.items()) or "没有"
        lines.append(f"{name}：查{answered}项次，有问题{sum(one.problem for one in bad.values())}（{told}）")
    return lines
