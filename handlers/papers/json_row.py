"""One object of a JSON file, read key by key."""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from config.clock import TZ
from handlers.papers.workbook import tidy
from storage.vocabulary import Word

D = TypeVar("D", bound=date)
W = TypeVar("W", bound=Word)

FIRST_YEAR, LAST_YEAR = 2000, 2100
_REPEATED = 40
"""What is wrong is repeated where it is no longer than this."""


class JsonRow:
    """One object of one section; every reader raises ValueError with the fault in Chinese."""

    def __init__(self, content: Mapping[str, Any], where: str) -> None:
        """Take the object and where it stands."""
        self.where = where
        self._content = content

    def has(self, key: str) -> bool:
        """Return whether the key is there with a value."""
        return self._content.get(key) is not None

    def text(self, key: str, limit: int, *, is_needed: bool = True) -> str:
        """Return the text on one line; "" where it may be missing and is."""
        found = self._content.get(key)
        if found is None and not is_needed:
            return ""
        if not isinstance(found, str):
            raise ValueError(f"{key} 要写文字{self._instead(key)}")  # noqa: TRY004 - one kind of fault for all readers
        text = tidy(found)
        if is_needed and not text:
            raise ValueError(f"{key} 不能空")
        if len(text) > limit:
            raise ValueError(f"{key} 太长了，最多 {limit} 个字")
        return text

    def whole(self, key: str, least: int, most: int) -> int:
        """Return a whole number from `least` to `most`."""
        found = self._content.get(key)
        number = int(found) if isinstance(found, float) and math.isfinite(found) and found == int(found) else found
        if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
            raise ValueError(f"{key} 要写 {least} 到 {most} 的整数{self._instead(key)}")
        return number

    def flag(self, key: str) -> bool:
        """Return true or false; false where the key is missing."""
        found = self._content.get(key, False)
        if not isinstance(found, bool):
            raise ValueError(f"{key} 要写 true 或 false{self._instead(key)}")  # noqa: TRY004
        return found

    def day(self, key: str) -> date:
        """Return a day."""
        return self._dated(key, date.fromisoformat, "2026-11-23")

    def moment(self, key: str) -> datetime:
        """Return a moment, of the county where it names no zone; of a mere day its midnight."""
        at = self._dated(key, datetime.fromisoformat, "2026-11-23T08:46")
        return at if at.tzinfo else at.replace(tzinfo=TZ)

    def word(self, key: str, words: type[W], custom: Mapping[str, W] | None = None) -> W:
        """Return the word by its term or code, or by a customary name."""
        text = self.text(key, 40)
        found = words.from_term(text) or (custom or {}).get(text)
        if found is None:
            raise ValueError(f"{key} 没有“{text}”这一种，只能写：{'、'.join(word.term for word in words)}")
        return found

    def _dated(self, key: str, read: Callable[[str], D], example: str) -> D:
        found = self._content.get(key)
        fault = ValueError(f"{key} 要写成 {example} 这样{self._instead(key)}")
        if not isinstance(found, str):
            raise fault
        try:
            value = read(found)
        except ValueError:
            raise fault from None
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise fault
        return value

    def _instead(self, key: str) -> str:
        if self._content.get(key) is None:
            return "，这里没有写"
        found = self._content[key]
        return f"，现在写的是 {found!r}" if len(repr(found)) <= 40 else ""
