"""What a major hazard still lacks, and when that is asked for: plan, study, progress, an end of a standstill."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from config.hazard_table import MajorCare
from storage.vocabulary import HazardAction, PlanPart

PROGRESS = frozenset(
    {
        HazardAction.PROGRESS,
        HazardAction.PLAN,
        HazardAction.SUBMIT,
        HazardAction.SEND_BACK,
        HazardAction.STUDY,
        HazardAction.ENGINEERING,
        HazardAction.APPRAISE,
    }
)
"""What shows that somebody works on it; an answer 「收到」, a wish for more time or a new owner does not."""


class Asked(StrEnum):
    """What is asked of those who answer for a major hazard."""

    PLAN = "plan"
    STUDY = "study"
    PROGRESS = "progress"
    STALLED = "stalled"
    """Said to the bureau's leaders 「悬而不决」."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a major hazard has gone so far."""

    since: datetime
    """When it became major."""
    missing_parts: Sequence[PlanPart]
    is_studied: bool
    last_progress: datetime
    """When somebody last showed that it goes on; `since` where nobody has."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to ask, and the moment since when it is due: the same moment is asked for once."""

    asked: Asked
    at: datetime


def due(course: Course, now: datetime, care: MajorCare) -> list[Due]:
    """Return what is to be asked at `now`, each with its latest moment; those that an outage let pass are left out.

    Each repeats: plan and study after their own time again, progress every `progress_every` since the last one, the
    standstill every `stalled_again` after `stalled_after`.
    """
    found = []
    if course.missing_parts:
        found += _latest(Asked.PLAN, course.since + care.plan_within, care.plan_within, now)
    if not course.is_studied:
        found += _latest(Asked.STUDY, course.since + care.study_within, care.study_within, now)
    found += _latest(Asked.PROGRESS, course.last_progress + care.progress_every, care.progress_every, now)
    return found + _latest(Asked.STALLED, course.last_progress + care.stalled_after, care.stalled_again, now)


def _latest(asked: Asked, first: datetime, every: timedelta, now: datetime) -> list[Due]:
    if now < first:
        return []
    return [Due(asked, first + (now - first) // every * every)]


def lacks_engineering(happened: Collection[HazardAction]) -> bool:
    """Return whether a C or D grade building cannot be struck off yet: works accepted and appraised anew (T13-4)."""
    return not {HazardAction.ENGINEERING, HazardAction.APPRAISE} <= set(happened)
