"""Work out which characters and pairs a text must hold so that a regular expression can match it; pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from config.grams import without_numbers

Group = frozenset[str]
"""Characters and pairs of which a text must hold one."""
_MOST = 400
"""So many strings at most are followed through a pattern one by one."""
_SINGLE = 12
"""A single character is so many times as frequent in a text as a pair."""
_REPEATS = frozenset((op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT))
_NUMBERS = frozenset(("", "0"))


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of a part of a pattern: all that it can match, or else only what that must hold."""

    strings: frozenset[str] | None
    needs: tuple[Group, ...] = ()
    begins: frozenset[str] | None = None
    """The characters that it can begin with, "" among them where it can be empty; None where it may be any."""

    def first(self) -> frozenset[str] | None:
        """Return `begins`, whichever of the two is known."""
        return self.begins if self.strings is None else frozenset(one[:1] for one in self.strings)

    def groups(self) -> tuple[Group, ...]:
        """Return what must be held, whichever of the two is known; empty where it may be anything."""
        return self.needs if self.strings is None else _ends(self.strings)


_NOTHING = _Part(frozenset(("",)))
_ANYTHING = _Part(None)


def alternatives(pattern: re.Pattern[str]) -> Iterator[tuple[Group, ...]]:
    """Yield for each alternative of a pattern what a text must hold for it, one of each group; () for any text.

    A text in which all of them lack something cannot match. Numbers are written as 0, as `config.grams` writes them.
    """
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    is_caseless = parsed.state.flags & re.IGNORECASE
    known: dict[int, _Part] = {}

    def part(item: tuple[Any, Any]) -> _Part:
        """Return what is known of an item, worked out once for all alternatives that share it."""
        if id(item) not in known:
            known[id(item)] = _of_item(*item)
        return known[id(item)]

    for branch in [[]] if is_caseless else _branches(parsed):
        yield _joined(map(part, branch)).groups()


def led(pattern: str) -> str:
    """Return a pattern that matches the same, whose alternatives are led by a look at their first character.

    So the engine passes over all other places of a text at once. Alternatives that may begin with anything stay.
    """
    firsts = [(one, _first(one)) for one in split(pattern)]
    runs = []
    for is_known, run in groupby(firsts, key=lambda one: one[1] is not None):
        them = list(run)
        together = "|".join(one for one, _ in them)
        characters = sorted(frozenset().union(*(first for _, first in them if first)))
        sets = "".join(r"\d" if one == "0" else re.escape(one) for one in characters)
        runs.append(f"(?=[{sets}])(?:{together})" if is_known else together)
    return "|".join(runs)


def _first(pattern: str) -> frozenset[str] | None:
    first = _sequence(_parser.parse(pattern)).first()
    return None if first is None or "" in first else first


def split(pattern: str) -> list[str]:
    """Return the parts of a pattern between the `|` that stand in no bracket."""
    parts, depth, is_set, begin = [], 0, False, 0
    for match in re.finditer(r"\\.|[\[\]()|]", pattern):
        sign = match[0]
        if sign == "|" and not depth and not is_set:
            parts.append(pattern[begin : match.start()])
            begin = match.end()
        elif sign in "[]":
            is_set = sign == "["
        elif not is_set and sign in "()":
            depth += 1 if sign == "(" else -1
    return [*parts, pattern[begin:]]


def _branches(items: Iterable[Any]) -> list[list[Any]]:
    """Return the alternatives of a whole pattern, those within the one bracket behind common words included."""
    items = list(items)
    *ahead, (code, argument) = items or [(op.AT, None)]
    if all(before is op.LITERAL for before, _ in ahead):
        if code is op.SUBPATTERN and not argument[1]:
            return _branches([*ahead, *argument[-1]])
        if code is op.BRANCH:
            return [one for branch in argument[1] for one in _branches([*ahead, *branch])]
    return [items]


def _sequence(items: Iterable[Any]) -> _Part:
    return _joined(_of_item(code, argument) for code, argument in items)


def _joined(parts: Iterable[_Part]) -> _Part:
    strings, needs = _NOTHING.strings, []
    assert strings is not None
    is_exact, begins = True, _NOTHING.strings
    for part in parts:
        if begins and "" in begins:
            first = part.first()
            begins = None if first is None else (begins - {""}) | first
        if part.strings is None:
            is_exact = False
            needs += [*_ends(strings), *part.needs]
            strings = frozenset(("",))
            continue
        needs += part.needs
        if len(strings) * len(part.strings) > _MOST:
            is_exact = False
            needs += _ends(strings)
            strings = frozenset(one[-1:] for one in strings)
        if len(strings) * len(part.strings) > _MOST:
            strings = frozenset(("",))
        strings = frozenset(left + right for left in strings for right in part.strings)
    if is_exact and not needs:
        return _Part(strings)
    return _Part(None, (*needs, *_ends(strings)), begins)


def _of_item(code: Any, argument: Any) -> _Part:
    if code is op.LITERAL:
        return _Part(frozenset((_even(chr(argument)),)))
    if code is op.IN:
        found = _of_set(argument)
        return _ANYTHING if found is None else _Part(found)
    if code is op.SUBPATTERN:
        return _ANYTHING if argument[1] & re.IGNORECASE else _sequence(argument[-1])
    if code is op.ATOMIC_GROUP:
        return _sequence(argument)
    if code in _REPEATS:
        return _repeated(*argument)
    if code is op.BRANCH:
        return _either([_sequence(branch) for branch in argument[1]])
    if code is op.ASSERT:
        return _Part(_NOTHING.strings, _sequence(argument[1]).groups())
    if code in (op.ASSERT_NOT, op.AT):
        return _NOTHING
    return _ANYTHING


def _repeated(least: int, most: int, body: Any) -> _Part:
    part = _sequence(body)
    if part.strings is not None and part.strings <= _NUMBERS:
        return _Part(part.strings if least else part.strings | {""})
    if part.strings is not None and (least, most) == (0, 1):
        return _Part(part.strings | {""})
    first = part.first()
    return _Part(None, part.groups(), first) if least else _Part(None, (), first and first | {""})


def _either(parts: Sequence[_Part]) -> _Part:
    strings = [part.strings for part in parts if part.strings is not None]
    if len(strings) == len(parts) and sum(map(len, strings)) <= _MOST:
        return _Part(frozenset().union(*strings))
    firsts = [first for part in parts if (first := part.first()) is not None]
    begins = frozenset().union(*firsts) if len(firsts) == len(parts) else None
    best = [min(part.groups(), key=frequency, default=None) for part in parts]
    needed = [one for one in best if one is not None]
    return _Part(None, (frozenset().union(*needed),) if len(needed) == len(best) else (), begins)


def _of_set(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    found: set[str] = set()
    for code, argument in items:
        if code is op.LITERAL:
            found.add(chr(argument))
        elif code is op.RANGE and argument[1] - argument[0] < _MOST:
            found.update(map(chr, range(argument[0], argument[1] + 1)))
        elif code is op.CATEGORY and argument is op.CATEGORY_DIGIT:
            found.add("0")
        else:
            return None
    return frozenset(map(_even, found))


def _even(character: str) -> str:
    return "0" if character.isdecimal() else character


def _ends(strings: Iterable[str]) -> tuple[Group, ...]:
    """Return the first pairs of all strings and the last ones; nothing where one string is empty."""
    even = [without_numbers(one) if "00" in one else one for one in strings]
    if not all(even):
        return ()
    return tuple(dict.fromkeys((frozenset(one[:2] for one in even), frozenset(one[-2:] for one in even))))


def frequency(group: Group) -> int:
    """Return how many texts a group lets pass, in pairs."""
    return sum(1 if len(one) > 1 else _SINGLE for one in group)


def rarest(groups: Iterable[Group], most: int) -> list[Group]:
    """Return at most `most` of the groups, those that let least texts pass."""
    return sorted(dict.fromkeys(groups), key=frequency)[:most]
