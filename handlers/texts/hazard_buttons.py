"""The buttons under cards about a hazard, what they ask, and what they become once that is decided."""

from collections.abc import Iterable
from enum import StrEnum

from storage.hazards import Hazard
from storage.messages import Button
from storage.vocabulary import HazardAction, HazardField


class Asks(StrEnum):
    """What the buttons of a card want to know of a hazard; whoever answers it closes all cards that ask it."""

    WORK = "work"
    """To be rectified: is it taken on, is it done?"""
    READ_BACK = "read_back"
    """Is what was registered right?"""
    GRADE = "grade"
    """Is it major?"""
    SUPPLEMENT = "supplement"
    """What does the report lack?"""
    ASSIGNMENT = "assignment"
    """Who is to rectify it?"""
    ACCEPTANCE = "acceptance"
    """Is the work good?"""


_CLOSED = {
    HazardAction.SUBMIT: "{who}已报整改完成",
    HazardAction.ACCEPT: "已由{who}验收通过",
    HazardAction.SEND_BACK: "已由{who}退回",
    HazardAction.ACKNOWLEDGE: "{who}已收到",
    HazardAction.CANCEL: "已由{who}撤销",
    HazardAction.AMEND: "已由{who}定为{grade}",
    HazardAction.CONFIRM: "已由{who}确认",
    HazardAction.RETURN: "已由{who}退回补充",
    HazardAction.SUPPLEMENT: "{who}已补充",
    HazardAction.ASSIGN: "已由{who}派单",
    HazardAction.MERGE: "已由{who}并入",
}
_MOVED_ON = "已由{who}办理"


def subject(asks: Asks, *numbers: int | str) -> str:
    """Return what cards about these hazards that ask this are about: `hazard:12`, `hazard:12:grade`."""
    about = f"hazard:{'、'.join(map(str, numbers))}"
    return about if asks is Asks.WORK else f"{about}:{asks.value}"


def closed_as(action: HazardAction, who: str, hazard: Hazard) -> str:
    """Return what the buttons become once `who` has moved the hazard so."""
    return _CLOSED.get(action, _MOVED_ON).format(who=who, grade=hazard.grade.term)


def in_words(offered: Iterable[Button]) -> str:
    """Return the hint that says the same as these buttons where there are none."""
    return f"接着可以发：{'；'.join(button.says for button in offered)}"


def read_back(number: int, same: int | None = None) -> tuple[Button, ...]:
    """Return the buttons of who has just reported it; `same` is an open hazard at the same place."""
    return (
        Button("对", f"对 {number}", is_main=True),
        amend(HazardField.PLACE, number),
        amend(HazardField.CATEGORY, number),
        false_alarm(number),
        submit(number, is_main=False),
        *((merge(number, same),) if same is not None else ()),
    )


def all_right(*numbers: int) -> Button:
    """Return the button of who has read them and finds nothing wrong."""
    return Button("都对", f"对 {'、'.join(map(str, numbers))}", is_main=True)


def amend(field: HazardField, number: int) -> Button:
    """Return the button with which one thing is put right; what it should be is asked for."""
    return Button(f"改{field.term}", f"改{field.term} {number}")


def amend_any(number: int) -> Button:
    """Return the button that asks what is to be put right."""
    return Button("更正", f"更正 {number}")


def take_on(number: int) -> Button:
    """Return the button of an owner who has read it."""
    return Button("收到", f"收到 {number}")


def take_on_overdue(number: int, *, is_main: bool = True) -> Button:
    """Return the button that answers the urging."""
    return Button("收到，正在办", f"收到 {number}", is_main=is_main)


def submit(number: int, *, is_main: bool = True) -> Button:
    """Return the button of who has rectified it."""
    return Button("整改完成", f"整改完成 {number}", is_main=is_main)


def plan(number: int) -> Button:
    """Return the button that asks for the five of a major hazard, one by one."""
    return Button("填五落实", f"五落实 {number}", is_main=True)


def ask_extension(number: int) -> Button:
    """Return the button of who needs more time; until when and why is asked for."""
    return Button("申请延期", f"延期 {number}")


def accept(number: int) -> Button:
    """Return the button of who accepts the work."""
    return Button("验收通过", f"验收通过 {number}", is_main=True)


def compare(number: int) -> Button:
    """Return the button that shows before and after side by side."""
    return Button("前后对比", f"前后对比 {number}")


def send_back(number: int) -> Button:
    """Return the button of who does not accept the work; the reason is asked for."""
    return Button("退回", f"退回 {number}")


def confirm(number: int) -> Button:
    """Return the button of an officer who finds that it is as reported, and no more than general."""
    return Button("情况属实", f"确认 {number}")


def ask_more(number: int) -> Button:
    """Return the button of an officer who must know more; what is asked for."""
    return Button("退回补充", f"退回补充 {number}")


def supplement(number: int) -> Button:
    """Return the button of a reporter who is asked for more; the words are asked for."""
    return Button("补充情况", f"补充 {number}", is_main=True)


def assign(number: int) -> Button:
    """Return the button of who hands it out; to whom is asked for."""
    return Button("派单", f"派单 {number}", is_main=True)


def merge(number: int, into: int) -> Button:
    """Return the button of who finds that two reports speak of the same."""
    return Button(f"并入{into}号", f"并入 {number} {into}")


def progress(number: int) -> Button:
    """Return the button of who tells how far it has come; the words are asked for."""
    return Button("报进展", f"进展 {number}")


def study(number: int) -> Button:
    """Return the button of the office that has studied what to do; the conclusion is asked for."""
    return Button("记研究结论", f"研究 {number}")


def supervise(number: int) -> Button:
    """Return the button that puts it under supervision by name; level, unit and day are asked for."""
    return Button("挂牌督办", f"挂牌督办 {number}")


def recheck(number: int) -> tuple[Button, Button]:
    """Return the buttons of who looks again at what was struck off."""
    return Button("通过", f"回头看 {number} 通过", is_main=True), Button("没通过", f"回头看 {number} 不通过")


def grading(number: int) -> tuple[Button, Button]:
    """Return the buttons of who decides the grade."""
    return Button("定为重大", f"定为重大 {number}", is_main=True), Button("定为一般", f"定为一般 {number}")


def false_alarm(number: int | str) -> Button:
    """Return the button of who finds that it is no hazard at all."""
    return Button("不是隐患", f"不是隐患 {number}")


def show(number: int) -> Button:
    """Return the button that shows the hazard with what may be done."""
    return Button(f"看{number}号", f"{number}号")
