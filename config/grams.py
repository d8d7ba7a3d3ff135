"""The single characters and pairs of a text: what models weigh and what tells which patterns cannot match; pure."""

import re
from functools import lru_cache
from itertools import pairwise

_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=64)
def grams(text: str) -> frozenset[str]:
    """Return the single characters and pairs of evened-out `text`, "^" before it and "$" behind it, a number as 0."""
    even = f"^{without_numbers(text)}$"
    return frozenset([*even, *map("".join, pairwise(even))])


def without_numbers(text: str) -> str:
    """Return the text with every number written as 0."""
    return _DIGITS.sub("0", text)
