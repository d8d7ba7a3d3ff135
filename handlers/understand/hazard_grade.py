"""Suggest the grade of a hazard by its words (taxonomy §2): 重大, 一般, or nothing where they do not say; pure."""

from collections.abc import Sequence

from config.lexicon import HazardTables


def grade_of(text: str, tables: HazardTables) -> tuple[str | None, str]:
    """Return the suggested grade and its condition; (None, reason) where the text alone cannot decide."""
    for rule in tables.grades:
        if rule.when.search(text) and not (rule.unless and rule.unless.search(text)):
            return rule.grade or None, rule.clause
    return None, "没有对应的条件，要人定"


def worst_grade(grades: Sequence[tuple[str | None, str]]) -> tuple[str | None, str]:
    """Return the grade of a message by the grades of its hazards, with the condition.

    One 重大 makes it 重大, and one hazard that cannot be graded leaves it open; (None, "") without any.
    """
    rank = {"重大": 0, None: 1, "一般": 2}
    return min(grades, key=lambda one: rank.get(one[0], 1), default=(None, ""))
