"""Find the words that name an institution or a township in a message, known to the bureau or not; pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from config.lexicon import Lexicon, UnitTables
from handlers.understand.words import any_of

_PRIVATE_HOME = re.compile(r"([一-鿿]{2,4}?)(老年公寓|护理院|养老院|养老服务中心|养护院|托老院|颐养院|康养中心)")
_LEADING = re.compile(
    r"^.*(?:在|去|到|把|看|问|查|催|让|给|是|叫|跟|和|与|说|报|举报|反映|请|的|下|个|导出|通知|发|有|家|了|前|要|里|上|个月"
    r"|县|市|该|本|某|由|及|向|想)"
)


def org_in(text: str, lexicon: Lexicon) -> str | None:
    """Return the words that name an institution or a civil-affairs office, None where there are none."""
    names = _names(lexicon.units)
    if match := names.public.search(text) or names.county.search(text):
        return match[0]
    if match := _PRIVATE_HOME.search(text):
        name = _LEADING.sub("", match[1])
        if len(name) >= 2:
            ahead = names.town_ahead.search(text[: match.end(1) - len(name)])
            return (ahead[0] if ahead else "") + name + match[2]
    match = names.nickname.search(text)
    return match[0] if match else None


def town_in(text: str, lexicon: Lexicon) -> str | None:
    """Return the first township that evened-out `text` names, with 镇, 乡, 街道; None where it names none."""
    match = _names(lexicon.units).town.search(text)
    return match[0] if match else None


@dataclass(frozen=True, slots=True)
class _Names:
    """How units and townships are found in a text."""

    public: re.Pattern[str]
    county: re.Pattern[str]
    nickname: re.Pattern[str]
    town: re.Pattern[str]
    town_ahead: re.Pattern[str]


_SUFFIX = "(?:街道办事处|街道|办事处|镇|乡|办)?"


@lru_cache(maxsize=4)
def _names(units: UnitTables) -> _Names:
    towns, kinds = any_of(tuple(units.town_by_variant)), any_of(units.kinds)
    nicknames = any_of(tuple(name for name in units.nicknames if len(name) > 2))
    return _Names(
        re.compile(rf"(?:鲁山县)?(?:{towns}){_SUFFIX}(?:的)?(?:中心|第[一二三])?(?:{kinds}|院(?!里|子|内))"),
        re.compile(rf"(?:鲁山县|县|市)(?:[一-鿿]{{0,3}}?)(?:{kinds})"),
        re.compile(f"{nicknames}|社会福利院|儿童福利院|儿童福利中心|救助管理站".removeprefix("|")),
        re.compile(f"(?:{towns})(?:街道办事处|街道|办事处|镇|乡)?"),
        re.compile(f"(?:{towns}){_SUFFIX}$"),
    )
