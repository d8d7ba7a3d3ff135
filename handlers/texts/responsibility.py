"""What we say about who answers by name for a unit: the three, the five of a key unit 「五包一」, and changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.texts.choices import with_answers
from storage.messages import Card
from storage.responsibilities import Answerable
from storage.vocabulary import Responsibility

NOBODY = "（空缺）"


@dataclass(frozen=True, slots=True)
class Line:
    """One responsibility at a unit and who has it; "" for nobody."""

    responsibility: Responsibility
    who: str
    suggestion: str = ""
    """Who the roster suggests where nobody is named, "" for nobody."""


def who(row: Answerable, phone: str) -> str:
    """Return the person on one line: 马建国（副镇长）13800000000; no phone where `phone` is ""."""
    title = f"（{row.title}）" if row.title else ""
    return f"{row.name}{title}{phone and ' '}{phone}"


def shown(unit: str, lines: Sequence[Line], *, is_key: bool, may_name: bool) -> Card:
    """Return who answers for the unit; for those who may name them with how a gap is filled."""
    gaps = [one for one in lines if not one.who]
    suggested = [
        f"{one.responsibility.term}可以是{one.suggestion}（花名册里的负责人）" for one in gaps if one.suggestion
    ]
    first = gaps[0] if gaps and may_name else None
    return Card(
        f"{unit}责任人{'（消防安全重点单位）' if is_key else ''}",
        facts=tuple((one.responsibility.term, one.who or NOBODY) for one in lines),
        lines=((f"还有{len(gaps)}项没有指定人。",) if gaps else ()) + tuple(suggested),
        hints=(to_name(unit, first.responsibility, first.suggestion),) if first else (),
        is_warning=bool(gaps),
    )


def without(unit: str) -> Card:
    """Return what is said of a unit that needs nobody by name."""
    return Card(
        f"{unit}不需要指定三方责任人",
        lines=("监管、主体、属地责任人是给机构指定的。",),
        hints=("查看发：责任人 机构名称",),
    )


def to_name(unit: str, responsibility: Responsibility, name: str) -> str:
    """Return how somebody is named."""
    return f"指定发：指定 {unit} {responsibility.term} {name or '姓名 职务 电话'}"


def named(unit: str, responsibility: Responsibility, now: str, before: str, remark: str) -> Card:
    """Return the read-back: who answers now, who did before ("" for nobody), and what else is to be known."""
    return Card(
        f"已指定：{unit} {responsibility.term}",
        facts=((responsibility.term, now), *((("原来", before),) if before else ())),
        lines=(remark,) if remark else (),
        hints=(f"写错了重新发一遍就行，不要了发：撤销责任人 {unit} {responsibility.term}",),
    )


def same(unit: str, responsibility: Responsibility, now: str) -> Card:
    """Return the answer to a wish that is fulfilled already."""
    return Card(f"{unit}的{responsibility.term}本来就是{now}，没有改动")


def ended(unit: str, responsibility: Responsibility, before: str) -> Card:
    """Return the read-back of a gap that was made."""
    return Card(
        f"已撤销：{unit} {responsibility.term}",
        facts=(("原来", before), ("现在", NOBODY)),
        hints=(to_name(unit, responsibility, ""),),
    )


def nobody_there(unit: str, responsibility: Responsibility) -> Card:
    """Return what is said where there is nobody to be taken away."""
    return Card(f"{unit}没有指定{responsibility.term}，不用撤销")


def not_yours(unit: str) -> Card:
    """Return why the person may not change who answers for the unit."""
    return Card("没有改动", lines=(f"{unit}的责任人要由民政所、股室或局里指定，请报给他们。",))


def not_key(unit: str, responsibility: Responsibility) -> Card:
    """Return why nobody can be named one of the five at a unit that is no key unit."""
    return Card(
        f"{unit}不是消防安全重点单位，没有{responsibility.term}",
        hints=(f"是重点单位的先发：设为重点单位 {unit}",),
    )


def no_institution(unit: str, responsibility: Responsibility) -> Card:
    """Return why nobody can be named at an office."""
    return Card(f"没有改动：{unit}不是机构，不设{responsibility.term}")


def which_person(name: str, candidates: Sequence[str]) -> Card:
    """Return the question which of several people of one name is meant."""
    card = Card(
        f"花名册里有{len(candidates)}个{name}，是哪一个？",
        lines=tuple(f"{n}. {one}" for n, one in enumerate(candidates, start=1)),
        hints=("回复序号", "不办了请回「取消」"),
    )
    return with_answers(card, [(str(n), one) for n, one in enumerate(candidates, start=1)], about="责任人")


def about_stranger(name: str) -> str:
    """Return the remark on somebody who is not on the roster."""
    return f"{name}不在花名册里：只作登记，催办和提醒发不到本人。"


def told(unit: str, responsibility: Responsibility, by: str) -> Card:
    """Return what somebody is told who now answers for something."""
    return Card(
        f"您是{unit}的{responsibility.term}",
        facts=(("指定人", by),),
        lines=("该单位的隐患超期、无人整改时会催办到您。",),
        hints=(f"查看发：责任人 {unit}", "不对的请联系指定人"),
    )


def relieved(unit: str, responsibility: Responsibility, by: str) -> Card:
    """Return what somebody is told who no longer answers for something."""
    return Card(f"您不再是{unit}的{responsibility.term}", facts=(("改动人", by),))


def key_set(unit: str, *, gaps: int) -> Card:
    """Return the read-back of a unit that is a key unit now."""
    return Card(
        f"已设为消防安全重点单位：{unit}",
        lines=(f"五包一责任人还缺{gaps}人。",) if gaps else (),
        hints=(
            *((to_name(unit, Responsibility.KEY_1, ""),) if gaps else ()),
            f"设错了发：取消重点单位 {unit}",
        ),
    )


def key_unset(unit: str) -> Card:
    """Return the read-back of a unit that is no key unit any more."""
    return Card(
        f"已取消消防安全重点单位：{unit}",
        lines=("五包一责任人保留在记录里，不再列入悬空。",),
        hints=(f"取消错了发：设为重点单位 {unit}",),
    )


def key_same(unit: str, *, is_key: bool) -> Card:
    """Return the answer to a wish that is fulfilled already."""
    return Card(f"{unit}{'已经是' if is_key else '本来就不是'}消防安全重点单位，没有改动")


def key_units(names: Sequence[str]) -> Card:
    """Return the key units in the asker's scope."""
    if not names:
        return Card("没有消防安全重点单位", hints=("设定发：设为重点单位 单位名称",))
    return Card(f"消防安全重点单位{len(names)}家", lines=tuple(names), hints=(f"看五包一发：责任人 {names[0]}",))
