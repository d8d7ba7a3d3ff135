"""Suggest the grade of a hazard (taxonomy §2): by the conditions of 重大, else by its characters; pure."""

from collections.abc import Sequence

from config.lexicon import OPEN_GRADE, HazardTables
from handlers.understand.second_opinion import MAJOR_BAR, TRUST_IN_CONDITION, weighed, why
from storage.vocabulary import Grade

_MAJOR, _GENERAL = Grade.MAJOR.term, Grade.GENERAL.term
_NOT_KNOWN = "没有对应的条件，要人定"
_IS_SLIGHT = "第2.4节：个别、轻微、可立即或短期整改"
_IS_OPEN = "一句话不能定级，可能构成重大，请到现场核实"
_LIKE_MAJOR = "整句像重大隐患（{why}），请对照判定标准逐条核实"


def grade_of(text: str, tables: HazardTables) -> tuple[str | None, str]:
    """Return the suggested grade and its condition; (None, reason) where the text alone cannot decide."""
    condition = _condition(text, tables)
    trust = (TRUST_IN_CONDITION if condition else 0) - MAJOR_BAR
    opinion = weighed(text, tables.grade_weights, {_MAJOR: trust})
    if opinion is None:
        return (_MAJOR, condition) if condition else (None, _NOT_KNOWN)
    if opinion.best == _MAJOR:
        return _MAJOR, condition or _LIKE_MAJOR.format(why=why(opinion))
    return (None, _IS_OPEN) if opinion.best == OPEN_GRADE else (_GENERAL, _IS_SLIGHT)


def _condition(text: str, tables: HazardTables) -> str:
    """Return the first condition of 重大 that the words fulfil, "" where there is none."""
    first = len(tables.tie_breaks)
    for place in tables.sieve.places(text, first, first + len(tables.grades)):
        rule = tables.grades[place]
        if rule.when.search(text) and not (rule.unless and rule.unless.search(text)):
            return rule.clause
    return ""


def worst_grade(grades: Sequence[tuple[str | None, str]]) -> tuple[str | None, str]:
    """Return the grade of a message by the grades of its hazards, with the condition.

    One 重大 makes it 重大, one that may be 重大 leaves it open; what nothing is known of says nothing either way.
    (None, "") without any.
    """
    return min(grades, key=_rank, default=(None, ""))


def _rank(graded: tuple[str | None, str]) -> int:
    grade, clause = graded
    return {_MAJOR: 0, _GENERAL: 2}.get(grade or "", 3 if clause == _NOT_KNOWN else 1)
