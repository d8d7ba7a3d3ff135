"""What may stand in the cells of the register sheets; every reader raises ValueError with the fault in Chinese."""

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from handlers.papers.roster_cells import half_width, headcount, yes_or_no
from storage.vocabulary import FireAcceptance, Word

__all__ = ["acceptance", "day", "grade", "headcount", "heads", "passed", "plain", "surely", "word", "yes_or_no"]

W = TypeVar("W", bound=Word)

_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_NO_END = ("长期", "长期有效", "永久", "无")
_RESULTS = {"合格": True, "基本合格": True, "通过": True, "不合格": False, "未通过": False}


def plain(text: str) -> str:
    """Return the text with full-width letters and digits made half-width."""
    return half_width(text)


def word(words: type[W]) -> Callable[[str], W]:
    """Return the reader of one of the words, by its term."""

    def read(text: str) -> W:
        found = words.from_term(half_width(text))
        if found is None:
            raise ValueError(f"没有“{text}”这一种，只能写：{'、'.join(one.term for one in words)}")
        return found

    return read


def day(text: str) -> date | None:
    """Return the day, None where none is said or it has no end (长期)."""
    said = re.sub(r"\s", "", half_width(text))
    if not said or said in _NO_END:
        return None
    match = _DAY.fullmatch(said)
    parts = [int(part) for part in match.groups() if part is not None] if match else []
    try:
        return date(*parts)
    except (TypeError, ValueError):
        raise ValueError(f"日期要写成 2024-05-01 这样，现在写的是“{text}”") from None


def grade(text: str) -> str | None:
    """Return the grade of an appraisal, A to D, None where there is none."""
    said = half_width(text).upper().removesuffix("级").strip()
    if said and said not in ("A", "B", "C", "D"):
        raise ValueError(f"鉴定等级只能写 A、B、C、D，现在写的是“{text}”")
    return said or None


def acceptance(text: str) -> str | None:
    """Return the code of how the building stands with the fire acceptance, None where nothing is said."""
    return word(FireAcceptance)(text).value if text else None


def surely(text: str) -> bool:
    """Return what was ticked."""
    return bool(yes_or_no(text))


def heads(text: str) -> int:
    """Return the number of people."""
    return headcount(text) or 0


def passed(text: str) -> bool:
    """Return whether the assessment was passed."""
    said = half_width(text)
    if said not in _RESULTS:
        raise ValueError(f"结果只能写“合格”或“不合格”，现在写的是“{text}”")
    return _RESULTS[said]
