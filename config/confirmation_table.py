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
class ConfirmationTable:
    """What config/confirmations.toml says."""

    decisions: DecisionRule
    own_within: timedelta
    """So long after it was told who told it may correct it; afterwards the offices above alone."""


def read_confirmations(top: Section, duties: Collection[str]) -> ConfirmationTable:
    """Return what the file says; `duties` are the names of config/duties.toml. Raises TablesWrong."""
    corrections = top.section("corrections")
    table = ConfirmationTable(
        own_within=corrections.settled("own_within", span),
        decisions=_decisions(top.section("decisions"), duties),
    )
    corrections.finish()
    top.finish()
    return table


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
