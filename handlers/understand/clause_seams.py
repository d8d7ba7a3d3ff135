"""Find where one statement ends and the next begins in words typed without any mark, by a small linear model; pure.

What it was taught is where people set marks in labelled messages, the marks taken out, and where the single hazards
of such a message begin (tests/understand/seams.py).
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from config.lexicon import HazardTables
from config.linear import LinearTable
from handlers.understand.clauses import blanked, tags_of

SHORTEST_PAIR = 10
SHORTEST = 4
"""So many characters two statements have together at least, and each of them."""
BAR = 135
"""So many points must speak for a seam; settled by totals of all rows, the unseen too (docs/understanding.md)."""
_DIGIT = re.compile(r"\d")
_STRONG = 2
_FAR = 3
_SOON = 14


def seams(words: str, tables: HazardTables) -> list[int]:
    """Return where statements begin in `words` besides the first, ascending; empty where there is no model to ask."""
    table = tables.seam_weights
    if not table.classes or len(words) < SHORTEST_PAIR:
        return []
    bias, weights = table.bias[0], _by_mark(table)
    points = {
        place: bias + sum([weights.get(mark, 0) for mark in seen])
        for place, seen in marks(words, tables, SHORTEST, len(words) - SHORTEST + 1)
    }
    kept: list[int] = []
    for place in sorted(points, key=lambda place: -points[place]):
        if points[place] <= BAR:
            break
        if all(abs(place - other) >= SHORTEST for other in kept):
            kept.append(place)
    return sorted(kept)


@lru_cache(maxsize=4)
def _by_mark(table: LinearTable) -> Mapping[str, int]:
    return {mark: weight for mark, ((_, weight),) in table.weights.items()}


def marks(words: str, tables: HazardTables, first: int, end: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each place between two characters from `first` to before `end`, and what is seen around it.

    That are three characters on each side, alone and together, whether a thing is named from there on, how long ago
    something was called faulty and whether something will be soon.
    """
    even = f"^^^{_DIGIT.sub('0', words)}$$$"
    tags = [tag for tag in tags_of(words, tables) if tag.weight >= _STRONG]
    begins, inside = {tag.begin for tag in tags}, {at for tag in tags for at in range(tag.begin + 1, tag.end)}
    plain = tables.patterns["helpless"].sub(blanked, words)
    faults = [match.span() for match in tables.patterns["bad"].finditer(plain)]
    for place in range(first, end):
        a, b, c, d, e, f = list(even[place : place + 6])
        named = "thing" if place in begins else "within" if place in inside else "none"
        ago = min((place - stop for _, stop in faults if stop <= place), default=None)
        past = "never" if ago is None else "far" if ago > _FAR else str(ago)
        soon = any(place <= start < place + _SOON for start, _ in faults)
        cut = any(start < place < stop for start, stop in faults)
        yield (
            place,
            [
                *(f"1{a}", f"2{b}", f"3{c}", f"4{d}", f"5{e}", f"6{f}"),
                *(f"1{a}{b}", f"2{b}{c}", f"3{c}{d}", f"4{d}{e}", f"5{e}{f}"),
                *(f"2{b}{c}{d}", f"3{c}{d}{e}"),
                *(f"named {named}", f"fault {past}", f"soon {soon}", f"cut {cut}"),
                f"{named} {past} {soon}",
            ],
        )
