"""Find the words that say where in an institution something is: 康复科一层东侧, 3号楼二楼楼梯间; pure."""

import re
from collections.abc import Iterator

from config.lexicon import PlaceTables


def place_in(text: str, tables: PlaceTables) -> str | None:
    """Return the most telling phrase of place in evened-out `text`, as it is written; None where there is none.

    Where something was put (停在一楼大厅, 设在地下室) goes before the others, then the first; a mere facility
    (走廊, 安全出口) is no place by itself unless something is in it (停在安全出口).
    """
    first = None
    for begin, phrase in _phrases(text, tables):
        is_where = text[max(0, begin - 1) : begin] in ("在", "于")
        if is_where and (_PUT.search(text, 0, begin) or first in VAGUE):
            return phrase
        if first is None and (is_where or not tables.only_with_more.fullmatch(phrase)):
            first = phrase
    return first


VAGUE = frozenset(("门口", "旁边", "外头", "屋里", "里头", "隔壁", "对面"))
_PUT = re.compile(r"(?:设|设置|布置|安排|停|停放|存放)(?:在|于)$")


def places_in(text: str, tables: PlaceTables) -> tuple[str, ...]:
    """Return all phrases of place in order, mere facilities included."""
    return tuple(phrase for _, phrase in _phrases(text, tables))


def _phrases(text: str, tables: PlaceTables) -> Iterator[tuple[int, str]]:
    for match in tables.phrase.finditer(text):
        phrase = tables.trailing.sub("", match[0])
        if not _PUT_THERE.match(text, match.end()):
            phrase = tables.trailing.sub("", _THING.sub("", phrase))
        if phrase and not tables.people.match(text, match.end()) and not tables.never.fullmatch(phrase):
            yield match.start(), phrase


_THING = re.compile(
    r"(?<=.)(?:安全出口|疏散门|疏散出口|(?<![间栋动全防散])通道|配电[箱柜]|电箱|消火栓|插座|墙面|吊顶|灶台(?:边|上方?)?)$"
)
_PUT_THERE = re.compile(r"(?:又|还|也|都|被人?|天天|长期|已|私自|违规)*(?:堆|放|停|摆|搁|码|晾|存|占|塞满|住|支|搭)")
"""What is itself at fault (二楼疏散门锁着) is the thing, not the place; where something was put, it is the place."""


def without_facility(place: str, tables: PlaceTables) -> str:
    """Return the phrase of place without the facility at its end: 二楼东头安全出口 → 二楼东头."""
    ends = (n for n in range(1, len(place)) if tables.only_with_more.fullmatch(place[n:]))
    return place[: next(ends, len(place))]


def moved(problem: str, before: str, after: str, tables: PlaceTables) -> str:
    """Return the problem with its place put right, so that it does not contradict the new one."""
    if not before or before not in problem or after in problem:
        return problem
    names_facility = without_facility(after, tables) != after
    return problem.replace(before if names_facility else without_facility(before, tables), after, 1)
