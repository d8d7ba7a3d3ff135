"""Suggest the grade of a hazard by its words (taxonomy §2): 重大, 一般, or nothing where they do not say; pure."""

from config.lexicon import HazardTables


def grade_of(text: str, tables: HazardTables) -> tuple[str | None, str]:
    """Return the suggested grade and its condition; (None, reason) where the text alone cannot decide."""
    for rule in tables.grades:
        if rule.when.search(text) and not (rule.unless and rule.unless.search(text)):
            return rule.grade or None, rule.clause
    return None, "没有对应的条件，要人定"
