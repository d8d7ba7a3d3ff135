"""What a report says of each hazard, as far as a person or the words say it."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.hazard_register import Report
from handlers.intent import Asking
from handlers.reported_unit import without_leading_unit
from handlers.rules.access import OFFICERS
from handlers.rules.hazard_grade import grading
from handlers.texts import hazard as texts
from handlers.understand.building_verdict import is_condemned
from handlers.understand.hazard_category import categorise
from handlers.understand.hazard_form import hazard_form
from handlers.understand.hazard_grade import grade_of
from handlers.understand.hazard_text import HazardDraft, read_hazards
from handlers.understand.place_phrase import place_in
from storage.units import Unit
from storage.vocabulary import Category, Grade


@dataclass(frozen=True, slots=True)
class Draft:
    """One hazard before it is registered."""

    problem: str
    place: str
    category: Category
    said_grade: Grade | None
    """What the reporter wrote."""
    hint: Grade | None
    """What the words suggest; None where they cannot decide."""
    reason: str
    """The clause of the hint or of the doubt."""
    is_condemned: bool = False
    """Whether it is a building whose appraisal says C or D."""


def draft_of_form(fields: Mapping[str, str], asking: Asking) -> Draft:
    """Return the hazard of a form that has at least its problem; what the form says wins over what words suggest."""
    lexicon = asking.desk.lexicon
    form = hazard_form(fields)
    problem = without_leading_unit(form.problem, asking)
    place = form.place or place_in(problem, lexicon.places) or ""
    told = problem if place in problem else f"{place}{problem}"
    named = Category.from_term(form.category.upper()) or Category.from_term(form.category)
    hint, reason = grade_of(told, lexicon.hazards)
    return Draft(
        problem=problem,
        place=place,
        category=named or _category(told, asking),
        said_grade=next((grade for grade in Grade if grade.term in form.grade), None),
        hint=Grade.from_term(hint) if hint else None,
        reason=reason,
        is_condemned=is_condemned(told, clause=reason),
    )


def drafts_of_text(text: str, asking: Asking) -> list[Draft]:
    """Return the hazards that free text tells of, in order of mention; empty where it tells of none."""
    reading = read_hazards(
        without_leading_unit(text, asking), asking.desk.lexicon.hazards, asking.desk.lexicon.places
    )
    return [_draft(draft) for draft in reading.drafts]


def report_of(draft: Draft, unit: Unit, asking: Asking) -> Report:
    """Return the report of a hazard of this unit, graded by who tells it, before anything else is said of it."""
    return Report(
        unit=unit,
        place=draft.place,
        problem=draft.problem,
        category=draft.category,
        grading=grading(
            draft.said_grade,
            is_officer=asking.person.role in OFFICERS,
            hint=draft.hint,
            reason=draft.reason,
            claim=texts.claimed_major(),
            is_condemned=draft.is_condemned,
        ),
        needs_engineering=draft.is_condemned,
    )


def _draft(draft: HazardDraft) -> Draft:
    return Draft(
        problem=draft.problem,
        place=draft.place or "",
        category=Category.from_term(draft.categories[0]) or Category.OTHER,
        said_grade=None,
        hint=Grade.from_term(draft.grade) if draft.grade else None,
        reason=draft.clause,
        is_condemned=is_condemned(draft.problem, clause=draft.clause),
    )


def _category(told: str, asking: Asking) -> Category:
    codes = categorise(told, asking.desk.lexicon.hazards).codes
    return Category.from_term(codes[0]) or Category.OTHER
