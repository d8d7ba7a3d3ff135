"""Until when a hazard must be rectified, by the days that its grade and category allow."""

from datetime import date, timedelta

from config.calendar import WorkCalendar
from config.hazard_table import Counting, DaysAllowed


def rectify_by(found_on: date, allowed: DaysAllowed, calendar: WorkCalendar) -> date:
    """Return the last day for rectifying a hazard found on `found_on`; the day of discovery is day 0.

    Source: config/hazards.toml; the policy names no number of days.
    """
    if allowed.counting is Counting.WORKDAY:
        return calendar.add_workdays(found_on, allowed.days)
    return found_on + timedelta(days=allowed.days)


def days_over(due_on: date, today: date) -> int:
    """Return by how many days the deadline is past; 0 on its last day and before."""
    return max((today - due_on).days, 0)
