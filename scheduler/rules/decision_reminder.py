"""Which reminder of a decision of a meeting 「议定事项」 is due, and when it climbs; pure."""

from collections.abc import Sequence
from datetime import date


def step(due_on: date, today: date, *, ahead: Sequence[int], every: int) -> str | None:
    """Return the latest reminder that is reached: aheadN, day, overN; None where it is too early for any.

    `ahead` are days before the deadline, most first; after it there is one every `every` days. After an outage it is
    the latest alone.
    """
    left = (due_on - today).days
    if left > 0:
        reached = min((one for one in ahead if left <= one), default=None)
        return None if reached is None else f"ahead{reached}"
    return "day" if left == 0 else f"over{(-left - 1) // every}"


def has_climbed(due_on: date, today: date, *, after_days: int) -> bool:
    """Return whether it is so long overdue that the unit's lead and the office above are told."""
    return (today - due_on).days >= after_days
