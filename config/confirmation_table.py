"""What follows from a confirmation: decisions that are tracked, corrections, reading: config/confirmations.toml."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time, timedelta

from config.reading import Section, clock_time, codes, span, whole
from config.register_table import days_before


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """How decisions of meetings 「议定事项」 are tracked."""

    meetings: tuple[str, ...]
    """The duties whose decisions are tracked."""
    days: int
    """So many days after the meeting a decision is due where nobody said when."""
    added_within: timedelta
    """So long after a meeting its decisions may still be told."""
    remind_days: tuple[int, ...]
    """So many days before it is due the owner is reminded, most first."""
    overdue_every: int
    climb_after_days: int
    letters_at: time


@dataclass(frozen=True, slots=True)
class PlanReadingRule:
    """How the reading of emergency plans is followed (T12-5)."""

    remind_after_days: tuple[int, ...]
    """So many days after the asking who has not read it is reminded, fewest first."""
    climb_after_days: int
    letters_at: time


@dataclass(frozen=True, slots=True)
class ConfirmationTable:
    """What config/confirmations.toml says."""

    decisions: DecisionRule
    plan_reading: PlanReadingRule
    own_within: timedelta
    """So long after it was told who told it may correct it; afterwards the offices above alone."""


def read_confirmations(top: Section, duties: Collection[str]) -> ConfirmationTable:
    """Return what the file says; `duties` are the names of config/duties.toml. Raises TablesWrong."""
    corrections = top.section("corrections")
    table = ConfirmationTable(
        own_within=corrections.settled("own_within", span),
        decisions=_decisions(top.section("decisions"), duties),
        plan_reading=_plan_reading(top.section("plan_reading")),
    )
    corrections.finish()
    top.finish()
    return table


def _plan_reading(section: Section) -> PlanReadingRule:
    rule = PlanReadingRule(
        remind_after_days=section.settled("remind_after_days", _ascending),
        climb_after_days=section.settled("climb_after_days", whole(1)),
        letters_at=section.settled("letters_at", clock_time),
    )
    section.finish()
    return rule


def _ascending(found: object) -> tuple[int, ...]:
    listed = [whole(1)(one) for one in found] if isinstance(found, list) else []
    if not listed or listed != sorted(set(listed)):
        raise ValueError("要写成从少到多、不重复的天数，例如 [3, 7]")
    return tuple(listed)


def _decisions(section: Section, duties: Collection[str]) -> DecisionRule:
    rule = DecisionRule(
        meetings=section.settled("meetings", codes(duties)),
        days=section.settled("days", whole(1)),
        added_within=section.settled("added_within", span),
        remind_days=section.settled("remind_days", days_before),
        overdue_every=section.settled("overdue_every", whole(1)),
        climb_after_days=section.settled("climb_after_days", whole(1)),
        letters_at=section.settled("letters_at", clock_time),
    )
    section.finish()
    return rule
