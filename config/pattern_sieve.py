"""Tell by its characters and pairs which of many patterns can match a text at all, without trying them; pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property, lru_cache, reduce
from operator import or_
from sys import maxsize

from config.grams import grams
from config.required_grams import Group, alternatives, frequency, rarest

_LANES = 3
"""So many groups of an alternative are looked at."""
_RARE = 3
"""A group of so few pairs is enough by itself."""
_REMEMBERED = 64


class AllOf:
    """Finds, among things that each need one member of every of their groups, those that a set can serve."""

    def __init__(self, needs: Sequence[Sequence[Iterable[str]]]) -> None:
        """Take the groups that each thing needs, in order; a thing without any is always served."""
        self._count = len(needs)
        self._lanes = max(map(len, needs), default=0)
        self._all = (1 << self._count) - 1
        self._always = 0
        self._bits: dict[str, int] = {}
        for place, groups in enumerate(needs):
            for lane in range(self._lanes):
                bit = 1 << (lane * self._count + place)
                if lane >= len(groups):
                    self._always |= bit
                    continue
                for member in groups[lane]:
                    self._bits[member] = self._bits.get(member, 0) | bit

    def served(self, held: Set[str]) -> int:
        """Return the places of those that are served by what is `held`, as bits."""
        bits = self._bits.get
        found = reduce(or_, [found for one in held if (found := bits(one))], self._always)
        served = self._all
        for _ in range(self._lanes):
            served &= found
            found >>= self._count
        return served


class Sieve:
    """Many patterns, and for a text those of them that may match it: all that do, and few others."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self._patterns = tuple(patterns)
        self.passing = lru_cache(maxsize=_REMEMBERED)(self._passing)
        """Returns the places of the patterns that may match in a text, or in a part of it, as bits."""

    def places(self, text: str, first: int = 0, end: int | None = None) -> list[int]:
        """Return the places of the patterns that may match in `text` or in a part of it, ascending.

        Only those from `first` to before `end` are asked for, and counted from `first`.
        """
        passing = self.passing(text) >> first
        return places_of(passing if end is None else passing & ((1 << (end - first)) - 1))

    def _passing(self, text: str) -> int:
        needs, bits = self._alternatives
        return reduce(or_, [bits[place] for place in places_of(needs.served(grams(text)))], 0)

    @cached_property
    def _alternatives(self) -> tuple[AllOf, list[int]]:
        """What the alternatives of all patterns need, and by the place of each of them the bit of its pattern.

        Worked out on first use, because many processes never read a message.
        """
        found = [(groups, 1 << place) for place, one in enumerate(self._patterns) for groups in _needs_of(one)]
        return AllOf([groups for groups, _ in found]), [bit for _, bit in found]


class Sieved:
    """A pattern that is tried only where its sieve lets the text pass; it answers like `re.Pattern`."""

    __slots__ = ("_bit", "_passing", "pattern")

    def __init__(self, pattern: re.Pattern[str], passing: Callable[[str], int], place: int) -> None:
        self.pattern, self._passing, self._bit = pattern, passing, 1 << place

    def search(self, text: str, pos: int = 0, endpos: int = maxsize) -> re.Match[str] | None:
        return self.pattern.search(text, pos, endpos) if self._passing(text) & self._bit else None

    def match(self, text: str, pos: int = 0, endpos: int = maxsize) -> re.Match[str] | None:
        return self.pattern.match(text, pos, endpos) if self._passing(text) & self._bit else None

    def fullmatch(self, text: str, pos: int = 0, endpos: int = maxsize) -> re.Match[str] | None:
        return self.pattern.fullmatch(text, pos, endpos) if self._passing(text) & self._bit else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text) if self._passing(text) & self._bit else iter(())

    def sub(self, new: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self.pattern.sub(new, text) if self._passing(text) & self._bit else text


def sieved(patterns: Mapping[str, re.Pattern[str]], sieve: Sieve | None = None, first: int = 0) -> dict[str, Sieved]:
    """Return the same patterns behind one sieve: their own, or one that they are in from the place `first` on."""
    passing = (sieve or Sieve(patterns.values())).passing
    return {key: Sieved(one, passing, place) for place, (key, one) in enumerate(patterns.items(), first)}


def _needs_of(pattern: re.Pattern[str]) -> list[list[Group]]:
    """Return what the alternatives of a pattern need, those that need but one rare thing taken together."""
    found = [rarest(groups, _LANES) for groups in alternatives(pattern)]
    if not all(found):
        return [[]]
    simple = [groups[0] for groups in found if len(groups) == 1 or frequency(groups[0]) <= _RARE]
    others = [groups for groups in found if len(groups) > 1 and frequency(groups[0]) > _RARE]
    return [*([[frozenset().union(*simple)]] if simple else []), *others]


def places_of(bits: int) -> list[int]:
    """Return the places of the bits that are set, ascending."""
    written, found = bin(bits)[:1:-1], []
    place = written.find("1")
    while place >= 0:
        found.append(place)
        place = written.find("1", place + 1)
    return found
