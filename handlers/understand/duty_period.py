"""Read which period of the calendar a confirmation names: 11月下旬, 2026年11月, 第四季度, 上半年; pure."""

import re
from datetime import date

from config.duty_period import MONTHS, Cadence, period_of

_YEAR = r"(?:(?P<year>\d{4})年)?"
_PATTERNS = {
    Cadence.TEN_DAYS: re.compile(_YEAR + r"(?P<month>\d{1,2})月份?(?P<part>[上中下])旬"),
    Cadence.MONTHLY: re.compile(_YEAR + r"(?P<month>\d{1,2})月份?(?![\d日至—-])"),
    Cadence.TWO_MONTHLY: re.compile(_YEAR + r"(?P<month>\d{1,2})月?[至到、—-]\d{1,2}月"),
    Cadence.QUARTERLY: re.compile(_YEAR + r"第?(?P<part>[一二三四1-4])季度"),
    Cadence.HALF_YEARLY: re.compile(_YEAR + r"(?P<part>[上下])半年"),
    Cadence.YEARLY: re.compile(r"(?P<year>\d{4})年度?(?!\d)"),
}
_PARTS = {"上": 0, "中": 1, "下": 2, "一": 0, "二": 1, "三": 2, "四": 3, "1": 0, "2": 1, "3": 2, "4": 3}
_DECEMBER = 12


def period_named(cadence: Cadence, text: str, today: date) -> str | None:
    """Return the period as the cadence writes it, None where the text names none; without a year the last begun."""
    match = _PATTERNS[cadence].search(text) if cadence in _PATTERNS else None
    if match is None:
        return None
    said = match.groupdict()
    part = _PARTS[said["part"]] if said.get("part") else 0
    month = int(said["month"]) if said.get("month") else 1
    if cadence in (Cadence.QUARTERLY, Cadence.HALF_YEARLY):
        month = min(part, _DECEMBER // MONTHS[cadence] - 1) * MONTHS[cadence] + 1
    if not 1 <= month <= _DECEMBER:
        return None
    day = 10 * part + 1 if cadence is Cadence.TEN_DAYS else 1
    year = int(said["year"]) if said.get("year") else today.year
    found = date(year, month, day)
    if not said.get("year") and found > today:
        found = date(year - 1, month, day)
    return period_of(cadence, found).name


def is_made_up(text: str) -> bool:
    """Return whether the text says that something is told late 「补报」."""
    return bool(re.search(r"补报|补录|漏报|忘报", text))


def is_rite_named(name: str, text: str) -> bool:
    """Return whether the text names the day of visiting graves."""
    return name.removesuffix("节").removesuffix("祭祖") in text


def is_year_named(year: int, text: str) -> bool:
    """Return whether the text names the year."""
    return f"{year}年" in text
