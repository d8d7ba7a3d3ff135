"""Carry out, postpone, cancel or give on what a meeting decided: 办结 Y12 已清理, 改期 Y12 到12月5日 配件没到."""

from handlers import decision_acts as acts
from handlers import decisions
from handlers import evidence_joining as joining
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.texts import decision as texts
from handlers.understand import decisions as understand
from handlers.understand.duty_facts import bare
from handlers.understand.short_answers import bare as plain
from storage.vocabulary import DecisionStep

_SENT = ("已发", "发了", "照片已发", "发过去了")


def _read(heard: Heard) -> Wish | None:
    act = understand.read_act(heard.text)
    return None if act is None else {"act": act.act, "numbers": list(act.numbers), "said": act.said}


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    said = heard.text.strip()
    if heard.guess == "chitchat" and plain(said) not in _SENT:
        return None
    return {**known, "said": f"{known['said']} {said}".strip() if known["act"] == "postpone" else said}


def _answer(wish: Wish, asking: Asking) -> Reply:
    numbers, said = list(wish["numbers"]), str(wish["said"])
    match wish["act"]:
        case "close":
            return _close(wish, numbers, said, asking)
        case "cancel":
            return _cancel(wish, numbers[0], said, asking)
        case "postpone":
            return _postpone(wish, numbers[0], said, asking)
        case _:
            return _assign(wish, numbers[0], said, asking)


def _close(wish: Wish, numbers: list[int], said: str, asking: Asking) -> Reply:
    one = acts.closable(numbers, asking)[0]
    is_sent = plain(said) in _SENT
    note = "" if is_sent else bare(said)
    if not note and not joining.left(asking):
        return Question(texts.how_done(one, waits_for_photo=is_sent), {**wish, "said": ""}, ("已发",))
    return acts.close(numbers, note, asking)


def _cancel(wish: Wish, number: int, said: str, asking: Asking) -> Reply:
    one = acts.changeable(number, asking)
    why = understand.reason(said)
    if not bare(why):
        return Question(texts.why(one, DecisionStep.CANCEL), {**wish, "said": ""})
    return acts.cancel(number, why, asking)


def _postpone(wish: Wish, number: int, said: str, asking: Asking) -> Reply:
    one = acts.changeable(number, asking)
    day, why = understand.new_day(said, decisions.times_finder(asking))
    if day is None or not bare(why):
        return Question(texts.why(one, DecisionStep.POSTPONE), {**wish, "said": said if day or why else ""})
    return acts.postpone(number, day, why, asking)


def _assign(wish: Wish, number: int, said: str, asking: Asking) -> Reply:
    one = acts.changeable(number, asking)
    person = acts.person_named(said, one, asking) if said else None
    if person is None and "asked" in wish:
        raise Sorry(texts.nobody_so_called(said))
    if person is None:
        return Question(texts.why(one, DecisionStep.ASSIGN), {**wish, "said": "", "asked": True})
    return acts.assign(number, person, asking)


INTENT = Intent(
    "decision_move",
    "议定事项办结、改期、撤销、换人",
    ("办结 Y12 通道已清理", "改期 Y12 到12月5日 配件没到", "撤销 Y12 已并入消防改造", "Y12 责任人 王铁柱"),
    _read,
    _answer,
    _resume,
)
