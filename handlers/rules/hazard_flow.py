"""How a hazard came through a period: carried, opened, closed, open; by its history and by its row; pure."""

from dataclasses import dataclass
from datetime import datetime

from storage.books import Entry
from storage.hazards import OPEN_STATES
from storage.vocabulary import HazardAction, HazardState


@dataclass(frozen=True, slots=True)
class Flow:
    """How many hazards came through a period; those struck off and those made void are both closed."""

    carried: int
    opened: int
    closed: int
    open: int

    @property
    def is_balanced(self) -> bool:
        """Return whether nothing was lost and nothing came from nowhere."""
        return self.carried + self.opened == self.closed + self.open


def flow_by_history(entry: Entry, begin: datetime, end: datetime) -> Flow:
    """Return what the history says of the period from `begin`, included, to `end`, included."""
    happened = [one for one in entry.history if one.at <= end]
    earlier = [one for one in happened if one.at < begin]
    within = [one for one in happened if one.at >= begin]
    return Flow(
        carried=bool(earlier) and earlier[-1].after in OPEN_STATES,
        opened=sum(one.action is HazardAction.REPORT for one in within),
        closed=sum(one.is_end for one in within),
        open=bool(happened) and happened[-1].after in OPEN_STATES,
    )


def flow_by_row(entry: Entry, begin: datetime, end: datetime) -> Flow:
    """Return what the row says of the period; when it was made void only the history knows."""
    is_void = entry.state is HazardState.VOID and bool(entry.history)
    ended_at = entry.history[-1].at if is_void else entry.closed_at
    return Flow(
        carried=entry.reported_at < begin and not (ended_at is not None and ended_at < begin),
        opened=begin <= entry.reported_at <= end,
        closed=ended_at is not None and begin <= ended_at <= end,
        open=entry.reported_at <= end and not (ended_at is not None and ended_at <= end),
    )
