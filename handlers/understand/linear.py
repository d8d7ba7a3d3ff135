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

    @property
    def best(self) -> str:
        """Return the class with most points."""
        return self.table.classes[self.points.index(max(self.points))]

    @property
    def share(self) -> float:
        """Return how likely the best class is, 0 to 1, where the points are taken at their word."""
        return max(self.shares)

    @property
    def shares(self) -> tuple[float, ...]:
        """Return how likely each class is; together 1."""
        top = max(self.points)
        odds = [exp((one - top) / 100) for one in self.points]
        whole = sum(odds)
        return tuple([one / whole for one in odds])

    def trusting(self, trust: Mapping[str, int]) -> "Opinion":
        """Return the opinion with the points that the rules add to the classes that they name."""
        points = list(self.points)
        for code, more in trust.items():
            points[self.table.classes.index(code)] += more
        return Opinion(self.text, self.table, tuple(points))

    def reasons(self, code: str, *, against: bool = False) -> tuple[str, ...]:
        """Return the pairs of characters that speak most for or against a class, the strongest first."""
        place, sign = self.table.classes.index(code), -1 if against else 1
        rows = self.table.weights
        of_class = ((gram, one) for gram in grams(self.text) if gram in rows for one in rows[gram])
        own = {gram: sign * weight for gram, (at, weight) in of_class if at == place}

        def said(pair: str) -> int:
            return sum([own.get(gram, 0) for gram in (pair, *pair)])

        pairs = dict.fromkeys(map("".join, pairwise(without_numbers(self.text))))
        kept = [pair for pair in pairs if pair.isalnum() and said(pair) > 0]
        shown: list[str] = []
        for pair in sorted(kept, key=said, reverse=True):
            if not any(set(pair) & set(other) for other in shown):
                shown.append(pair)
        return tuple(shown[:_SHOWN])


@lru_cache(maxsize=64)
def judged(text: str, table: LinearTable) -> Opinion:
    """Return what the characters of evened-out `text` say for the classes of `table`."""
    return Opinion(text, table, table.points(grams(text)))
