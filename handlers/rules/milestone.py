"""The dated goals of the plan 「里程碑」 (G-3 … G-5, T13): how far each is, how it burns down; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal and how far it is."""

    code: str
    """Names it in chat and in tests: G-3a, T13-1."""
    name: str
    measure: str
    """What is counted."""
    due_on: date
    whole: int
    missing: Sequence[str]
    """Units, buildings or hazards by name: what is still to be done."""
    note: str = ""
    burn_down: Sequence[tuple[date, int]] = field(default=())
    """How many were missing at the end of these days, oldest first; empty where nobody kept it."""

    @property
    def done(self) -> int:
        """Return how many of the whole are done."""
        return max(0, self.whole - len(self.missing))

    @property
    def is_met(self) -> bool:
        """Return whether nothing is missing, of something."""
        return not self.missing and self.whole > 0


def month_ends(first: date, today: date) -> list[date]:
    """Return the last days of the months from `first` on, the latest twelve, and today; empty where none is over."""
    days = []
    day = first.replace(day=1)
    while True:
        following = (day + timedelta(days=32)).replace(day=1)
        if following > today:
            break
        days.append(following - timedelta(days=1))
        day = following
    return [*days[-_MONTHS:], today] if days else []


def days_left(due_on: date, today: date) -> int:
    """Return how many days are left, negative once the date is over."""
    return (due_on - today).days
