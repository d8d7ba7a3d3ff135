"""What we say about reports that belong together: the same place again, and a look after striking off."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.texts import hazard_buttons as buttons
from handlers.texts.choices import GIVE_UP, with_answers
from handlers.texts.hazard import brief, clip
from storage.hazards import Hazard
from storage.messages import Card

FAILED = "不通过"
OFFERS = ("通过", FAILED)
"""Short answers to the question whether it lasted."""


def into_which(hazard: Hazard, earlier: Sequence[Hazard]) -> Card:
    """Return the question with which report it is to be merged."""
    card = Card(
        f"{hazard.number}号并入哪一条？",
        lines=tuple(f"{one.number}号 {brief(one)}" for one in earlier[:5]) or ("本单位没有别的未销号隐患。",),
        hints=("回复编号，例如：12", "不办了请回「取消」"),
    )
    return with_answers(card, [(str(one.number), f"{one.number}号 {brief(one)}") for one in earlier], about="编号")


def not_mergeable(hazard: Hazard, into: Hazard) -> Card:
    """Return why the two are not merged."""
    return Card(
        f"{hazard.number}号没有并入{into.number}号",
        lines=("只能并入同一单位、还没有销号的另一条。",),
        hints=(f"查看发：{into.number}号",),
    )


def merged_note(into: Hazard) -> str:
    """Return what the history of the merged report keeps."""
    return f"并入{into.number}号"


def took_in_note(hazard: Hazard) -> str:
    """Return what the history of the other report keeps."""
    return f"同一处再次上报：{hazard.number}号 {brief(hazard, 40)}"


def merged(hazard: Hazard, into: Hazard, remark: str) -> Card:
    """Return the read-back."""
    return Card(
        f"{hazard.number}号已并入{into.number}号",
        facts=((f"{into.number}号", brief(into, 60)),),
        lines=(f"{hazard.number}号仍可查看，算作同一处再次上报。", *((remark,) if remark else ())),
        hints=(f"查看发：{into.number}号",),
        buttons=(buttons.show(into.number),),
    )


def merged_in(hazard: Hazard) -> str:
    """Return the line about a report that was merged into this one."""
    return f"同一处再次上报：{hazard.number}号（{brief(hazard, 30)}）"


def went_into(into: Hazard) -> str:
    """Return the line of a merged report."""
    return f"已并入{into.number}号，以{into.number}号为准。"


def again(before: Hazard) -> str:
    """Return the line of a hazard at a place that was reported before."""
    return f"同一处曾报过：{before.number}号（{before.state.term}）"


def opened_anew(before: Hazard) -> str:
    """Return the line of a hazard that was opened because a recheck failed."""
    return f"{before.number}号回头看没通过，重新登记。"


def came_again(later: Hazard) -> str:
    """Return the line of a struck-off hazard whose recheck failed."""
    return f"回头看没通过，已重新登记为{later.number}号。"


def passed_or_not(hazard: Hazard) -> Card:
    """Return the question whether it lasted."""
    return Card(
        f"{hazard.number}号回头看通过了吗？",
        facts=(("问题", brief(hazard, 60)),),
        hints=("回复：通过，或 不通过 加原因", "不办了请回「取消」"),
        buttons=(*buttons.recheck(hazard.number), GIVE_UP),
    )


def what_is_wrong(hazard: Hazard) -> Card:
    """Return the question what is wrong again."""
    return Card(
        f"{hazard.number}号回头看没通过，现在是什么问题？",
        facts=(("原来的问题", brief(hazard, 60)),),
        hints=("一句话回复，例如：轮椅又堆上了",),
        buttons=(GIVE_UP,),
    )


def passed_note() -> str:
    """Return what the history keeps of a recheck that found all well."""
    return "通过"


def failed_note(why: str) -> str:
    """Return what the history keeps of a recheck that did not."""
    return f"没通过：{clip(why, 80)}"


def passed(hazard: Hazard) -> Card:
    """Return the answer to a recheck that found all well."""
    return Card(f"{hazard.number}号回头看通过，已记下", facts=(("问题", brief(hazard, 60)),))


def reopened(before: Hazard, read_back: Card) -> Card:
    """Return the read-back of the new hazard, with the one that did not last."""
    line = f"{before.number}号回头看没通过，重新登记，原来的记录保留。"
    return replace(read_back, lines=(line, *read_back.lines))
