"""What we say when a visit is signed by both sides 「现场签字」 (T9-7)."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.texts.duty import moment
from handlers.texts.hazard import clip
from handlers.texts.inspection import Visit, counts, problems
from storage.messages import Button, Card

_LINES = 12


def subject(code: str) -> str:
    """Return what the cards are about that ask the unit to sign."""
    return f"inspection:{code}:sign"


def our_subject(code: str) -> str:
    """Return what the card is about that asks the inspectors to sign."""
    return f"inspection:{code}:ours"


def to_sign(visit: Visit, hazards: Sequence[str], asked: Sequence[str]) -> Card:
    """Return the read-back to the inspectors, who sign first or last; `asked` are those of the unit."""
    card = _record(visit, hazards)
    lines = [f"已请{'、'.join(asked)}签字。" if asked else "该单位没有登记负责人、安全员，请拍签字单。"]
    return replace(
        card,
        title=f"请签字：{visit.unit}检查记录",
        lines=(*card.lines, *lines),
        hints=(
            f"核对无误发：确认签字 {visit.code}",
            f"签在纸上的，先发：检查记录 {visit.code}，打印签好拍照发来，再发「签字照片」",
        ),
        buttons=(
            Button("确认签字", f"确认签字 {visit.code}", is_main=True),
            Button("取消检查", f"取消检查 {visit.code}"),
        ),
        subject=our_subject(visit.code),
    )


def asks_unit(visit: Visit, hazards: Sequence[str]) -> Card:
    """Return what the unit's head and safety officer are asked."""
    card = _record(visit, hazards)
    return replace(
        card,
        title=f"请签字：{visit.unit}现场检查",
        hints=(f"核对无误发：确认签字 {visit.code}", f"不同意的发：有异议 {visit.code} 哪里不对"),
        buttons=(
            Button("确认签字", f"确认签字 {visit.code}", is_main=True),
            Button("有异议", f"有异议 {visit.code}"),
        ),
        subject=subject(visit.code),
    )


def waits(code: str, unit: str, days: int, *, is_ours: bool) -> Card:
    """Return the reminder to those whose signature is missing, the inspectors `is_ours` or the unit."""
    return Card(
        f"请签字：{unit}检查记录等了{days}天",
        facts=(("编号", code), ("还差", our_side() if is_ours else unit_side())),
        hints=(f"核对无误发：确认签字 {code}", f"看内容发：检查记录 {code}")
        if is_ours
        else (f"核对无误发：确认签字 {code}", f"不同意发：拒签 {code} 哪里不对"),
        buttons=(
            Button("确认签字", f"确认签字 {code}", is_main=True),
            *(() if is_ours else (Button("有异议", f"有异议 {code}"),)),
        ),
        subject=our_subject(code) if is_ours else subject(code),
    )


def still_waits(code: str, unit: str, days: int, missing: Sequence[str]) -> Card:
    """Return what the township's office is told of a record that nobody signs; `missing` are the sides."""
    return Card(
        f"{unit}检查记录{days}天没有签完字",
        facts=(("编号", code), ("还差", "、".join(missing))),
        lines=("请督促签字；签在纸上的，由检查人员拍照发来，再发「签字照片」。",),
        is_warning=True,
    )


def signed(visit: Visit, waits_for: str) -> Card:
    """Return that one side has signed; `waits_for` who is still missing, "" where both have."""
    if waits_for:
        return Card(f"已签字：{visit.unit}检查记录", facts=(("编号", visit.code),), lines=(f"还等{waits_for}签字。",))
    return replace(done(visit), title=f"已签字，检查完成：{visit.unit}")


def done(visit: Visit) -> Card:
    """Return to the other side that both have signed."""
    return Card(
        f"检查完成：{visit.unit}",
        facts=(("编号", visit.code), ("类型", visit.kind.term), *counts(visit)),
        lines=("双方已签字。交办的隐患请按期整改。",),
        hints=(f"要书面记录发：检查记录 {visit.code}",),
    )


def done_own(visit: Visit, hazards: Sequence[str]) -> Card:
    """Return that the head has walked through the whole list of major criteria (T6-3)."""
    card = _record(visit, hazards)
    return replace(card, title=f"重大隐患排查完成：{visit.unit}", lines=card.lines or ("逐项排查，未发现重大隐患。",))


def why_object() -> Card:
    """Return the question what is not right."""
    return Card("哪里有异议？", hints=("一句话说明，例如：第3项当场已经换好", "没有异议发「取消」，再发「确认签字」"))


def objected(visit: Visit) -> Card:
    """Return that the inspectors have been told."""
    return Card(
        f"已转告检查组：{visit.unit}有异议", facts=(("编号", visit.code),), lines=("说清以后仍可以发「确认签字」。",)
    )


def objects(visit: Visit, who: str, why: str) -> Card:
    """Return to the inspectors what the unit does not agree with."""
    return Card(
        f"{visit.unit}对检查有异议",
        facts=(("编号", visit.code), ("提出人", who), ("异议", clip(why))),
        lines=("请当面核对。记录照旧等对方签字，也可以签在纸上拍照。",),
        hints=("签在纸上的，先拍照发来，再发「签字照片」",),
        is_warning=True,
    )


def signed_before(visit: Visit, who: str) -> Card:
    """Return that this side has signed already."""
    return Card(f"{who}已经签过字：{visit.unit}检查记录", facts=(("编号", visit.code),))


def nothing_to_sign() -> Card:
    """Return that no record waits for this person's signature."""
    return Card(
        "没有等您签字的检查记录", lines=("检查结束后，检查组和被检查单位负责人、安全员各签一次。",), is_warning=True
    )


def not_yours(visit: Visit, able: Sequence[str]) -> Card:
    """Return who may sign for the unit."""
    who = "、".join(able) or "单位负责人、安全员"
    return Card("没有签字", facts=(("编号", visit.code),), lines=(f"检查记录由{who}签字。",), is_warning=True)


def no_photo() -> Card:
    """Return that the photo of the signed sheet has to be sent first."""
    return Card("没看到签字单的照片", lines=("请把签好字的检查表拍照发来，再发一次「签字照片」。",), is_warning=True)


def void_meanwhile(unit: str) -> str:
    """Return what the cards become once the visit was given up."""
    return f"{clip(unit, 20)}检查已取消"


def ended() -> str:
    """Return what the cards of the visit become once it has ended."""
    return "检查已结束"


def signed_by(who: str) -> str:
    """Return what a card becomes once somebody has signed."""
    return f"已由{who}签字"


def on_paper() -> str:
    """Return what stands for a name where the sheet was signed on paper by nobody in particular."""
    return "纸质签字"


def unit_side() -> str:
    """Return how the visited side is called."""
    return "被检查单位"


def our_side() -> str:
    """Return how the inspectors' side is called."""
    return "检查组"


def hazard_line(number: int, brief: str, owner: str, deadline: str, *, is_closed: bool) -> str:
    """Return one line about a hazard that was handed over."""
    if is_closed:
        return f"{number}号 {brief}：立行立改，已验收"
    return f"{number}号 {brief}：{owner or '未定责任人'}，{deadline}前"


def _record(visit: Visit, hazards: Sequence[str]) -> Card:
    left = [f"……共{len(hazards)}处"] if len(hazards) > _LINES else []
    who = () if visit.is_own else (("检查人员", clip("、".join(visit.members), 60)),)
    expert = (("专家", visit.expert),) if visit.expert else ()
    return Card(
        "检查记录",
        facts=(
            ("编号", visit.code),
            ("类型", visit.kind.term),
            ("时间", moment(visit.started_at)),
            *who,
            *expert,
            *counts(visit),
        ),
        lines=(*problems(visit)[:_LINES], *(f"交办：{one}" for one in hazards[:_LINES]), *left),
    )
