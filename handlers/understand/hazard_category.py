"""Decide the category of one hazard by what must be put right (taxonomy §1.1): tie-breaks, then words; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from config.lexicon import HazardTables, TieBreak
from handlers.understand.clauses import Tag, tags_of
from handlers.understand.second_opinion import (
    NEAR,
    TRUST_IN_NEAR_WORDS,
    TRUST_IN_TIE_BREAK,
    TRUST_IN_WORDS,
    settled,
)

RULED = 100
"""The weight of a decision that a tie-break made."""
_NEAR = 5
"""So many characters behind a thing its fault may begin."""
_STRONG = 2
_STATEMENT = 6
"""What is shorter and known to the lexicon is a word for a category (改类别 用电), no account of a hazard."""


@dataclass(frozen=True, slots=True)
class CategoryChoice:
    """The categories of one hazard and how they were found."""

    codes: tuple[str, ...]
    """The primary first; never empty."""
    reason: str
    """The rule or the words that decided, in Chinese."""
    weight: int
    """How far the primary is ahead of the next: RULED for a tie-break, points for words, 0 where no word is known."""


@lru_cache(maxsize=64)
def categorise(text: str, tables: HazardTables, whole: str = "") -> CategoryChoice:
    """Return the categories of one hazard, the primary first, and the rule or words that decided.

    Where the characters (of `whole`, where there is more around it) speak clearly against the rules, they decide,
    and the reason says so. A word by itself is what the lexicon says it is.
    """
    choice = by_rules(text, tables)
    if len(text) < _STATEMENT and choice.weight:
        return choice
    verdict = settled(whole or text, tables.category_weights, choice.codes[0], _trust(choice.weight))
    if not verdict.is_overruled:
        return choice
    reason = f"整句更像这一类（{verdict.why}），不按原来的依据（{choice.reason}）"
    return CategoryChoice((verdict.code,), reason, 1)


def _trust(weight: int) -> int:
    if weight == RULED:
        return TRUST_IN_TIE_BREAK
    return (TRUST_IN_WORDS if weight >= NEAR else TRUST_IN_NEAR_WORDS) if weight else 0


def by_rules(text: str, tables: HazardTables) -> CategoryChoice:
    """Return what tie-breaks and words alone say: for a category that somebody names, nothing is guessed."""
    if found := tie_of(text, tables):
        tie, words = found
        return CategoryChoice(tie.categories, f"{tie.rule}（“{words}”）", RULED)
    tags = tags_of(text, tables)
    if not tags:
        return CategoryChoice(("OTHER",), "没有认识的词，先归其他", 0)
    totals: dict[str, int] = {}
    for tag, points in zip(tags, _points(text, tags, tables), strict=True):
        totals[tag.category] = totals.get(tag.category, 0) + points
    last = {tag.category: tag.begin for tag in tags}
    best, *others = sorted(totals, key=lambda code: (totals[code], last[code]), reverse=True)
    reason = "词：" + "、".join(tag.word for tag in tags if tag.category == best)
    return CategoryChoice((best,), reason, totals[best] - (totals[others[0]] if others else 0))


@lru_cache(maxsize=64)
def tie_of(text: str, tables: HazardTables) -> tuple[TieBreak, str] | None:
    """Return the first tie-break that fits `text` and the words it fits, None where none does."""
    for place in tables.sieve.places(text, 0, len(tables.tie_breaks)):
        tie = tables.tie_breaks[place]
        match = tie.when.search(text)
        if match and not (tie.unless and tie.unless.search(text)):
            return tie, match[0]
    return None


def _points(text: str, tags: tuple[Tag, ...], tables: HazardTables) -> Iterator[int]:
    """Yield how much each tag says about what must be put right.

    A place (走廊里的) and the front of a compound (走廊灯) say little, a thing with its fault behind it says most.
    """
    if len({tag.category for tag in tags}) == 1:
        yield from (4 * tag.weight for tag in tags)
        return
    faults = [match.start() for match in tables.patterns["bad"].finditer(text)]
    leads = {
        one.begin
        for one, after in pairwise(tags)
        if text[one.end : after.begin] in ("", "的", "哩") and not after.alone
    }
    for tag in tags:
        points = 4 * tag.weight
        if _is_where(text, tag) or (not tag.alone and _DOER.search(text, 0, tag.begin)):
            yield points // 4
        elif tag.begin in leads and not tag.alone:
            yield points // 2
        else:
            has_fault = any(0 <= fault - tag.end < _NEAR and "，" not in text[tag.end : fault] for fault in faults)
            is_meant = tag.weight >= _STRONG and (has_fault or _LACKED.search(text, 0, tag.begin))
            yield points + (5 if is_meant else 0)


_BEHIND = re.compile(
    r"(?:的)?(?:上(?!锁|着锁|了锁|挂|焊)|下(?!沉|陷|滑|垂)|里|旁|边|内(?!容|部)|外(?!露|倾|斜|接|壳)|处|口|前(?!后)|后(?!面板)|中间?|"
    r"顶上?|底下?|间|室|房|附近|周围|跟前|门口|一侧|东|西|南|北|对面|隔壁|尽头|拐角)"
)
_BEFORE = re.compile(r"(?:从|在|搁|于|靠|挨着?|离|距|往|沿着?|顺着?|贴着?|紧邻|朝着?|对着|向)$")
_LACKED = re.compile(r"(?:没|没有|未|无|缺|缺少|少了?)(?:留|设|装|配|有|安装|设置|配备|配置)?$")
_DOER = re.compile(r"(?:被|叫|让|拿)[^，。]{0,2}$")


def _is_where(text: str, tag: Tag) -> bool:
    """Return whether a word only says where the thing is: 从天花板上, 在床上, 厨房门口."""
    return bool(_BEHIND.match(text, tag.end) or _BEFORE.search(text, 0, tag.begin))
