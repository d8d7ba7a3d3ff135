"""After a failure: when again, or never."""

from datetime import datetime, timedelta

from config.limits import RetryLimits
from storage.vocabulary import Urgency

_MOST_DOUBLINGS = 20
_USUAL = RetryLimits(timedelta(seconds=60), 6, timedelta(seconds=5), timedelta(minutes=5))


def delay_after(attempts: int, plan: RetryLimits = _USUAL, *, jitter: float = 0.0) -> timedelta | None:
    """Return how long to wait after the `attempts`-th failed try (from 1), None where it was the last.

    Doubles from the plan's first wait to its longest. `jitter` in 0…1 lengthens the wait by up to a quarter, so
    that messages that failed together do not come back together.
    """
    if attempts >= plan.attempts:
        return None
    doubled: int = 2 ** min(attempts - 1, _MOST_DOUBLINGS)
    return min(plan.first_wait * doubled, plan.longest_wait) * (1 + jitter / 4)


def fetch_again_at(
    received_at: datetime, plan: RetryLimits, *, life: timedelta, wait: timedelta | None, now: datetime
) -> datetime | None:
    """Return when to fetch again what could not be had at `now`, None where its link will be dead by then.

    Each wait is as long as all before it together, within the plan's bounds, and no shorter than `wait`, where the
    platform asked for one. `life` counts from the receipt.
    """
    doubled = min(max(now - received_at, plan.first_wait), plan.longest_wait)
    again_at = now + max(doubled, wait or timedelta(0))
    return again_at if again_at < received_at + life else None


def may_repeat(urgency: Urgency, first_tried_at: datetime, *, again_at: datetime, dropped_for: timedelta) -> bool:
    """Return whether a message that may have arrived is to be sent again at `again_at`.

    Yes while the platform itself drops a repeat (`dropped_for`, counted from the first try). Beyond that the
    message decides: an urgent one twice is better than not at all, and somebody waits for an answer, who without
    it does not know whether anything was registered; a daily prompt twice is noise, so its outcome stays unknown.
    """
    return urgency is not Urgency.PROMPT or again_at - first_tried_at < dropped_for
