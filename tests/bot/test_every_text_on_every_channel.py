"""Every text of the product goes through every channel as long as people can make it, and is taken."""

import ast
import importlib
import inspect
import pkgutil
import re
import typing
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

import handlers.texts
from bot.wire import draw
from bot.wire.card_layout import on_one_line
from bot.wire.template_card import can_draw, closed, interactive
from storage.messages import Card
from tests.bot.worst_case import BUTTON, MARKUP, OWN, Filling
from tests.test_house_rules import ROOT
from tests.wecom.cards import FOR_APP, FOR_BOT, check_card
from tests.wecom.seen import cut_text

APP_BYTES, ROBOT_BYTES, BOT_BYTES = 2048, 4096, 20480
CLOSED_AS = "已由鲁山县张良镇民政所欧阳建国定为重大"
SIZES = {"short": (1, 1), "names": (40, 200), "stories": (2000, 8)}
"""How long texts and lists are."""
_OURS = re.compile(r'<font color="(?:info|warning|comment)">|</font>|<@[A-Za-z0-9_.@-]+>')


def makers() -> Iterator[tuple[str, Callable[..., Card]]]:
    """Yield every public function of the texts that makes a card."""
    for found in pkgutil.iter_modules(handlers.texts.__path__):
        module = importlib.import_module(f"{handlers.texts.__name__}.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_own = function.__module__ == module.__name__ and not name.startswith("_")
            if is_own and typing.get_type_hints(function).get("return") is Card:
                yield f"{found.name}.{name}", function


MAKERS = dict(makers())


def cards(name: str, letters: int, items: int) -> list[Card]:
    """Return what the function makes of such arguments, once with every word of its vocabularies that it knows.

    A word that the function has no text for is nobody's question to it (KeyError); with all of them it would be.
    """
    made, turn, turns = [], 0, 1
    while turn < turns:
        filling = Filling(letters, items, turn)
        arguments = filling.arguments(MAKERS[name], OWN.get(name, {}))
        turns, turn = filling.most, turn + 1
        try:
            made.append(MAKERS[name](**arguments))
        except KeyError:
            continue
    assert made, f"add an entry for {name} to tests.bot.worst_case.OWN"
    return made


def is_whole(words: str) -> bool:
    """Return whether no character was broken."""
    return "\ufffd" not in words and words.encode().decode() == words


def test_no_text_is_forgotten() -> None:
    assert len(MAKERS) > 80
    assert set(OWN) <= set(MAKERS)
    elsewhere = (
        path
        for folder in ("bot", "handlers", "scheduler", "storage")
        for path in (ROOT / folder).rglob("*.py")
        if path.parts[-2] not in ("texts", "sandbox") and makes_cards(ast.parse(path.read_text("utf-8")))
    )
    assert list(elsewhere) == []


def makes_cards(tree: ast.Module) -> bool:
    """Return whether a card with words of its own is made here; a picture or document has none."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(
        isinstance(call.func, ast.Name)
        and call.func.id == "Card"
        and not any(keyword.arg == "file" for keyword in call.keywords)
        for call in calls
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", MAKERS)
def test_every_text_is_taken_everywhere(name: str, size: str) -> None:
    for card in cards(name, *SIZES[size]):
        assert card.title.strip()
        check_text(card)
        check_markdown(card, ROBOT_BYTES)
        check_markdown(card, BOT_BYTES)
        if size != "stories":
            check_buttons(card)
        check_template(card)
        check_template(replace(card, buttons=(BUTTON,), choices=()))


def check_text(card: Card) -> None:
    """Check what the self-built app says to a person."""
    words = draw.text(card, APP_BYTES)

    assert cut_text(words) == (words, False, False)
    assert is_whole(words)
    assert words.splitlines()[0].strip("【】重要…")
    assert not re.search(r"<[@/a-z]|\]\(", words)


def check_markdown(card: Card, max_bytes: int) -> None:
    """Check what a group's robot or the smart bot says."""
    words = draw.markdown(card, max_bytes)

    assert len(words.encode()) <= max_bytes
    assert is_whole(words)
    assert _OURS.sub("", words.splitlines()[0]).strip("*…")
    assert words.count("<font") == words.count("</font>")
    assert "<" not in _OURS.sub("", words)
    assert not card.mentions or "<@" in words


def check_buttons(card: Card) -> None:
    """Check that the buttons of a text can be drawn whole, and that what they say can be typed too."""
    if not card.buttons:
        return
    assert can_draw(card)
    assert card.hints
    assert len(card.buttons) <= 6
    assert all(len(button.text) <= 10 for button in card.buttons)


def check_template(card: Card) -> None:
    """Check the card with its buttons, and how it ends; names like stories leave some of them to be typed."""
    if not can_draw(card):
        return
    open_card = interactive(card, "12-20261123")
    for drawn in (open_card, closed(replace(card, closed_as=CLOSED_AS), "12-20261123")):
        check_card(drawn, FOR_BOT)
        check_card(drawn, FOR_APP)
        words = "\n".join(shown_on(drawn))
        assert is_whole(words)
        assert MARKUP[1:7] not in words
        assert "](" not in words
    lost = [one for one in said_by(card) if one not in "\n".join(shown_on(open_card))]
    assert not lost or any("…" in one for one in shown_on(open_card))


def shown_on(part: object) -> Iterator[str]:
    """Yield the words that the reader of a template card sees; what its buttons and options say is not among them."""
    match part:
        case dict():
            for name, inner in part.items():
                if name not in ("key", "id", "question_key", "url"):
                    yield from shown_on(inner)
        case list():
            for inner in part:
                yield from shown_on(inner)
        case str():
            yield part


def said_by(card: Card) -> Iterator[str]:
    """Yield what a card says above its buttons."""
    for words in (*(value for _, value in card.facts), *card.lines):
        yield on_one_line(words)
