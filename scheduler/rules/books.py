"""Whether the books of hazards are right: history and rows agree, they balance, nobody is forgotten; pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import pairwise

from handlers.rules.hazard_flow import flow_by_history, flow_by_row
from scheduler.rules.hazard_escalation import passed_at
from storage.books import Entry
from storage.hazards import OPEN_STATES
from storage.vocabulary import BooksFault, HazardAction, HazardState, NextStep

GRACE = timedelta(hours=1)
"""How long the wake-ups may take to plan or say a rung: they come every few seconds."""


def faults(entries: Iterable[Entry], begin: datetime, now: datetime) -> Mapping[BooksFault, list[int]]:
    """Return the numbers of the hazards that are wrong, by what is wrong with them; empty where all is well.

    The books of the period from `begin`, included, to `now` must balance for each hazard: then they do for every unit
    and for the county, and a difference has a number.
    """
    found: dict[BooksFault, list[int]] = {}
    for entry in entries:
        for fault in _faults(entry, begin, now):
            found.setdefault(fault, []).append(entry.number)
    return found


def _faults(entry: Entry, begin: datetime, now: datetime) -> Iterable[BooksFault]:
    if not agrees(entry):
        yield BooksFault.HISTORY
    told = flow_by_history(entry, begin, now)
    if not told.is_balanced or told != flow_by_row(entry, begin, now):
        yield BooksFault.BALANCE
    if entry.state not in OPEN_STATES:
        return
    if not entry.has_owner and not entry.is_listed:
        yield BooksFault.OWNER
    if next_step(entry, now) is None:
        yield BooksFault.STEP


def agrees(entry: Entry) -> bool:
    """Return whether the history leads, without a gap, from the report to the state that the row has."""
    history = entry.history
    if not history or history[0].action is not HazardAction.REPORT or history[0].at != entry.reported_at:
        return False
    if any(two.before not in (None, one.after) for one, two in pairwise(history)):
        return False
    ends = [one.at for one in history if one.is_end]
    is_struck_off = entry.state is HazardState.CLOSED
    return history[-1].after is entry.state and entry.closed_at == (ends[-1] if is_struck_off and ends else None)


def next_step(entry: Entry, now: datetime) -> NextStep | None:
    """Return why this open hazard is not forgotten, None where it is."""
    overdue_at = passed_at(entry.due_on)
    if now < overdue_at:
        return NextStep.NOT_DUE
    if entry.next_rung_at is not None and now < entry.next_rung_at:
        is_paused = entry.paused_until is not None and now < entry.paused_until
        return NextStep.PAUSED if is_paused else NextStep.PLANNED
    last_touched = max((one.at for one in entry.history), default=overdue_at)
    at_hand = entry.next_rung_at or max(overdue_at, last_touched)
    return NextStep.AT_HAND if now < at_hand + GRACE else None
