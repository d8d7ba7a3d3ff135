"""How long a hazard may take, by grade and category, and other times of its life: config/hazards.toml."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from config.escalation_table import GRADES
from config.reading import Section, code, span, whole

CATEGORIES = (
    *("EXIT", "EVAC", "HOTWORK", "FLAM", "FIRE", "ELEC", "DRILL", "MATER", "MIXED", "EBIKE", "FLAME"),
    *("GAS", "FOOD", "BUILD", "BARRIER", "MGMT", "OTHER"),
)
"""The categories of a hazard, as storage/vocabulary.Category writes them."""


class Counting(StrEnum):
    """What a number of days counts."""

    WORKDAY = "workday"
    CALENDAR_DAY = "calendar_day"


@dataclass(frozen=True, slots=True)
class DaysAllowed:
    """The length of a deadline; the day of the report is day 0."""

    days: int
    counting: Counting


@dataclass(frozen=True, slots=True)
class HazardTable:
    """The days allowed by grade, and by category where that is shorter or longer."""

    by_grade: Mapping[str, DaysAllowed]
    by_category: Mapping[tuple[str, str], DaysAllowed]
    """By (grade, category)."""
    undo_within: timedelta
    """How long the reporter alone may take a report back."""
    same_place_within: timedelta
    """A report of the same place and category within this time is called a repeat."""
    longest_extension: timedelta
    """How far beyond the present deadline one extension 「延期」 may reach."""

    @classmethod
    def from_content(cls, content: str) -> "HazardTable":
        """Return the table of a version kept by `Tables.content`. Raises TablesWrong."""
        return read_hazards(Section("hazards.toml", "", json.loads(content), []))

    def days_allowed(self, grade: str, category: str) -> DaysAllowed:
        """Return the days for rectifying such a hazard. Raises KeyError for an unknown grade."""
        return self.by_category.get((grade, category), self.by_grade[grade])


def read_hazards(top: Section) -> HazardTable:
    """Return the deadlines of the file. Raises TablesWrong."""
    by_grade: dict[str, DaysAllowed] = {}
    by_category: dict[tuple[str, str], DaysAllowed] = {}
    for grade in GRADES:
        section = top.section(grade)
        by_grade[grade] = _read_days(section)
        if section.has("category"):
            by_category |= _read_categories(grade, section.section("category"))
        section.finish()
    table = HazardTable(
        by_grade=by_grade,
        by_category=by_category,
        undo_within=top.settled("undo_within", span),
        same_place_within=top.settled("same_place_within", span),
        longest_extension=top.settled("longest_extension", span),
    )
    top.finish()
    return table


def _read_categories(grade: str, section: Section) -> dict[tuple[str, str], DaysAllowed]:
    found: dict[tuple[str, str], DaysAllowed] = {}
    for category in CATEGORIES:
        if section.has(category):
            entry = section.section(category)
            found[grade, category] = _read_days(entry)
            entry.finish()
    section.finish()
    return found


def _read_days(section: Section) -> DaysAllowed:
    return DaysAllowed(section.settled("days", whole(1)), section.settled("counting", code(Counting)))
