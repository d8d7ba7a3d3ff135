"""What we say when a wish for a later deadline is granted or refused, and to who may not decide."""

from collections.abc import Sequence
from datetime import date

from handlers.rules.hazard_extension import Barred
from handlers.texts.days import day
from handlers.texts.duty import moment
from handlers.texts.hazard import brief, clip
from handlers.texts.hazard_extension import Asked, change, short
from handlers.texts.hazard_move import named
from storage.extensions import Extension
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import ExtensionState, HazardState


def note_granted(wish: Extension, note: str) -> str:
    """Return what the history keeps of a wish that was granted; `note` is what the officer added."""
    return change(wish) + (f"，{note}" if note else "")


def not_yours_to_withdraw(one: Asked) -> Card:
    """Return why somebody else's wish is not theirs to take back."""
    return Card(f"{one.hazard.number}号的延期不是您申请的", lines=(f"由申请人{one.asker}撤回。",))


def withdrawn(one: Asked) -> Card:
    """Return the confirmation to who has taken the wish back."""
    number = one.hazard.number
    return Card(
        f"{number}号的延期申请已撤回",
        lines=(f"期限不变：{day(one.hazard.due_on)}。",),
        hints=(f"整改好后发：整改完成 {number}",),
    )


def withdrawn_told(one: Asked) -> Card:
    """Return what those are told who had been asked to decide."""
    return Card(f"不用再批：{one.unit} {one.hazard.number}号的延期申请已由{one.asker}撤回")


def none_waiting(hazard: Hazard) -> Card:
    """Return that nobody has asked."""
    return Card(f"{hazard.number}号没有等待决定的延期申请", hints=(f"查看发：{hazard.number}号",))


def decided_before(hazard: Hazard, wish: Extension, who: str) -> Card:
    """Return that the wish was decided, by whom, when and how."""
    at = moment(wish.decided_at) if wish.decided_at else ""
    if wish.state is ExtensionState.GRANTED:
        line = f"{who}于{at}同意延到{day(wish.new_due_on)}。"
    elif wish.state is ExtensionState.WITHDRAWN:
        line = f"{who}于{at}撤回了申请。"
    else:
        line = f"{who}于{at}没有同意：{clip(wish.note, 60)}。"
    return Card(f"{hazard.number}号的延期已经决定过，没有再办", lines=(line,), hints=(f"查看发：{hazard.number}号",))


def not_yours_to_decide(one: Asked, reason: Barred, whom: Sequence[str]) -> Card:
    """Return why this person may not decide; `whom` may."""
    match reason:
        case Barred.OWN_WISH:
            line = f"申请人和责任人不能自己决定，请等{named(whom)}决定。"
        case Barred.TOO_LOW:
            line = f"这是第{one.nth}次延期，要由更高一级决定：{named(whom)}。"
        case Barred.NO_OFFICER:
            line = f"延期由上级决定：{named(whom)}。"
    return Card(f"{one.hazard.number}号的延期不能由您决定", lines=(line,))


def day_has_passed(one: Asked) -> Card:
    """Return why a wish cannot be granted any more."""
    number, wanted = one.hazard.number, one.wish.new_due_on
    return Card(
        f"{number}号不能延到{day(wanted)}",
        lines=("申请的日期已经过去了，现在同意也是超期。",),
        hints=(f"请发：不同意延期 {number} 日期已过",),
    )


def other_day(one: Asked, named_day: date) -> Card:
    """Return why a wish is not granted to another day than was asked for."""
    number, wanted = one.hazard.number, short(one.wish.new_due_on)
    return Card(
        f"{number}号还没有同意延期",
        lines=(f"申请的是延到{wanted}，不是{short(named_day)}。",),
        hints=(
            f"同意延到{wanted}发：同意延期 {number}",
            f"要改日期发：不同意延期 {number} 可延到{short(named_day)}，请重新申请",
        ),
    )


def why_not(numbers: Sequence[str]) -> Card:
    """Return the question for the reason of a refusal."""
    whom = "、".join(f"{one}号" if one.isdigit() else one for one in numbers)
    return Card(f"不同意{whom}延期的原因是什么？", hints=("一句话回复即可，例如：可以先换一半", "不办了请回「取消」"))


def decided(one: Asked, told: Sequence[str]) -> Card:
    """Return the confirmation of a decision to the one who made it."""
    whom = f"已通知{'、'.join(told)}，" if told else ""
    if one.wish.state is ExtensionState.GRANTED:
        title, line = f"{one.hazard.number}号已同意延期", f"{whom}催办改按{day(one.wish.new_due_on)}。"
    else:
        title, line = f"{one.hazard.number}号没有同意延期", f"{whom}期限不变：{day(one.wish.old_due_on)}。"
    return Card(
        title,
        facts=(("问题", brief(one.hazard, 60)), ("申请", change(one.wish))),
        lines=(line,),
        hints=(f"要书面意见发：延期审批意见 {one.hazard.number}",),
    )


def several_decided(lines: Sequence[str]) -> Card:
    """Return the outcome for each of several hazards."""
    return Card(f"延期：{len(lines)}条", lines=tuple(lines))


def granted(one: Asked, by: str, note: str) -> Card:
    """Return what owner and asker are told of a new deadline."""
    said = (("说明", clip(note, 80)),) if note else ()
    return Card(
        f"已同意延期：{one.unit} {one.hazard.number}号隐患",
        facts=(
            ("问题", brief(one.hazard, 60)),
            ("期限", change(one.wish)),
            ("批准人", by),
            *said,
        ),
        lines=(f"延期期间请落实临时措施：{clip(one.wish.measures, 80)}。",),
        hints=(f"整改好后发：整改完成 {one.hazard.number}",),
    )


def refused(one: Asked, by: str, reason: str) -> Card:
    """Return what owner and asker are told where the deadline stays."""
    return Card(
        f"没有同意延期：{one.unit} {one.hazard.number}号隐患",
        facts=(("问题", brief(one.hazard, 60)), ("决定人", by), ("原因", clip(reason, 80))),
        lines=(f"期限不变：{day(one.wish.old_due_on)}，请抓紧整改。",),
        hints=(f"整改好后发：整改完成 {one.hazard.number}",),
        is_warning=True,
    )


def closed_as(state: ExtensionState, by: str) -> str:
    """Return what the buttons become once the wish is decided."""
    if state is ExtensionState.WITHDRAWN:
        return f"{by}已撤回"
    return f"{by}已同意" if state is ExtensionState.GRANTED else f"{by}没有同意"


def lapsed(state: HazardState) -> str:
    """Return why a wish needs no decision any more: the hazard has ended."""
    return f"隐患{state.term}"
