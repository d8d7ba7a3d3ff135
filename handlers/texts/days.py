"""How we write days and lengths of time: 11月24日（周二）, 4小时."""

from datetime import date

_WEEKDAYS = "一二三四五六日"


def day(day: date) -> str:
    """Return the day with its weekday: 11月24日（周二）."""
    return f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def span(days: int, hours: int) -> str:
    """Return a length of time of at least an hour: 1天, 4小时."""
    return f"{days}天" if days else f"{hours}小时"
