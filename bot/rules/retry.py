"""After a failure: when again, or never."""

from datetime import timedelta

from config.limits import RetryLimits

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
