"""Put right what was registered: 改部位 12 二楼西头, 改责任人 12 王铁柱, 更正 12; or call it right: 对 12."""

from handlers import hazard_amending as amending
from handlers import hazard_finding as finding
from handlers.hazard_amendment_values import ask_value, change_to
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.texts import hazard_amend as texts
from handlers.texts.hazard_move import YES
from handlers.understand.amendment import read_amendment, read_confirmation
from handlers.understand.decisions import read_act
from handlers.understand.hazard_command import answered_numbers, quoted_numbers
from storage.vocabulary import HazardField, Role

_NO_ANSWER = frozenset({"chitchat", "status_query", "my_todo", "help", "ranking", "ledger_export", "ask_rule"})
"""Guesses about words that say nothing of a hazard."""


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None or read_act(heard.text) is not None:
        return None
    quoted = quoted_numbers(heard.quote)
    right = read_confirmation(heard.text)
    if right is not None:
        numbers = right or quoted
        return {"is_right": True, "numbers": list(numbers)} if numbers else None
    found = read_amendment(heard.text)
    if found is None:
        return None
    return {"field": found.field, "numbers": list(found.numbers or quoted), "value": found.value}


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    said = heard.text.strip()
    if known["numbers"]:
        return None if heard.guess in _NO_ANSWER else {**known, "value": said}
    if len(known["candidates"]) == 1 and said.strip("。！ ") in YES:
        return {**known, "numbers": known["candidates"]}
    numbers = answered_numbers(said)
    return {**known, "numbers": list(numbers)} if numbers else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    if wish.get("is_right"):
        return amending.confirm(wish["numbers"], asking)
    if not wish["numbers"]:
        return _find_one(wish, asking)
    if len(wish["numbers"]) > 1:
        raise Sorry(texts.one_at_a_time())
    hazard = finding.find(asking, wish["numbers"][0])
    field = HazardField.from_term(wish["field"] or "")
    if field is None:
        amending.check(hazard, HazardField.PLACE, asking)
        return texts.what_to_amend(str(hazard.number), None, "")
    amending.hold(hazard, asking)
    amending.check(hazard, field, asking)
    change = change_to(hazard, field, str(wish["value"]), asking) if wish["value"] else ""
    if isinstance(change, str):
        card, offers = ask_value(hazard, field, change, asking)
        return Question(card, {"field": field, "numbers": wish["numbers"], "value": ""}, offers)
    return amending.amend(hazard, change, asking)


def _find_one(wish: Wish, asking: Asking) -> Reply:
    """Take the hazard that was spoken of last, else ask."""
    last = amending.last_spoken_of(asking)
    if last is not None:
        return _answer({**wish, "numbers": [str(last.number)]}, asking)
    candidates = amending.candidates(asking)
    if not candidates:
        raise Sorry(texts.none_fits())
    found = [str(one.number) for one in candidates]
    known = {**wish, "candidates": found}
    return Question(texts.which_one(candidates), known, (*found, *(YES if len(found) == 1 else ())))


INTENT = Intent(
    "hazard_amend",
    "更正隐患",
    (
        "改部位 12 二楼西头",
        "改类别 12 用电安全",
        "改责任人 12 王铁柱",
        "12号的问题改为灭火器过期",
        "更正 12",
        "对 12",
    ),
    _read,
    _answer,
    _resume,
    first_words={Role.SAFETY_OFFICER: "改部位 12 二楼西头"},
)
