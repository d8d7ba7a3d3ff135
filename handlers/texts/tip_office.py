"""What we say to those who deal with tips 「投诉举报」; who told one is no part of it."""

from collections.abc import Sequence
from datetime import datetime

from handlers.texts.tip import moment
from storage.messages import Button, Card
from storage.tips import Tip
from storage.vocabulary import TipState

_KEEP = "不要转给被举报单位，也不要打听是谁举报的。"
_STEPS = {
    "received": "收到",
    "added": "举报人补充",
    "accept": "受理",
    "founded": "属实",
    "unfounded": "不属实",
    "refer": "转办",
    "reply": "答复举报人",
    "reopen": "重新办理",
    "reveal": "看了举报人",
    "forgotten": "举报人信息已到期删除",
}
_EXAMPLES = {
    "founded": ("举报属实", "厨房燃气软管老化"),
    "unfounded": ("举报不属实", "到现场看过，软管是今年新换的"),
    "refer": ("转办", "马楼乡民政所 属他们管"),
    "reply": ("回复举报", "已到现场看过，这周内换好"),
}
_LIMITS = {"respond": "受理", "settle": "办结"}
_SHOWN = 20


def subject(tip: Tip) -> str:
    """Return what the buttons of a tip's cards are about."""
    return f"tip:{tip.id}"


def arrived(tip: Tip, unit: str, pictures: int) -> Card:
    """Return the card of a new tip for those who deal with it."""
    more = (("附件", f"{pictures}件，发「举报 {tip.receipt}」看"),) if pictures else ()
    return Card(
        f"新举报 {tip.receipt}",
        facts=(("单位", unit or "没有认出"), ("内容", tip.told), *more, *_limits(tip)),
        lines=(_KEEP,),
        hints=_how(tip),
        buttons=_buttons(tip),
        subject=subject(tip),
    )


def added(tip: Tip, unit: str, words: str, pictures: int) -> Card:
    """Return the card of what the tipster added."""
    more = (("附件", f"{pictures}件，发「举报 {tip.receipt}」看"),) if pictures else ()
    facts = (("单位", unit or "没有认出"), *((("补充", words),) if words else ()), *more)
    return Card(f"举报 {tip.receipt} 有补充", facts=facts, lines=(_KEEP,), hints=_how(tip))


def shown(tip: Tip, unit: str, events: Sequence[tuple[datetime, str, str, str]], pictures: int, hazard: str) -> Card:
    """Return all that those who deal with the tip may know; `events` are (when, who, step, words)."""
    facts = [("单位", unit or "没有认出"), ("内容", tip.told), ("现在", tip.state.term)]
    if hazard:
        facts.append(("隐患", hazard))
    if pictures:
        facts.append(("附件", f"{pictures}件，随后发给您"))
    return Card(
        f"举报 {tip.receipt}",
        facts=(*facts, *_limits(tip)),
        lines=tuple(_event(*one) for one in events),
        hints=_how(tip),
        buttons=_buttons(tip),
        subject=subject(tip),
    )


def listed(tips: Sequence[Tip], units: Sequence[str], *, now: datetime) -> Card:
    """Return the open tips with their clocks, in the given order; `units` goes with them."""
    lines = [
        f"· {tip.receipt} {unit or '没有认出单位'}：{tip.state.term}，{_clock(tip, now)}"
        for tip, unit in list(zip(tips, units, strict=True))[:_SHOWN]
    ]
    more = (f"另有{len(tips) - _SHOWN}件没有列出。",) if len(tips) > _SHOWN else ()
    title = f"在办的举报：{len(tips)}件" if tips else "没有在办的举报"
    return Card(title, lines=(*lines, *more), hints=("看一件：举报 回执号",) if tips else ())


def accepted(tip: Tip, *, is_pushed: bool) -> Card:
    """Return the confirmation of the first answer."""
    return Card(f"举报 {tip.receipt} 已受理", facts=_limits(tip), lines=(_told(is_pushed),), hints=_how(tip))


def founded(tip: Tip, number: int, *, is_pushed: bool) -> Card:
    """Return the confirmation that the tip was right and has become a hazard."""
    lines = (f"已登记{number}号隐患，来源记举报，被举报单位只看得到这条隐患。", _told(is_pushed))
    return Card(f"举报 {tip.receipt} 属实，已办结", lines=lines, hints=_undo(tip))


def unfounded(tip: Tip, *, is_pushed: bool) -> Card:
    """Return the confirmation that the tip was not right."""
    return Card(f"举报 {tip.receipt} 不属实，已办结", lines=(_told(is_pushed),), hints=_undo(tip))


def referred(tip: Tip, whom: str, *, is_pushed: bool) -> Card:
    """Return the confirmation that another office deals with the tip; `whom` "": somebody outside, it is settled."""
    words = f"已转给{whom}，时限不变。" if whom else "已记为转给外部门，这里办结。"
    return Card(f"举报 {tip.receipt} 已转办", lines=(words, _told(is_pushed)), hints=() if whom else _undo(tip))


def replied(tip: Tip, *, is_pushed: bool) -> Card:
    """Return the confirmation that the tipster was answered."""
    return Card(f"已答复举报 {tip.receipt}", lines=(_told(is_pushed),))


def reopened(tip: Tip, *, is_pushed: bool) -> Card:
    """Return the confirmation that a settled tip is taken up again."""
    return Card(f"举报 {tip.receipt} 重新办理", facts=_limits(tip), lines=(_told(is_pushed),), hints=_how(tip))


def words_missing(tip: Tip, step: str) -> Card:
    """Return the answer to a command that lacks its words: founded, unfounded, refer or reply."""
    verb, words = _EXAMPLES[step]
    return Card("还没有办：后面要写明情况", hints=(f"例如：{verb} {tip.receipt} {words}",))


def not_now(tip: Tip, by: str) -> Card:
    """Return the answer to a command that the tip's state does not allow; `by`: who brought it there."""
    who = f"（{by}）" if by else ""
    return Card(f"举报 {tip.receipt} {tip.state.term}{who}，没有再办", hints=(f"看经过：举报 {tip.receipt}",))


def no_unit(tip: Tip) -> Card:
    """Return the answer where a hazard cannot be registered because no unit is known."""
    return Card(
        "还没有办：不知道是哪个单位的隐患",
        hints=(f"写上单位：举报属实 {tip.receipt} 张良镇敬老院 厨房燃气软管老化",),
    )


def unit_not_yours(unit: str) -> Card:
    """Return the answer where the unit of the hazard is not in the officer's charge."""
    return Card(f"还没有办：{unit}不在您的管辖范围内", hints=("不归您管的请发：转办 回执号 单位 原因",))


def refer_not_to(unit: str) -> Card:
    """Return the answer where a tip would go to those it is about, or to no office."""
    return Card(f"没有转办：不能转给{unit}", lines=("只能转给民政所、股室或局里，不能转给被举报的单位。",))


def handed_over(tip: Tip, unit: str, note: str) -> Card:
    """Return the card for the office that deals with the tip from now on."""
    return Card(
        f"转来举报 {tip.receipt}",
        facts=(("单位", unit or "没有认出"), ("内容", tip.told), ("转办说明", note), *_limits(tip)),
        lines=(_KEEP,),
        hints=_how(tip),
        buttons=_buttons(tip),
        subject=subject(tip),
    )


def teller(tip: Tip, name: str, unit: str, userid: str, contact: str) -> Card:
    """Return who told the tip, for whom the bureau allows it."""
    facts = (("姓名", name), ("单位", unit), ("账号", userid), ("联系方式", contact))
    return Card(
        f"举报 {tip.receipt} 的举报人",
        facts=tuple((label, value) for label, value in facts if value),
        lines=("您看过这一次已经记下。这条消息发出后系统里不留，请勿转发。",),
        is_warning=True,
    )


def no_teller(tip: Tip) -> Card:
    """Return the answer where nothing is kept of who told the tip."""
    return Card(
        f"举报 {tip.receipt} 没有保存举报人",
        lines=("没有留联系方式，或者收到时没有配置密钥，或者已到期删除。",),
    )


def may_not_see() -> Card:
    """Return the answer to who may not see tipsters."""
    return Card("举报人是谁不能看", lines=("只有局里指定的身份可以看，看一次记一次。",))


def urge(tip: Tip, unit: str, limit: str, at: datetime, *, is_over: bool) -> Card:
    """Return the reminder of a limit, `respond` or `settle`."""
    what = _LIMITS[limit]
    title = f"举报 {tip.receipt} 超期没有{what}" if is_over else f"举报 {tip.receipt} 快到期：要{what}"
    return Card(
        title,
        facts=(("单位", unit or "没有认出"), ("现在", tip.state.term), (f"最迟{what}", moment(at))),
        lines=(_KEEP,),
        hints=_how(tip),
        is_warning=is_over,
        buttons=_buttons(tip),
        subject=subject(tip),
    )


def with_addition(told: str, more: str) -> str:
    """Return what was told with what was added later."""
    return f"{told}\n补充：{more}"


def picture_name(tip: Tip, ordinal: int) -> str:
    """Return what a picture of a tip is called when it is sent."""
    return f"举报{tip.receipt} 附件{ordinal}"


def closed_as(tip: Tip, by: str) -> str:
    """Return what the buttons of earlier cards become."""
    return f"{by}：{tip.state.term}"


def _limits(tip: Tip) -> tuple[tuple[str, str], ...]:
    found = []
    if tip.state is TipState.RECEIVED:
        found.append(("最迟受理", moment(tip.respond_by)))
    if tip.state in (TipState.RECEIVED, TipState.RESPONDED):
        found.append(("最迟办结", moment(tip.settle_by)))
    return tuple(found)


def _clock(tip: Tip, now: datetime) -> str:
    what, at = ("受理", tip.respond_by) if tip.state is TipState.RECEIVED else ("办结", tip.settle_by)
    return f"{moment(at)}前要{what}" if at >= now else f"超过{moment(at)}还没{what}"


def _how(tip: Tip) -> tuple[str, ...]:
    if tip.state not in (TipState.RECEIVED, TipState.RESPONDED):
        return _undo(tip)
    return (
        f"查实了：举报属实 {tip.receipt} 隐患是什么；查无此事：举报不属实 {tip.receipt} 原因",
        f"答复举报人：回复举报 {tip.receipt} 内容；不归您管：转办 {tip.receipt} 单位 原因",
    )


def _undo(tip: Tip) -> tuple[str, ...]:
    return (f"办错了可以重来：重办 {tip.receipt}",)


def _buttons(tip: Tip) -> tuple[Button, ...]:
    if tip.state is TipState.RECEIVED:
        return (Button("受理", f"受理 {tip.receipt}", is_main=True), Button("看举报", f"举报 {tip.receipt}"))
    if tip.state is TipState.RESPONDED:
        return (Button("看举报", f"举报 {tip.receipt}"),)
    return (Button("重新办理", f"重办 {tip.receipt}"),)


def _told(is_pushed: bool) -> str:
    return "已私下答复举报人。" if is_pushed else "举报人凭回执号可以查到。"


def _event(at: datetime, who: str, step: str, note: str) -> str:
    name = _STEPS.get(step, "到期提醒")
    return f"{moment(at)} {who}{' ' if who else ''}{name}{f'：{note}' if note else ''}"
