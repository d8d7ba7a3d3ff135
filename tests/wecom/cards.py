"""The rules of template cards 模板卡片.

The platform's page calls some lengths advice; the fake refuses whatever exceeds them, so that a
card that passes here is shown whole everywhere. Aspect ratios at the bounds are allowed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.wecom.fields import BAD_VALUE, address, items, one_of, optional, section, within, words
from tests.wecom.replies import Refused

NOTICES = frozenset({"text_notice", "news_notice"})
INTERACTIVE = frozenset({"button_interaction", "vote_interaction", "multiple_interaction"})
TASK_ID = re.compile(r"[0-9A-Za-z_\-@]{1,128}")
KEY_BYTES = 1024
SMART_REPLY = 3
"""A jump of a smart bot's card that asks the bot a question."""
QUESTION_BYTES = 200

Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CardRules:
    """Which cards one way out may send, and their lengths in characters."""

    types: frozenset[str]
    source: int
    title: int
    desc: int
    emphasis: tuple[int, int]
    sub_title: int
    value: int
    jump: int
    vertical: tuple[int, int]
    option: int
    check: int
    line_types: tuple[int, ...] = (0, 1, 2, 3)
    jump_types: tuple[int, ...] = (0, 1, 2)
    has_linking_buttons: bool = True


FOR_APP = CardRules(NOTICES | INTERACTIVE, 20, 36, 44, (14, 22), 160, 30, 18, (38, 160), 16, 17)
FOR_WEBHOOK = CardRules(NOTICES, 13, 26, 30, (10, 15), 112, 26, 13, (26, 112), 10, 11)
FOR_BOT = replace(
    FOR_WEBHOOK,
    types=NOTICES | INTERACTIVE,
    line_types=(0, 1, 3),
    jump_types=(0, 1, 2, SMART_REPLY),
    has_linking_buttons=False,
)


def check_card(card: Part, rules: CardRules) -> None:
    """Raise Refused with WeCom's code where the card breaks a rule."""
    card_type = words(card, "card_type", 42031)
    if card_type not in rules.types:
        raise Refused(42031)
    _check_head(card, rules)
    _check_lists(card, rules)
    _check_menu(card)
    if card_type in INTERACTIVE or "action_menu" in card or "task_id" in card:
        _check_task_id(card)
    _BODY[card_type](card, rules)


def _check_head(card: Part, rules: CardRules) -> None:
    within(optional(card, "source"), "desc", chars=rules.source)
    title = optional(card, "main_title")
    within(title, "title", chars=rules.title)
    within(title, "desc", chars=rules.desc)
    emphasis = optional(card, "emphasis_content")
    within(emphasis, "title", chars=rules.emphasis[0])
    within(emphasis, "desc", chars=rules.emphasis[1])
    within(card, "sub_title_text", chars=rules.sub_title)
    if "card_action" in card:
        _check_link(section(card, "card_action"), types=(1, 2), code=42045)
    if "quote_area" in card:
        _check_link(section(card, "quote_area"), types=(0, 1, 2), code=BAD_VALUE)


def _check_link(part: Part, *, types: tuple[int, ...], code: int) -> None:
    one_of(part, "type", types, code)
    kind = part.get("type", 0)
    if kind not in types:
        raise Refused(code)
    if kind == 1:
        address(part, "url", 42028, 42028)
    if kind == 2:
        words(part, "appid", 42030)
    if kind == SMART_REPLY:
        words(part, "question", BAD_VALUE)
        within(part, "question", size=QUESTION_BYTES)


def _check_lists(card: Part, rules: CardRules) -> None:
    for line in items(card, "horizontal_content_list", 6, 42035):
        words(line, "keyname", 42027)
        within(line, "keyname", chars=5)
        within(line, "value", chars=rules.value)
        _check_line_target(line, rules)
    for jump in items(card, "jump_list", 3, 42042):
        words(jump, "title", 42033)
        within(jump, "title", chars=rules.jump)
        _check_link(jump, types=rules.jump_types, code=BAD_VALUE)
    for row in items(card, "vertical_content_list", 4, 42036):
        words(row, "title", 42033)
        within(row, "title", chars=rules.vertical[0])
        within(row, "desc", chars=rules.vertical[1])


def _check_line_target(line: Part, rules: CardRules) -> None:
    one_of(line, "type", rules.line_types)
    kind = line.get("type", 0)
    if kind == 1:
        address(line, "url", 42028, 42028)
    if kind == 2:
        words(line, "media_id", 42029)
    if kind == 3:
        words(line, "userid", 42050)


def _check_menu(card: Part) -> None:
    if "action_menu" not in card:
        return
    actions = items(section(card, "action_menu"), "action_list", 3, BAD_VALUE, least=1)
    keys = []
    for action in actions:
        words(action, "text", BAD_VALUE)
        keys.append(words(action, "key", BAD_VALUE))
        within(action, "key", size=KEY_BYTES)
    if len(set(keys)) != len(keys):
        raise Refused(42051)


def _check_task_id(card: Part) -> None:
    task_id = card.get("task_id")
    if not isinstance(task_id, str) or not TASK_ID.fullmatch(task_id):
        raise Refused(42014)


def _check_text_notice(card: Part, rules: CardRules) -> None:
    section(card, "card_action", 42045)
    if not optional(card, "main_title").get("title") and not card.get("sub_title_text"):
        raise Refused(42033)


def _check_news_notice(card: Part, rules: CardRules) -> None:
    section(card, "card_action", 42045)
    words(section(card, "main_title", 42033), "title", 42033)
    if "image_text_area" in card:
        address(section(card, "image_text_area"), "image_url", 42044, 42044)
        return
    image = section(card, "card_image", 42044)
    address(image, "url", 42044, 42044)
    ratio = image.get("aspect_ratio", 1.3)
    if not isinstance(ratio, int | float) or not 1.3 <= ratio <= 2.25:
        raise Refused(42044)


def _check_buttons(card: Part, rules: CardRules) -> None:
    words(section(card, "main_title", 42033), "title", 42033)
    if "button_selection" in card:
        _check_choice(section(card, "button_selection"), rules.option, most=10)
    buttons = items(card, "button_list", 6, BAD_VALUE, least=1)
    for button in buttons:
        if not rules.has_linking_buttons and button.keys() & {"type", "url"}:
            raise Refused(BAD_VALUE)
        words(button, "text", 42038)
        within(button, "text", chars=10, code=42038)
        one_of(button, "style", range(1, 5))
        one_of(button, "type", (0, 1))
        if button.get("type", 0) == 1:
            address(button, "url", 42028, 42028)
        else:
            words(button, "key", 42039)
            within(button, "key", size=KEY_BYTES, code=42039)
    keys = [button["key"] for button in buttons if "key" in button]
    if len(set(keys)) != len(keys):
        raise Refused(42039)


def _check_vote(card: Part, rules: CardRules) -> None:
    box = section(card, "checkbox", 42043)
    one_of(box, "mode", (0, 1))
    _check_choice(box, rules.check, most=20)
    _check_submit(card)


def _check_multiple(card: Part, rules: CardRules) -> None:
    for choice in items(card, "select_list", 3, 42047, least=1):
        within(choice, "title", chars=13)
        _check_choice(choice, rules.option, most=10)
    _check_submit(card)


def _check_choice(choice: Part, text_chars: int, *, most: int) -> None:
    words(choice, "question_key", 42043)
    within(choice, "question_key", size=KEY_BYTES, code=42043)
    for option in items(choice, "option_list", most, 42037, least=1):
        words(option, "id", 42040)
        within(option, "id", size=128, code=42040)
        words(option, "text", 42041)
        within(option, "text", chars=text_chars, code=42041)


def _check_submit(card: Part) -> None:
    submit = section(card, "submit_button", 42046)
    words(submit, "key", 42046)
    within(submit, "key", size=KEY_BYTES, code=42046)
    words(submit, "text", 42049)
    within(submit, "text", chars=10, code=42049)


_BODY: dict[str, Callable[[Part, CardRules], None]] = {
    "text_notice": _check_text_notice,
    "news_notice": _check_news_notice,
    "button_interaction": _check_buttons,
    "vote_interaction": _check_vote,
    "multiple_interaction": _check_multiple,
}
