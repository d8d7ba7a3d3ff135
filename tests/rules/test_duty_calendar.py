"""Every requirement with a cadence: when it comes round for the demo county in 2026, counted in another way."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from config.duty_period import CIVIL, Cadence, day_in, period_of
from config.festival_table import Window
from config.tables import load_tables
from handlers.texts.duty import asked, remarks, reminder
from scheduler.rules.duty_cadence import UnitFacts, occurrences, periods
from storage.vocabulary import UnitType
from tests.almanacs import ALMANACS

TABLES = load_tables(Path(__file__).parents[2] / "config")
YEAR = (date(2026, 1, 1), date(2027, 1, 1))
BUREAU, SECTION, TOWNSHIP, HOME, FUNERAL = (
    UnitFacts(n, kind, is_residential=kind is UnitType.CARE_HOME)
    for n, kind in enumerate(
        (UnitType.BUREAU, UnitType.SECTION, UnitType.TOWNSHIP, UnitType.CARE_HOME, UnitType.FUNERAL), start=1
    )
)
KINDS = {"bureau": BUREAU, "section": SECTION, "township": TOWNSHIP, "home": HOME, "funeral": FUNERAL}


def slots(code: str, unit: UnitFacts, first: date = YEAR[0], end: date = YEAR[1]) -> list[str]:
    return [one.slot for one in occurrences(TABLES.duties.by_code[code], unit, first, end, TABLES)]


ROWS: list[tuple[str, str, str, int, str, str]] = [
    # requirement, duty, who owes it, how many in 2026, the last of them, its due day
    ("T1-3", "month_meeting", "township", 12, "2026-12", "2026-12-31"),
    ("T4-3", "ten_day_dispatch", "bureau", 36, "2026-12-T3", "2026-12-31"),
    ("T4-4", "month_circular", "bureau", 12, "2026-12", "2027-01-05"),
    ("T4-5", "two_month_supervision", "bureau", 6, "2026-B6", "2026-12-31"),
    ("T4-6", "quarter_ranking", "bureau", 4, "2026-Q4", "2027-01-11"),
    ("T4-7", "half_year_summary", "bureau section township home funeral", 2, "2026-H2", "2027-01-05"),
    ("T4-8", "year_review", "bureau", 1, "2026", "2027-01-15"),
    ("T6-2", "technical_check", "township", 1, "2026", "2026-12-31"),
    ("T6-3", "head_major_check", "home funeral", 4, "2026-Q4", "2026-12-31"),
    ("T7-7", "rite_plan", "funeral", 5, "2026-dongzhi", "2026-12-15"),
    ("T7-10", "rite_fire_patrol", "funeral", 25, "2026-12-23", "2026-12-23"),
    ("T7-11", "rite_fire_check", "funeral", 5, "2026-dongzhi", "2026-12-22"),
    ("T10-2", "office_training", "township section", 4, "2026-Q4", "2026-12-31"),
    ("T10-3", "warning_film", "township section", 4, "2026-Q4", "2026-12-31"),
    ("T10-5", "inspector_training", "bureau", 1, "2026", "2026-12-31"),
    ("T11-1", "head_training", "township section", 1, "2026", "2026-12-31"),
    ("T11-2", "training", "home funeral", 2, "2026-H2", "2026-12-31"),
    ("T12-2", "publicity_month", "home funeral", 1, "2026", "2026-06-30"),
    ("T12-3", "consultation_day", "bureau township", 1, "2026", "2026-11-15"),
    ("T12-5", "plan_review", "home funeral", 1, "2026", "2026-12-31"),
    ("T12-7", "drill", "home funeral", 4, "2026-Q4", "2026-12-31"),
    ("T13-2", "building_assessment", "township", 1, "2026", "2026-12-31"),
    ("T13-5", "self_built_check", "township", 2, "2026-H2", "2026-12-31"),
    ("T14-1", "safety_systems", "home funeral", 1, "2026", "2026-12-31"),
    ("S1-2", "deployment_meeting", "township", 1, "2026", "2026-12-31"),
    ("S1-6", "progress_report", "township", 4, "2026-Q4", "2026-12-31"),
    ("S3-6", "quarter_circular", "bureau", 4, "2026-Q4", "2027-01-11"),
    ("S3-7", "officers_meeting", "bureau", 4, "2026-Q4", "2026-12-31"),
    ("G-5a", "goal_consolidated", "bureau", 1, "2026-12-31", "2026-12-31"),
    ("G-5b", "goal_training", "bureau", 1, "2026-12-31", "2026-12-31"),
    ("G-5c", "goal_defence", "bureau", 1, "2026-12-31", "2026-12-31"),
]


@pytest.mark.parametrize(("row", "code", "owers", "count", "last", "due"), ROWS, ids=[row[0] for row in ROWS])
def test_a_requirement_comes_round_for_those_who_owe_it_and_nobody_else(
    row: str, code: str, owers: str, count: int, last: str, due: str
) -> None:
    for kind, unit in KINDS.items():
        owed = occurrences(TABLES.duties.by_code[code], unit, *YEAR, TABLES)
        if kind not in owers.split():
            assert owed == [], (row, kind)
            continue
        assert (len(owed), owed[-1].slot, owed[-1].due_at.date().isoformat()) == (count, last, due), (row, kind)
        assert all(one.opens_at <= one.due_at <= one.cutoff_at for one in owed)
        assert all(one.opens_at <= step.due_at for one in owed for step in one.steps)


@pytest.mark.parametrize(
    ("row", "code", "due"),
    [
        ("G-3a", "goal_responsibility", "2024-12-31"),
        ("G-3b", "goal_officers", "2024-12-31"),
        ("G-3c", "goal_guideline", "2024-12-31"),
        ("G-3d", "goal_mechanism", "2024-12-31"),
        ("G-3e", "goal_major_stock", "2024-12-31"),
        ("G-4", "goal_grading", "2025-12-31"),
    ],
)
def test_a_dated_goal_comes_once(row: str, code: str, due: str) -> None:
    (goal,) = occurrences(TABLES.duties.by_code[code], BUREAU, date(2024, 1, 1), date(2028, 1, 1), TABLES)

    assert goal.due_at.date().isoformat() == due
    # T3-3 gives the guideline a year more than the goal does (§10): asked for from 2024, missed after 2025.
    assert goal.cutoff_at.date().year == (2025 if row == "G-3c" else goal.due_at.year + 1)


def test_what_the_policy_leaves_open_is_assumed() -> None:
    assumed = {value.key for value in TABLES.assumed() if value.file == "duties.toml"}

    assert {f"{code}.cadence" for code in ("progress_report", "technical_check", "self_built_check")} <= assumed
    assert {"goal_consolidated.once", "publicity_month.season", "consultation_day.season"} <= assumed


def _thirds(day: date) -> tuple[int, int, int]:
    return day.year, day.month, 3 if day.day > 20 else 2 if day.day > 10 else 1


LABELS: dict[Cadence, Callable[[date], object]] = {
    Cadence.TEN_DAYS: _thirds,
    Cadence.MONTHLY: lambda day: (day.year, day.month),
    Cadence.TWO_MONTHLY: lambda day: (day.year, (day.month + 1) // 2),
    Cadence.QUARTERLY: lambda day: (day.year, (day.month + 2) // 3),
    Cadence.HALF_YEARLY: lambda day: (day.year, day.month > 6),
    Cadence.YEARLY: lambda day: day.year,
    Cadence.WEEKLY: lambda day: day.isocalendar()[:2],
}


@pytest.mark.parametrize("cadence", LABELS)
def test_days_share_a_period_exactly_where_they_share_its_label(cadence: Cadence) -> None:
    label = LABELS[cadence]
    days = [date(2023, 12, 20) + timedelta(days=n) for n in range(1500)]

    for day, following in pairwise(days):
        here, there = period_of(cadence, day), period_of(cadence, following)
        assert here.first <= day <= here.last
        assert (here == there) is (label(day) == label(following))
        assert period_of(cadence, day_in(cadence, here.name)) == here


def test_the_last_third_of_a_month_ends_with_it() -> None:
    for month in range(1, 13):
        third = period_of(Cadence.TEN_DAYS, date(2028, month, 25))
        assert (third.first.day, third.last.day) == (21, monthrange(2028, month)[1])


def test_the_cadences_of_the_calendar_cover_every_day_once() -> None:
    for rule in TABLES.duties.by_code.values():
        if rule.cadence in CIVIL and rule.season is None:
            found = periods(rule, date(2026, 1, 1), date(2027, 1, 1), TABLES)
            assert all(one.last + timedelta(days=1) == two.first for one, two in pairwise(found))


@pytest.mark.parametrize("almanac", ALMANACS)
@pytest.mark.parametrize("year", range(2024, 2036))
def test_the_days_of_visiting_graves_agree_with_other_libraries(almanac: str, year: int) -> None:
    lunar, term = ALMANACS[almanac]

    assert {window.code: window.day for window in TABLES.rites.windows(year)} == {
        "qingming": term(year, "清明"),
        "zhongyuan": lunar(year, 7, 15),
        "hanyi": lunar(year, 10, 1),
        "dongzhi": term(year, "冬至"),
        "spring": lunar(year, 1, 1),
    }


@pytest.mark.parametrize("year", range(2027, 2036))
def test_a_year_that_is_not_announced_says_so(year: int) -> None:
    checks = occurrences(TABLES.duties.by_code["holiday_check"], HOME, date(year, 1, 1), date(year + 1, 1, 1), TABLES)
    of_year = [one for one in checks if one.slot.startswith(f"{year}-")]

    assert {one.slot.partition("-")[2] for one in of_year} >= {"spring-festival", "labour-day", "national-day"}
    assert all(one.unannounced is not None and one.unannounced.year == year for one in of_year)
    card = reminder(
        asked(
            TABLES, "holiday_check", f"{year}-national-day", due_at=of_year[0].due_at, total=1, not_done=["福利院"],
            remarks=remarks(never=(), unannounced_year=year),
        )
    )  # fmt: skip
    assert f"注意：{year}年放假安排尚未公布，日期为暂定" in card.lines


def test_the_windows_of_2024_to_2026_are_those_of_the_notices() -> None:
    found = {
        (window.year, window.code): (window.starts_on.isoformat()[5:], window.ends_on.isoformat()[5:])
        for year in (2024, 2025, 2026)
        for window in TABLES.festivals.windows(year, TABLES.calendar)
    }

    assert found[2024, "spring-festival"] == ("02-10", "02-17")
    assert found[2025, "spring-festival"] == ("01-28", "02-04")
    assert found[2026, "spring-festival"] == ("02-15", "02-23")
    assert [found[year, "national-day"] for year in (2024, 2025, 2026)] == [
        *(("10-01", "10-07"), ("10-01", "10-08"), ("10-01", "10-07")),
    ]
    assert [found[year, "labour-day"] for year in (2024, 2025, 2026)] == [("05-01", "05-05")] * 3
    assert not any(one.is_provisional for year in (2024, 2025, 2026) for one in windows(year))


def windows(year: int) -> tuple[Window, ...]:
    return TABLES.festivals.windows(year, TABLES.calendar)


def test_the_seed_dates_of_the_requirements_hold() -> None:
    days = {(window.code, year): window.day for year in (2026, 2027, 2028) for window in TABLES.rites.windows(year)}

    assert [days["qingming", year] for year in (2026, 2027, 2028)] == [
        *(date(2026, 4, 5), date(2027, 4, 5), date(2028, 4, 4)),
    ]
    assert [days["zhongyuan", year] for year in (2026, 2027, 2028)] == [
        *(date(2026, 8, 27), date(2027, 8, 16), date(2028, 9, 3)),
    ]
    assert [days["hanyi", year] for year in (2026, 2027, 2028)] == [
        *(date(2026, 11, 9), date(2027, 10, 29), date(2028, 11, 16)),
    ]


@pytest.mark.parametrize("code", ["office_training", "warning_film"])
def test_an_institution_of_the_bureau_owes_what_offices_owe(code: str) -> None:
    # T10-2, T10-3: 民政所、股室、局属单位.
    of_bureau = UnitFacts(9, UnitType.WELFARE_HOME, is_residential=True, is_affiliated=True)

    assert slots(code, of_bureau) == [f"2026-Q{n}" for n in range(1, 5)]
    assert slots(code, HOME) == []


def test_fire_is_watched_on_the_days_around_and_no_others() -> None:
    watched = slots("rite_fire_patrol", FUNERAL, date(2026, 3, 1), date(2026, 5, 1))

    assert watched == ["2026-04-02", "2026-04-03", "2026-04-04", "2026-04-05", "2026-04-06"]
