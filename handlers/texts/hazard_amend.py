"""What we say when something of a registered hazard is put right, and where it is not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers.rules.hazard_amending import Hindrance
from handlers.texts import hazard_buttons as buttons
from handlers.texts.choices import GIVE_UP, with_answers
from handlers.texts.days import day
from handlers.texts.hazard import MAX_LINES, Registered, assigned, brief, clip, facts_of
from handlers.texts.hazard_buttons import Asks
from storage.hazards import Hazard
from storage.messages import Button, Card
from storage.vocabulary import Category, Grade, HazardField, HazardState

_EXAMPLES = {
    HazardField.PLACE: "二楼西头",
    HazardField.CATEGORY: "用电安全",
    HazardField.PROBLEM: "灭火器过期",
    HazardField.OWNER: "王铁柱",
    HazardField.DEADLINE: "11月27日",
}
_NOTHING = "未写"
CONFIRMED = "已核对"
"""What the buttons of a read-back become once its reporter finds nothing wrong."""


def change(field: HazardField, before: str, after: str) -> str:
    """Return what history and cards say of an amendment: 部位：二楼东头 → 二楼西头."""
    return f"{field.term}：{clip(before, 60) or _NOTHING} → {clip(after, 60)}"


def closed_as(field: HazardField, who: str) -> str:
    """Return what the buttons of cards become that show what was wrong."""
    return f"{who}已更正{field.term}"


def amended(hazard: Hazard, unit: str, changed: str, remarks: Sequence[str]) -> Card:
    """Return the read-back to who has amended it."""
    return Card(f"{hazard.number}号已更正", facts=(("更正", changed), *facts_of(hazard, unit)), lines=tuple(remarks))


def deadline_stays(hazard: Hazard) -> str:
    """Return the remark that another category does not move the deadline."""
    return f"期限不变：{day(hazard.due_on)}。"


def told(hazard: Hazard, unit: str, changed: str, by: str, asks: Asks) -> Card:
    """Return what those concerned are told, with the buttons of the card that this one replaces."""
    number = hazard.number
    return Card(
        f"已更正：{unit} {number}号隐患",
        facts=(("更正", changed), ("更正人", by), *facts_of(hazard, unit)),
        hints=(f"查看发：{number}号",),
        buttons=(*_buttons(hazard, asks), buttons.show(number)),
        subject=buttons.subject(asks, number),
    )


def given(hazard: Hazard, unit: str, reporter: str, by: str) -> Card:
    """Return what the new owner is told."""
    card = assigned(Registered(hazard, unit), reporter)
    return replace(card, facts=(*card.facts, ("指派人", by)))


def taken_over(hazard: Hazard, unit: str, by: str) -> Card:
    """Return what the former owner is told."""
    return Card(
        f"{unit} {hazard.number}号隐患改由{hazard.owner_name}负责",
        facts=(("问题", brief(hazard, 60)), ("指派人", by)),
    )


def about_new_grade(hazard: Hazard) -> str:
    """Return the remark about what is suggested now, with its clause."""
    if hazard.suggested_grade is Grade.MAJOR:
        return f"疑似重大：{clip(hazard.grade_reason)}。是否重大由民政所及以上确认。"
    return f"定级说明：{clip(hazard.grade_reason)}。" if hazard.grade_reason else "按这个类别看是一般隐患。"


def right(hazard: Hazard) -> Card:
    """Return the answer to a reporter who finds nothing wrong."""
    owner = hazard.owner_name or "未指定责任人"
    return Card(f"好的，{hazard.number}号就按这样办", lines=(f"{day(hazard.due_on)}前整改，{owner}。",))


def all_right(numbers: Sequence[int]) -> Card:
    """Return the same for several."""
    return Card(f"好的，{'、'.join(f'{one}号' for one in numbers)}就按这样办")


def not_your_report(hazard: Hazard, reporter: str) -> Card:
    """Return why somebody else's report is not theirs to call right."""
    return Card(f"{hazard.number}号不是您上报的", lines=(f"由上报人核对：{reporter or '无'}。",))


def what_to_amend(number: str, field: HazardField | None, value: str) -> Card:
    """Return what can be put right; `field` and `value` are what the words seem to mean, as the first button.

    `number` is "" where nobody said which hazard.
    """
    whose = f" {number}" if number else ""
    likely = f"改{field.term}{whose} {value}" if field and value else ""
    fields = sorted(HazardField, key=lambda one: one is not field)
    offered = [Button(f"改{one.term}", f"改{one.term}{whose}") for one in fields]
    if field is not None:
        offered[0] = Button(offered[0].text, likely or offered[0].says, is_main=True)
    return Card(
        f"{number}号要更正哪一项？" if number.isdigit() else "要更正哪一项？",
        lines=(f"您是说{field.term}改为「{clip(value, 40)}」吗？",) if field and value else (),
        hints=(
            f"例如发：{likely or f'改部位{whose} {_EXAMPLES[HazardField.PLACE]}'}",
            f"整条报错了发：撤销{whose or ' 加编号'}",
        ),
        buttons=(*offered, *((buttons.false_alarm(number),) if number else ())),
    )


def records_stay() -> Card:
    """Return what is said to somebody who wants to correct what was told of a patrol, a meeting, a drill."""
    return Card("登记过的巡查、例会、演练不能改", lines=("请把正确的内容再报一次，作为补充记录，两次都留着。",))


def which_one(candidates: Sequence[Hazard]) -> Card:
    """Return the question which hazard is meant."""
    more = (f"……共{len(candidates)}条",) if len(candidates) > MAX_LINES else ()
    card = Card(
        "要更正的是哪一条？",
        lines=(*(f"{one.number}号 {brief(one)}" for one in candidates[:MAX_LINES]), *more),
        hints=(f"回复编号，例如：{candidates[0].number}", "不改了请回「取消」"),
    )
    return with_answers(card, [(str(one.number), f"{one.number}号 {brief(one)}") for one in candidates], about="编号")


def none_fits() -> Card:
    """Return what is said where there is nothing that this person may amend."""
    return Card("没有您可以更正的隐患", hints=("请带上编号，例如：改部位 12 二楼西头",))


def one_at_a_time() -> Card:
    """Return why several hazards are not amended in one message."""
    return Card("没有更正", lines=("请一条一条地改。",), hints=("例如：改部位 12 二楼西头",))


def what_value(hazard: Hazard, field: HazardField, now: str, trouble: str, owners: Sequence[str] = ()) -> Card:
    """Return the question for what it should be; `now` is what stands there, `trouble` why the answer did not do."""
    card = Card(
        f"{hazard.number}号的{field.term}改成什么？",
        facts=((f"现在的{field.term}", clip(now, 60) or _NOTHING),),
        lines=(trouble,) if trouble else (),
        hints=(f"直接回复即可，例如：{owners[0] if owners else _EXAMPLES[field]}", "不改了请回「取消」"),
    )
    if field is HazardField.CATEGORY:
        return with_answers(card, [(one.term, one.term) for one in Category], about="类别")
    if field is HazardField.OWNER:
        return with_answers(card, [(one, one) for one in owners], about="责任人")
    return replace(card, buttons=(GIVE_UP,))


def about_unknown_category(said: str) -> str:
    """Return that there is no such category."""
    return f"没有「{clip(said, 20)}」这个类别，请从下面选。"


def about_unread_day(said: str) -> str:
    """Return that the answer names no day that is still to come."""
    return f"「{clip(said, 20)}」没看懂是哪一天，或者已经过去了。"


def about_unknown_owner(said: str, unit: str) -> str:
    """Return that the unit has nobody of this name."""
    return f"「{clip(said, 20)}」不在{unit}花名册里。"


def about_shared_name(said: str) -> str:
    """Return that several people have the name."""
    return f"「{clip(said, 20)}」有同名的几位，请改派别人，或请管理员在花名册里区分姓名。"


def same(hazard: Hazard, field: HazardField, value: str) -> Card:
    """Return why nothing is changed: it stands so."""
    return Card(f"{hazard.number}号的{field.term}本来就是「{clip(value, 40)}」", lines=("没有改动。",))


def later_by_extension(hazard: Hazard, wanted: date) -> Card:
    """Return why a deadline is not simply moved back."""
    number = hazard.number
    return Card(
        f"{number}号的期限没有改",
        lines=(f"现在的期限是{day(hazard.due_on)}，往后延要申请延期，由上级决定。",),
        hints=(f"请发：延期 {number} 到{wanted.month}月{wanted.day}日 原因：… 措施：…",),
    )


def refused(hazard: Hazard, field: HazardField, why: Hindrance, whom: str) -> Card:
    """Return why it is not amended and who may do it; `whom` names them."""
    number, term = hazard.number, field.term
    match why:
        case Hindrance.ENDED:
            return Card(f"{number}号{hazard.state.term}，没有再改", lines=("需要的话请重新上报。",))
        case Hindrance.HANDED_IN:
            return Card(f"{number}号没有改{term}", lines=("已经报过整改完成，正在等待验收，不能再换责任人。",))
        case Hindrance.TOO_LATE:
            return Card(f"{number}号没有改{term}", lines=(f"已过本人可更正的时间，请联系{whom}更正。",))
        case Hindrance.ONLY_HEADS:
            return Card(f"{number}号没有改{term}", lines=(f"责任人由单位负责人或上级指定，请联系{whom}。",))
        case _:
            return Card(
                f"{number}号没有改{term}",
                lines=(f"只有上报人本人、单位负责人、安全员和上级可以更正，请联系{whom}。",),
            )


def _buttons(hazard: Hazard, asks: Asks) -> tuple[Button, ...]:
    """Return the buttons of the card that is replaced, as far as they still mean something."""
    match asks:
        case Asks.ACCEPTANCE:
            return buttons.accept(hazard.number), buttons.send_back(hazard.number)
        case Asks.GRADE:
            return buttons.grading(hazard.number)
        case _ if hazard.state is HazardState.TO_ACCEPT:
            return ()
        case _:
            return (buttons.submit(hazard.number),)
