"""Read 「word number rest」 in any usual order: 派单 12 王铁柱 周五前, 12号派单给王铁柱; pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from handlers.understand.hazard_command import leading_numbers

_QUESTIONS = ("？", "吗", "没有", "呢")
_LEAD = re.compile(r"^[\s:，。；、.]*")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A command about hazards, as it was said."""

    means: str
    """What the word stands for."""
    numbers: tuple[str, ...]
    """As they were typed, "12" or "YH20261123-003", each once; empty where none was."""
    said: str
    """What follows; "" where nothing does."""


class Words:
    """The words that begin a kind of command, each with what it stands for."""

    def __init__(self, meaning_by_word: Mapping[str, str]) -> None:
        """Take the words; longer ones are tried first."""
        self._meanings = dict(meaning_by_word)
        listed = "|".join(map(re.escape, sorted(self._meanings, key=len, reverse=True)))
        self._begins = re.compile(rf"[#＃]?(?P<word>{listed})(?P<gap>[\s:，。、；]*)")

    def read(self, text: str, *, quoted: tuple[str, ...] = (), needs_number: bool = True) -> Numbered | None:
        """Return the command that the evened-out `text` is, None where it is none or is a question.

        A word without a number is a command only where `needs_number` is false or a message with one is quoted,
        and where it stands alone or apart from what follows.
        """
        before, rest = leading_numbers(text)
        match = self._begins.match(rest)
        if match is None or text.endswith(_QUESTIONS):
            return None
        behind, said = ((), rest[match.end() :]) if before else leading_numbers(rest[match.end() :])
        numbers = before or behind or quoted
        if not (before or behind):
            is_apart = not said or bool(match["gap"])
            if not is_apart or (needs_number and not quoted):
                return None
        return Numbered(self._meanings[match["word"]], numbers, _LEAD.sub("", said).strip())
