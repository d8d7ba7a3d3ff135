"""Which reminder of a tip's limits is due: before it, at it, and for the leaders when it has long passed; pure."""

from dataclasses import dataclass
from datetime import datetime

from config.reminder_table import ReminderTable
from config.tip_table import TipLimit
from scheduler.rules.duty_reminder import settle

BEFORE, AT, AFTER = "before", "at", "after"


@dataclass(frozen=True, slots=True)
class Urge:
    """One thing to be said about one limit, `respond` or `settle`."""

    limit: str
    when: str
    """BEFORE: to those who deal with it; AT: to them and one level up; AFTER: to the leaders."""

    @property
    def step(self) -> str:
        """Return how it is written into the tip's history, where it stands once."""
        return f"urge:{self.limit}:{self.when}"


def due(name: str, at: datetime, limit: TipLimit, now: datetime, rules: ReminderTable) -> list[Urge]:
    """Return what is due by `now` about the limit called `name` that ends at `at`, in order.

    Within quiet hours it waits for their end. The reminder before the limit is left out once the limit has passed.
    """
    moments = {BEFORE: at - limit.remind_before, AT: at, AFTER: at + limit.leader_after}
    passed = [when for when, moment in moments.items() if settle(moment, rules, minds_quiet_hours=True) <= now]
    if AT in passed:
        passed.remove(BEFORE)
    # At night nobody is told what an outage of the day has left.
    return [] if rules.quiet.covers(now.timetz().replace(tzinfo=None)) else [Urge(name, when) for when in passed]
