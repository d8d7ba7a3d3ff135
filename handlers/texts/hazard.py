"""What we say about a hazard: read back when registered, told to owner and office, shown with its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.rules.hazard_deadline import days_over
from handlers.texts import hazard_buttons as buttons
from handlers.texts.choices import AS_BUTTONS
from handlers.texts.days import day
from handlers.texts.duty import moment
from handlers.texts.hazard_buttons import Asks
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import Grade, HazardAction, HazardMark, HazardState

MAX_LINES = 10
"""How many hazards one card lists; it then says how many more there are."""
NOBODY = "系统"
"""Who did what no person did."""
_EVENTS_SHOWN = 8
_REMARKS_SHOWN = 5
_CLIP = 120


@dataclass(frozen=True, slots=True)
class Registered:
    """A hazard as it was just registered."""

    hazard: Hazard
    unit: str
    term: str = ""
    """How long the tables give, 「5个工作日」; "" where the reporter named the day."""
    remarks: tuple[str, ...] = ()
    """What the reporter should know: an owner not found, a place reported before."""
    same: int | None = None
    """The number of an open hazard at the same place, into which this one may be merged."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a hazard's history."""

    at: datetime
    action: HazardAction
    who: str
    note: str


def clip(text: str, size: int = _CLIP) -> str:
    """Return the text on one line, cut to `size` characters with 「…」."""
    line = " ".join(text.split())
    return line if len(line) <= size else line[: size - 1] + "…"


def brief(hazard: Hazard, size: int = 40) -> str:
    """Return place and problem on one line, the place not twice."""
    is_said = hazard.place in hazard.problem
    return clip(hazard.problem if is_said else f"{hazard.place} {hazard.problem}", size)


def registered(one: Registered) -> Card:
    """Return the read-back of one new hazard."""
    return Card(
        f"已登记：{one.hazard.number}号隐患",
        facts=facts_of(one.hazard, one.unit, one.term),
        lines=one.remarks,
        hints=_next_hints(one.hazard.number),
        is_warning=_is_grave(one.hazard),
        buttons=buttons.read_back(one.hazard.number, one.same),
        subject=buttons.subject(Asks.READ_BACK, one.hazard.number),
    )


def registered_several(several: Sequence[Registered]) -> Card:
    """Return the read-back of several hazards of one message, one line each."""
    shown = several[:MAX_LINES]
    left = [f"……共{len(several)}处，其余发「我的待办」查看"] if len(several) > MAX_LINES else []
    remarks = list(dict.fromkeys(remark for one in several for remark in one.remarks))
    numbers = [one.hazard.number for one in shown]
    return Card(
        f"已登记{len(several)}处隐患：{'、'.join(f'{one.hazard.number}号' for one in shown)}",
        facts=(("单位", several[0].unit),),
        lines=(*map(_registered_line, shown), *left, *remarks[:_REMARKS_SHOWN]),
        hints=_next_hints(several[0].hazard.number),
        is_warning=any(_is_grave(one.hazard) for one in several),
        buttons=(buttons.all_right(*numbers), *map(buttons.show, numbers[:AS_BUTTONS])),
        subject=buttons.subject(Asks.READ_BACK, *numbers),
    )


def registered_before(several: Sequence[Registered]) -> Card:
    """Return the answer to a message that had registered its hazards already."""
    numbers = "、".join(f"{one.hazard.number}号" for one in several)
    return Card(f"这条消息已登记过：{numbers}", hints=(f"查看发：{several[0].hazard.number}号",))


def assigned(one: Registered, reporter: str) -> Card:
    """Return what the owner is told about a hazard that somebody else reported."""
    return Card(
        f"请整改：{one.hazard.number}号隐患",
        facts=(*facts_of(one.hazard, one.unit, one.term), ("上报人", reporter)),
        hints=(f"知道了发：收到 {one.hazard.number}", f"整改好后发：整改完成 {one.hazard.number}"),
        is_warning=_is_grave(one.hazard),
        buttons=(buttons.take_on(one.hazard.number), buttons.submit(one.hazard.number)),
        subject=buttons.subject(Asks.WORK, one.hazard.number),
    )


def grave(one: Registered, reporter: str) -> Card:
    """Return what the township office is told at once about a hazard that is or may be major."""
    is_decided, number = one.hazard.grade is Grade.MAJOR, one.hazard.number
    is_doubted = one.hazard.state is HazardState.TO_CONFIRM
    lines = () if is_decided else ("是否定为重大由民政所及以上确认，请尽快到现场核实。",)
    return Card(
        f"{'重大隐患' if is_decided else '疑似重大隐患'}：{one.unit} {one.hazard.number}号",
        facts=(*facts_of(one.hazard, one.unit, one.term), ("上报人", reporter)),
        lines=("请先督促落实防范措施，必要时停用、撤人。", *lines),
        hints=(f"查看发：{one.hazard.number}号", *_grading_hints(one.hazard)),
        is_warning=True,
        buttons=(
            *(() if is_decided else buttons.grading(number)),
            *((buttons.ask_more(number),) if is_doubted else ()),
            buttons.show(number),
        ),
        subject=buttons.subject(Asks.GRADE, number),
    )


def shown(
    hazard: Hazard,
    unit: str,
    history: Sequence[Happened],
    *,
    today: date,
    marks: Sequence[HazardMark] = (),
    more: Sequence[tuple[str, str]] = (),
    lines: Sequence[str] = (),
) -> Card:
    """Return the card of one hazard with what happened to it, oldest first.

    `marks` lie over its state, `more` are facts that only some hazards have, `lines` stand before the history.
    """
    left_out = len(history) - _EVENTS_SHOWN
    skipped = (f"……前面还有{left_out}条",) if left_out > 0 else ()
    beside = f"（{'、'.join(mark.term for mark in marks)}）" if marks else ""
    return Card(
        f"{hazard.number}号隐患：{hazard.state.term}{beside}{overdue(hazard, today)}",
        facts=(*facts_of(hazard, unit), *more),
        lines=(*lines, "经过：", *skipped, *map(_history_line, history[-_EVENTS_SHOWN:])),
        hints=hints_for(hazard),
        is_warning=bool(overdue(hazard, today)),
    )


def overdue(hazard: Hazard, today: date) -> str:
    """Return 「，已超期3天」 for an open hazard past its deadline, else ""."""
    is_over = hazard.state in (HazardState.CLOSED, HazardState.VOID)
    days = 0 if is_over else days_over(hazard.due_on, today)
    return f"，已超期{days}天" if days else ""


def hints_for(hazard: Hazard) -> tuple[str, ...]:
    """Return what may be typed next, by the hazard's state."""
    match hazard.state:
        case HazardState.CLOSED:
            return (f"回头看发：回头看 {hazard.number} 通过",)
        case HazardState.VOID:
            return ()
        case HazardState.RETURNED:
            return (f"上报人补充发：补充 {hazard.number} 情况", f"整改好后发：整改完成 {hazard.number}")
        case HazardState.TO_ASSIGN:
            return (f"派单发：派单 {hazard.number} 姓名 期限",)
        case HazardState.TO_ACCEPT:
            return (f"验收人发：验收通过 {hazard.number}", f"没改好发：退回 {hazard.number} 原因")
        case _:
            return (f"整改好后发：整改完成 {hazard.number}",)


def not_found(typed: str) -> Card:
    """Return what is said where there is no such hazard, or none that the asker may see: the two look alike."""
    named = typed if typed.startswith("YH") else f"{typed}号"
    return Card(
        f"没有查到{named}隐患",
        lines=("请核对编号；也可能不在您的管辖范围内。",),
        hints=("发「我的待办」看编号",),
    )


def claimed_major() -> str:
    """Return the reason of a suggestion that came from a reporter who may not decide it."""
    return "上报人填报为重大"


def facts_of(hazard: Hazard, unit: str, term: str = "") -> tuple[tuple[str, str], ...]:
    """Return what there is to know of the hazard, as labelled lines; `term` is how long the tables give."""
    label = "依据" if _is_grave(hazard) else "定级说明"
    reason = ((label, clip(hazard.grade_reason)),) if hazard.grade_reason else ()
    return (
        ("编号", f"{hazard.number}号（{hazard.code}）"),
        ("单位", unit),
        *((("部位", clip(hazard.place, 60)),) if hazard.place else ()),
        ("问题", clip(hazard.problem)),
        ("类别", hazard.category.term),
        ("等级", _grade(hazard)),
        *reason,
        ("期限", day(hazard.due_on) + (f"，{term}内" if term else "")),
        ("责任人", hazard.owner_name or "未指定"),
    )


def _grade(hazard: Hazard) -> str:
    if hazard.grade is Grade.MAJOR:
        return Grade.MAJOR.term
    if hazard.suggested_grade is Grade.MAJOR:
        return "一般（疑似重大，重大须由民政所及以上确认）"
    return "一般（暂定，请核）" if hazard.grade_reason else Grade.GENERAL.term


def _is_grave(hazard: Hazard) -> bool:
    return Grade.MAJOR in (hazard.grade, hazard.suggested_grade)


def _grading_hints(hazard: Hazard) -> tuple[str, ...]:
    if hazard.grade is Grade.MAJOR:
        return ()
    return (f"确认重大发：定为重大 {hazard.number}", f"不是重大发：定为一般 {hazard.number}")


def _next_hints(number: int) -> tuple[str, ...]:
    return (f"整改好后发：整改完成 {number}", f"写错了发：更正 {number}，报错了发：撤销 {number}")


def _registered_line(one: Registered) -> str:
    hazard = one.hazard
    mark = "【疑似重大】" if _is_grave(hazard) and hazard.grade is not Grade.MAJOR else ""
    return (
        f"{hazard.number}号 {brief(hazard)}｜{hazard.category.term}{mark}｜{day(hazard.due_on)}前"
        f"｜{hazard.owner_name or '未指定责任人'}"
    )


def _history_line(one: Happened) -> str:
    note = f"：{clip(one.note, 40)}" if one.note else ""
    is_grading = one.action is HazardAction.AMEND and one.note.startswith(tuple(grade.term for grade in Grade))
    return f"{moment(one.at)} {one.who} {'定级' if is_grading else one.action.term}{note}"
