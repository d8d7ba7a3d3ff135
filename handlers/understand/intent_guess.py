"""Guess which of the twenty intents (taxonomy §3) a message has, and say which sign decided; pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from config.lexicon import IN_QUOTE, IntentRule, IntentTables, PlaceTables
from handlers.understand.forms import Form
from handlers.understand.hazard_text import HazardReading
from handlers.understand.numbers import hazard_id, is_marked
from handlers.understand.place_phrase import place_in
from handlers.understand.second_opinion import (
    SURE_SHARE,
    TRUST_IN_FAULT,
    TRUST_IN_PLAIN_SIGN,
    TRUST_IN_SIGN,
    settled,
)
from handlers.understand.sign_sieve import sign_sieve
from handlers.understand.words import Said

REPORT = "report_hazard"
_HAZARD_WEIGHT = 70
_FORM_WEIGHT = 98
_PLAIN_WEIGHT = 90
_INTENT_BY_FORM = {
    "hazard": REPORT,
    "drill": "drill_confirm",
    "patrol": "patrol_confirm",
    "meeting": "meeting_confirm",
    "training": "training_confirm",
    "holiday_check": "holiday_check_confirm",
    "duty": "duty_confirm",
}


@dataclass(frozen=True, slots=True)
class IntentGuess:
    """An intent with its weight (0–100) and the words and rule that gave it."""

    intent: str
    weight: int
    why: str

    @property
    def is_sure(self) -> bool:
        """Return whether it may be acted on without asking."""
        return self.weight >= _HAZARD_WEIGHT


def guess_intents(
    said: Said, form: Form | None, hazards: HazardReading, tables: IntentTables, places: PlaceTables
) -> tuple[IntentGuess, ...]:
    """Return the intents that the message may have, the likeliest first; chitchat of weight 0 at worst."""
    signs = _Signs(said, hazards, tables, places)
    guess = _by_form(form.kind, signs) if form is not None and form.kind is not None else _by_rules(signs)
    if hazards.contested and _HAZARD_WEIGHT <= guess.weight < _FORM_WEIGHT:
        told = _by_rules(_Signs(said, hazards.as_contested, tables, places))
        if told.intent != guess.intent and told.weight >= _HAZARD_WEIGHT:
            # Whether there is a fault is not sure, and the intent hangs on it: that is asked.
            return tuple(replace(one, weight=_HAZARD_WEIGHT - 1) for one in (guess, told))
    return _reconsidered(guess, said.text, hazards, tables)


def _by_rules(signs: "_Signs") -> IntentGuess:
    for rule in signs.rules():
        found = signs.all_of(rule)
        if found is not None:
            return IntentGuess(rule.intent, rule.weight, found)
    return IntentGuess("chitchat", 0, "没有听出要办的事")


def _reconsidered(
    guess: IntentGuess, text: str, hazards: HazardReading, tables: IntentTables
) -> tuple[IntentGuess, ...]:
    """Return the likeliest guess, with a likelier one before it where the characters of the message say so.

    What they put in place of a sign is never acted on without asking, nor is a sign that they speak against. What
    they hear where the rules hear nothing is acted on only where it asks for something to be shown.
    """
    verdict = settled(text, tables.weights, guess.intent, _trust(guess.weight))
    if guess.weight >= _FORM_WEIGHT or (not verdict.is_overruled and verdict.share >= _DOUBTFUL):
        return (guess,)
    doubted = replace(guess, weight=min(guess.weight, _HAZARD_WEIGHT - 1))
    if not verdict.is_overruled:
        return (doubted,)
    is_silent = not guess.weight and not hazards.contested
    may_act = is_silent and verdict.code in _ONLY_SHOWN and verdict.share >= SURE_SHARE
    weight = _HAZARD_WEIGHT if may_act else _HAZARD_WEIGHT - 1
    return IntentGuess(verdict.code, weight, f"整句最像（{verdict.why}）"), doubted


_DOUBTFUL = 0.5
_ONLY_SHOWN = frozenset(("help", "ask_rule", "status_query", "my_todo", "ranking", "ledger_export"))
"""Nothing is kept or changed where one of these is misheard."""


def _trust(weight: int) -> int:
    if weight >= _PLAIN_WEIGHT:
        return TRUST_IN_PLAIN_SIGN
    return TRUST_IN_SIGN if weight > _HAZARD_WEIGHT else TRUST_IN_FAULT if weight else 0


def _by_form(kind: str, signs: "_Signs") -> IntentGuess:
    """Return the intent of a form; its words go before the keys where they say what the form is for."""
    for name, intent in _SAID_IN_FORMS.items():
        if words := signs.find(name):
            return IntentGuess(intent, _FORM_WEIGHT, f"按表单填写，{name}“{words}”")
    return IntentGuess(_INTENT_BY_FORM[kind], _FORM_WEIGHT, "按表单填写")


_SAID_IN_FORMS = {
    "匿名": "anonymous_report",
    "节查单": "holiday_check_confirm",
    "交办单": "assign_urge",
    "更正单": "amend_cancel",
}


class _Signs:
    """The signs that a message shows, each looked for once, when a rule first asks for it."""

    def __init__(self, said: Said, hazards: HazardReading, tables: IntentTables, places: PlaceTables):
        self.said, self.hazards, self.tables, self.places = said, hazards, tables, places
        self._found: dict[str, re.Match[str] | str | None] = {}
        self._sieve = sign_sieve(tables)
        self._shown = self._sieve.in_text(said.text)
        self._quoted = self._sieve.in_text(said.quote) if said.quote else {}

    def rules(self) -> Iterator[IntentRule]:
        """Return the rules that may hold, in their order; no other one does."""
        return self._sieve.rules_for(self._shown.keys(), self._quoted.keys())

    def all_of(self, rule: IntentRule) -> str | None:
        """Return the signs by which the rule holds, in Chinese, None where it does not hold."""
        found, look = self._found, self._look
        for group in rule.has:
            for name in group:
                if (found[name] if name in found else look(name)) is not None:
                    break
            else:
                return None
        for name in rule.lacks:
            if (found[name] if name in found else look(name)) is not None:
                return None
        told = (next(name for name in group if found.get(name) is not None) for group in rule.has)
        return "、".join(f"{name}“{self.find(name)}”" for name in told)

    def find(self, name: str) -> str | None:
        """Return the words that show the sign, None where the message does not show it."""
        found = self._found[name] if name in self._found else self._look(name)
        return found if found is None or isinstance(found, str) else found[0]

    def _look(self, name: str) -> re.Match[str] | str | None:
        found: re.Match[str] | str | None = None
        if name in _GIVEN:
            found = _GIVEN[name](self)
        else:
            own = name.removeprefix(IN_QUOTE)
            shown, text = (self._shown, self.said.text) if own is name else (self._quoted, self.said.quote)
            for pattern in shown.get(own, ()):
                if found := pattern.search(text):
                    break
        self._found[name] = found
        return found


def _fault(signs: _Signs) -> str | None:
    """Return the first fault that the message surely tells of; that a drill was held for a leak is none."""
    if not signs.hazards.is_sure:
        return None
    held = signs.tables.signs["做了活动"]
    problems = (draft.problem for draft in signs.hazards.drafts)
    return next((problem for problem in problems if not any(one.search(problem) for one in held)), None)


def _told_fault(signs: _Signs) -> str | None:
    """Return the fault where it is told as a fact, not asked about."""
    problem = signs.find("隐患")
    if problem is None:
        return None
    asked = (signs.find(name) for name in ("问尾", "问词", "许不许", "规定问"))
    return None if any(word in problem for word in asked if word) else problem


_GIVEN: Mapping[str, Callable[[_Signs], str | None]] = {
    "隐患": _fault,
    "陈述隐患": _told_fault,
    "提到": lambda signs: signs.hazards.drafts[0].problem if signs.hazards.is_hazard else None,
    "编号": lambda signs: hazard_id(signs.said.text) or _leading(signs.said.text),
    "引号": lambda signs: hazard_id(signs.said.quote) if signs.said.quote else None,
    "引文": lambda signs: signs.said.quote or None,
    "图片": lambda signs: "图片" if signs.said.pictures else None,
    "点名": lambda signs: next((one for one in signs.said.mentions if one), None),
    "部位": lambda signs: signs.hazards.place or place_in(signs.said.text, signs.places),
}

_LEADING = re.compile(
    r"(\d{1,4})(?=\s*[一-鿿])(?!\s*[年月日点号层楼栋个处具人时分小周元米斤瓶床间次条名位台只根盏家天岁度室房克])"
)


def _leading(text: str) -> str | None:
    """Return the bare number that a message begins with: 33 弄好了."""
    match = _LEADING.match(text)
    return match[1] if match else None


_OF_PEOPLE = re.compile(r"人数|\d人|由\d")


def number_is_expected(intent: str) -> bool:
    """Return whether a bare number in a message of this intent is a hazard's: 整改完成 12, 催办 9."""
    return intent in _NUMBERED_INTENTS


_NUMBERED_INTENTS = frozenset(
    ("rectify_done", "extension_request", "accept_pass", "accept_reject", "assign_urge", "amend_cancel")
)


def numbered(said: Said, intent: str) -> str | None:
    """Return the hazard's number, from the message itself or else from what it quotes."""
    expects = number_is_expected(intent) and not (intent == "amend_cancel" and _OF_PEOPLE.search(said.text))
    if said.quote and not is_marked(said.text) and is_marked(said.quote):
        return hazard_id(said.quote)
    return hazard_id(said.text, expects_one=expects) or (
        hazard_id(said.quote, expects_one=expects) if said.quote else None
    )
