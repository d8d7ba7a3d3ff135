"""Split a message into clauses and tell what each one says: a fault, all well, mended, a rule, a question; pure."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from config.lexicon import HazardTables, Term

_SENTENCE = re.compile(r"[^。！？\n；]+[。！？；]?")
_COMMA = re.compile(r"[，、]|(?<=[一-鿿\d）)]) (?=[一-鿿\d（(])|(?<![\d])[:](?![\d])")

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


def clauses_of(text: str, tables: HazardTables) -> tuple[Clause, ...]:
    """Return the clauses of evened-out `text` in order."""
    clauses: list[Clause] = []
    for number, sentence in enumerate(_SENTENCE.findall(text)):
        clauses += _of_sentence(sentence, number, tables)
    return tuple(clauses)


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
    signs = tables.patterns
    clauses: list[Clause] = []
    heading = None
    for part in _parts(sentence, tables):
        clause = _clause(part, number, tables)
        if clause.turned:
            heading = None
        if heading and clause.tone in (Tone.BAD, Tone.MENTION, Tone.FINE):
            clause = Clause(clause.text, number, heading, clause.tags, clause.sign, clause.turned)
        elif clause.tone in (Tone.RULE, Tone.ELSEWHERE) and not any(one.tone is Tone.BAD for one in clauses):
            heading = clause.tone
        clauses.append(clause)
    if signs["unfounded"].search(sentence) and not any(one.turned for one in clauses):
        return [Clause(one.text, number, Tone.FINE, one.tags, one.sign, False) for one in clauses]
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
    open_list = False
    for piece in pieces:
        if open_list:
            merged[-1] += piece
        elif piece.strip("，、 :。！？；"):
            merged.append(piece)
        open_list = piece.endswith("、") and bool(merged) and not _is_whole(merged[-1][-_REACH:], tables)
    return [part for whole in merged for part in _unjoined(whole, tables)]


def _is_whole(piece: str, tables: HazardTables) -> bool:
    plain = tables.patterns["negated"].sub(lambda match: "＿" * len(match[0]), piece)
    tags = tags_of(piece, tables)
    return bool(tags) and (bool(tables.patterns["bad"].search(plain)) or any(tag.alone for tag in tags))


def _unjoined(part: str, tables: HazardTables) -> list[str]:
    """Split a clause typed without commas where a second thing with its own fault begins (出口堵了应急灯不亮)."""
    tags = [tag for tag in tags_of(part, tables) if tag.weight >= 3]
    faults = [match.start() for match in tables.patterns["bad"].finditer(part)]
    cuts, begun = [0], 0
    for before, tag in pairwise(tags):
        has_fault = any(before.end <= fault < tag.begin for fault in faults)
        has_more = any(fault >= tag.end for fault in faults) or tag.alone
        if (
            before.category != tag.category
            and has_fault
            and has_more
            and before.begin >= begun
            and _is_ended(part, tag)
        ):
            cuts.append(tag.begin)
            begun = tag.begin
    return [part[left:right] for left, right in zip(cuts, [*cuts[1:], len(part)], strict=True)]


def _is_ended(part: str, tag: Tag) -> bool:
    """Return whether the words before a tag close a statement (…了, 不亮, 坏) instead of leading into it."""
    return bool(re.search(r"(?:了|着|不[一-鿿]{1,2}|坏|上锁|过期|损坏|缺失|破损|老化|缺损)$", part[: tag.begin]))


def _clause(part: str, number: int, tables: HazardTables) -> Clause:
    tone, sign = tone_of(part, tables)
    tags = tuple(tag for tag in tags_of(part, tables) if not (tag.alone and _DENIED.search(part[: tag.begin])))
    if tone is Tone.BAD and not tags and tables.patterns["weak"].search(sign):
        tone = Tone.MENTION
    if tone is Tone.MENTION and any(tag.alone for tag in tags):
        tone, sign = Tone.BAD, next(tag.word for tag in tags if tag.alone)
    return Clause(part, number, tone, tags, sign, bool(tables.patterns["turn"].match(part)))


def tone_of(part: str, tables: HazardTables) -> tuple[Tone, str]:
    """Return the tone of a clause and the words that gave it."""
    signs = tables.patterns
    plain = signs["helpless"].sub(lambda match: "＿" * len(match[0]), part)
    for tone in (Tone.ELSEWHERE, Tone.QUESTION, Tone.RULE):
        if match := signs[tone.value].search(plain):
            return tone, match[0]
    if match := signs["spoiled"].search(plain):
        return Tone.BAD, match[0]
    if (match := signs["fixed"].search(plain)) and not signs["still"].search(plain):
        return Tone.FIXED, match[0]
    plain = _without_denied(plain, tables)
    negated = signs["negated"].search(plain)
    rest = signs["negated"].sub(lambda match: "＿" * len(match[0]), plain)
    fine = signs["fine"].search(rest)
    rest = signs["fine"].sub(lambda match: "＿" * len(match[0]), rest)
    if match := signs["bad"].search(rest):
        return Tone.BAD, match[0]
    if negated or fine:
        return Tone.FINE, (negated or fine)[0]  # type: ignore[index]
    return Tone.MENTION, ""


_DENIED = re.compile(
    r"(?:没有?|未|无|不|严禁)(?:老人|员工|职工|护工|家属|院民|群众|人|再|见|发现|任何|一个|谁)?(?:在|使用|用|存放|放|停放|停|有|见)?$"
)


def _without_denied(part: str, tables: HazardTables) -> str:
    """Return the clause with 「没有使用电热毯」 taken for good news: what is a hazard by itself, denied."""
    for tag in tags_of(part, tables):
        if tag.alone and (match := _DENIED.search(part[: tag.begin])):
            part = part[: match.start()] + "没问题" + "＿" * (tag.end - match.start() - 3) + part[tag.end :]
            break
    return part
