"""Tell what one clause says of what it names: a fault, all well, mended, a rule, a question; pure."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from config.grams import grams
from config.lexicon import HazardTables, Term


class Tone(StrEnum):
    """What a clause says of what it names."""

    BAD = "bad"
    FINE = "fine"
    FIXED = "fixed"
    RULE = "rule"
    QUESTION = "question"
    ELSEWHERE = "elsewhere"
    MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Tag:
    """A word of the category lexicon at its place in a clause."""

    word: str
    begin: int
    end: int
    category: str
    weight: int
    alone: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a message with its tone, its tagged words and the words that decided the tone."""

    text: str
    sentence: int
    tone: Tone
    tags: tuple[Tag, ...]
    sign: str
    turned: bool
    """Whether a turn (但, 就, 除…外) opens it, so that what was said before does not cover it."""
    listed: bool = False
    """Whether it opens an item of a list (1. …；2. …, a line of its own), so that it is a matter of its own."""

    @property
    def is_heading(self) -> bool:
        """Return whether it only leads up to what follows: 检查发现:, 怕老人走丢，."""
        return self.text.endswith(":") or _REASON.match(self.text) is not None


@lru_cache(maxsize=64)
def tags_of(text: str, tables: HazardTables) -> tuple[Tag, ...]:
    """Return the lexicon words in `text`, the longest at each place, without overlaps; none of weight 0.

    The parts of one message are asked about several times, which the small cache serves.
    """
    if tables.starts.isdisjoint(grams(text)):
        return ()
    terms, lengths = tables.term_by_word, tables.lengths_by_start
    spans = [
        (begin, begin + length)
        for begin in range(len(text))
        for start in (text[begin], text[begin : begin + 2])
        if start in lengths
        for length in lengths[start]
        if text[begin : begin + length] in terms and begin + length <= len(text)
    ]
    kept: list[tuple[int, int]] = []
    for begin, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if not any(begin < other[1] and other[0] < end for other in kept):
            kept.append((begin, end))
    found = (_tag(text[begin:end], begin, terms[text[begin:end]]) for begin, end in sorted(kept))
    return tuple(tag for tag in found if tag.weight)


def _tag(word: str, begin: int, term: Term) -> Tag:
    return Tag(word, begin, begin + len(word), term.category, term.weight, term.alone)


def clause_of(part: str, number: int, tables: HazardTables) -> Clause:
    """Return the clause `part` of sentence `number` with its tone and its words."""
    if _REASON.match(part):
        return Clause(part, number, Tone.MENTION, (), "", False)
    tone, sign = tone_of(part, tables)
    tags = tuple(tag for tag in tags_of(part, tables) if not (tag.alone and _DENIED.search(part[: tag.begin])))
    if tone is Tone.MENTION and any(tag.alone for tag in tags):
        tone, sign = Tone.BAD, next(tag.word for tag in tags if tag.alone)
    is_turned = tables.patterns["turn"].match(part) or (tone is Tone.BAD and _PICKS_OUT.match(part))
    return Clause(part, number, tone, tags, sign, bool(is_turned))


_PICKS_OUT = re.compile(r"就是?(?!要|得|这样|那样)|唯|独|可(?!能|以|是|惜|怜|见|爱)|倒是|单单|偏偏|另外|还有")
"""How a clause opens that picks one thing out of what is well: 就后门锁着, 可出口挂着锁."""


_REASON = re.compile(
    r"(?:就|生)?怕(?!是)(?:老人|孩子|娃|人|他|她|院民|有人|被|夜里|晚上)[^，。]*，$|(?:为了|为防|防止)[^，。]*，$"
)
"""What somebody did it for is no fault: 怕老人走丢，…."""


def blanked(match: re.Match[str]) -> str:
    """Return as many blanks as the match is long, so that what it says is not read again and all places stay."""
    return "＿" * len(match[0])


def tone_of(part: str, tables: HazardTables) -> tuple[Tone, str]:
    """Return the tone of a clause and the words that gave it."""
    signs = tables.patterns
    plain = signs["helpless"].sub(blanked, part)
    if signs["inspected"].search(plain):
        plain = signs["inspected"].sub(blanked, plain)
    for tone in (Tone.ELSEWHERE, Tone.QUESTION, Tone.RULE):
        match = signs[tone.value].search(plain)
        if match and not (match[0] == "？" and _is_outcry(plain, tables)):
            return tone, match[0]
    if match := signs["spoiled"].search(plain):
        return Tone.BAD, match[0]
    match = next((one for one in signs["fixed"].finditer(plain) if not _NOT.search(plain, 0, one.start())), None)
    if match and not signs["still"].search(plain):
        return Tone.FIXED, match[0]
    if match := signs["closing_fine"].search(plain):
        return Tone.FINE, match[0][-4:]
    plain = _without_denied(plain, tables)
    negated = signs["negated"].search(plain)
    rest = signs["negated"].sub(blanked, plain)
    fine = next((match for match in signs["fine"].finditer(rest) if not _NOT.search(rest, 0, match.start())), None)
    rest = signs["fine"].sub(
        lambda match: match[0] if _NOT.search(rest, 0, match.start()) else "＿" * len(match[0]), rest
    )
    if match := signs["bad"].search(rest):
        return Tone.BAD, match[0]
    if good := negated or fine:
        return Tone.FINE, good[0]
    return Tone.MENTION, ""


_NOT = re.compile(
    r"(?:不|没|没有|未|未能|无|无法|没法|不能|不太|才|非|不够|不再|没人|没谁|无人|未经|尚未|部分不|未全部|不都)$"
)
_DENIED = re.compile(
    r"(?:没有?|未|无|不|严禁)(?:老人|员工|职工|护工|家属|院民|群众|人|再|见|发现|任何|一个|谁)?(?:在|使用|偷用|藏|插|点|烧|用|存放|放|停放|停|有|见)?$"
)

_DENIED_BEHIND = re.compile(
    r"(?:一(?:个|件|具|处|样|根|点)|谁)?(?:也|都)?(?:没有?|未|不)(?:看?见着?|看到|见到|发现|闻见|闻到|查到|人[用抽烧点])?(?=$|[，。；！])"
)
"""What denies a hazard behind its name: 电褥子一个没有, 烟头也没看见."""


def _is_outcry(part: str, tables: HazardTables) -> bool:
    """Return whether a question mark only stresses a fault: 墙都斜成啥样了还让人住？."""
    match = tables.patterns["bad"].search(part)
    return match is not None and not tables.patterns["slight"].search(match[0])


_PAPER = re.compile("[^，。；]{0,4}(?:报告|检测|标识|标志|证明|证书|等级)")
"""What is missing is a paper about the thing, not the thing."""


def _without_denied(part: str, tables: HazardTables) -> str:
    """Return the clause with 「没有使用电热毯」 taken for good news: what is a hazard by itself, denied."""
    for tag in tags_of(part, tables):
        if tag.alone and (after := _DENIED_BEHIND.match(part, tag.end)):
            return part[: tag.begin] + "没问题" + "＿" * (after.end() - tag.begin - 3) + part[after.end() :]
        if tag.alone and (match := _DENIED.search(part[: tag.begin])) and not _PAPER.match(part, tag.end):
            whole = tables.patterns["negated"].match(part, match.start())
            end = max(tag.end, whole.end()) if whole else tag.end
            part = part[: match.start()] + "没问题" + "＿" * (end - match.start() - 3) + part[end:]
            break
    return part
