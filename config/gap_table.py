"""What hangs in the air 「悬空」 (T1-7), and when it is asked for: config/gaps.toml."""

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum

from config.reading import Section, clock_time, code, span, whole

_SUNDAY = 7


class DaysOff(StrEnum):
    """What becomes of a letter that falls on a day off."""

    KEEP = "keep"
    NEXT_WORKDAY = "next_workday"


@dataclass(frozen=True, slots=True)
class WeeklyAsk:
    """When something is asked for, or told, each week."""

    weekday: int
    """From 1, Monday."""
    at: time
    on_days_off: DaysOff


@dataclass(frozen=True, slots=True)
class GapTable:
    """From when on something counts as left to nobody."""

    unanswered_rungs: int
    """So many rungs of a hazard said in a row and nobody has done anything."""
    missed_in_a_row: int
    """So many occurrences of one duty of one unit missed in a row."""
    unaccepted_after: timedelta
    """So long after it was handed in and nobody has accepted it or sent it back."""
    ask: WeeklyAsk


def read_gaps(top: Section) -> GapTable:
    """Return what the file says. Raises TablesWrong."""
    table = GapTable(
        unanswered_rungs=top.settled("unanswered_rungs", whole(1)),
        missed_in_a_row=top.settled("missed_in_a_row", whole(1)),
        unaccepted_after=top.settled("unaccepted_after", span),
        ask=read_weekly(top.section("ask")),
    )
    top.finish()
    return table


def read_weekly(section: Section) -> WeeklyAsk:
    """Return when something is said each week. Raises TablesWrong."""
    ask = WeeklyAsk(
        weekday=section.settled("weekday", _weekday),
        at=section.settled("at", clock_time),
        on_days_off=section.settled("on_days_off", code(DaysOff)),
    )
    section.finish()
    return ask


def _weekday(found: object) -> int:
    number = whole(1)(found)
    if number > _SUNDAY:
        raise ValueError("星期几要写 1（星期一）到 7（星期日）")
    return number
