"""Split a message into clauses and tell what each one says: a fault, all well, mended, a rule, a question; pure."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate, pairwise

from config.lexicon import HazardTables, Term

_MARK = r"(?<![^\s，。；:、）)])(?:（?\d{1,2}|（[一二三四五六七八九十])(?:[.、）)](?!\d)|(?=[.、）)]\d{3,4}[^\d.]))"
"""A number that opens an item of a list: 1. 2、 (3)."""
_SENTENCE = re.compile(rf"(?:{_MARK})?(?:(?!{_MARK})[^。！？\n；])+[。！？；\n]?")
_ITEM = re.compile(_MARK)
_COMMA = re.compile(r"[，、]|(?<=[一-鿿\d）)]) (?=[一-鿿\d（(])|(?<!\d):")

_REACH = 60
"""How far back in an endless list a thing and its fault are looked for."""


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
        """Return whether it only announces what follows: 检查发现:."""
        return self.text.endswith(":")


def clauses_of(text: str, tables: HazardTables) -> tuple[Clause, ...]:
    """Return the clauses of evened-out `text` in order."""
    clauses: list[Clause] = []
    was_listed = False
    for number, sentence in enumerate(_SENTENCE.findall(text)):
        of_it = _of_sentence(_ITEM.sub("", sentence, count=1), number, tables)
        if of_it and (was_listed or _ITEM.match(sentence)):
            of_it[0] = replace(of_it[0], listed=True)
        was_listed = sentence.endswith(("；", "\n"))
        clauses += of_it
    return tuple(_weighed(text, clauses, tables))


def _weighed(text: str, clauses: list[Clause], tables: HazardTables) -> list[Clause]:
    """Let what the whole message is about decide over its clauses: a tip that proved wrong, a question, all well."""
    signs = tables.patterns
    if _is_unfounded(text, clauses, tables):
        return [_as(one, Tone.FINE) for one in clauses]
    if any(one.tone is Tone.QUESTION for one in clauses) and signs["asks"].search(text):
        return [_as(one, Tone.QUESTION) if _is_slight(one, tables) else one for one in clauses]
    if any(one.tone in (Tone.FINE, Tone.FIXED) for one in clauses):
        turned = next((at for at, one in enumerate(clauses) if one.turned), len(clauses))
        return [
            _as(one, Tone.FINE) if at < turned and one.tone is Tone.BAD and _is_slight(one, tables) else one
            for at, one in enumerate(clauses)
        ]
    return clauses


def _is_unfounded(text: str, clauses: list[Clause], tables: HazardTables) -> bool:
    """Return whether somebody's tip was looked into and nothing was found: 有人说…，去看了没漏."""
    signs = tables.patterns
    tip = signs["reported"].search(text)
    if signs["founded"].search(text) or not (tip or signs["checked"].search(text)):
        return False
    if signs["unfounded"].search(text):
        return True
    if not tip:
        return bool(signs["checked"].match(text)) and any(one.tone is Tone.FINE for one in clauses)
    check = signs["checked"].search(text, tip.end())
    if not check:
        return False
    ends = list(accumulate(len(one.text) for one in clauses))
    found = [one for one, end in zip(clauses, ends, strict=True) if end > check.start()]
    if any(one.tone in (Tone.FINE, Tone.FIXED) for one in found):
        return True
    return any(_EXPLAINS.search(one.text) for one in found) and not any(one.tone is Tone.BAD for one in found)


_EXPLAINS = re.compile(r"^(?:原来|其实|就)?是(?!没|不)|(?:看|查|确认|发现)(?:了)?(?:是|为)|原来是|其实是")


def _is_slight(clause: Clause, tables: HazardTables) -> bool:
    if clause.tone is not Tone.BAD:
        return True
    return bool(tables.patterns["slight"].search(clause.sign)) and not any(tag.alone for tag in clause.tags)


def _as(clause: Clause, tone: Tone) -> Clause:
    return replace(clause, tone=tone)


@lru_cache(maxsize=64)
def tags_of(text: str, tables: HazardTables) -> tuple[Tag, ...]:
    """Return the lexicon words in `text`, the longest at each place, without overlaps; none of weight 0.

    The parts of one message are asked about several times, which the small cache serves.
    """
    terms, lengths = tables.term_by_word, tables.lengths_by_head
    spans = [
        (begin, begin + length)
        for begin, head in enumerate(text)
        if head in lengths
        for length in lengths[head]
        if text[begin : begin + length] in terms and begin + length <= len(text)
    ]
    kept: list[tuple[int, int]] = []
    for begin, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other[0] or begin >= other[1] for other in kept):
            kept.append((begin, end))
    found = (_tag(text[begin:end], begin, terms[text[begin:end]]) for begin, end in sorted(kept))
    return tuple(tag for tag in found if tag.weight)


def _tag(word: str, begin: int, term: Term) -> Tag:
    return Tag(word, begin, begin + len(word), term.category, term.weight, term.alone)


def _of_sentence(sentence: str, number: int, tables: HazardTables) -> list[Clause]:
    clauses: list[Clause] = []
    heading = None
    for part in _parts(sentence, tables):
        clause = _clause(part, number, tables)
        if clause.turned:
            heading = None
        if heading and clause.tone in (Tone.BAD, Tone.MENTION, Tone.FINE):
            clause = _as(clause, heading)
        elif clause.tone in (Tone.RULE, Tone.ELSEWHERE) and not any(one.tone is Tone.BAD for one in clauses):
            heading = clause.tone
        clauses.append(clause)
    return clauses


def _parts(sentence: str, tables: HazardTables) -> list[str]:
    """Split at commas, blanks and turns; a piece that names no fault of its own stays with the one behind it."""
    turns = {match.start() for match in tables.patterns["turn"].finditer(sentence)} - {0}
    denied = [match.span() for match in tables.patterns["negated"].finditer(sentence)]
    commas = {match.end() for match in _COMMA.finditer(sentence)}
    whole = {cut for cut in commas if not any(begin < cut < end for begin, end in denied)}
    cuts = sorted({0, len(sentence), *turns, *whole})
    pieces = [sentence[left:right] for left, right in pairwise(cuts)]
    merged: list[str] = []
    open_list = is_whole = False
    for piece in pieces:
        if open_list and (not is_whole or not tables.patterns["bad"].search(piece)):
            merged[-1] += piece
        elif piece.strip("，、 :。！？；"):
            merged.append(piece)
        open_list = piece.endswith("、") and bool(merged)
        is_whole = open_list and _is_whole(merged[-1][-_REACH:], tables)
    return [part for whole in merged for part in _unjoined(whole, tables)]


def _is_whole(piece: str, tables: HazardTables) -> bool:
    plain = tables.patterns["negated"].sub(lambda match: "＿" * len(match[0]), piece)
    tags = tags_of(piece, tables)
    return bool(tags) and (bool(tables.patterns["bad"].search(plain)) or any(tag.alone for tag in tags))


def _unjoined(part: str, tables: HazardTables) -> list[str]:
    """Split a clause typed without commas where a second thing with its own fault begins (出口堵了应急灯不亮)."""
    if len(part) < _SHORTEST_PAIR:
        return [part]
    tags = [tag for tag in tags_of(part, tables) if tag.weight >= _STRONG]
    plain = tables.patterns["negated"].sub(lambda match: "＿" * len(match[0]), part) if len(tags) > 1 else ""
    faults = list(tables.patterns["bad"].finditer(plain))
    cuts = [0]
    for fault in faults:
        end = _end_of(fault, part, tags)
        before = [tag for tag in tags if cuts[-1] <= tag.begin < end]
        after = next((tag for tag in tags if tag.begin >= end), None)
        if not after or not before or after.begin - end > _LEAD or _BINDS.match(part, end):
            continue
        has_more = any(later.start() >= after.end for later in faults) or (
            after.alone and bool(_ENDED.search(part, 0, end))
        )
        if has_more and after.word not in {tag.word for tag in before}:
            cuts.append(end if _OWNER.fullmatch(part, end, after.begin) else after.begin)
    return [part[left:right] for left, right in zip(cuts, [*cuts[1:], len(part)], strict=True)]


def _end_of(fault: re.Match[str], part: str, tags: list[Tag]) -> int:
    """Return where a statement of fault ends: behind its particles, and behind its object (堆床, 挡住灭火器)."""
    end = max([fault.end(), *(tag.end for tag in tags if tag.begin < fault.end() < tag.end)])
    if _LEADS_ON.search(part, 0, end):
        thing = next((tag for tag in tags if tag.begin >= end), None)
        end = thing.end if thing and thing.begin - end < _LEAD else len(part)
    return _PARTICLES.match(part, end).end()  # type: ignore[union-attr]


_SHORTEST_PAIR = 10
_ENDED = re.compile(r"(?:了|哩|死|坏|黑|灭|断|亮|水|压|力|星|花|过期|失效|锁|响|不动)$")
_STRONG = 2
_LEAD = 5
"""How many characters (of a place, of a person) may stand before the second thing."""
_PARTICLES = re.compile(
    r"(?:了|着|死|住|满|光|黑|过|开|动|哩|呢|的|一半|两块|\d+[个块具盏只]|[一两三]?[个块具盏只])*"
)
_LEADS_ON = re.compile(
    r"(?:堆|放|挡|占|缺|少|没|无|未|遮|压|用|搁|摆|住|塞|存|埋|得|停在|放在|靠|接|焊|穿|只有|仅有|不会|不知道|不懂|不熟|不了解)(?:了|着|满|住)?$"
)
_OWNER = re.compile(
    r"(?:床头|床边|门口|屋里|抽屉里?|墙上|院里|楼[上下]|老[一-鿿](?:还|也)?(?:搁|在)?|[一-鿿]{0,3}(?:大爷|师傅|护工)|里头|外头|上头|旁边)+"
)
_BINDS = re.compile(r"的|和|与|跟|及|、|在|把|从|到|上|里|下|内|外|边|就|也会|得|地(?!面|上|下)")


def _clause(part: str, number: int, tables: HazardTables) -> Clause:
    tone, sign = tone_of(part, tables)
    tags = tuple(tag for tag in tags_of(part, tables) if not (tag.alone and _DENIED.search(part[: tag.begin])))
    if tone is Tone.MENTION and any(tag.alone for tag in tags):
        tone, sign = Tone.BAD, next(tag.word for tag in tags if tag.alone)
    return Clause(part, number, tone, tags, sign, bool(tables.patterns["turn"].match(part)))


def tone_of(part: str, tables: HazardTables) -> tuple[Tone, str]:
    """Return the tone of a clause and the words that gave it."""
    signs = tables.patterns
    plain = signs["helpless"].sub(lambda match: "＿" * len(match[0]), part)
    if signs["inspected"].search(plain):
        plain = signs["inspected"].sub(lambda match: "＿" * len(match[0]), plain)
    for tone in (Tone.ELSEWHERE, Tone.QUESTION, Tone.RULE):
        if match := signs[tone.value].search(plain):
            return tone, match[0]
    if match := signs["spoiled"].search(plain):
        return Tone.BAD, match[0]
    if (match := signs["fixed"].search(plain)) and not signs["still"].search(plain):
        return Tone.FIXED, match[0]
    if match := signs["closing_fine"].search(plain):
        return Tone.FINE, match[0][-4:]
    plain = _without_denied(plain, tables)
    negated = signs["negated"].search(plain)
    rest = signs["negated"].sub(lambda match: "＿" * len(match[0]), plain)
    fine = next((match for match in signs["fine"].finditer(rest) if not _NOT.search(rest, 0, match.start())), None)
    rest = signs["fine"].sub(
        lambda match: match[0] if _NOT.search(rest, 0, match.start()) else "＿" * len(match[0]), rest
    )
    if match := signs["bad"].search(rest):
        return Tone.BAD, match[0]
    if negated or fine:
        return Tone.FINE, (negated or fine)[0]  # type: ignore[index]
    return Tone.MENTION, ""


_NOT = re.compile(r"(?:不|没|没有|未|未能|无|无法|没法|不能|不太|才|非|不够|不再|尚未|部分不|未全部|不都)$")
_DENIED = re.compile(
    r"(?:没有?|未|无|不|严禁)(?:老人|员工|职工|护工|家属|院民|群众|人|再|见|发现|任何|一个|谁)?(?:在|使用|用|存放|放|停放|停|有|见)?$"
)


_PAPER = re.compile("[^，。；]{0,4}(?:报告|检测|标识|标志|证明|证书|等级)")
"""What is missing is a paper about the thing, not the thing."""


def _without_denied(part: str, tables: HazardTables) -> str:
    """Return the clause with 「没有使用电热毯」 taken for good news: what is a hazard by itself, denied."""
    for tag in tags_of(part, tables):
        if tag.alone and (match := _DENIED.search(part[: tag.begin])) and not _PAPER.match(part, tag.end):
            part = part[: match.start()] + "没问题" + "＿" * (tag.end - match.start() - 3) + part[tag.end :]
            break
    return part
