"""What we say to who tells a tip 「投诉举报」: nothing of who they are, and not their words back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from config.zone import TZ
from storage.messages import Card
from storage.vocabulary import TipState

_STATES = {
    TipState.RECEIVED: "已收到，等受理",
    TipState.RESPONDED: "已受理，正在办理",
    TipState.FOUNDED: "已办结：情况属实，已按隐患督促整改",
    TipState.UNFOUNDED: "已办结：经核实不属实",
    TipState.REFERRED: "已转给有权处理的部门",
}
PROGRESS, ADDING = "举报进度", "补充举报"
_EMERGENCY = "着火、有人受伤等紧急情况，请直接打119、120。"


@dataclass(frozen=True, slots=True)
class Progress:
    """What may be told of a tip to whoever has its receipt."""

    receipt: str
    state: TipState
    received_at: datetime
    respond_by: datetime
    settle_by: datetime
    said: Sequence[tuple[datetime, str]]
    """What was said to the tipster, oldest first."""


def state(of: TipState) -> str:
    """Return the state in words for the tipster."""
    return _STATES[of]


def received(receipt: str, unit: str, respond_by: datetime, pictures: int, *, is_kept: bool, can_push: bool) -> Card:
    """Return the read-back: the receipt, not the words; `is_kept`: whether who told it is kept, sealed."""
    lines = [f"最迟{moment(respond_by)}前答复。记住回执号，凭它查进度。"]
    if not unit:
        lines.append("没认出是哪个单位，请补一句单位全称，否则不好核实。")
    if can_push:
        lines.append("您是谁已加密保存，只用于答复您；承办人、被举报单位、群里和台账都看不到。")
    elif not is_kept:
        lines.append("没有保存您是谁，所以不能主动答复您，请凭回执号来查。")
    facts = [("回执号", receipt), ("单位", unit or "没有认出")]
    if pictures:
        facts.append(("附件", f"{pictures}件"))
    return Card(
        "举报已收到",
        facts=tuple(facts),
        lines=tuple(lines),
        hints=(f"查进度：举报进度 {receipt}", f"补内容：补充举报 {receipt} …（照片先发，再发这句）"),
    )


def how_to() -> Card:
    """Return how a tip is told."""
    return Card(
        "要举报请一句话写清楚",
        lines=(
            "例如：匿名举报 张良镇敬老院 厨房燃气软管老化没人管",
            "写上单位和问题；不用写您的名字和电话。有照片的，先发照片再发这句话。",
        ),
        hints=(_EMERGENCY,),
    )


def only_in_private() -> Card:
    """Return the answer to a tip in a group, which has been read there by everybody already."""
    return Card(
        "这件事请私聊我说",
        lines=("没有登记。群里发的话大家都看得到，请尽快撤回，再点我的头像私聊重发。",),
    )


def nobody_to_tell() -> Card:
    """Return the answer where everybody who could deal with the tip is concerned by it."""
    return Card(
        "没有登记：这里没有可以办这件事的人",
        lines=("能办举报的人都与这件事有关。请向上级民政部门或者纪检监察机关反映。",),
    )


def not_found(receipt: str) -> Card:
    """Return the answer to a receipt that is none, or none of the asker's."""
    return Card(f"没有查到举报 {receipt}", lines=("请核对回执号；也可能不归您办理。",))


def which_receipt(what: str) -> Card:
    """Return the answer to a wish without a receipt."""
    return Card("请写上回执号", hints=(f"例如：{what} JB3A4K7MNP",))


def progress(one: Progress) -> Card:
    """Return what became of a tip, for whoever has the receipt."""
    lines = tuple(f"{moment(at)} {words}" for at, words in one.said)
    facts = [("现在", _STATES[one.state]), ("收到", moment(one.received_at))]
    if one.state is TipState.RECEIVED:
        facts.append(("最迟受理", moment(one.respond_by)))
    if one.state in (TipState.RECEIVED, TipState.RESPONDED):
        facts.append(("最迟办结", moment(one.settle_by)))
    return Card(
        f"举报 {one.receipt}",
        facts=tuple(facts),
        lines=lines,
        hints=(f"补内容：补充举报 {one.receipt} …",),
    )


def added(receipt: str, pictures: int) -> Card:
    """Return the confirmation that something was added to a tip."""
    lines = (f"附件{pictures}件。",) if pictures else ()
    return Card(f"已补充到举报 {receipt}", lines=(*lines, "已通知承办人。"), hints=(f"查进度：举报进度 {receipt}",))


def nothing_to_add(receipt: str) -> Card:
    """Return the answer to an addition without words or pictures."""
    example = f"例如：补充举报 {receipt} 每天晚上九点后就锁门"
    return Card("要补充什么？", hints=(example, "补照片：先发照片，再发这句"))


def settled_before(receipt: str) -> Card:
    """Return the answer to an addition to a tip that was settled."""
    return Card(f"举报 {receipt} 已办结，没有补充进去", hints=("有新情况请重新发：匿名举报 单位 问题",))


def answer(receipt: str, words: str) -> Card:
    """Return what is pushed to the tipster."""
    return Card(
        f"您的举报 {receipt} 有答复",
        lines=(words,),
        hints=(f"查进度：举报进度 {receipt}", f"补内容：补充举报 {receipt} …"),
    )


def about_accepted(words: str) -> str:
    """Return what the tipster is told when somebody begins to deal with the tip."""
    return _with("已受理，正在核实。", words)


def about_founded(words: str) -> str:
    """Return what the tipster is told of a tip that was right."""
    return _with("经核实情况属实，已登记隐患，督促整改。", words)


def about_unfounded(words: str) -> str:
    """Return what the tipster is told of a tip that was not right."""
    return _with("经核实不属实。", words)


def about_referred(whom: str) -> str:
    """Return what the tipster is told where somebody else deals with the tip from now on."""
    return f"已转给{whom}办理。" if whom else "已转给有权处理的部门。"


def about_reopened() -> str:
    """Return what the tipster is told where a settled tip is taken up again."""
    return "重新办理，有结果再告诉您。"


def moment(at: datetime) -> str:
    """Return a moment in the county: 11月24日 18:00."""
    local = at.astimezone(TZ)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def _with(words: str, more: str) -> str:
    return f"{words}{more}" if more else words
