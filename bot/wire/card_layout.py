"""Where the words of a card go on a template card, cut by characters to the lengths of the smart bot.

The lengths of the self-built app are larger. Source: document/path/101032 (智能机器人模板卡片), 90236 (自建应用).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.wire import words as say
from bot.wire.draw import CUT, harmless
from storage.messages import Button, Card

Part = dict[str, Any]

TITLE, DESC, SUB_TITLE = 26, 30, 112
QUOTE = 112
"""The pages name no length for a quotation: as much as the text beside it is shown everywhere."""
ROWS, ROW_LABEL, ROW_VALUE = 6, 5, 26

RED = 2
_HAZARD = re.compile(r"hazard:(\d+)(?::|$)")
_SLOT = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True, slots=True)
class _Fact:
    label: str
    value: str

    def __str__(self) -> str:
        return f"{self.label}：{self.value}" if self.label else self.value

    @property
    def fits_a_row(self) -> bool:
        """Return whether it is whole in a row; a label is never cut, half of one is nonsense."""
        return 0 < len(self.label) <= ROW_LABEL and len(self.value) <= ROW_VALUE


def shorten(words: str, max_characters: int) -> str:
    """Return `words` whole where they have at most `max_characters`, else their beginning and 「…」."""
    return words if len(words) <= max_characters else words[: max_characters - 1] + CUT


def on_one_line(words: str) -> str:
    """Return the words made harmless, with single spaces for all that separates them."""
    return " ".join(harmless(words).split())


def source(card: Card) -> Part:
    """Return the mark of a warning, nothing for any other card."""
    return {"source": {"desc": say.MARKED, "desc_color": RED}} if card.is_warning else {}


def spacious(card: Card, closed_as: str = "") -> Part:
    """Return title, quotation, text and rows of a card with buttons.

    Facts that fit go into rows, the longest of the others into the quotation, all the rest with the lines into the
    text, `closed_as` before everything. Hints are left out that say what a button does. Where something is cut, the
    last words say how to see all of the hazard that the card is about.
    """
    facts, lines = _facts(card), _lines(card)
    rows = [fact for fact in facts if fact.fits_a_row][:ROWS]
    others = [fact for fact in facts if fact not in rows]
    quoted = _to_quote(others, lines)
    text = [str(fact) for fact in [*others, *lines] if fact is not quoted]
    title, more_title = _title(card)
    is_cut = len(more_title) > DESC or (quoted is not None and len(quoted.value) > QUOTE)
    return {
        **source(card),
        "main_title": {"title": title, **({"desc": shorten(more_title, DESC)} if more_title else {})},
        **({"quote_area": _quote(quoted)} if quoted else {}),
        **_sub_title([*filter(None, [closed_as]), *text], _own_hints(card), _where_all_is(card), is_cut=is_cut),
        **({"horizontal_content_list": [{"keyname": row.label, "value": row.value} for row in rows]} if rows else {}),
    }


def terse(card: Card, closed_as: str = "") -> Part:
    """Return the title of a card with choices, which has no other place: what there is to say beside it is cut."""
    title, more_title = _title(card)
    said = [more_title, closed_as, *map(str, [*_facts(card), *_lines(card)]), *_own_hints(card)]
    desc = "；".join(filter(None, said))
    if len(desc) > DESC and (where := _where_all_is(card)):
        desc = f"{shorten(desc, DESC - len(where) - 1)}；{where}"
    return {**source(card), "main_title": {"title": title, **({"desc": shorten(desc, DESC)} if desc else {})}}


def _title(card: Card) -> tuple[str, str]:
    """Return the title and what of it has to go on below it."""
    title = on_one_line(card.title)
    if len(title) <= TITLE:
        return title, ""
    return title[: TITLE - 1] + CUT, CUT + title[TITLE - 1 :]


def _facts(card: Card) -> list[_Fact]:
    found = (_Fact(on_one_line(label), on_one_line(value)) for label, value in card.facts)
    return [fact for fact in found if fact.value]


def _lines(card: Card) -> list[_Fact]:
    return [_Fact("", line) for line in map(on_one_line, card.lines) if line]


def _to_quote(facts: Sequence[_Fact], lines: Sequence[_Fact]) -> _Fact | None:
    """Return the longest fact that fits no row; without one the longest line, where the text is too small for all."""
    long_facts = [fact for fact in facts if not fact.fits_a_row]
    if not long_facts and len("\n".join(map(str, [*facts, *lines]))) > SUB_TITLE:
        long_facts = list(lines)
    return max(long_facts, key=lambda fact: len(fact.value), default=None)


def _quote(fact: _Fact) -> Part:
    title = {"title": shorten(fact.label, DESC)} if fact.label else {}
    return {"type": 0, **title, "quote_text": shorten(fact.value, QUOTE)}


def _own_hints(card: Card) -> list[str]:
    """Return the hints that say something else than the buttons do."""
    return [on_one_line(hint) for hint in card.hints if not any(_is_about(hint, button) for button in card.buttons)]


def _is_about(hint: str, button: Button) -> bool:
    words = _SLOT.split(button.says)[0].strip()
    return f"「{words}」" in hint or (len(words) > 1 and words in hint)


def _where_all_is(card: Card) -> str:
    found = _HAZARD.match(card.subject)
    return say.WHOLE.format(number=found[1]) if found else ""


def _sub_title(lines: Sequence[str], hints: Sequence[str], where: str, *, is_cut: bool) -> Part:
    text = "\n".join(lines)
    if is_cut or len(text) > SUB_TITLE:
        end = f"\n{where}" if where else ""
        text = f"{shorten(text, SUB_TITLE - len(end))}{end}".strip()
    else:
        for hint in hints:
            # A hint is whole or not at all: half a command misleads.
            longer = f"{text}\n{hint}".strip()
            text = longer if len(longer) <= SUB_TITLE else text
    return {"sub_title_text": text} if text else {}
