"""What the model that finds seams is taught: texts without their marks, and where a mark stood or a hazard begins."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from config.lexicon import Lexicon
from handlers.understand.clause_seams import marks
from handlers.understand.words import normalise

Row = Mapping[str, Any]
_MARKS = re.compile(r"[，,、。；;！？\n ]+")


def places_of(row: Row, lexicon: Lexicon) -> Iterator[tuple[frozenset[str], bool]]:
    """Yield (what is seen, whether a statement begins there) for every place between two characters of the row."""
    words, begins = _unmarked(row, lexicon)
    for place, seen in marks(words, lexicon.hazards, 2, len(words) - 1):
        yield frozenset(seen), place in begins


def _unmarked(row: Row, lexicon: Lexicon) -> tuple[str, set[int]]:
    parts = [part for part in _MARKS.split(_even(str(row["text"]), lexicon)) if part]
    words, begins = "".join(parts), set[int]()
    end = 0
    for part in parts[:-1]:
        end += len(part)
        begins.add(end)
    for item in row.get("items") or () if row.get("multi") else ():
        span = _MARKS.sub("", _even(str(item.get("span") or item.get("text") or ""), lexicon))
        if span and (begin := words.find(span)) > 0:
            begins.add(begin)
    return words, begins


def _even(text: str, lexicon: Lexicon) -> str:
    return normalise(text, lexicon.words).text
