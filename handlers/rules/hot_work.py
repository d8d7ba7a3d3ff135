"""Hot work 「动火作业」: what may be asked for, who decides, and when somebody must be told (T5-8b); pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.rules.access import Standing
from storage.vocabulary import HotWorkState, Role

ASKERS = frozenset({Role.HEAD, Role.SAFETY_OFFICER})


class Fault(StrEnum):
    """Why a ticket cannot be asked for so."""

    PAST = "past"
    BACKWARDS = "backwards"
    TOO_LONG = "too_long"
    SAME_PERSON = "same_person"
    """Who welds cannot watch."""
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class Job:
    """What overlaps is decided by: when, where, who."""

    place: str
    operator: str
    watcher: str
    starts_at: datetime
    ends_at: datetime

    def collides(self, other: "Job") -> bool:
        """Return whether both cannot be: at one time at one place, or with one of the people at both."""
        at_once = self.starts_at < other.ends_at and other.starts_at < self.ends_at
        people = {self.operator, self.watcher} & {other.operator, other.watcher}
        return at_once and (bool(people) or self.place == other.place)


def fault_of(job: Job, others: Sequence[Job], *, now: datetime, longest: timedelta) -> Fault | None:
    """Return why the ticket cannot be asked for, None where it can."""
    if job.starts_at < now:
        return Fault.PAST
    if job.ends_at <= job.starts_at:
        return Fault.BACKWARDS
    if job.ends_at - job.starts_at > longest:
        return Fault.TOO_LONG
    if job.operator == job.watcher:
        return Fault.SAME_PERSON
    return Fault.OVERLAP if any(job.collides(other) for other in others) else None


def may_decide(role: Role, standing: Standing, *, is_asker: bool, head_grants: bool) -> bool:
    """Return whether this person decides: a superior, the unit's head where configured; never who asked."""
    if is_asker:
        return False
    return standing is Standing.SUPERIOR or (head_grants and role is Role.HEAD and standing is Standing.MEMBER)


MOVES: Mapping[tuple[HotWorkState, str], HotWorkState] = {
    (HotWorkState.ASKED, "grant"): HotWorkState.GRANTED,
    (HotWorkState.ASKED, "refuse"): HotWorkState.REFUSED,
    (HotWorkState.ASKED, "cancel"): HotWorkState.VOID,
    (HotWorkState.GRANTED, "cancel"): HotWorkState.VOID,
    (HotWorkState.GRANTED, "end"): HotWorkState.ENDED,
    (HotWorkState.ENDED, "recheck"): HotWorkState.CLOSED,
    (HotWorkState.ENDED, "embers"): HotWorkState.ENDED,
}
"""What may happen to a ticket; what is not here is refused."""


class Told(StrEnum):
    """Who is told that something has not been done."""

    UNIT = "unit"
    HEAD = "head"
    TOWNSHIP = "township"


@dataclass(frozen=True, slots=True)
class Step:
    """One reminder of a ticket."""

    what: str
    """end or recheck."""
    told: Told
    due_at: datetime


def steps_due(
    state: HotWorkState,
    ends_at: datetime,
    recheck_at: datetime | None,
    *,
    now: datetime,
    head_after: timedelta,
    township_after: timedelta,
) -> list[Step]:
    """Return the reminders whose time has come, earliest first; empty for what needs nobody now."""
    if state is HotWorkState.GRANTED:
        what, due_at = "end", ends_at
    elif state is HotWorkState.ENDED and recheck_at is not None:
        what, due_at = "recheck", recheck_at
    else:
        return []
    steps = [
        Step(what, Told.UNIT, due_at),
        Step(what, Told.HEAD, due_at + head_after),
        Step(what, Told.TOWNSHIP, due_at + township_after),
    ]
    return [one for one in steps if one.due_at <= now]
