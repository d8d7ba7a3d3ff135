"""When the gaps are asked for each week: on its weekday, put off from days off and quiet hours; pure."""

from datetime import date, datetime, timedelta

from config.calendar import WorkCalendar
from config.gap_table import DaysOff, WeeklyAsk
from config.reminder_table import ReminderTable
from config.zone import TZ
from scheduler.rules.duty_reminder import settle

_LOOKED_BACK = 5
"""In weeks: further than any holiday puts a letter off."""


def week_of(day: date) -> int:
    """Return the number of the week that holds `day`, Monday to Sunday; the next week has the next number."""
    return (day - timedelta(days=day.weekday())).toordinal() // 7


def asked_at(week: int, ask: WeeklyAsk, calendar: WorkCalendar, rules: ReminderTable) -> datetime:
    """Return when that week's letters are due; on a day off it may be after the week's end."""
    monday = date.fromordinal(week * 7 + 1)
    day = monday + timedelta(days=ask.weekday - 1)
    if ask.on_days_off is DaysOff.NEXT_WORKDAY and not calendar.is_workday(day):
        day = calendar.next_workday(day)
    return settle(datetime.combine(day, ask.at, TZ), rules, minds_quiet_hours=True)


def due_week(now: datetime, ask: WeeklyAsk, calendar: WorkCalendar, rules: ReminderTable) -> int:
    """Return the latest week whose letters are due at `now`: after an outage of weeks one letter is enough."""
    this = week_of(now.astimezone(TZ).date())
    return next(week for week in range(this, this - _LOOKED_BACK, -1) if asked_at(week, ask, calendar, rules) <= now)
