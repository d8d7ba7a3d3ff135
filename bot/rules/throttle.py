"""When the next message to one recipient may leave 「限频」."""

from collections.abc import Sequence
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def may_leave_at(
    tries: Sequence[datetime], *, per_minute: int | None, per_hour: int | None, now: datetime
) -> datetime:
    """Return the earliest moment from `now` on at which one more message breaks no limit.

    `tries` are the moments, ascending, of what was sent to the recipient within the last hour at least.
    A limit of None does not limit; limits are at least 1.
    """
    allowed = now
    for limit, window in ((per_minute, MINUTE), (per_hour, HOUR)):
        if limit is not None and len(tries) >= limit:
            # With the limit-th newest out of the window there is room for one.
            allowed = max(allowed, tries[-limit] + window)
    return allowed
