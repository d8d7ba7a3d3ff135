"""What we say on a hazard's way from its report to its owner, and about the major ones while they last."""

from collections.abc import Sequence
from datetime import date

from handlers.rules.hazard_deadline import days_over
from handlers.texts import hazard_buttons as buttons
from handlers.texts.choices import GIVE_UP, with_answers
from handlers.texts.days import day
from handlers.texts.hazard import brief, clip, facts_of
from handlers.texts.hazard_buttons import Asks
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import HazardState


def told(names: Sequence[str]) -> str:
    """Return the remark who has been told, "" for nobody."""
    return f"已通知{'、'.join(names)}。" if names else ""


def no_picture_yet() -> str:
    """Return the remark that a picture of the work done is still missing."""
    return "还没有整改后的照片，请补发一张。"


def struck_off() -> str:
    """Return what is kept of a supervision that ended with the hazard."""
    return "验收销号"


def made_void() -> str:
    """Return what is kept of a supervision whose hazard was made void."""
    return "隐患作废"


def supervision_ended() -> str:
    """Return the remark that the supervision ended with the hazard."""
    return "挂牌督办随之解除。"


def confirmed(hazard: Hazard, unit: str, by: str) -> Card:
    """Return what those concerned are told when the office finds it as reported."""
    return Card(
        f"已确认：{unit} {hazard.number}号隐患",
        facts=(*facts_of(hazard, unit), ("确认人", by)),
        hints=(f"整改好后发：整改完成 {hazard.number}",),
        buttons=(buttons.take_on(hazard.number), buttons.submit(hazard.number)),
        subject=buttons.subject(Asks.WORK, hazard.number),
    )


def returned(hazard: Hazard, unit: str, by: str, what: str) -> Card:
    """Return what the reporter is asked for."""
    return Card(
        f"请补充：{unit} {hazard.number}号隐患",
        facts=(("问题", brief(hazard, 60)), ("要补充", clip(what, 80)), ("退回人", by)),
        lines=("整改不用等，期限照算。",),
        hints=(f"一句话补充，例如：补充 {hazard.number} 在一楼西头，已断电",),
        buttons=(buttons.supplement(hazard.number),),
        subject=buttons.subject(Asks.SUPPLEMENT, hazard.number),
    )


def supplemented(hazard: Hazard, unit: str, by: str, what: str) -> Card:
    """Return what the office is told that had asked for more."""
    number = hazard.number
    return Card(
        f"已补充：{unit} {number}号隐患",
        facts=(("补充", clip(what)), ("补充人", by), *facts_of(hazard, unit)),
        hints=(f"属实发：确认 {number}", f"还不清楚发：退回补充 {number} 要补什么"),
        buttons=(*buttons.grading(number), buttons.confirm(number), buttons.ask_more(number)),
        subject=buttons.subject(Asks.GRADE, number),
    )


def to_assign(hazard: Hazard, unit: str) -> Card:
    """Return what those are told who can name an owner."""
    return Card(
        f"请派单：{unit} {hazard.number}号隐患没有责任人",
        facts=facts_of(hazard, unit),
        hints=(f"派单发：派单 {hazard.number} 姓名 期限",),
        is_warning=True,
        buttons=(buttons.assign(hazard.number),),
        subject=buttons.subject(Asks.ASSIGNMENT, hazard.number),
    )


def asked_to_assign(names: Sequence[str]) -> str:
    """Return the remark who is asked to name an owner."""
    return f"还没有责任人，已请{'、'.join(names)}派单。" if names else "还没有责任人，请联系管理员派单。"


def assigned(hazard: Hazard, unit: str, by: str) -> Card:
    """Return what the owner is told."""
    return Card(
        f"请整改：{unit} {hazard.number}号隐患",
        facts=(*facts_of(hazard, unit), ("派单人", by)),
        hints=(f"知道了发：收到 {hazard.number}", f"整改好后发：整改完成 {hazard.number}"),
        buttons=(buttons.take_on(hazard.number), buttons.submit(hazard.number)),
        subject=buttons.subject(Asks.WORK, hazard.number),
    )


def assigned_note(old_owner: str, new_owner: str, due_on: date) -> str:
    """Return what the history keeps of a hazard that was handed out: 张三 → 王铁柱，11月27日（周五）前."""
    before = f"{old_owner} → " if old_owner and old_owner != new_owner else ""
    return f"{before}{new_owner}，{day(due_on)}前"


def whom_to_assign(hazard: Hazard, names: Sequence[str], trouble: str) -> Card:
    """Return the question who is to rectify it; `names` are the unit's people, `trouble` what was not understood."""
    card = Card(
        f"{hazard.number}号派给谁？",
        facts=(("问题", brief(hazard, 60)), ("期限", day(hazard.due_on))),
        lines=(trouble,) if trouble else (),
        hints=("回复姓名，可以带期限，例如：王铁柱 周五前", "不办了请回「取消」"),
    )
    return with_answers(card, [(one, one) for one in names], about="责任人")


def about_unknown_owner(said: str, unit: str) -> str:
    """Return why the words name nobody."""
    return f"「{clip(said, 30)}」不是{unit}花名册里的人。"


def about_past_day(wanted: date) -> str:
    """Return why the day cannot be a deadline."""
    return f"{day(wanted)}已经过去了。"


def later_by_extension(hazard: Hazard, wanted: date) -> Card:
    """Return why handing it out does not move the deadline back."""
    return Card(
        f"{hazard.number}号没有派单",
        lines=(f"期限只能提前，{day(wanted)}晚于现在的期限{day(hazard.due_on)}；要推迟请走延期。",),
        hints=(f"申请延期发：延期 {hazard.number}",),
    )


def urged(hazard: Hazard, unit: str, by: str, note: str, *, today: date) -> Card:
    """Return what those hear whose turn it is, when somebody above urges."""
    over = days_over(hazard.due_on, today)
    number = hazard.number
    is_handed_in = hazard.state is HazardState.TO_ACCEPT
    offered = (buttons.accept(number), buttons.send_back(number)) if is_handed_in else ()
    return Card(
        f"{by}催办：{unit} {number}号隐患" + (f"，已超期{over}天" if over else ""),
        facts=(*facts_of(hazard, unit), *((("说明", clip(note, 80)),) if note else ())),
        hints=(f"回复进展发：进展 {number} 情况",),
        is_warning=True,
        buttons=offered or (buttons.take_on_overdue(number), buttons.submit(number, is_main=False)),
        subject=buttons.subject(Asks.ACCEPTANCE if is_handed_in else Asks.WORK, number),
    )


def progressed(hazard: Hazard, unit: str, by: str, note: str) -> Card:
    """Return what the office is told of a major hazard that goes on."""
    return Card(
        f"重大隐患进展：{unit} {hazard.number}号",
        facts=(("问题", brief(hazard, 60)), ("进展", clip(note)), ("报告人", by), ("期限", day(hazard.due_on))),
        hints=(f"查看发：{hazard.number}号",),
        buttons=(buttons.show(hazard.number),),
    )


def written_down(hazard: Hazard, unit: str, by: str, note: str) -> Card:
    """Return what owner and head are told of what an office has decided about their hazard."""
    return Card(
        f"{unit} {hazard.number}号隐患：{by}有新的意见",
        facts=(("问题", brief(hazard, 60)), ("意见", clip(note)), ("期限", day(hazard.due_on))),
        hints=(f"查看发：{hazard.number}号",),
        is_warning=True,
        buttons=(buttons.show(hazard.number),),
    )


def merged(hazard: Hazard, unit: str, by: str, into: str) -> Card:
    """Return what those are told who had to do with a report that was merged; `into` says into which."""
    return Card(
        f"同一处再次上报：{unit} {hazard.number}号",
        facts=(("问题", brief(hazard, 60)), ("处理", into), ("办理人", by)),
    )


def what_to_say(hazard: Hazard, title: str, example: str) -> Card:
    """Return the question for the words that a move needs."""
    return Card(
        title,
        facts=(("问题", brief(hazard, 60)),),
        hints=(f"一句话回复即可，例如：{example}", "不办了请回「取消」"),
        buttons=(GIVE_UP,),
    )
