"""Which reminder to read a plan is due; pure."""

from collections.abc import Sequence
from datetime import date


def step(asked_on: date, today: date, after_days: Sequence[int]) -> int | None:
    """Return the latest of `after_days` (ascending) that is reached since the asking, None where none is."""
    passed = (today - asked_on).days
    return max((one for one in after_days if passed >= one), default=None)
