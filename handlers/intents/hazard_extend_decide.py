"""Decide on a later deadline that was asked for: 同意延期 12, 不同意延期 12 原因; never who asked."""

from handlers import hazard_choosing as choosing
from handlers import hazard_extension as extension
from handlers import hazard_finding as finding
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.texts import hazard_extension_decision as texts
from handlers.texts import hazard_move as move_texts
from handlers.understand.hazard_command import quoted_numbers
from handlers.understand.hazard_extension import read_verdict, until_said
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import ExtensionState, HazardAction


def _read(heard: Heard) -> Wish | None:
    verdict = read_verdict(heard.text)
    if verdict is None:
        return None
    numbers = verdict.numbers or quoted_numbers(heard.quote)
    return {"is_granted": verdict.is_granted, "numbers": list(numbers), "note": verdict.note}


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    if not known["numbers"]:
        return choosing.chosen(known, heard.text)
    return {**known, "note": heard.text.strip()}


def _answer(wish: Wish, asking: Asking) -> Reply:
    state = ExtensionState.GRANTED if wish["is_granted"] else ExtensionState.REFUSED
    numbers, note = wish["numbers"], str(wish["note"])
    if not numbers:
        action = HazardAction.EXTEND if wish["is_granted"] else HazardAction.REFUSE_EXTENSION
        return choosing.which_one(action, _candidates(state, asking), wish)
    if state is ExtensionState.REFUSED and not note and any(_may_decide(one, state, asking) for one in numbers):
        return Question(texts.why_not(numbers), wish)
    if len(numbers) == 1:
        return _decide(numbers[0], state, note, asking)
    return texts.several_decided([_line(one, state, note, asking) for one in numbers])


def _line(number: str, state: ExtensionState, note: str, asking: Asking) -> str:
    try:
        return move_texts.not_done_line(_decide(number, state, note, asking))
    except Sorry as sorry:
        return move_texts.not_done_line(sorry.card)


def _decide(number: str, state: ExtensionState, note: str, asking: Asking) -> Card:
    hazard = finding.find(asking, number)
    if state is ExtensionState.GRANTED:
        one = extension.check_may_decide(hazard, state, asking)
        named = until_said(note, asking.now, asking.desk.calendar, asking.desk.lexicon.festivals)
        if named is not None and named != one.wish.new_due_on:
            raise Sorry(texts.other_day(one, named))
        note = "" if named is not None else note
    return extension.decide(hazard, state, note, asking)


def _may_decide(number: str, state: ExtensionState, asking: Asking) -> bool:
    try:
        extension.check_may_decide(finding.find(asking, number), state, asking)
    except Sorry:
        return False
    return True


def _candidates(state: ExtensionState, asking: Asking) -> list[Hazard]:
    return [one for one in finding.open_hazards(asking) if _may_decide(str(one.number), state, asking)]


INTENT = Intent(
    "hazard_extend_decide",
    "决定延期",
    ("同意延期 12", "不同意延期 12 可以先换一半", "12号同意延期"),
    _read,
    _answer,
    _resume,
)
