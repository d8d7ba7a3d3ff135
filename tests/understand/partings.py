"""What the model that parts hazards is taught: neighbouring clauses, and whether a labelled hazard begins between."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from config.lexicon import Lexicon
from config.linear import LinearTable
from handlers.understand.clauses import Clause
from handlers.understand.hazard_groups import speaking_of
from handlers.understand.hazard_parting import marks
from handlers.understand.message_clauses import clauses_of
from handlers.understand.words import normalise

Row = Mapping[str, Any]
Span = tuple[int, int]
_PARTS = 5


def spans_of(row: Row) -> list[str]:
    """Return the words of each labelled hazard in order; of a single one the whole message, empty where unknown."""
    if not row["is_hazard"]:
        return []
    if row.get("n_hazards", 2) == 1:
        return [str(row["text"])]
    spans = [str(item.get("span") or item.get("text") or "") for item in row.get("items") or ()]
    return spans if len(spans) == row.get("n_hazards") and all(spans) else []


def pairs_of(
    rows: Sequence[Row], lexicon: Lexicon, category_of: Callable[[Sequence[Row]], LinearTable]
) -> Iterator[tuple[Row, frozenset[str], bool]]:
    """Yield (row, marks of two neighbouring clauses, whether another hazard begins) for all rows with known spans.

    The category is one of the marks. `category_of` teaches it by the other four fifths of the rows: on rows that it
    has seen it would be surer than it ever is of what people write.
    """
    for part in range(_PARTS):
        learnt = [row for at, row in enumerate(rows) if at % _PARTS != part]
        hazards = replace(lexicon.hazards, category_weights=category_of(learnt))
        for row in rows[part::_PARTS]:
            text = normalise(str(row["text"]), lexicon.words).text
            spans = _places(text, [normalise(one, lexicon.words).text for one in spans_of(row)])
            for before, after, is_new in _pairs(text, spans, replace(lexicon, hazards=hazards)):
                yield row, marks(before, after, hazards, lexicon.places), is_new


def _places(text: str, spans: Sequence[str]) -> list[Span]:
    """Return where the spans stand in `text`; empty where one is not found."""
    found: list[Span] = []
    for span in spans:
        begin = text.find(span, found[-1][0] if found else 0)
        if begin < 0:
            begin = text.find(span)
        if begin < 0:
            return []
        found.append((begin, begin + len(span)))
    return found


def _pairs(text: str, spans: Sequence[Span], lexicon: Lexicon) -> Iterator[tuple[Clause, Clause, bool]]:
    if not spans:
        return
    end = 0
    told: list[tuple[Clause, int | None]] = []
    clauses = clauses_of(text, lexicon.hazards)
    speaking = set(map(id, speaking_of(clauses)))
    for clause in clauses:
        begin = text.find(clause.text, end)
        if begin < 0:
            return
        end = begin + len(clause.text)
        if id(clause) in speaking:
            told.append((clause, _span_at(begin, end, spans)))
    last = None
    for (before, own), (after, other) in pairwise(told):
        last = last if own is None else own
        yield before, after, other is not None and last is not None and other != last


def _span_at(begin: int, end: int, spans: Sequence[Span]) -> int | None:
    """Return which span shares most with this stretch, None where none does."""
    shared = [max(0, min(end, right) - max(begin, left)) for left, right in spans]
    return shared.index(max(shared)) if max(shared) else None
