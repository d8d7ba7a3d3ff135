"""Until when a hazard must be rectified."""

from datetime import date

from config.calendar import WorkCalendar
from config.hazard_table import Counting, DaysAllowed
from handlers.rules.hazard_deadline import days_over, rectify_by

THE_CALENDAR = WorkCalendar()
FRIDAY = date(2026, 11, 20)


def test_workdays_leave_out_the_weekend() -> None:
    assert rectify_by(FRIDAY, DaysAllowed(1, Counting.WORKDAY), THE_CALENDAR) == date(2026, 11, 23)


def test_workdays_leave_out_a_holiday_and_count_the_sunday_made_up_for_it() -> None:
    # 2025: 1 to 8 October off, Saturday 11 October worked.
    assert rectify_by(date(2025, 9, 30), DaysAllowed(3, Counting.WORKDAY), THE_CALENDAR) == date(2025, 10, 11)


def test_calendar_days_count_the_weekend() -> None:
    assert rectify_by(FRIDAY, DaysAllowed(1, Counting.CALENDAR_DAY), THE_CALENDAR) == date(2026, 11, 21)


def test_the_last_day_itself_is_not_over() -> None:
    assert days_over(FRIDAY, FRIDAY) == 0
    assert days_over(FRIDAY, date(2026, 11, 21)) == 1
    assert days_over(FRIDAY, date(2026, 11, 1)) == 0
