"""Read that the table of who leads whom out was checked: 结对表已核对 11月20日 失能15 失智3; numbers alone; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from handlers.understand.days import Time

_SAID = re.compile(
    r"(?P<unit>[^\s\d:，。]{2,20}?)?(?:的|\s)*(?:失能失智(?:老人)?|疏散|点对点|人对人)*(?:老人)?(?:疏散)?结对表(?:已经?)?\s*"
    r"(?:确认|核对|更新|检查)(?:了|过|无误)?[\s:，]*(?P<rest>[^\n]{0,80})"
)
_HEADS = re.compile(r"(失能|失智)\s*(?:老人|人员)?\s*[:：]?\s*(\d{1,4})\s*人?")
_KEYS = {"失能": "disabled", "失智": "dementia"}


class Finder(Protocol):
    """(words) → the times behind us in them, in order."""

    def __call__(self, said: str, /) -> Sequence[Time]:
        """Return the times."""


@dataclass(frozen=True, slots=True)
class Paired:
    """What was said: of which unit, the rest still unread."""

    unit: str
    rest: str


def read_paired(text: str) -> Paired | None:
    """Return what the text says of the table, None where it says nothing of one."""
    match = _SAID.fullmatch(text.strip(" 。！"))
    return Paired((match["unit"] or "").strip(), match["rest"].strip()) if match else None


def numbers_in(rest: str) -> dict[str, int]:
    """Return how many need a helper, by `disabled` and `dementia`; only what was said."""
    return {_KEYS[match[1]]: int(match[2]) for match in _HEADS.finditer(rest)}


def day_in(rest: str, find: Finder, today: date) -> date:
    """Return when the table was checked: the day that is named, else today."""
    times = find(_HEADS.sub(" ", rest))
    return times[0].span.start if times and times[0].span.start <= today else today
