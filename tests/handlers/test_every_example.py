"""Every example that an intent gives is read by that intent and by no other."""

from datetime import datetime

import pytest

from config.clock import TZ
from handlers import registry
from handlers.intent import Heard, Intent
from handlers.understand.read import read
from tests.builders import a_desk

KNOWN = registry.discover()
EXAMPLES = [(intent, example) for intent in KNOWN for example in intent.examples]
WITH_FORM = [intent for intent in KNOWN if intent.template]
NOW = datetime(2026, 11, 23, 10, tzinfo=TZ)


def heard(text: str) -> Heard:
    desk = a_desk()
    hearing = read(text, NOW, desk.lexicon, desk.calendar)
    return Heard(text=hearing.text, original=text, quote=hearing.said.quote, form=hearing.form)


def name(value: object) -> str:
    return value.name if isinstance(value, Intent) else str(value).replace("\n", " ")


@pytest.mark.parametrize(("intent", "example"), EXAMPLES, ids=name)
def test_an_example_is_read_by_its_own_intent_alone(intent: Intent, example: str) -> None:
    assert [one.name for one, _ in registry.route(heard(example), KNOWN)] == [intent.name]


@pytest.mark.parametrize("intent", WITH_FORM, ids=name)
def test_a_form_filled_in_is_read_by_its_own_intent_alone(intent: Intent) -> None:
    filled = "\n".join(f"{line}无" if line.endswith("：") else line for line in intent.template.splitlines())

    assert [one.name for one, _ in registry.route(heard(filled), KNOWN)] == [intent.name]


@pytest.mark.parametrize(("intent", "example"), EXAMPLES, ids=name)
def test_an_example_is_no_emergency(intent: Intent, example: str) -> None:
    desk = a_desk()

    assert read(example, NOW, desk.lexicon, desk.calendar).emergency is None


@pytest.mark.parametrize("intent", KNOWN, ids=name)
def test_first_words_are_among_the_examples(intent: Intent) -> None:
    assert set(intent.first_words.values()) <= set(intent.examples)


def test_an_intent_is_called_by_its_file() -> None:
    assert [intent.name for intent in KNOWN] == sorted(intent.name for intent in KNOWN)
    assert len({intent.term for intent in KNOWN}) == len(KNOWN)


def test_no_guess_leads_to_two_intents() -> None:
    codes = [code for intent in KNOWN for code in intent.guesses]

    assert len(codes) == len(set(codes))
