"""What we say to strangers, to what we do not understand, and around open questions."""

from collections.abc import Sequence
from dataclasses import replace

from storage.messages import Button, Card
from storage.people import Person

MY_TODO, HELP = Button("我的待办", "我的待办"), Button("帮助", "帮助")
"""The buttons that lead everywhere."""


def stranger(userid: str, admins: Sequence[Person]) -> Card:
    """Return what somebody who is not in the roster is told; nothing was registered for them."""
    whom = "、".join(admin.name for admin in admins) or "县民政局管理员"
    return Card(
        "您还不在花名册里",
        facts=(("您的账号", userid),),
        lines=("加入花名册以前，您发的内容不会登记。", f"请把上面的账号和所在单位告诉{whom}，加入花名册后即可使用。"),
        hints=("遇到火情、伤人等紧急情况，请直接拨打 119、120",),
    )


def not_understood(text: str, examples: Sequence[str]) -> Card:
    """Return what is said where no intent reads the message, with examples of what can be typed."""
    return Card(
        "没听懂这句话",
        facts=(("您说的是", text[:60]),),
        lines=("可以这样说：", *(f"· {example.splitlines()[0]}" for example in examples)),
        hints=("发「帮助」看全部用法",),
        buttons=(HELP, MY_TODO),
    )


def too_long(length: int, longest: int) -> Card:
    """Return why a message of so many characters was not read: what stands at its end must not be overlooked."""
    return Card(
        f"这条太长（{length}字），没有读，也没有登记",
        lines=(f"一条请不超过{longest}字：有几件事就分几条发，长材料发文件。",),
        hints=("火情、伤人等紧急情况请直接打 119、120",),
    )


def without_intent(guess: str, text: str, examples: Sequence[str]) -> Card:
    """Return what is said where no intent of ours takes the message, by what it was about (taxonomy §3)."""
    if guess == "chitchat":
        return Card("好的（这条没有登记）", hints=("发「帮助」看全部用法",))
    return not_understood(text, examples)


def which_one(terms: Sequence[str]) -> Card:
    """Return the question which of several readings is meant."""
    return Card("您是要办哪一件？", lines=(f"这句话可能是：{'、'.join(terms)}。", "请在开头写明，例如「隐患 …」。"))


LAPSED, DROPPED, ANSWERED = "已过时", "已取消", "已回答"
"""What the buttons of a question become once it is no longer open."""


def card_closed(closed_as: str) -> Card:
    """Return the answer to a press on a card whose subject has moved on."""
    return Card(f"这张卡片已过时（{closed_as}），没有再办", hints=("发「我的待办」看现在要办的",), buttons=(MY_TODO,))


def nothing_chosen() -> Card:
    """Return the answer to a press on 提交 before anything was chosen."""
    return Card("还没有选，请先在卡片上选好再提交", hints=("也可以直接打字",))


def welcome(name: str, unit: str, role: str, open_count: int, examples: Sequence[str]) -> Card:
    """Return the greeting of somebody who enters the chat; `open_count` is how many things wait for this person."""
    return Card(
        f"{name}您好，我是民安",
        facts=(("单位", unit), ("身份", role), ("待办", f"{open_count}件" if open_count else "没有")),
        lines=("可以这样说：", *(f"· {example}" for example in examples)),
        hints=("发「我的待办」看要办的，发「帮助」看全部用法",),
        buttons=(replace(MY_TODO, is_main=open_count > 0), HELP),
    )


def still_waiting() -> Card:
    """Return the answer to mere courtesy while a question is open."""
    return Card("好的，还等您回答刚才的问题", hints=("不办了请回「取消」",))


def question_dropped() -> Card:
    """Return the confirmation that an open question was dropped."""
    return Card("好的，已取消", lines=("刚才没填完的内容没有登记。",))


def with_lapsed_question(card: Card) -> Card:
    """Return the card with the remark that an earlier question is no longer open."""
    return replace(card, lines=(*card.lines, "（先前没答完的那个问题已过时作废，需要的话请重新发。）"))


def with_dropped_question(card: Card) -> Card:
    """Return the card with the remark that this message was not taken as an answer."""
    return replace(card, lines=(*card.lines, "（先前没答完的那件事没有登记，需要的话请重新发。）"))


def with_open_question(card: Card) -> Card:
    """Return the card with the remark that the earlier question still waits for its answer."""
    return replace(card, lines=(*card.lines, "（刚才的问题还等您回答，不办了请回「取消」。）"))


def trouble_of_ours() -> Card:
    """Return what is said where our own fault kept a message from being handled."""
    return Card(
        "这条消息处理失败",
        lines=("系统出了问题，这条消息没有登记成功，管理员已能看到。", "请稍后重发；事情紧急请直接打电话。"),
        is_warning=True,
    )
