"""How one duty of a unit stands in its list 「清单」 (S2-4); pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.vocabulary import DutyState


class Mark(StrEnum):
    """How a duty stands, the loudest first."""

    NEVER = "never"
    """从未: a time of it has passed, and the unit has not done it once."""
    MISSED = "missed"
    OVERDUE = "overdue"
    """The due time has passed, the cut-off has not."""
    TO_DO = "to_do"
    LATE = "late"
    DONE = "done"
    EXCUSED = "excused"
    NOT_YET = "not_yet"
    """Nothing is asked for yet."""


OPEN = (Mark.NEVER, Mark.MISSED, Mark.OVERDUE, Mark.TO_DO)
"""What is still to be done."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What must be known of a duty in one period."""

    state: DutyState
    asked_from: datetime
    due_at: datetime
    was_missed: bool
    """Whether any period of the duty was missed by the unit, this one or one before."""
    was_done: bool
    """Whether the unit ever told that it has done the duty."""


def mark_of(duty: Standing, now: datetime) -> Mark:
    """Return how the duty stands at `now`."""
    match duty.state:
        case DutyState.DONE:
            return Mark.DONE
        case DutyState.LATE:
            return Mark.LATE
        case DutyState.EXCUSED:
            return Mark.EXCUSED
    is_late = duty.state is DutyState.MISSED or now > duty.due_at
    if not duty.was_done and (is_late or duty.was_missed) and (is_late or duty.asked_from <= now):
        return Mark.NEVER
    if duty.state is DutyState.MISSED:
        return Mark.MISSED
    if is_late:
        return Mark.OVERDUE
    return Mark.TO_DO if duty.asked_from <= now else Mark.NOT_YET
