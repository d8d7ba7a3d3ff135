"""Traditional characters 「繁体字」 and the simplified ones that stand for them, by OpenCC."""

from collections.abc import Mapping
from functools import cache

from opencc import OpenCC

_HAN = range(0x4E00, 0xA000)
"""The characters of CJK Unified Ideographs, which hold what people type."""


@cache
def simplified_by_traditional() -> Mapping[str, str]:
    """Return the simplified character of each traditional one, so that a text keeps its length; not those equal."""
    han = [chr(code) for code in _HAN]
    # One to a line: within a word OpenCC would look at the neighbours.
    simplified = OpenCC("t2s").convert("\n".join(han)).split("\n")
    return {
        before: after for before, after in zip(han, simplified, strict=True) if before != after and len(after) == 1
    }
