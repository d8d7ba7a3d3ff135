"""Until when a tip must have a first answer and an outcome; pure."""

from datetime import date, datetime, time

from config.calendar import WorkCalendar
from config.hazard_table import DaysAllowed
from config.tip_table import TipLimit
from config.zone import TZ
from handlers.rules.hazard_deadline import rectify_by


def limit_at(received_on: date, limit: TipLimit, day_ends_at: time, calendar: WorkCalendar) -> datetime:
    """Return the end of the last day; the day of the tip is day 0. Source: config/tips.toml, 「迅速反应」 (T6-12)."""
    last = rectify_by(received_on, DaysAllowed(limit.days, limit.counting), calendar)
    return datetime.combine(last, day_ends_at, TZ)
