"""The periods of the calendar that duties come round in: how each is written, called, and which holds a day; pure."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_ONE_DAY = timedelta(days=1)
_TEN = 10


class Cadence(StrEnum):
    """How often a duty comes round; one period of it is one row for each unit."""

    DAILY = "daily"
    WEEKLY = "weekly"
    TEN_DAYS = "ten_days"
    """旬: 1–10, 11–20, 21 to the end of the month."""
    MONTHLY = "monthly"
    TWO_MONTHLY = "two_monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    ONCE = "once"
    """One span of days, then never again."""
    FESTIVAL = "festival"
    RITE = "rite"
    """The weeks before a day on which graves are visited 「祭扫」."""
    RITE_DAILY = "rite_daily"
    """Every day around such a day."""


MONTHS: Mapping[Cadence, int] = {
    Cadence.MONTHLY: 1,
    Cadence.TWO_MONTHLY: 2,
    Cadence.QUARTERLY: 3,
    Cadence.HALF_YEARLY: 6,
    Cadence.YEARLY: 12,
}
"""The cadences whose periods are whole months, with their length."""

CIVIL = (Cadence.DAILY, Cadence.WEEKLY, Cadence.TEN_DAYS, *MONTHS)
"""The cadences that the calendar alone settles; every day lies in exactly one period of each."""

_LETTERS = {Cadence.TWO_MONTHLY: "B", Cadence.QUARTERLY: "Q", Cadence.HALF_YEARLY: "H"}
_NUMBERED = re.compile(r"(\d{4})-([BQH])(\d)")


@dataclass(frozen=True, slots=True)
class CivilPeriod:
    """One period of the calendar; first and last day are both included."""

    name: str
    first: date
    last: date


def period_of(cadence: Cadence, day: date) -> CivilPeriod:
    """Return the period that holds `day`. Raises KeyError for a cadence that is not of CIVIL.

    Written 2026-11-23, 2026-W48, 2026-11-T3 (旬), 2026-11, 2026-B6, 2026-Q4, 2026-H2, 2026.
    """
    match cadence:
        case Cadence.DAILY:
            return CivilPeriod(day.isoformat(), day, day)
        case Cadence.WEEKLY:
            monday = day - timedelta(days=day.weekday())
            year, week, _ = day.isocalendar()
            return CivilPeriod(f"{year}-W{week:02d}", monday, monday + 6 * _ONE_DAY)
        case Cadence.TEN_DAYS:
            number = min((day.day - 1) // _TEN, 2)
            end = monthrange(day.year, day.month)[1] if number == 2 else (number + 1) * _TEN
            name = f"{day:%Y-%m}-T{number + 1}"
            return CivilPeriod(name, day.replace(day=number * _TEN + 1), day.replace(day=end))
    months = MONTHS[cadence]
    number = (day.month - 1) // months
    last_month = (number + 1) * months
    first = date(day.year, number * months + 1, 1)
    last = date(day.year, last_month, monthrange(day.year, last_month)[1])
    if cadence is Cadence.YEARLY:
        return CivilPeriod(f"{day.year}", first, last)
    if cadence is Cadence.MONTHLY:
        return CivilPeriod(f"{day:%Y-%m}", first, last)
    return CivilPeriod(f"{day.year}-{_LETTERS[cadence]}{number + 1}", first, last)


def day_in(cadence: Cadence, name: str) -> date:
    """Return a day of the period that is written so; of a festival or rite 1 January of its year.

    Raises ValueError for a text that the cadence never writes.
    """
    day = _any_day(cadence, name)
    if cadence in CIVIL and period_of(cadence, day).name != name:
        raise ValueError(f"no {cadence} period is called {name!r}")
    return day


def _any_day(cadence: Cadence, name: str) -> date:
    match cadence:
        case Cadence.WEEKLY:
            year, week = name.split("-W")
            return date.fromisocalendar(int(year), int(week), 1)
        case Cadence.TEN_DAYS:
            month, third = name.split("-T")
            return date.fromisoformat(f"{month}-01") + (int(third) - 1) * _TEN * _ONE_DAY
        case Cadence.MONTHLY:
            return date.fromisoformat(f"{name}-01")
        case Cadence.TWO_MONTHLY | Cadence.QUARTERLY | Cadence.HALF_YEARLY:
            match = _NUMBERED.fullmatch(name)
            if match is None:
                raise ValueError(f"no {cadence} period is called {name!r}")
            return date(int(match[1]), (int(match[3]) - 1) * MONTHS[cadence] + 1, 1)
        case Cadence.YEARLY:
            return date(int(name), 1, 1)
        case Cadence.FESTIVAL | Cadence.RITE:
            # Every window has its last day in the year it is named for.
            return date(int(name.split("-", maxsplit=1)[0]), 1, 1)
        case _:
            return date.fromisoformat(name)


_SHAPES: Mapping[Cadence, re.Pattern[str]] = {
    Cadence.DAILY: re.compile(r"\d{4}-\d{2}-\d{2}"),
    Cadence.WEEKLY: re.compile(r"\d{4}-W\d{2}"),
    Cadence.TEN_DAYS: re.compile(r"\d{4}-\d{2}-T[123]"),
    Cadence.MONTHLY: re.compile(r"\d{4}-\d{2}"),
    Cadence.TWO_MONTHLY: re.compile(r"\d{4}-B[1-6]"),
    Cadence.QUARTERLY: re.compile(r"\d{4}-Q[1-4]"),
    Cadence.HALF_YEARLY: re.compile(r"\d{4}-H[12]"),
    Cadence.YEARLY: re.compile(r"\d{4}"),
}


def cadence_of(name: str) -> Cadence | None:
    """Return which cadence of CIVIL writes a period so, None where none does."""
    return next((cadence for cadence, shape in _SHAPES.items() if shape.fullmatch(name)), None)


def civil_title(cadence: Cadence, name: str) -> str:
    """Return how people call a period that the calendar alone settles: 11月23日, 2026年11月下旬, 2026年第四季度.

    Raises ValueError for a text that the cadence never writes.
    """
    first = day_in(cadence, name)
    match cadence:
        case Cadence.WEEKLY:
            last = first + 6 * _ONE_DAY
            return f"{first.month}月{first.day}日至{last.month}月{last.day}日当周"
        case Cadence.TEN_DAYS:
            return f"{first.year}年{first.month}月{'上中下'[int(name[-1]) - 1]}旬"
        case Cadence.MONTHLY:
            return f"{first.year}年{first.month}月"
        case Cadence.TWO_MONTHLY:
            return f"{first.year}年{first.month}月至{first.month + 1}月"
        case Cadence.QUARTERLY:
            return f"{first.year}年第{'一二三四'[int(name[-1]) - 1]}季度"
        case Cadence.HALF_YEARLY:
            return f"{first.year}年{'上下'[int(name[-1]) - 1]}半年"
        case Cadence.YEARLY:
            return f"{first.year}年度"
        case Cadence.ONCE:
            return f"{first.year}年{first.month}月{first.day}日前"
        case _:
            return f"{first.month}月{first.day}日"
