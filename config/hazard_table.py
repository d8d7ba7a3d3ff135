"""How long a hazard may take, by grade and category, and other times of its life: config/hazards.toml."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from config.escalation_table import GRADES
from config.reading import Section, code, flag, span, whole

T = TypeVar("T")

CATEGORIES = (
    *("EXIT", "EVAC", "HOTWORK", "FLAM", "FIRE", "ELEC", "DRILL", "MATER", "MIXED", "EBIKE", "FLAME"),
    *("GAS", "FOOD", "BUILD", "BARRIER", "MGMT", "OTHER"),
)
"""The categories of a hazard, as storage/vocabulary.Category writes them."""


class Counting(StrEnum):
    """What a number of days counts."""

    WORKDAY = "workday"
    CALENDAR_DAY = "calendar_day"


class LeastLevel(StrEnum):
    """From which level upwards somebody may decide."""

    TOWNSHIP = "township"
    SECTION = "section"
    BUREAU = "bureau"


class PhotoRule(StrEnum):
    """Whether work may be reported done without a picture of it."""

    ASKED = "asked"
    """It may; the picture is asked for."""
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class MajorCare:
    """How closely a major hazard is followed; times from its grading, or from what was last said of it."""

    plan_within: timedelta
    """Until all of the five 「五落实」 are told."""
    study_within: timedelta
    """Until the township office has studied it (S1-4)."""
    progress_every: timedelta
    stalled_after: timedelta
    """Without any progress 「悬而不决」: the bureau's leaders hear of it (S2-6c)."""
    stalled_again: timedelta


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
    confirms_suspected_major: bool
    """Whether a hazard that may be major waits for the office's word before it is handed out 「待确认」."""
    acceptance: Mapping[str, LeastLevel]
    """Who may accept, by grade."""
    photo: Mapping[str, PhotoRule]
    """Whether work may be reported done without a picture, by grade."""
    lifts_major: LeastLevel
    """Who may decide that a major hazard is general."""
    supervises: LeastLevel
    """Who may put a hazard under supervision by name, and lift it."""
    major_care: MajorCare

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
        confirms_suspected_major=top.settled("confirms_suspected_major", flag),
        acceptance=_by_grade(top.section("acceptance"), code(LeastLevel)),
        photo=_by_grade(top.section("photo"), code(PhotoRule)),
        lifts_major=top.settled("lifts_major", code(LeastLevel)),
        supervises=top.settled("supervises", code(LeastLevel)),
        major_care=_read_major_care(top.section("major_care")),
    )
    top.finish()
    return table


def _by_grade(section: Section, read: Callable[[object], T]) -> Mapping[str, T]:
    found = {grade: section.settled(grade, read) for grade in GRADES}
    section.finish()
    return found


def _read_major_care(section: Section) -> MajorCare:
    care = MajorCare(
        plan_within=section.settled("plan_within", span),
        study_within=section.settled("study_within", span),
        progress_every=section.settled("progress_every", span),
        stalled_after=section.settled("stalled_after", span),
        stalled_again=section.settled("stalled_again", span),
    )
    section.finish()
    return care


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
