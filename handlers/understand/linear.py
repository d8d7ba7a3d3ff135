"""Weigh a message by its characters with a small linear model, beside the rules, and say which ones weighed; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import exp

from config.grams import grams, without_numbers
from config.linear import LinearTable

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the characters of a text say for every class, in hundredths of a logarithm of the odds."""

    text: str
    table: LinearTable
    points: tuple[int, ...]
    marks: frozenset[str] = frozenset()
    """What else than characters was weighed, see `judged`."""

    @property
    def best(self) -> str:
        """Return the class with most points."""
        return self.table.classes[self.points.index(max(self.points))]

    @property
    def share(self) -> float:
        """Return how likely the best class is, 0 to 1, where the points are taken at their word."""
        top = max(self.points)
        return 1 / sum([exp((one - top) / 100) for one in self.points])

    def trusting(self, trust: Mapping[str, int]) -> "Opinion":
        """Return the opinion with the points that the rules add to the classes that they name."""
        points = list(self.points)
        for code, more in trust.items():
            points[self.table.classes.index(code)] += more
        return Opinion(self.text, self.table, tuple(points), self.marks)

    def reasons(self, code: str, *, against: bool = False) -> tuple[str, ...]:
        """Return the pairs of characters and the marks that speak most for or against a class, strongest first."""
        place, sign = self.table.classes.index(code), -1 if against else 1
        rows = self.table.weights
        of_class = ((gram, one) for gram in grams(self.text) if gram in rows for one in rows[gram])
        own = {gram: sign * weight for gram, (at, weight) in of_class if at == place}

        own |= {mark: sign * weight for mark in self.marks for at, weight in rows.get(mark, ()) if at == place}

        def said(reason: str) -> int:
            return own.get(reason, 0) if reason in self.marks else sum([own.get(one, 0) for one in (reason, *reason)])

        pairs = dict.fromkeys(map("".join, pairwise(without_numbers(self.text))))
        kept = [one for one in (*filter(str.isalnum, pairs), *sorted(self.marks)) if said(one) > 0]
        shown: list[str] = []
        for reason in sorted(kept, key=said, reverse=True):
            if not any(set(reason) & set(other) for other in shown):
                shown.append(reason)
        return tuple(shown[:_SHOWN])


@lru_cache(maxsize=64)
def judged(text: str, table: LinearTable, marks: frozenset[str] = frozenset()) -> Opinion:
    """Return what the characters of evened-out `text` say for the classes of `table`, and `marks` beside them.

    A mark is what was heard otherwise and has weights of its own in the table, e.g. a sign of an intent.
    """
    return Opinion(text, table, table.points(grams(text) | marks), marks)
