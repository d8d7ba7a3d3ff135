"""Decide on hot work, end it, look back for embers: 同意动火 3, 不同意动火 3 原因, 动火结束 3, 复查 3 正常."""

from dataclasses import asdict

from handlers import hot_work as works
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.rules.access import scope
from handlers.texts import hot_work as texts
from handlers.understand.hot_work import is_all_right, read_move
from storage import hot_work


def _read(heard: Heard) -> Wish | None:
    move = read_move(heard.text)
    return None if move is None else asdict(move)


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    said = heard.text.strip("。！ ")
    if known["act"] == "recheck":
        return {**known, "act": "recheck" if is_all_right(said) else "embers", "note": said}
    return {**known, "note": said}


def _answer(wish: Wish, asking: Asking) -> Reply:
    act, note = wish["act"], wish["note"]
    if act == "list":
        open_ = hot_work.open_of(asking.session, scope(asking.person, asking.tree))
        return texts.listed([(one, asking.tree.by_id[one.unit_id].name) for one in open_])
    ticket = works.find(_number(wish, asking), asking)
    works.check(ticket, act, asking)
    known = {**wish, "number": str(ticket.number)}
    if act == "refuse" and not note:
        return Question(texts.why_refuse(ticket.number), known)
    if act == "recheck" and not note:
        return Question(texts.how_was_recheck(ticket.number), known, ["正常"])
    return works.move(ticket, act, note, asking)


def _number(wish: Wish, asking: Asking) -> str:
    if wish["number"]:
        return str(wish["number"])
    able = works.candidates(wish["act"], asking)
    if len(able) != 1:
        raise Sorry(texts.which_one([one.number for one in able]))
    return str(able[0].number)


INTENT = Intent(
    "hot_work_move",
    "动火审批、结束、复查",
    ("同意动火 3", "不同意动火 3 厨房液化气还没搬走", "动火结束 3", "复查 3 正常", "取消动火 3", "动火票"),
    _read,
    _answer,
    _resume,
)
