"""Every due date of 2026, counted in plain Python that knows none of our rules.

What is counted with: the cadence of each row as the policy says it (rows T1–T14, S1–S3, G-5), the times that the
bureau assumes, the State Council's notice typed by hand, and an almanac that is not ours. A rule that moves a day
differs here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from storage.vocabulary import Level, UnitType
from tests import state_council
from tests.almanacs import ALMANACS


class Owing(Protocol):
    """What must be known of a unit; those of the roster and those of the database have it."""

    @property
    def name(self) -> str:
        """Return the full name."""

    @property
    def type(self) -> UnitType:
        """Return the type."""

    @property
    def is_residential(self) -> bool | None:
        """Return whether people live there."""


JANUARY, DECEMBER = date(2026, 1, 1), date(2026, 12, 31)
DAY = timedelta(days=1)
LUNAR, TERM = ALMANACS["ephem"]
MONTHS = [date(2026, month, 1) for month in range(1, 13)]

# 2027 is not announced: what is due then is moved by weekends and the legal days alone (元旦 is a Friday).
OFF_2027 = {date(2027, 1, 1)}


def is_workday(day: date) -> bool:
    if day.year == 2027:
        return day.isoweekday() < 6 and day not in OFF_2027
    return state_council.is_workday(day) if day.year <= 2026 else False


def earlier(day: date) -> date:
    while not is_workday(day):
        day -= DAY
    return day


def later(day: date) -> date:
    while not is_workday(day):
        day += DAY
    return day


def last_of_month(month: int) -> date:
    return date(2026 + month // 12, month % 12 + 1, 1) - DAY


def ends(*months: int) -> list[date]:
    """Return the last days of these months of 2026."""
    return [last_of_month(month) for month in months]


EACH_MONTH, TWO_MONTHS = ends(*range(1, 13)), ends(2, 4, 6, 8, 10, 12)
QUARTERS, HALVES, YEAR = ends(3, 6, 9, 12), ends(6, 12), ends(12)
TENTHS = sorted(
    day for month in range(1, 13) for day in (date(2026, month, 10), date(2026, month, 20), last_of_month(month))
)
RITES = [TERM(2026, "清明"), LUNAR(2026, 7, 15), LUNAR(2026, 10, 1), TERM(2026, "冬至"), LUNAR(2026, 1, 1)]
"""清明, 中元, 寒衣, 冬至, 春节祭祖. That of 2027 opens on 7 January of that year: it is none of 2026's."""


def weeks() -> Iterator[list[date]]:
    """Yield the days of each week that has a day in 2026."""
    monday = date(2025, 12, 29)
    while monday <= DECEMBER:
        yield [monday + n * DAY for n in range(7)]
        monday += 7 * DAY


def week_ends(*, also_without_work: bool) -> list[date]:
    """Return the last workday of each week; of a week without one its Sunday, or nothing."""
    found = []
    for week in weeks():
        worked = [day for day in week if (state_council.is_workday(day) if day.year < 2027 else is_workday(day))]
        if worked or also_without_work:
            found.append(worked[-1] if worked else week[-1])
    return found


def festivals() -> list[date]:
    """Return the eve of each festival and event that is checked, with the windows that open in 2026."""
    starts = [first for first, _ in state_council.blocks(2026)]
    # 全国两会 of 2026 by its own notice; 元旦 of 2027 opens on 22 December, provisionally three days from the first.
    return [first - DAY for first in (*starts, date(2026, 3, 4), date(2027, 1, 1))]


def watched() -> list[date]:
    """Return the days on which fire is watched: three before a day of rites, itself, one after."""
    return sorted({day + n * DAY for day in RITES for n in range(-3, 2)})


def every_day() -> list[date]:
    return [JANUARY + n * DAY for n in range(365)]


@dataclass(frozen=True)
class Row:
    """One duty: the requirement, who owes it, and when it is due."""

    requirement: str
    who: Callable[[Owing], bool]
    days: list[date]
    at: str = "17:20"


def at_level(*levels: Level) -> Callable[[Owing], bool]:
    return lambda unit: unit.type.level in levels


BUREAU, SECTION, TOWN, HOME = Level.BUREAU, Level.SECTION, Level.TOWNSHIP, Level.INSTITUTION


AFFILIATED = {"县社会福利院", "县儿童福利中心", "县救助管理站", "县殡仪馆", "县公益性公墓"}
"""The 局属单位 of the demo county."""


def is_office_or_affiliated(unit: Owing) -> bool:
    return unit.type.level in (TOWN, SECTION) or bool(getattr(unit, "is_affiliated", unit.name in AFFILIATED))


def is_funeral(unit: Owing) -> bool:
    return unit.type is UnitType.FUNERAL


def lives_there(unit: Owing) -> bool:
    return unit.type.level is HOME and bool(unit.is_residential)


EXPECTED: Mapping[str, list[Row]] = {
    "patrol": [
        Row("T4-1", at_level(HOME), every_day(), "10:10"),
        Row("T4-1", lives_there, every_day(), "22:10"),
        Row("T4-1", lives_there, [day + DAY for day in every_day()], "02:10"),
    ],
    "weekly_meeting": [
        Row("T4-2", at_level(HOME), week_ends(also_without_work=True)),
        Row("T4-2", at_level(BUREAU), week_ends(also_without_work=False)),
    ],
    "ten_day_dispatch": [Row("T4-3", at_level(BUREAU), [earlier(day) for day in TENTHS])],
    "month_meeting": [Row("T1-3", at_level(TOWN), [earlier(day) for day in EACH_MONTH])],
    "month_circular": [Row("T4-4", at_level(BUREAU), [later(day + 5 * DAY) for day in EACH_MONTH])],
    "two_month_supervision": [Row("T4-5", at_level(BUREAU), [earlier(day) for day in TWO_MONTHS])],
    "quarter_ranking": [Row("T4-6", at_level(BUREAU), [later(day + 10 * DAY) for day in QUARTERS])],
    "quarter_circular": [Row("S3-6", at_level(BUREAU), [later(day + 10 * DAY) for day in QUARTERS])],
    "half_year_summary": [Row("T4-7", at_level(*Level), [later(day + 5 * DAY) for day in HALVES])],
    "year_review": [Row("T4-8", at_level(BUREAU), [later(day + 15 * DAY) for day in YEAR])],
    "officers_meeting": [Row("S3-7", at_level(BUREAU), [earlier(day) for day in QUARTERS])],
    "inspector_training": [Row("T10-5", at_level(BUREAU), [earlier(day) for day in YEAR])],
    "office_training": [Row("T10-2", is_office_or_affiliated, [earlier(day) for day in QUARTERS])],
    "warning_film": [Row("T10-3", is_office_or_affiliated, [earlier(day) for day in QUARTERS])],
    "head_training": [Row("T11-1", at_level(TOWN, SECTION), [earlier(day) for day in YEAR])],
    "building_assessment": [Row("T13-2", at_level(TOWN), [earlier(day) for day in YEAR])],
    "technical_check": [Row("T6-2", at_level(TOWN), [earlier(day) for day in YEAR])],
    "self_built_check": [Row("T13-5", at_level(TOWN), [earlier(day) for day in HALVES])],
    "deployment_meeting": [Row("S1-2", at_level(TOWN), [earlier(day) for day in YEAR])],
    "progress_report": [Row("S1-6", at_level(TOWN), [earlier(day) for day in QUARTERS])],
    "drill": [Row("T12-7", at_level(HOME), QUARTERS)],
    "head_major_check": [Row("T6-3", at_level(HOME), QUARTERS)],
    "training": [Row("T11-2", at_level(HOME), HALVES)],
    "plan_review": [Row("T12-5", at_level(HOME), YEAR)],
    "safety_systems": [Row("T14-1", at_level(HOME), YEAR)],
    "publicity_month": [Row("T12-2", at_level(HOME), [date(2026, 6, 30)])],
    "consultation_day": [Row("T12-3", at_level(BUREAU, TOWN), [date(2026, 11, 15)])],
    "holiday_check": [Row("T7-1", at_level(HOME), festivals())],
    "rite_plan": [Row("T7-7", is_funeral, [day - 7 * DAY for day in RITES])],
    "rite_fire_check": [Row("T7-11", is_funeral, RITES)],
    "rite_fire_patrol": [Row("T7-10", is_funeral, watched(), "16:40")],
    "goal_consolidated": [Row("G-5a", at_level(BUREAU), [DECEMBER])],
    "goal_training": [Row("G-5b", at_level(BUREAU), [DECEMBER])],
    "goal_defence": [Row("G-5c", at_level(BUREAU), [DECEMBER])],
}
OVER_BEFORE_2026 = {
    *("goal_responsibility", "goal_officers", "goal_guideline", "goal_mechanism", "goal_major_stock"),
    "goal_grading",
}
"""Dated goals of 2024 and 2025: nothing of them falls due in 2026."""


def by_hand(code: str, units: Iterable[Owing]) -> Counter[tuple[str, str]]:
    """Return (unit, due moment) of one duty in 2026: 2026-12-31 17:20."""
    units = list(units)
    return Counter(
        (unit.name, f"{day} {row.at}")
        for row in EXPECTED.get(code, [])
        for unit in units
        if row.who(unit)
        for day in row.days
    )
