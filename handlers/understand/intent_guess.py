"""Guess which of the twenty intents (taxonomy §3) a message has, and say which sign decided; pure."""

from dataclasses import dataclass, replace

from config.lexicon import IntentTables
from handlers.understand.forms import Form
from handlers.understand.hazard_text import HazardReading
from handlers.understand.numbers import hazard_id
from handlers.understand.second_opinion import (
    SURE_SHARE,
    TRUST_IN_FAULT,
    TRUST_IN_PLAIN_SIGN,
    TRUST_IN_SIGN,
    settled,
)
from handlers.understand.words import Said

REPORT = "report_hazard"
_HAZARD_WEIGHT = 70
_MENTION_WEIGHT = 45
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
_YIELD_TO_HAZARD = frozenset(
    ("patrol_confirm", "drill_confirm", "holiday_check_confirm", "training_confirm", "meeting_confirm")
)
_NEED_NUMBER = frozenset(("accept_reject",))


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
    said: Said, form: Form | None, hazards: HazardReading, tables: IntentTables
) -> tuple[IntentGuess, ...]:
    """Return the intents that the message may have, the likeliest first; chitchat of weight 0 at worst."""
    guesses = [*_by_form(form), *_by_rules(said.text, hazards.is_hazard and hazards.is_sure, tables)]
    if hazards.is_hazard:
        weight = _HAZARD_WEIGHT if hazards.is_sure else _MENTION_WEIGHT
        guesses.append(
            IntentGuess(REPORT, weight, "听出了现存的问题" if hazards.is_sure else "提到了可能有问题的东西")
        )
    if not guesses:
        guesses.append(IntentGuess("chitchat", 0, "没有听出要办的事"))
    guesses.sort(key=lambda one: -one.weight)
    best: dict[str, IntentGuess] = {}
    for guess in (*_reconsidered(guesses[0], said.text, hazards, tables), *guesses[1:]):
        best.setdefault(guess.intent, guess)
    return tuple(best.values())


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
    is_silent = not guess.weight and not hazards.is_contested
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


def _by_form(form: Form | None) -> list[IntentGuess]:
    if form is None or form.kind is None:
        return []
    intent = _INTENT_BY_FORM[form.kind]
    return [IntentGuess(intent, _FORM_WEIGHT, "按表单填写")]


def _by_rules(text: str, is_hazard: bool, tables: IntentTables) -> list[IntentGuess]:
    found = []
    for rule in tables.rules:
        match = rule.when.search(text)
        if not match or (rule.unless and rule.unless.search(text)):
            continue
        weight = rule.weight
        if is_hazard and rule.intent in _YIELD_TO_HAZARD:
            weight = min(weight, _HAZARD_WEIGHT - 1)
        found.append(IntentGuess(rule.intent, weight, f"“{match[0]}”"))
    return found


def number_is_expected(intent: str) -> bool:
    """Return whether a bare number in a message of this intent is a hazard's: 整改完成 12, 催办 9."""
    return intent in _NUMBERED_INTENTS


_NUMBERED_INTENTS = frozenset(
    ("rectify_done", "extension_request", "accept_pass", "accept_reject", "assign_urge", "amend_cancel")
)


def numbered(said: Said, intent: str) -> str | None:
    """Return the hazard's number, from the message itself or else from what it quotes."""
    expects = number_is_expected(intent)
    return hazard_id(said.text, expects_one=expects) or (
        hazard_id(said.quote, expects_one=expects) if said.quote else None
    )
