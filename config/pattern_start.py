"""Make a long pattern fail fast: look at the next character before its hundreds of alternatives are tried."""

import re
from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_MOST = 1500
"""From so many first characters on, looking at them is no gain."""
_ZERO_WIDTH = frozenset((op.ASSERT, op.ASSERT_NOT, op.AT))
_REPEATS = frozenset((op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT))


def guarded(pattern: str) -> str:
    """Return a pattern that matches the same, led by `(?=[…])` with every character that it can begin with.

    Where the first characters cannot be listed (it may begin with anything, or match nothing), only those of its
    alternatives are guarded that can; where none can, the pattern is returned as it is.
    """
    if pattern.startswith("^") or "(?i" in pattern:
        return pattern
    if (found := first_characters(pattern)) is not None:
        return _led(pattern, found)
    runs: list[tuple[list[str], set[str]]] = []
    """Alternatives that stand together, with their first characters; none where these cannot be listed."""
    for one in _alternatives(pattern):
        known = first_characters(one) or frozenset()
        if runs and bool(runs[-1][1]) == bool(known):
            runs[-1][0].append(one)
            runs[-1][1].update(known)
        else:
            runs.append(([one], set(known)))
    return "|".join(_led("|".join(run), known) if known else "|".join(run) for run, known in runs)


def _led(pattern: str, found: Iterable[str]) -> str:
    return f"(?=[{''.join(map(re.escape, sorted(found)))}])(?:{pattern})"


def first_characters(pattern: str) -> frozenset[str] | None:
    """Return the characters that a match can begin with; None where it may be any or the match may be empty."""
    found, is_empty = _first(_parser.parse(pattern))
    return None if found is None or is_empty or len(found) > _MOST else frozenset(map(chr, found))


def _first(items: Iterable[tuple[Any, Any]]) -> tuple[set[int] | None, bool]:
    """Return the first characters of a parsed sequence and whether it can match nothing."""
    found: set[int] = set()
    for code, argument in items:
        if code in _ZERO_WIDTH:
            continue
        more, is_empty = _of_item(code, argument)
        if more is None:
            return None, is_empty
        found |= more
        if not is_empty:
            return found, False
    return found, True


def _of_item(code: Any, argument: Any) -> tuple[set[int] | None, bool]:
    if code is op.LITERAL:
        return {argument}, False
    if code is op.IN:
        return _of_set(argument), False
    if code is op.SUBPATTERN:
        return _first(argument[-1])
    if code in _REPEATS:
        least, _, body = argument
        found, is_empty = _first(body)
        return found, is_empty or least == 0
    if code is op.BRANCH:
        parts = [_first(branch) for branch in argument[1]]
        if any(found is None for found, _ in parts):
            return None, any(is_empty for _, is_empty in parts)
        return set().union(*(found or set() for found, _ in parts)), any(is_empty for _, is_empty in parts)
    return None, False


def _of_set(items: Iterable[tuple[Any, Any]]) -> set[int] | None:
    found: set[int] = set()
    for code, argument in items:
        if code is op.LITERAL:
            found.add(argument)
        elif code is op.RANGE and argument[1] - argument[0] <= _MOST:
            found |= set(range(argument[0], argument[1] + 1))
        elif code is op.CATEGORY and argument is op.CATEGORY_DIGIT:
            found |= set(b"0123456789")
        else:
            return None
    return found


def _alternatives(pattern: str) -> list[str]:
    """Split a pattern at the bars that are in no group and no set."""
    parts, depth, begin, at = [], 0, 0, 0
    in_set = False
    while at < len(pattern):
        character = pattern[at]
        if character == "\\":
            at += 1
        elif in_set:
            in_set = character != "]"
        elif character == "[":
            in_set = True
        elif character in "()":
            depth += 1 if character == "(" else -1
        elif character == "|" and depth == 0:
            parts.append(pattern[begin:at])
            begin = at + 1
        at += 1
    return [*parts, pattern[begin:]]
