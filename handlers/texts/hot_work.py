"""What we say about hot work 「动火作业」: asked, decided, ended, looked at again, and what was not done in time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.rules.hot_work import Fault, Told
from handlers.texts.days import span
from handlers.texts.duty import moment
from handlers.texts.hazard import clip
from storage.hot_work import HotWork
from storage.messages import Button, Card
from storage.vocabulary import HotWorkState

TERM_BY_PART = {"place": "地点", "time": "时间", "operator": "焊工", "certificate": "证号", "watcher": "监护人"}
_EXAMPLE_BY_PART = {
    "place": "地点厨房",
    "time": "时间明天9点到11点",
    "operator": "焊工张三",
    "certificate": "证号T123",
    "watcher": "监护人李四",
}
_LISTED = 12
_FAULTS = {
    Fault.PAST: "开始时间已经过了。动火要先批准再动，请重新写时间。",
    Fault.BACKWARDS: "结束时间要晚于开始时间。",
    Fault.SAME_PERSON: "监护人不能是焊工本人，请另派一个人看护。",
    Fault.OVERLAP: "和另一张动火票的时间、地点或人员撞了，请错开。",
}


def subject(number: int, asks: str) -> str:
    """Return what the cards about the ticket that ask this are about."""
    return f"hot_work:{number}:{asks}"


def lacking(parts: Sequence[str], known: Sequence[tuple[str, str]], trouble: str = "") -> Card:
    """Return the question what the ticket still needs."""
    return Card(
        f"动火作业还缺：{'、'.join(TERM_BY_PART[part] for part in parts)}",
        facts=tuple(known),
        lines=(trouble,) if trouble else (),
        hints=(f"一句话回复，例如：{' '.join(_EXAMPLE_BY_PART[part] for part in parts)}", "不办了发「取消」"),
    )


def about_time(said: str) -> str:
    """Return that the time was not understood."""
    return f"「{clip(said, 20)}」没看懂，请写从几点到几点，例如：明天9点到11点。"


def about_fault(fault: Fault, longest: timedelta) -> str:
    """Return why the ticket cannot be asked for so."""
    if fault is Fault.TOO_LONG:
        hours, _ = divmod(int(longest.total_seconds()), 3600)
        return f"一次动火最长{span(0, hours)}，请分开申请。"
    return _FAULTS[fault]


def asked(ticket: HotWork, told: Sequence[str]) -> Card:
    """Return to the asker that the ticket waits for a decision."""
    whom = "、".join(told) or "上级"
    return Card(
        f"动火作业{ticket.number}号已申请",
        facts=facts_of(ticket),
        lines=(f"已请{whom}审批，批准以前不得动火。",),
        hints=(f"不做了发：取消动火 {ticket.number}",),
    )


def to_decide(ticket: HotWork, unit: str, who: str) -> Card:
    """Return what those who decide are asked."""
    number = ticket.number
    return Card(
        f"请审批动火作业：{unit} {number}号",
        facts=(*facts_of(ticket), ("申请人", who)),
        hints=(f"批准发：同意动火 {number}", f"不批发：不同意动火 {number} 原因"),
        buttons=(
            Button("同意动火", f"同意动火 {number}", is_main=True),
            Button("不同意", f"不同意动火 {number}"),
        ),
        subject=subject(number, "decide"),
    )


def decided(ticket: HotWork, unit: str) -> Card:
    """Return to who decided that it is done."""
    granted = ticket.state is HotWorkState.GRANTED
    return Card(f"{unit}动火作业{ticket.number}号：{'已批准' if granted else '没有批准'}", facts=facts_of(ticket))


def granted(ticket: HotWork, unit: str, who: str) -> Card:
    """Return to the unit that it may weld, and what has to be told afterwards."""
    number = ticket.number
    return Card(
        f"动火作业{number}号已批准：{unit}",
        facts=(*facts_of(ticket), ("批准人", who)),
        lines=("动火前清走可燃物、备好灭火器，监护人全程在场。",),
        hints=(f"做完发：动火结束 {number}",),
        buttons=(Button("动火结束", f"动火结束 {number}", is_main=True),),
        subject=subject(number, "end"),
    )


def refused(ticket: HotWork, unit: str, who: str, why: str) -> Card:
    """Return to the unit that it may not weld, and why."""
    return Card(
        f"动火作业{ticket.number}号没有批准：{unit}",
        facts=(*facts_of(ticket), ("审批人", who), ("原因", why)),
        lines=("不得动火。改好以后可以重新申请。",),
        is_warning=True,
    )


def ended(ticket: HotWork, recheck_at: datetime) -> Card:
    """Return that the work is over and when somebody looks for embers."""
    return _recheck(ticket, f"动火作业{ticket.number}号已结束", f"请在{moment(recheck_at)}复查有没有余火。")


def embers(ticket: HotWork, recheck_at: datetime, note: str) -> Card:
    """Return that what was found has to be dealt with, and when somebody looks again."""
    line = f"已记：{clip(note, 60)}。请马上处理，{moment(recheck_at)}再复查一次。"
    return replace(_recheck(ticket, f"动火作业{ticket.number}号复查有问题", line), is_warning=True)


def embers_found(ticket: HotWork, unit: str, who: str, note: str) -> Card:
    """Return to the head and the office that the look back was not fine."""
    return Card(
        f"动火复查有问题：{unit} {ticket.number}号",
        facts=(*facts_of(ticket), ("复查人", who), ("情况", clip(note))),
        lines=("请落实处理，有火情先打119。",),
        is_warning=True,
    )


def closed(ticket: HotWork) -> Card:
    """Return that the ticket is closed."""
    return Card(f"动火作业{ticket.number}号已复查，正常", facts=facts_of(ticket))


def cancelled(ticket: HotWork) -> Card:
    """Return that the ticket is void."""
    return Card(f"动火作业{ticket.number}号已取消", lines=("没有批准的票，不得动火。",))


def lapsed(ticket: HotWork) -> Card:
    """Return to the asker that nobody has decided in time."""
    return Card(
        f"动火作业{ticket.number}号没有人审批，已作废",
        facts=facts_of(ticket),
        lines=("没有批准，不得动火。需要的请重新申请，并打电话提醒审批人。",),
        is_warning=True,
    )


def overdue(ticket: HotWork, unit: str, what: str, told: Told) -> Card:
    """Return that the end or the look back is due, or has not been told in time."""
    number = ticket.number
    if what == "end":
        title = "动火时间到了" if told is Told.UNIT else "动火到点没有报结束"
        says, line = f"动火结束 {number}", "请确认已停止动火、清理现场。"
    else:
        title = "该复查余火了" if told is Told.UNIT else "动火后没有复查余火"
        says, line = f"复查 {number} 正常", "请到动火地点看有没有余火、阴燃。"
    hint = f"办好发：{says}" if told is Told.UNIT else f"请督促；办好由单位发：{says}"
    card = Card(
        f"{title}：{unit} {number}号",
        facts=facts_of(ticket),
        lines=(line,),
        hints=(hint,),
        is_warning=told is not Told.UNIT,
    )
    if told is not Told.UNIT:
        return card
    text = "动火结束" if what == "end" else "复查正常"
    return replace(card, buttons=(Button(text, says, is_main=True),), subject=subject(number, what))


def listed(tickets: Sequence[tuple[HotWork, str]]) -> Card:
    """Return the open tickets with their units, earliest first."""
    lines = [f"{one.number}号 {unit} {_when(one)} {clip(one.place, 12)}【{one.state.term}】" for one, unit in tickets]
    left = [f"……共{len(lines)}张"] if len(lines) > _LISTED else []
    return Card(f"动火作业票：{len(lines)}张", lines=(*lines[:_LISTED], *left) or ("没有未了结的动火作业。",))


def why_refuse(number: int) -> Card:
    """Return the question why the work is not granted."""
    return Card(
        f"不同意{number}号动火的原因是什么？", hints=("一句话说明，例如：厨房液化气还没搬走", "不办了发「取消」")
    )


def how_was_recheck(number: int) -> Card:
    """Return the question what the look back has shown."""
    return Card(
        f"{number}号动火复查情况怎么样？",
        hints=("没有余火回复「正常」，有问题直接说", "还没去看发「取消」"),
        buttons=(Button("正常", "正常", is_main=True), Button("还没去看", "取消")),
    )


def not_found(number: str) -> Card:
    """Return that there is no such ticket, in the same words where it is not the reader's business."""
    return Card(f"没有查到{number}号动火作业", lines=("请核对编号；也可能不在您的管辖范围内。",), is_warning=True)


def which_one(numbers: Sequence[int]) -> Card:
    """Return that a number is needed, with those that there are."""
    listed_ = "、".join(f"{one}号" for one in numbers[:_LISTED]) or "现在没有"
    return Card("请写动火票的编号", lines=(f"可以办的：{listed_}",), hints=("例如：动火结束 3",), is_warning=True)


def wrong_state(ticket: HotWork) -> Card:
    """Return that the ticket is not where the move begins."""
    return Card(
        f"动火作业{ticket.number}号是「{ticket.state.term}」，没有再办", facts=facts_of(ticket), is_warning=True
    )


def not_yours_to_ask() -> Card:
    """Return who asks for hot work."""
    return Card("没有申请", lines=("动火作业由机构负责人或安全员申请。",), is_warning=True)


def not_yours_to_decide(number: int) -> Card:
    """Return who decides on hot work."""
    return Card(f"{number}号动火没有审批", lines=("动火由上级审批，申请人自己不能批。",), is_warning=True)


def closed_as(ticket: HotWork, who: str) -> str:
    """Return what the buttons become once the ticket has moved on."""
    return f"{ticket.number}号{ticket.state.term}（{who}）" if who else f"{ticket.number}号{ticket.state.term}"


def facts_of(ticket: HotWork) -> tuple[tuple[str, str], ...]:
    """Return what the ticket says."""
    return (
        ("地点", ticket.place),
        ("时间", _when(ticket)),
        ("焊工", f"{ticket.operator}（证号{ticket.certificate}）"),
        ("监护人", ticket.watcher),
        *((("内容", ticket.work),) if ticket.work else ()),
    )


def time_span(begin: datetime, end: datetime) -> str:
    """Return from when to when."""
    return f"{moment(begin)} 至 {moment(end)}"


def _when(ticket: HotWork) -> str:
    return time_span(ticket.starts_at, ticket.ends_at)


def _recheck(ticket: HotWork, title: str, line: str) -> Card:
    number = ticket.number
    return Card(
        title,
        facts=(("地点", ticket.place), ("监护人", ticket.watcher)),
        lines=(line,),
        hints=(f"复查后发：复查 {number} 正常",),
        buttons=(Button("复查正常", f"复查 {number} 正常", is_main=True),),
        subject=subject(number, "recheck"),
    )
