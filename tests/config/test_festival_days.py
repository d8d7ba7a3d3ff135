"""The lunar and solar festivals against a second library."""

from datetime import date

import pytest
import sxtwl

from config.festival_days import days_off_by_law, legal_days, lunar_day, qingming, usual_block

YEARS = range(2024, 2036)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(
    ("month", "day"),
    [(1, 1), (1, 15), (2, 2), (5, 5), (7, 7), (7, 15), (8, 15), (9, 9), (10, 1)],
)
def test_a_lunar_day_agrees_with_the_second_library(year: int, month: int, day: int) -> None:
    other = sxtwl.fromLunar(year, month, day)

    assert lunar_day(year, month, day) == date(other.getSolarYear(), other.getSolarMonth(), other.getSolarDay())


@pytest.mark.parametrize("year", YEARS)
def test_qingming_agrees_with_the_second_library(year: int) -> None:
    early_april = [sxtwl.fromSolar(year, 4, day) for day in range(3, 8)]
    index_of_qingming = 7
    with_term = [day for day in early_april if day.hasJieQi() and day.getJieQi() == index_of_qingming]

    assert [day.getSolarDay() for day in with_term] == [qingming(year).day]
    assert qingming(year).month == 4


def test_spring_festival_of_2027_is_on_the_sixth_of_february() -> None:
    assert lunar_day(2027, 1, 1) == date(2027, 2, 6)


def test_a_festival_that_follows_a_leap_month_is_not_taken_from_the_leap_month() -> None:
    # 2025 has a sixth month twice.
    assert lunar_day(2025, 7, 15) == date(2025, 9, 6)


def test_legal_days_include_the_eve_of_spring_festival_and_two_days_of_labour_day() -> None:
    days = [day for day, _ in legal_days(2027)]

    assert date(2027, 2, 5) in days
    assert date(2027, 5, 2) in days
    assert len(days) == 13


def test_a_legal_day_on_a_weekend_is_made_up_on_the_next_free_weekday() -> None:
    # 2027: 初一 Saturday, 初二 Sunday, 初三 Monday, so Tuesday and Wednesday are made up.
    off = sorted(day for day in days_off_by_law(2027) if day.month == 2)

    assert off == [date(2027, 2, day) for day in (5, 6, 7, 8, 9, 10)]


def test_two_festivals_on_one_day_make_up_a_further_day() -> None:
    # 2028: 1 October is a Sunday and 3 October is 中秋 as well.
    off = sorted(day for day in days_off_by_law(2028) if day.month == 10)

    assert off == [date(2028, 10, day) for day in (1, 2, 3, 4, 5)]


@pytest.mark.parametrize(
    ("year", "name", "first", "last"),
    [
        (2027, "元旦", date(2027, 1, 1), date(2027, 1, 3)),
        (2027, "春节", date(2027, 2, 5), date(2027, 2, 12)),
        (2027, "清明节", date(2027, 4, 3), date(2027, 4, 5)),
        (2027, "劳动节", date(2027, 5, 1), date(2027, 5, 5)),
        (2027, "端午节", date(2027, 6, 9), date(2027, 6, 9)),
        (2027, "国庆节", date(2027, 10, 1), date(2027, 10, 7)),
        (2028, "端午节", date(2028, 5, 27), date(2028, 5, 29)),
        (2028, "中秋节", date(2028, 10, 3), date(2028, 10, 3)),
    ],
)
def test_a_holiday_is_taken_as_it_usually_is(year: int, name: str, first: date, last: date) -> None:
    assert usual_block(year, name) == (first, last)
