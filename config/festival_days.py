"""The days of festivals in any year: fixed days, lunar days, solar terms and what the law makes of them; pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from lunar_python import Lunar

NEW_YEAR = "元旦"
SPRING_FESTIVAL = "春节"
QINGMING = "清明节"
LABOUR_DAY = "劳动节"
DRAGON_BOAT = "端午节"
MID_AUTUMN = "中秋节"
NATIONAL_DAY = "国庆节"

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@cache
def lunar_day(year: int, month: int, day: int) -> date:
    """Return the day on which this day of the Chinese lunar year 「农历」 falls; never in a leap month."""
    return date.fromisoformat(Lunar.fromYmd(year, month, day).getSolar().toYmd())


@cache
def solar_term(year: int, name: str) -> date:
    """Return the day of a solar term 「节气」 in `year`: 清明, 冬至. Raises KeyError where there is no such term."""
    # The table of a lunar year begins with the winter solstice of the year before; the next has a name of its own.
    key = {"冬至": "DONG_ZHI"}.get(name, name)
    return date.fromisoformat(Lunar.fromYmd(year, 1, 1).getJieQiTable()[key].toYmd())


def qingming(year: int) -> date:
    """Return the day of the solar term 清明."""
    return solar_term(year, "清明")


@cache
def legal_days(year: int) -> tuple[tuple[date, str], ...]:
    """Return the legal holidays of a year with their names, earliest first.

    A day stands twice where two festivals meet on it.
    Source: 全国年节及纪念日放假办法 as amended for 2025 (春节 from its eve, 劳动节 two days).
    """
    spring = lunar_day(year, 1, 1)
    spans = (
        (NEW_YEAR, date(year, 1, 1), 1),
        (SPRING_FESTIVAL, spring - _ONE_DAY, 4),
        (QINGMING, qingming(year), 1),
        (LABOUR_DAY, date(year, 5, 1), 2),
        (DRAGON_BOAT, lunar_day(year, 5, 5), 1),
        (MID_AUTUMN, lunar_day(year, 8, 15), 1),
        (NATIONAL_DAY, date(year, 10, 1), 3),
    )
    found = [(first + n * _ONE_DAY, name) for name, first, length in spans for n in range(length)]
    return tuple(sorted(found, key=lambda one: one[0]))


@cache
def days_off_by_law(year: int) -> dict[date, str]:
    """Return the legal holidays and the days made up for those that fall on a weekend or on each other 「补假」.

    A day is made up on the next weekday that is free. Days moved for longer holidays 「调休」 cannot be foreseen.
    """
    off: dict[date, str] = {}
    to_make_up: list[tuple[date, str]] = []
    for day, name in legal_days(year):
        if day in off or is_weekend(day):
            to_make_up.append((day, name))
        off.setdefault(day, name)
    for day, name in to_make_up:
        off[next(free for free in _days_after(day) if free not in off and not is_weekend(free))] = name
    return off


@cache
def usual_block(year: int, name: str) -> tuple[date, date]:
    """Return first and last day of the holiday as it usually is: 春节 8 days, 劳动节 5, 国庆节 7.

    The others are one day with the weekend and the days made up that touch it.
    Raises KeyError where the law knows no such holiday.
    """
    first = {name: day for day, name in reversed(legal_days(year))}[name]
    usual_length = {SPRING_FESTIVAL: 8, LABOUR_DAY: 5, NATIONAL_DAY: 7}.get(name)
    if usual_length is not None:
        return first, first + (usual_length - 1) * _ONE_DAY
    last = first
    while _belongs_to(name, first - _ONE_DAY):
        first -= _ONE_DAY
    while _belongs_to(name, last + _ONE_DAY):
        last += _ONE_DAY
    return first, last


def is_weekend(day: date) -> bool:
    """Return whether the day is a Saturday or a Sunday."""
    return day.weekday() >= _SATURDAY


def _belongs_to(name: str, day: date) -> bool:
    return days_off_by_law(day.year).get(day, name if is_weekend(day) else "") == name


def _days_after(day: date) -> Iterator[date]:
    while True:
        day += _ONE_DAY
        yield day
