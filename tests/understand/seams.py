"""What the model that finds seams is taught: texts without their marks, and where a mark stood or a hazard begins."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from config.lexicon import Lexicon
from handlers.understand.clause_seams import marks
from handlers.understand.words import normalise

Row = Mapping[str, Any]
_OF_HAZARDS = 4.0
_MARKS = re.compile(r"[，,、。；;！？\n ]+")


def places_of(row: Row, lexicon: Lexicon) -> Iterator[tuple[frozenset[str], bool, float]]:
    """Yield (what is seen, whether a statement begins there, how much it counts) for every place of the row.

    Where a hazard of its own begins counts more: few messages have several, and they are what is parted for.
    """
    words, begins, hazards = _unmarked(row, lexicon)
    for place, seen in marks(words, lexicon.hazards, 2, len(words) - 1):
        yield frozenset(seen), place in begins, _OF_HAZARDS if place in hazards else 1.0


def _unmarked(row: Row, lexicon: Lexicon) -> tuple[str, set[int], set[int]]:
    parts = [part for part in _MARKS.split(_even(str(row["text"]), lexicon)) if part]
    words, begins, hazards = "".join(parts), set[int](), set[int]()
    end = 0
    for part in parts[:-1]:
        end += len(part)
        begins.add(end)
    for item in row.get("items") or () if row.get("multi") else ():
        span = _MARKS.sub("", _even(str(item.get("span") or item.get("text") or ""), lexicon))
        if span and (begin := words.find(span)) > 0:
            hazards.add(begin)
    return words, begins | hazards, hazards


def _even(text: str, lexicon: Lexicon) -> str:
    return normalise(text, lexicon.words).text
