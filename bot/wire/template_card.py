"""Cards with buttons as template cards 「模板卡片」, the same for the self-built app and for the smart bot.

Source: document/path/101032 (智能机器人), 90236 (自建应用), 94888 (更新模版卡片).
"""

from collections.abc import Sequence
from typing import Any

from bot.wire.card_layout import on_one_line, shorten, spacious, terse
from storage.messages import Button, Card, Choice

Part = dict[str, Any]

BUTTONS, BUTTON_TEXT, KEY_BYTES = 6, 10, 1024
SELECTS, SELECT_TITLE, SELECT_OPTIONS = 3, 13, 10
BOXES = 20
OPTION_TEXT, OPTION_ID_BYTES = 10, 128

MAIN, PLAIN = 1, 2
"""How a button looks."""
ONE, SEVERAL = 0, 1
"""How many boxes may be ticked."""
_CLOSED_KEY = "closed"
"""What a press on a closed card says, should a client let one through; such a card is known by its task."""


def can_draw(card: Card) -> bool:
    """Return whether the card's buttons and choices go together on one template card."""
    buttons = _pressable(card.buttons)
    if not card.title.strip() or not buttons:
        return False
    if not card.choices:
        return True
    return len(buttons) == 1 and all(map(_is_drawable, card.choices)) and (_is_vote(card) or _is_multiple(card))


def interactive(card: Card, task: str) -> Part:
    """Return the `template_card` object with the card's buttons; `task` is what a click will name.

    Raises ValueError for a card that `can_draw` refuses.
    """
    if not can_draw(card):
        raise ValueError("these buttons and choices do not go together on one card")
    buttons = _pressable(card.buttons)
    if not card.choices:
        return {**_frame("button_interaction", card, task), **spacious(card), "button_list": [*map(_button, buttons)]}
    return {**_chosen_from(card, task), **terse(card), "submit_button": _submit(buttons[0].text, buttons[0].says)}


def closed(card: Card, task: str) -> Part:
    """Return the same card at its end: nothing can be pressed, and in place of the buttons stands `card.closed_as`.

    Raises ValueError for a card that `can_draw` refuses.
    """
    if not can_draw(card):
        raise ValueError("these buttons and choices do not go together on one card")
    label = shorten(on_one_line(card.closed_as), BUTTON_TEXT)
    # What is too long for a button is said once more, whole.
    said = on_one_line(card.closed_as) if len(on_one_line(card.closed_as)) > BUTTON_TEXT else ""
    grey = {"replace_text": label}
    if not card.choices:
        only = {"text": label, "style": PLAIN, "key": _CLOSED_KEY}
        return {**_frame("button_interaction", card, task), **spacious(card, said), "button_list": [only], **grey}
    body = _chosen_from(card, task, is_closed=True)
    return {**body, **terse(card, said), "submit_button": _submit(label, _CLOSED_KEY), **grey}


def _frame(card_type: str, card: Card, task: str) -> Part:
    action = {"card_action": {"type": 1, "url": card.link}} if card.link and not card.choices else {}
    return {"card_type": card_type, "task_id": task, **action}


def _chosen_from(card: Card, task: str, *, is_closed: bool = False) -> Part:
    # Greying the button alone would leave the boxes to be ticked.
    end = {"disable": True} if is_closed else {}
    if _is_multiple(card):
        selects = [
            {"question_key": one.key, "title": shorten(on_one_line(one.title), SELECT_TITLE), **_options(one), **end}
            for one in card.choices
        ]
        return {**_frame("multiple_interaction", card, task), "select_list": selects}
    only = card.choices[0]
    mode = SEVERAL if only.takes_several else ONE
    box = {"question_key": only.key, "mode": mode, **_options(only), **end}
    return {**_frame("vote_interaction", card, task), "checkbox": box}


def _is_multiple(card: Card) -> bool:
    return len(card.choices) <= SELECTS and all(
        not one.takes_several and len(one.options) <= SELECT_OPTIONS for one in card.choices
    )


def _is_vote(card: Card) -> bool:
    return len(card.choices) == 1 and len(card.choices[0].options) <= BOXES


def _is_drawable(choice: Choice) -> bool:
    return bool(choice.key and choice.options) and all(
        said.strip() and shown.strip() and len(said.encode()) <= OPTION_ID_BYTES for said, shown in choice.options
    )


def _options(choice: Choice) -> Part:
    shown = [shorten(on_one_line(text), OPTION_TEXT) for _, text in choice.options]
    if len(set(shown)) < len(shown):
        # Names that begin alike are told apart by their place in the list.
        shown = [
            shorten(f"{number}.{on_one_line(text)}", OPTION_TEXT)
            for number, (_, text) in enumerate(choice.options, start=1)
        ]
    return {
        "option_list": [{"id": said, "text": text} for (said, _), text in zip(choice.options, shown, strict=True)]
    }


def _pressable(buttons: Sequence[Button]) -> list[Button]:
    """Return the first six that can be told apart; words are never cut, a button without its words says another."""
    by_words: dict[str, Button] = {}
    for one in buttons:
        if one.text.strip() and one.says.strip() and len(one.says.encode()) <= KEY_BYTES:
            by_words.setdefault(one.says, one)
    return list(by_words.values())[:BUTTONS]


def _button(button: Button) -> Part:
    text = shorten(on_one_line(button.text), BUTTON_TEXT)
    return {"text": text, "style": MAIN if button.is_main else PLAIN, "key": button.says}


def _submit(text: str, key: str) -> Part:
    return {"text": shorten(on_one_line(text), BUTTON_TEXT), "key": key}
