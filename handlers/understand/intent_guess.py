"""Guess which of the twenty intents (taxonomy §3) a message has, and say which sign decided; pure."""

from dataclasses import dataclass

from config.lexicon import IntentTables
from handlers.understand.forms import Form
from handlers.understand.hazard_text import HazardReading
from handlers.understand.numbers import hazard_id
from handlers.understand.words import Said

REPORT = "report_hazard"
_HAZARD_WEIGHT = 70
_MENTION_WEIGHT = 45
_FORM_WEIGHT = 98
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
    best: dict[str, IntentGuess] = {}
    for guess in sorted(guesses, key=lambda one: -one.weight):
        best.setdefault(guess.intent, guess)
    return tuple(best.values())


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
