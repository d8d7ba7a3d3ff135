"""The State Council's arrangements for 2024 to 2026, typed by hand from the three notices."""

from collections.abc import Mapping
from datetime import date, timedelta

# (first, last) of each block off and the weekend days worked, as the notices say.
OFF: Mapping[int, list[str]] = {
    2024: ["01-01 01-01", "02-10 02-17", "04-04 04-06", "05-01 05-05", "06-10 06-10", "09-15 09-17", "10-01 10-07"],
    2025: ["01-01 01-01", "01-28 02-04", "04-04 04-06", "05-01 05-05", "05-31 06-02", "10-01 10-08"],
    2026: ["01-01 01-03", "02-15 02-23", "04-04 04-06", "05-01 05-05", "06-19 06-21", "09-25 09-27", "10-01 10-07"],
}
WORKED: Mapping[int, list[str]] = {
    2024: ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
    2025: ["01-26", "02-08", "04-27", "09-28", "10-11"],
    2026: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
}


def blocks(year: int) -> list[tuple[date, date]]:
    """Return first and last day of each holiday of the year, both included."""
    days = [[date.fromisoformat(f"{year}-{day}") for day in block.split()] for block in OFF[year]]
    return [(first, last) for first, last in days]


def is_workday(day: date) -> bool:
    """Return whether offices worked on the day. Raises KeyError for a year without a notice."""
    if f"{day:%m-%d}" in WORKED[day.year]:
        return True
    return day.isoweekday() < 6 and not any(first <= day <= last for first, last in blocks(day.year))


def workdays(year: int) -> set[date]:
    """Return the days on which offices worked."""
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return {day for day in days if day.year == year and is_workday(day)}
