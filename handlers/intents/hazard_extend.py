"""Ask for a later deadline: 延期 12 到12月5日 原因：配件没到 措施：停用; reason and interim measures are a must."""

from datetime import date

from handlers import hazard_choosing as choosing
from handlers import hazard_extension as extension
from handlers import hazard_finding as finding
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.texts import hazard_extension as texts
from handlers.understand.decisions import read_act
from handlers.understand.hazard_command import canonical, leading_numbers, quoted_numbers
from handlers.understand.hazard_extension import Told, read_ask, read_told, without_label, without_number
from handlers.understand.numbers import hazard_ids
from storage.hazards import Hazard
from storage.vocabulary import HazardAction

_NO_ANSWER = frozenset({"chitchat", "status_query", "my_todo", "help", "ranking", "ledger_export", "ask_rule"})
"""Guesses about words that say neither a day nor a reason nor measures."""


def _read(heard: Heard) -> Wish | None:
    ask = read_ask(heard.text)
    if ask is None or read_act(heard.text) is not None:
        return None
    numbers = ask.numbers or quoted_numbers(heard.quote)
    return {"numbers": list(numbers), "said": ask.said}


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    if not known["numbers"]:
        return choosing.chosen(known, heard.text)
    return None if heard.guess in _NO_ANSWER else {**known, "said": heard.text.strip()}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if "guess" in wish:
        wish = _from_guess(wish)
    if not wish["numbers"]:
        return choosing.which_one(HazardAction.ASK_EXTENSION, _candidates(asking), wish)
    if len(wish["numbers"]) > 1:
        raise Sorry(texts.one_at_a_time())
    hazard = finding.find(asking, wish["numbers"][0])
    extension.check_may_ask(hazard, asking)
    known = _known(wish, hazard, asking)
    day = date.fromisoformat(known["day"]) if known["day"] else None
    trouble = extension.fault_of(day, hazard, asking) if day else ""
    if day is None and wish.get("lacks") == ["day"]:
        trouble = texts.about_unread_day(wish["said"])
    if trouble:
        known["day"] = ""
    if lacks := [part for part in texts.PARTS if not known[part]]:
        later = {"numbers": wish["numbers"], "said": "", "lacks": lacks, **known}
        return Question(texts.incomplete(hazard, known, lacks, trouble), later)
    assert day is not None
    return extension.ask(hazard, extension.Wanted(day, known["reason"], known["measures"]), asking)


def _from_guess(wish: Wish) -> Wish:
    text = str(wish["text"])
    numbers, said = leading_numbers(text)
    if not numbers:
        numbers = tuple(map(canonical, hazard_ids(text, expects_one=True)))
        said = without_number(text, numbers[0]) if numbers else text
    return {"numbers": list(numbers or quoted_numbers(str(wish["quote"]))), "said": said}


def _known(wish: Wish, hazard: Hazard, asking: Asking) -> dict[str, str]:
    """Return what was known of each part before (the day as ISO date, "" for unknown), completed by what is said."""
    said = str(wish["said"])
    told = _told(said, hazard, asking)
    heard = {"day": told.day.isoformat() if told.day else "", "reason": told.reason, "measures": told.measures}
    lacks = wish.get("lacks", texts.PARTS)
    if lacks in (["reason"], ["measures"]):
        # The only thing that was asked for: whatever the words, this is it.
        heard[lacks[0]] = without_label(said)
    return {part: heard[part] if part in lacks else wish[part] for part in texts.PARTS}


def _told(said: str, hazard: Hazard, asking: Asking) -> Told:
    lexicon = asking.desk.lexicon
    return read_told(
        said,
        due_on=hazard.due_on,
        ref=asking.now,
        calendar=asking.desk.calendar,
        festivals=lexicon.festivals,
        cause=lexicon.intents.slots["cause"],
    )


def _candidates(asking: Asking) -> list[Hazard]:
    """Return the hazards that the person may ask for, those that are theirs before all others."""
    able = [one for one in finding.open_hazards(asking) if _may_ask(one, asking)]
    return [one for one in able if one.owner_id == asking.person.id] or able


def _may_ask(hazard: Hazard, asking: Asking) -> bool:
    try:
        extension.check_may_ask(hazard, asking)
    except Sorry:
        return False
    return True


INTENT = Intent(
    "hazard_extend",
    "申请延期",
    (
        "延期 12 到12月5日 原因：配件没到 措施：停用并贴封条",
        "12号申请延期到下周五，配件没到货，先停用",
        "申请延期 12",
    ),
    _read,
    _answer,
    _resume,
    guesses=("extension_request",),
)
