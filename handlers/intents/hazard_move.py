"""Move hazards: 整改完成, 验收通过, 退回, 收到, 撤销, each with one or several numbers."""

import re
from collections.abc import Sequence

from handlers import hazard_amending as amending
from handlers import hazard_case as cases
from handlers import hazard_finding as finding
from handlers import hazard_steps as steps
from handlers.hazard_offers import with_offers
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.rules.access import Standing, standing
from handlers.texts import hazard_amend as amend_texts
from handlers.texts import hazard_move as texts
from handlers.understand.amendment import meant
from handlers.understand.decisions import read_act
from handlers.understand.hazard_command import (
    answered_numbers,
    canonical,
    leading_numbers,
    quoted_numbers,
    read_command,
)
from handlers.understand.numbers import hazard_ids
from handlers.understand.report_words import read_move
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import HazardAction, Role

_ACTION_BY_GUESS = {
    "rectify_done": HazardAction.SUBMIT,
    "accept_pass": HazardAction.ACCEPT,
    "accept_reject": HazardAction.SEND_BACK,
    "amend_cancel": HazardAction.CANCEL,
}
_ACTION_BY_CODE = {action.value: action for action in HazardAction}
_UNDOING = re.compile(r"撤|作废|取消|删|不算|不作数|误报|重复|报重")
_OF_DUTIES = re.compile(r"演练|例会|巡查|夜巡|培训|节前检查")
_CORRECTING = re.compile(r"更正|改为|改成|填错|写错|说错|应该是|应为|不是")


def _read(heard: Heard) -> Wish | None:
    command = read_command(heard.text, quoted=quoted_numbers(heard.quote))
    if command is None or read_move(heard.text) is not None or read_act(heard.text) is not None:
        return None
    return {"action": command.action.value, "numbers": list(command.numbers), "note": command.note}


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    if known["numbers"]:
        return {**known, "note": heard.text.strip()}
    if len(known["candidates"]) == 1 and heard.text.strip("。！ ") in texts.YES:
        return {**known, "numbers": known["candidates"]}
    numbers = answered_numbers(heard.text)
    return {**known, "numbers": list(numbers)} if numbers else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    if "action" not in wish:
        if _is_correction(wish):
            return _ask_what_is_wrong(wish, asking)
        wish = _from_guess(wish)
    action, note = _ACTION_BY_CODE[wish["action"]], str(wish["note"])
    if not wish["numbers"]:
        return _ask_which(action, note, asking)
    numbers: Sequence[str] = wish["numbers"]
    if not note and any(_needs_reason(action, number, asking) for number in numbers):
        known = {"action": action.value, "numbers": list(numbers), "note": ""}
        return Question(texts.why(action, numbers), known)
    if len(numbers) == 1:
        done = steps.move(finding.find(asking, numbers[0]), action, note, asking)
        return with_offers(texts.done(done.hazard, action, done.remark), done.hazard, asking)
    return texts.done_several(action, [_line(number, action, note, asking) for number in numbers])


def _is_correction(wish: Wish) -> bool:
    text = str(wish["text"])
    return wish["guess"] == "amend_cancel" and bool(_CORRECTING.search(text)) and not _UNDOING.search(text)


def _ask_what_is_wrong(wish: Wish, asking: Asking) -> Card:
    """Return what can be put right, with what the words seem to mean as a button: nothing is changed by a guess."""
    text = str(wish["text"])
    numbers = leading_numbers(text)[0] or hazard_ids(text, expects_one=True) or quoted_numbers(str(wish["quote"]))
    if not numbers and _OF_DUTIES.search(text):
        raise Sorry(amend_texts.records_stay())
    last = None if numbers else amending.last_spoken_of(asking)
    number = canonical(numbers[0]) if numbers else str(last.number) if last else ""
    return amend_texts.what_to_amend(number, *meant(text))


def _from_guess(wish: Wish) -> Wish:
    text = str(wish["text"])
    numbers = hazard_ids(text, expects_one=True) or quoted_numbers(str(wish.get("quote", "")))
    action = _ACTION_BY_GUESS[wish["guess"]]
    return {"action": action.value, "numbers": list(map(canonical, numbers)), "note": text}


def _line(number: str, action: HazardAction, note: str, asking: Asking) -> str:
    try:
        done = steps.move(finding.find(asking, number), action, note, asking)
    except Sorry as sorry:
        return texts.not_done_line(sorry.card)
    return texts.done_line(done.hazard, action, done.remark)


def _needs_reason(action: HazardAction, number: str, asking: Asking) -> bool:
    """Return whether the move has to be explained; one that will be refused anyway has not."""
    if action not in (HazardAction.SEND_BACK, HazardAction.CANCEL):
        return False
    try:
        hazard = finding.find(asking, number)
        cases.after(hazard, action, asking)
    except Sorry:
        return False
    case = cases.case_of(hazard, action, asking)
    return action is HazardAction.SEND_BACK or not (case.is_reporter and case.is_fresh)


def _ask_which(action: HazardAction, note: str, asking: Asking) -> Reply:
    candidates = _candidates(action, asking)
    if not candidates:
        raise Sorry(texts.none_fits(action))
    numbers = [str(one.number) for one in candidates]
    known = {"action": action.value, "numbers": [], "candidates": numbers, "note": note}
    return Question(texts.which_one(action, candidates), known, (*numbers, *(texts.YES if len(numbers) == 1 else ())))


def _candidates(action: HazardAction, asking: Asking) -> list[Hazard]:
    """Return the hazards that the person may so move, those that are theirs before all others."""
    able = [one for one in finding.open_hazards(asking) if cases.is_allowed(one, action, asking)]
    return [one for one in able if _is_own(one, action, asking)] or (
        [one for one in able if standing(asking.person, asking.tree, one.unit_id) is Standing.MEMBER]
        if action is HazardAction.SUBMIT
        else able
    )


def _is_own(hazard: Hazard, action: HazardAction, asking: Asking) -> bool:
    match action:
        case HazardAction.SUBMIT:
            return hazard.owner_id == asking.person.id
        case HazardAction.CANCEL:
            return hazard.reported_by == asking.person.id
        case _:
            return asking.person.id in {
                one.id for one in finding.acceptors(asking.session, asking.tree, hazard, asking.desk.tables.hazards)
            }


INTENT = Intent(
    "hazard_move",
    "隐患整改、验收",
    (
        "整改完成 12",
        "整改完成 12、13 轮椅已搬走",
        "验收通过 12",
        "退回 12 灯还不亮",
        "收到 12",
        "撤销 12 报错了",
        "不是隐患 12",
        "12号整改完成",
    ),
    _read,
    _answer,
    _resume,
    guesses=tuple(_ACTION_BY_GUESS),
    first_words=dict.fromkeys((Role.STAFF, Role.SAFETY_OFFICER, Role.HEAD), "整改完成 12")
    | dict.fromkeys((Role.TOWNSHIP, Role.SECTION, Role.LEADER), "验收通过 12"),
)
