"""Read a message clause by clause, and let what it is about as a whole decide over its clauses; pure."""

import re
from dataclasses import replace
from itertools import accumulate

from config.lexicon import HazardTables
from handlers.understand.clause_split import ITEM, SENTENCE, parts_of
from handlers.understand.clauses import Clause, Tone, blanked, clause_of


def clauses_of(text: str, tables: HazardTables) -> tuple[Clause, ...]:
    """Return the clauses of evened-out `text` in order."""
    clauses: list[Clause] = []
    was_listed = False
    for number, sentence in enumerate(SENTENCE.findall(text)):
        of_it = _of_sentence(ITEM.sub("", sentence, count=1), number, tables)
        is_item = sentence.endswith(("；", "\n"))
        if (was_listed or is_item or ITEM.match(sentence)) and (said := [one for one in of_it if not one.is_heading]):
            of_it[of_it.index(said[0])] = replace(said[0], listed=True)
        was_listed = is_item
        clauses += of_it
    return tuple(_weighed(text, clauses, tables))


def _weighed(text: str, clauses: list[Clause], tables: HazardTables) -> list[Clause]:
    """Let what the whole message is about decide over its clauses: a tip that proved wrong, a question, all well."""
    signs = tables.patterns
    if _is_unfounded(text, clauses, tables):
        return [_as(one, Tone.FINE) for one in clauses]
    if any(one.tone is Tone.QUESTION for one in clauses) and signs["asks"].search(text):
        is_premise = clauses[-1].tone is Tone.QUESTION and signs["asks"].search(clauses[-1].text)
        return [_as(one, Tone.QUESTION) if is_premise or _is_slight(one, tables) else one for one in clauses]
    clauses = _mended(clauses, tables)
    if any(one.tone in (Tone.FINE, Tone.FIXED) for one in clauses) and not _SEEMS.match(text):
        turned = next((at for at, one in enumerate(clauses) if one.turned), len(clauses))
        return [
            _as(one, Tone.FINE) if at < turned and one.tone is Tone.BAD and _is_slight(one, tables) else one
            for at, one in enumerate(clauses)
        ]
    return clauses


def _mended(clauses: list[Clause], tables: HazardTables) -> list[Clause]:
    """Take a fault for mended where the same sentence goes on to say so: 西屋漏的地方拿油毡铺上了，没再滴."""
    last = {one.sentence: at for at, one in enumerate(clauses) if one.tone is Tone.FIXED}
    still = tables.patterns["still"]
    return [
        _as(one, Tone.FIXED)
        if one.tone is Tone.BAD
        and at < last.get(one.sentence, -1)
        and not still.search(one.text)
        and not any(later.turned or later.tone is Tone.BAD for later in clauses[at + 1 :])
        else one
        for at, one in enumerate(clauses)
    ]


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
    is_well = any(one.tone in (Tone.FINE, Tone.FIXED) for one in found)
    if is_well or _denies(text[: check.start()], text[check.end() :]):
        return True
    return any(_EXPLAINS.search(one.text) for one in found) and all(
        _is_slight(one, tables) or _EXPLAINS.search(one.text) for one in found
    )


_SEEMS = re.compile(r"说是(?!有人)|看着|看似|嘴上|表面|名义|号称")
"""How somebody opens who tells what things look like, and then what they are."""


def _denies(told: str, found: str) -> bool:
    """Return whether what was found denies what was told in its own words: 说地下室住人，…没人住."""
    return any(match[1] in told and match[0] not in told for match in _DENIAL.finditer(found))


_DENIAL = re.compile(r"[没未无](?:有人|有|见|人(?!$))?([一-鿿])")
_EXPLAINS = re.compile(
    r"^(?:原来|其实|就)?是(?!没|不)|(?:看|查|问|确认|发现)[^，。]{0,4}(?:是|为)(?!真|不)|原来是|其实是|实际(?:上)?是"
)


def _is_slight(clause: Clause, tables: HazardTables) -> bool:
    if clause.tone is not Tone.BAD:
        return True
    if any(tag.alone for tag in clause.tags) or tables.patterns["still"].search(clause.text):
        return False
    slight = tables.patterns["slight"]
    plain = tables.patterns["negated"].sub(blanked, clause.text)
    return bool(slight.search(clause.sign)) and all(
        slight.search(match[0]) for match in tables.patterns["bad"].finditer(plain)
    )


def _as(clause: Clause, tone: Tone) -> Clause:
    return replace(clause, tone=tone)


def _of_sentence(sentence: str, number: int, tables: HazardTables) -> list[Clause]:
    clauses: list[Clause] = []
    heading = None
    for part in parts_of(sentence, tables):
        clause = clause_of(part, number, tables)
        if clause.turned:
            heading = None
        if heading and clause.tone in (Tone.BAD, Tone.MENTION, Tone.FINE):
            clause = _as(clause, heading)
        elif clause.tone in (Tone.RULE, Tone.ELSEWHERE) and not any(one.tone is Tone.BAD for one in clauses):
            heading = clause.tone
        clauses.append(clause)
    return clauses
