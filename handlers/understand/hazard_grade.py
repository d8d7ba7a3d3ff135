"""Suggest the grade of a hazard by its words (taxonomy §2): 重大, 一般, or nothing where they do not say; pure."""

from collections.abc import Sequence

from config.lexicon import HazardTables

_NO_RULE = "没有对应的条件，要人定"


def grade_of(text: str, tables: HazardTables) -> tuple[str | None, str]:
    """Return the suggested grade and its condition; (None, reason) where the text alone cannot decide."""
    first = len(tables.tie_breaks)
    for place in tables.sieve.places(text, first, first + len(tables.grades)):
        rule = tables.grades[place]
        if rule.when.search(text) and not (rule.unless and rule.unless.search(text)):
            return rule.grade or None, rule.clause
    return None, _NO_RULE


def worst_grade(grades: Sequence[tuple[str | None, str]]) -> tuple[str | None, str]:
    """Return the grade of a message by the grades of its hazards, with the condition.

    One 重大 makes it 重大, one that may be 重大 leaves it open; what no rule knows says nothing either way.
    (None, "") without any.
    """
    return min(grades, key=_rank, default=(None, ""))


def _rank(graded: tuple[str | None, str]) -> int:
    grade, clause = graded
    return {"重大": 0, "一般": 2}.get(grade or "", 3 if clause == _NO_RULE else 1)
