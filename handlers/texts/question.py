"""What we say about questions for figures: the answer, the rows behind it, what a follow-up lacks; facts → card."""

from collections.abc import Sequence
from datetime import timedelta

from storage.messages import Card

ROWS_SHOWN = 10
_TITLE = 40
_NAMES_SHOWN = 8


def answered(question: str, text: str, *, has_file: bool, can_go_on: bool) -> Card:
    """Return the answer to a question about figures; the whole list may follow as a file."""
    head, *lines = text.split("\n")
    follows = ("名单较长，全部在随后发来的表格里。",) if has_file else ()
    hints = ("接着问可以说：那上个月呢、按乡镇分、哪几条、为什么",) if can_go_on else ()
    return Card(question[:_TITLE], lines=(head, *lines, *follows), hints=hints)


def why(head: str, how: Sequence[str], rows: Sequence[str], *, has_file: bool) -> Card:
    """Return how the last figure was computed, and the rows behind it: the first of them, where they are many."""
    shown = list(rows[:ROWS_SHOWN])
    more = len(rows) - len(shown)
    if not rows:
        shown = ["没有哪一条算进来。"]
    if more:
        shown.append(f"…… 还有{more}条{'，全部在随后发来的表格里' if has_file else ''}")
    return Card("这个数怎么算的", facts=(("问的是", head),), lines=(*how, *shown))


def file_name(head: str) -> str:
    """Return the name of the file with the rows behind a figure."""
    return f"{head[:_TITLE].replace('，', ' ')} 明细.xlsx"


def unknown_place(said: str, near: Sequence[str], known: Sequence[str]) -> Card:
    """Return the question which township or unit is meant by a name that is none of ours: it is never guessed."""
    offered = near or known
    shown = "、".join(offered[:_NAMES_SHOWN])
    more = f" 等{len(offered)}个" if len(offered) > _NAMES_SHOWN else ""
    lead = "是不是：" if near else "能查的有："
    return Card(
        f"没认出「{said}」是哪里",
        lines=("没有给数。请说乡镇或机构的名字。", f"{lead}{shown}{more}"),
        hints=("直接回名字就接着刚才的问题查",),
    )


def too_late(life: timedelta, head: str) -> Card:
    """Return that a follow-up came too late to be heard as one."""
    minutes = int(life.total_seconds() // 60)
    return Card(
        "离上一个问题太久了",
        lines=(f"接着问只在{minutes}分钟内有效，免得张冠李戴。上一个问题问的是：{head}",),
        hints=("请把问题说完整，例如：上个月张良镇超期几条",),
    )
