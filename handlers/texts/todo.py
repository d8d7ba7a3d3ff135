"""What we say to somebody who asks what is left to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.rules.hazard_deadline import days_over
from handlers.texts import decision, greeting
from handlers.texts import hazard_buttons as buttons
from handlers.texts.days import day
from handlers.texts.duty import moment
from handlers.texts.hazard import brief
from storage.decisions import Decision
from storage.hazards import Hazard
from storage.messages import Button, Card

_HAZARDS_SHOWN = 8
_DUTIES_SHOWN = 6
_BUTTONS = 6
_FOR_DUTIES = 3
"""So many of the buttons at least."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty that is open and not done."""

    title: str
    due_at: datetime
    to_type: str
    buttons: tuple[Button, ...] = ()
    """Those that confirm it."""
    is_missed: bool = False
    """Whether its cut-off is over: it can still be reported late."""


def todo(
    name: str,
    *,
    to_rectify: Sequence[Hazard],
    to_accept: Sequence[Hazard],
    to_decide: Sequence[Hazard] = (),
    to_sign: Sequence[tuple[str, str]] = (),
    to_carry_out: Sequence[Decision] = (),
    owed: Sequence[Owed],
    hanging: Mapping[int, str],
    today: date,
) -> Card:
    """Return the list of what this person and the unit still have to do, the overdue first, with what to type.

    `to_sign` are records of visits by code and unit.
    `hanging` says by hazard id who has left that was its owner 「悬空」.
    """
    total = sum(map(len, (to_rectify, to_accept, to_decide, to_sign, to_carry_out, owed)))
    if not total:
        return Card(f"{name}：没有待办", hints=("发现问题发：隐患 加位置和问题",), buttons=(greeting.HELP,))
    return Card(
        f"{name}：{total}件待办",
        lines=(
            *_hazard_lines("待整改", to_rectify, hanging, today),
            *_hazard_lines("待验收", to_accept, hanging, today),
            *_hazard_lines("待决定", to_decide, hanging, today),
            *_record_lines(to_sign),
            *_decision_lines(to_carry_out, today),
            *_duty_lines(owed),
        ),
        hints=(*_hints(to_rectify, to_accept, to_sign, owed), *_decision_hint(to_carry_out)),
        is_warning=any(days_over(last, today) for last in _days(to_rectify, to_carry_out)),
        buttons=_buttons(to_rectify, (*to_accept, *to_decide), to_sign, owed),
    )


def _days(to_rectify: Sequence[Hazard], to_carry_out: Sequence[Decision]) -> list[date]:
    return [*(one.due_on for one in to_rectify), *(one.due_on for one in to_carry_out)]


def morning(card: Card) -> Card:
    """Return the list as it is told as the day begins 「晨报」."""
    return replace(card, title=f"晨报｜{card.title}", hints=(*card.hints, "不想每天收，发：不要晨报"))


def nothing_this_morning() -> Card:
    """Return what is said where nothing is to be done today."""
    return Card("今天没有要办的", hints=("全部待办发：我的待办",))


def no_more_mornings() -> Card:
    """Return the read-back: the list is not sent any more."""
    return Card(
        "好的，以后不给您发晨报了",
        lines=("到期提醒、隐患催办照旧。",),
        hints=("想恢复发：要晨报", "随时看待办发：我的待办"),
        buttons=(Button("恢复晨报", "要晨报"),),
    )


def mornings_again(at: str) -> Card:
    """Return the read-back: the list is sent again, at this hour."""
    return Card(
        f"好的，每天{at}左右给您发晨报",
        lines=("没有待办的那天不发。",),
        hints=("不想收发：不要晨报",),
        buttons=(Button("不要晨报", "不要晨报"),),
    )


def mornings_are_for() -> Card:
    """Return who gets the list."""
    return Card("晨报发给民政所人员和机构负责人", hints=("您的待办随时可以发：我的待办",))


def _hazard_lines(heading: str, rows: Sequence[Hazard], hanging: Mapping[int, str], today: date) -> list[str]:
    if not rows:
        return []
    shown = [_hazard_line(one, hanging.get(one.id or 0, ""), today) for one in rows[:_HAZARDS_SHOWN]]
    more = [f"……另有{len(rows) - _HAZARDS_SHOWN}条"] if len(rows) > _HAZARDS_SHOWN else []
    return [f"{heading}{len(rows)}条：", *shown, *more]


def _hazard_line(hazard: Hazard, left: str, today: date) -> str:
    over = days_over(hazard.due_on, today)
    when = f"已超期{over}天" if over else f"{day(hazard.due_on)}前"
    return f"· {hazard.number}号 {brief(hazard, 30)}｜{when}" + (f"｜悬空：{left}已离开" if left else "")


def _record_lines(to_sign: Sequence[tuple[str, str]]) -> list[str]:
    if not to_sign:
        return []
    shown = [f"· {code} {unit}检查记录" for code, unit in to_sign[:_DUTIES_SHOWN]]
    more = [f"……另有{len(to_sign) - _DUTIES_SHOWN}份"] if len(to_sign) > _DUTIES_SHOWN else []
    return [f"待签字{len(to_sign)}份：", *shown, *more]


def _decision_lines(rows: Sequence[Decision], today: date) -> list[str]:
    if not rows:
        return []
    shown = [f"· {decision.line(one, today)}" for one in rows[:_DUTIES_SHOWN]]
    more = [f"……另有{len(rows) - _DUTIES_SHOWN}项，发「议定事项」"] if len(rows) > _DUTIES_SHOWN else []
    return [f"议定事项{len(rows)}项：", *shown, *more]


def _decision_hint(rows: Sequence[Decision]) -> tuple[str, ...]:
    return (f"议定事项办完发：办结 {decision.number_of(rows[0])} 怎么办的",) if rows else ()


def _duty_lines(owed: Sequence[Owed]) -> list[str]:
    if not owed:
        return []
    shown = [
        f"· {one.title}｜{'已过截止，请补报' if one.is_missed else f'{moment(one.due_at)}前'}"
        for one in owed[:_DUTIES_SHOWN]
    ]
    more = [f"……另有{len(owed) - _DUTIES_SHOWN}项"] if len(owed) > _DUTIES_SHOWN else []
    return [f"任务{len(owed)}项：", *shown, *more]


def _buttons(
    to_rectify: Sequence[Hazard],
    to_accept: Sequence[Hazard],
    to_sign: Sequence[tuple[str, str]],
    owed: Sequence[Owed],
) -> tuple[Button, ...]:
    """Return the buttons of the duties that are due first, then of signatures, then those that show hazards."""
    signing = [Button("确认签字", f"确认签字 {code}") for code, _ in to_sign[:1]]
    hazards = [*signing, *(buttons.show(one.number) for one in (*to_accept, *to_rectify))]
    confirming = [button for one in owed for button in one.buttons]
    room = max(_FOR_DUTIES, _BUTTONS - len(hazards))
    offered = [*confirming[:room], *hazards][:_BUTTONS]
    return tuple(replace(button, is_main=n == 0) for n, button in enumerate(offered))


def _hints(
    to_rectify: Sequence[Hazard],
    to_accept: Sequence[Hazard],
    to_sign: Sequence[tuple[str, str]],
    owed: Sequence[Owed],
) -> tuple[str, ...]:
    hints = []
    if to_rectify:
        hints.append(f"整改好后发：整改完成 {to_rectify[0].number}")
    if to_accept:
        hints.append(f"验收发：验收通过 {to_accept[0].number}")
    if to_sign:
        hints.append(f"签检查记录发：确认签字 {to_sign[0][0]}，不同意发：拒签 {to_sign[0][0]} 原因")
    if owed and owed[0].to_type:
        hints.append(f"做完任务发：{owed[0].to_type}")
    return tuple(hints)
