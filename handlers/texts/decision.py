"""What we say about decisions of meetings 「议定事项」: taken, listed, reminded of, done, changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.texts.days import day
from handlers.texts.duty import moment
from handlers.texts.hazard import clip
from storage.decisions import Decision
from storage.messages import Button, Card
from storage.vocabulary import DecisionState, DecisionStep

_SHOWN = 12
_NOBODY = "未定责任人"
_ME = "由我负责"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a decision."""

    at: datetime
    step: DecisionStep
    who: str
    note: str


def number_of(decision: Decision) -> str:
    """Return what people call the decision: Y12."""
    return f"Y{decision.number}"


def name_of(decision: Decision) -> str:
    """Return what pictures of it belong to: 议定事项Y12."""
    return f"议定事项{number_of(decision)}"


def subject(decision: Decision) -> str:
    """Return what the cards about this decision are about."""
    return f"decision:{decision.number}"


def closed_as(decision: Decision, who: str) -> str:
    """Return what the buttons become once it has ended or changed."""
    return f"{number_of(decision)}{decision.state.term}（{who}）"


def line(decision: Decision, today: date | None = None, *, unit: str = "") -> str:
    """Return the decision in one line: number, unit, what, who, until when; overdue where `today` is past it."""
    over = (today - decision.due_on).days if today is not None else 0
    when = f"已超期{over}天" if over > 0 else f"{day(decision.due_on)}前"
    said = "" if decision.is_due_said else "（没说期限）"
    place = f"{unit} " if unit else ""
    return f"{number_of(decision)} {place}{clip(decision.text, 40)}｜{decision.owner_name or _NOBODY}｜{when}{said}"


def with_decided(card: Card, decided: Sequence[Decision]) -> Card:
    """Return the confirmation of a meeting with what it has decided; the same where that is nothing."""
    if not decided:
        return card
    shown = [f"· {line(one)}" for one in decided[:_SHOWN]]
    hint = f"办完发：办结 {number_of(decided[0])} 怎么办的"
    return replace(card, lines=(f"议定{len(decided)}项：", *shown, *card.lines), hints=(*card.hints, hint))


def with_open_before(card: Card, left: Sequence[Decision], today: date) -> Card:
    """Return the card of a meeting with what earlier ones left open, said first; the same where that is nothing."""
    if not left:
        return card
    shown = [f"· {line(one, today)}" for one in left[:_SHOWN]]
    more = [f"……另有{len(left) - _SHOWN}项，发「议定事项」看全部"] if len(left) > _SHOWN else []
    return replace(card, lines=(f"以前议定、还没办结{len(left)}项：", *shown, *more, *card.lines))


def remark(units: int, left: int) -> str:
    """Return what the reminder of a meeting says about decisions that are still open."""
    return f"以前会议议定的事项，有{units}家单位共{left}项还没办结，开会先过一遍（发「议定事项」看）。"


def asking_owners(card: Card, unclear: Sequence[Decision]) -> Card:
    """Return the confirmation with the one question who does what has nobody yet."""
    numbers = "、".join(number_of(one) for one in unclear)
    example = f"{number_of(unclear[0])} 王铁柱" if len(unclear) > 1 else "王铁柱"
    return replace(
        card,
        lines=(*card.lines, f"请问{numbers}由谁负责？（事项已登记，先不定也行）"),
        hints=(f"回复姓名即可，例如：{example}", "先不定请回「取消」"),
        buttons=(Button(_ME, _ME, is_main=True), Button("先不定", "取消")),
    )


ME = _ME
"""The short answer that the question offers."""


def owners_set(decided: Sequence[Decision]) -> Card:
    """Return that the decisions have owners now."""
    return Card(
        "责任人已登记",
        lines=tuple(f"· {line(one)}" for one in decided[:_SHOWN]),
        hints=(f"办完发：办结 {number_of(decided[0])} 怎么办的",),
    )


def assigned(decision: Decision, unit: str, meeting: str, by: str) -> Card:
    """Return to the owner what has been decided and is theirs to do."""
    return _about(decision, f"请您负责：{unit}议定事项{number_of(decision)}", (("会议", meeting), ("登记", by)))


def added(meeting: str, decided: Sequence[Decision]) -> Card:
    """Return that decisions were added to a meeting that has been confirmed."""
    return with_decided(Card("议定事项已登记", facts=(("会议", meeting),)), decided)


def no_meeting(days: int, *, is_dispatch: bool) -> Card:
    """Return that there is no meeting that the decisions could belong to."""
    kind, how = (
        ("旬调度", "旬调度已开展 8人 安排清理疏散通道")
        if is_dispatch
        else ("会议", "周例会已开 8人参加 学习用电安全")
    )
    return Card(
        "没有登记",
        lines=(f"您单位近{days}天没有登记过{kind}，不知道是哪次{kind}议定的。",),
        hints=(f"请先登记{kind}，例如：{how}",),
        is_warning=True,
    )


def nothing_decided() -> Card:
    """Return that the words hold no decision."""
    return Card(
        "没有看到议定的事项", hints=("例如：决议：清理二楼通道（责任人 王铁柱，11月30日前）",), is_warning=True
    )


def listed(rows: Sequence[tuple[Decision, str]], today: date, whose: str) -> Card:
    """Return the open decisions with their units, earliest due first."""
    if not rows:
        return Card(f"{whose}：没有未办结的议定事项")
    shown = [f"· {line(one, today, unit=unit)}" for one, unit in rows[:_SHOWN]]
    more = [f"……另有{len(rows) - _SHOWN}项"] if len(rows) > _SHOWN else []
    first = number_of(rows[0][0])
    return Card(
        f"{whose}：未办结议定事项{len(rows)}项",
        lines=(*shown, *more),
        hints=(f"办完发：办结 {first} 怎么办的", f"改期发：改期 {first} 到12月5日 原因"),
        is_warning=any(one.due_on < today for one, _ in rows),
    )


def shown(decision: Decision, unit: str, meeting: str, events: Sequence[Event], today: date, photos: int) -> Card:
    """Return one decision with all that happened to it."""
    history = [f"{moment(one.at)} {one.step.term}（{one.who}）{clip(one.note, 60)}" for one in events[-_SHOWN:]]
    proof = (("照片", f"{photos}份"),) if photos else ()
    over = (today - decision.due_on).days
    state = decision.state.term
    if decision.state is DecisionState.OPEN and over > 0:
        state = f"{state}，已超期{over}天"
    card = _about(decision, f"{unit}议定事项{number_of(decision)}", (("会议", meeting), ("状态", state), *proof))
    card = replace(card, lines=tuple(history))
    return card if decision.state is DecisionState.OPEN else _plain(card)


def due(decision: Decision, unit: str, today: date) -> Card:
    """Return the reminder to the owner: before the day, on it, or after it."""
    left = (decision.due_on - today).days
    title = f"还有{left}天到期" if left > 0 else "今天到期" if left == 0 else f"已超期{-left}天"
    card = _about(decision, f"议定事项{title}：{number_of(decision)}", (("单位", unit),))
    return replace(card, is_warning=left < 0)


def climbed(decision: Decision, unit: str, today: date) -> Card:
    """Return to who leads the unit, and to the office above, what is not done days after it was due."""
    over = (today - decision.due_on).days
    card = _about(decision, f"请督促：{unit}议定事项{number_of(decision)}超期{over}天", (("单位", unit),))
    return replace(card, is_warning=True, buttons=(), subject="")


def how_done(decision: Decision, *, waits_for_photo: bool = False) -> Card:
    """Return the question how the decision was carried out."""
    lines = ("没有收到照片，请再发一次，或用一句话说明。",) if waits_for_photo else ()
    return Card(
        f"{number_of(decision)}是怎么办的？",
        facts=(("事项", clip(decision.text, 80)),),
        lines=lines,
        hints=("一句话说明，或发照片后回「已发」", "还没办完请回「取消」"),
    )


def ended(rows: Sequence[Decision], photos: int) -> Card:
    """Return that decisions are done."""
    numbers = "、".join(number_of(one) for one in rows)
    proof = (("照片", f"{photos}份"),) if photos else ()
    note = (("办理情况", clip(rows[0].note, 120)),) if rows[0].note else ()
    return Card(f"议定事项{numbers}已办结", facts=(*(("事项", clip(one.text, 80)) for one in rows), *note, *proof))


def ended_told(decision: Decision, unit: str, who: str) -> Card:
    """Return to those who decided it that it is done."""
    return Card(
        f"{unit}议定事项{number_of(decision)}已办结",
        facts=(
            ("事项", clip(decision.text, 80)),
            ("办理人", who),
            ("办理情况", clip(decision.note, 120) or "见照片"),
        ),
    )


def why(decision: Decision, step: DecisionStep) -> Card:
    """Return the question for the reason, the new day, or the new owner."""
    number = number_of(decision)
    asks, example = {
        DecisionStep.CANCEL: ("为什么撤销", "已并入消防改造一起做"),
        DecisionStep.POSTPONE: ("改到哪天、什么原因", "12月5日 配件没到"),
    }.get(step, ("改由谁负责", "王铁柱"))
    return Card(
        f"{number}{asks}？",
        facts=(("事项", clip(decision.text, 80)),),
        hints=(f"一句话回复，例如：{example}", "不改了请回「取消」"),
    )


def nobody_so_called(name: str) -> Card:
    """Return that the name is nobody's of the roster, or several people's."""
    return Card(
        "没有改责任人",
        lines=(f"花名册里没有“{clip(name, 20)}”，或有重名。请写花名册里的全名。",),
        is_warning=True,
    )


def changed(decision: Decision, unit: str, step: DecisionStep, who: str) -> Card:
    """Return, to who did it and to whom it concerns, that the decision was cancelled, postponed or given on."""
    what = {DecisionStep.CANCEL: "已撤销", DecisionStep.POSTPONE: "已改期"}.get(step, "已定责任人")
    note = (("原因", clip(decision.note, 120)),) if step is DecisionStep.CANCEL else ()
    card = _about(decision, f"{unit}议定事项{number_of(decision)}{what}", (*note, ("办理人", who)))
    return card if decision.state is DecisionState.OPEN else _plain(card)


def past_day(said: date) -> Card:
    """Return that the new day is over already."""
    return Card(f"没有改期：{day(said)}已经过了", hints=("请写今天或以后的日期",), is_warning=True)


def not_found(number: int) -> Card:
    """Return that there is no such decision, in the same words where it is not the reader's business."""
    return Card(
        f"没有查到议定事项Y{number}",
        lines=("请核对编号；也可能不在您的管辖范围内。",),
        hints=("看全部发：议定事项",),
        is_warning=True,
    )


def over_already(decision: Decision) -> Card:
    """Return that the decision has ended before."""
    return Card(
        f"议定事项{number_of(decision)}{decision.state.term}",
        facts=(("事项", clip(decision.text, 80)), ("说明", clip(decision.note, 120) or "无")),
    )


def not_yours_to_close(decision: Decision) -> Card:
    """Return who says that a decision is done."""
    owner = decision.owner_name or "责任人"
    return Card("没有办结", lines=(f"{number_of(decision)}由{owner}、本单位负责人或上级办结。",), is_warning=True)


def not_yours_to_change(decision: Decision) -> Card:
    """Return who changes a decision."""
    line_ = f"{number_of(decision)}的改期、撤销、换人，由会议主持人、本单位负责人或上级办理。"
    return Card("没有改", lines=(line_,), is_warning=True)


def _plain(card: Card) -> Card:
    return replace(card, buttons=(), hints=(), subject="")


def _about(decision: Decision, title: str, facts: Sequence[tuple[str, str]]) -> Card:
    number = number_of(decision)
    return Card(
        title,
        facts=(
            ("事项", clip(decision.text, 120)),
            ("责任人", decision.owner_name or _NOBODY),
            ("期限", f"{day(decision.due_on)}前"),
            *facts,
        ),
        hints=(f"办完发：办结 {number} 怎么办的（或发照片）",),
        buttons=(Button("办结", f"办结 {number}", is_main=True), Button("看详情", f"查 {number}")),
        subject=subject(decision),
    )
