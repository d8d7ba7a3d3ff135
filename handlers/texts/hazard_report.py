"""What we ask about a report, and why one is not registered."""

from collections.abc import Sequence

from handlers.texts.choices import GIVE_UP, with_answers
from handlers.texts.hazard import clip
from storage.messages import Button, Card


def which_unit(names: Sequence[str], *, is_unsure: bool) -> Card:
    """Return the question which unit is meant, with numbered choices; few enough to be read on a phone."""
    card = Card(
        "可能是这几家，请确认单位" if is_unsure else "请问是哪家单位？",
        lines=tuple(f"{n}. {name}" for n, name in enumerate(names, start=1)),
        hints=("回复序号或单位名称" if names else "回复单位名称", "不报了请回「取消」"),
    )
    return with_answers(card, [(str(n), name) for n, name in enumerate(names, start=1)], about="单位")


def what_problem() -> Card:
    """Return the question for the one thing that a report cannot do without."""
    return Card(
        "请说一下在哪里、有什么问题",
        hints=("一句话回复即可，例如：二楼东头安全出口堆了轮椅", "不报了请回「取消」"),
        buttons=(GIVE_UP,),
    )


def which_deadline(given: str, *, is_past: bool) -> Card:
    """Return the question for another deadline than the one that was given."""
    return Card(
        f"期限「{clip(given, 30)}」{'已经过去了' if is_past else '没看懂'}，请重新说",
        hints=("例如：11月27日、周五前、3个工作日内", "按默认期限请回「默认」"),
        buttons=(Button("按默认期限", "默认", is_main=True), GIVE_UP),
    )


def unit_not_yours(unit: str) -> Card:
    """Return the refusal to register for a unit that is not in the sender's charge."""
    return Card(
        "没有登记",
        lines=(f"{unit}不在您的管辖范围内。", "请由该单位或其所在民政所上报；情况紧急请直接打电话。"),
    )


def not_a_hazard() -> Card:
    """Return what is said where free text was sent to be registered and names nothing wrong."""
    return Card(
        "没听出哪里有隐患，没有登记",
        hints=("确有隐患请发：隐患 加位置和问题，例如：隐患 二楼东头安全出口堆了轮椅",),
    )


def nothing_to_register() -> Card:
    """Return what is said to a report that there is no hazard."""
    return Card("没有隐患就不用登记", hints=("已巡查、一切正常请发：巡查 正常",))
