"""Decide where one hazard ends and the next begins, by a small linear model over neighbouring clauses; pure.

What it was taught are the spans of the single hazards in labelled messages (tests/understand/train.py).
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from config.lexicon import HazardTables, PlaceTables
from handlers.understand.clauses import Clause
from handlers.understand.linear import judged

NAMED = 3
"""The weight of a word that names a thing of its category whatever stands around it."""
BAR = -80
"""Parted down to odds of 1:2.2; settled by totals of all rows, the unseen ones too (docs/understanding.md)."""
_EDGE = "，、。；！？ \n:"
_ENDS = (1, 2, 3)
_LENGTHS = (3, 5, 7, 10, 14)
_LIKELY = (0.3, 0.5, 0.7, 0.9)
_ALIKE = (0.02, 0.1, 0.25, 0.5, 0.75)
_BOTH = (0.2, 0.4, 0.6, 0.8)


def parted(clauses: Sequence[Clause], tables: HazardTables, places: PlaceTables) -> list[tuple[Clause, ...]]:
    """Return the clauses of each hazard in order, never an empty one; one hazard where there is no model to ask."""
    stretches = [list(clauses[:1])] if clauses else []
    table = tables.parting_weights
    for before, after in pairwise(clauses):
        if table.classes and table.points(marks(before, after, tables, places))[0] > BAR:
            stretches.append([])
        stretches[-1].append(after)
    return [tuple(one) for one in stretches]


def marks(before: Clause, after: Clause, tables: HazardTables, places: PlaceTables) -> frozenset[str]:
    """Return what is seen of two neighbouring clauses: how they open and end, what each names, how alike they are."""
    return frozenset(_marks(before, after, tables, places))


def _marks(before: Clause, after: Clause, tables: HazardTables, places: PlaceTables) -> Iterator[str]:
    left, right = before.text.strip(_EDGE), after.text.strip(_EDGE)
    for length in _ENDS:
        yield f">{right[:length]}"
        yield f"<{left[-length:]}"
    yield f"opened {left[:1]}"
    yield f"opened {left[:2]}"
    yield f"ends {right[-2:]}"
    yield from map("".join, pairwise(right))
    yield f"mark {before.text[-1:] if before.text[-1:] in _EDGE else ''}"
    yield f"tones {before.tone} {after.tone}"
    yield f"tone {after.tone}"
    yield f"same sentence {before.sentence == after.sentence}"
    yield f"item {after.listed}"
    yield f"left {_step(len(left), _LENGTHS)}"
    yield f"right {_step(len(right), _LENGTHS)}"
    yield f"placed {places.phrase.match(left) is not None} {places.phrase.match(right) is not None}"
    yield f"shared {min(len({*pairwise(left)} & {*pairwise(right)}), 2)}"
    yield _named(before, after)
    yield from _kinds(left, right, tables)


def _named(before: Clause, after: Clause) -> str:
    ours, theirs = ({tag.category for tag in one.tags if tag.weight >= NAMED} for one in (before, after))
    if ours and theirs:
        return f"named {'same' if ours & theirs else 'other'}"
    return f"named {bool(ours)} {bool(theirs)}"


def _kinds(left: str, right: str, tables: HazardTables) -> Iterator[str]:
    """Yield how sure the characters of each are of its category, and how far the two agree."""
    ours, theirs = (judged(one, tables.category_weights) for one in (left, right))
    if not ours.points:
        return
    sure, also_sure = ours.share, theirs.share
    yield f"kinds {ours.best} {theirs.best}"
    yield f"sure {_step(sure, _LIKELY)}"
    yield f"right sure {_step(also_sure, _LIKELY)}"
    yield f"other {ours.best != theirs.best} {_step(sure * also_sure, _BOTH)}"
    alike = sum(one * other for one, other in zip(ours.shares, theirs.shares, strict=True))
    yield f"alike {_step(alike, _ALIKE)}"


def _step(value: float, steps: Sequence[float]) -> int:
    return sum(value >= step for step in steps)
