"""The lunar and solar festivals against two other libraries."""

from datetime import date, timedelta

import pytest

from config.festival_days import days_off_by_law, legal_days, lunar_day, qingming, solar_term, usual_block
from tests.almanacs import ALMANACS

YEARS = range(2024, 2036)


@pytest.mark.parametrize("almanac", ALMANACS)
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(
    ("month", "day"),
    [(1, 1), (1, 15), (2, 2), (5, 5), (7, 7), (7, 15), (8, 15), (9, 9), (10, 1)],
)
def test_a_lunar_day_agrees_with_other_libraries(almanac: str, year: int, month: int, day: int) -> None:
    other, _ = ALMANACS[almanac]

    assert lunar_day(year, month, day) == other(year, month, day)


@pytest.mark.parametrize("almanac", ALMANACS)
@pytest.mark.parametrize("year", YEARS)
def test_the_solar_terms_agree_with_other_libraries(almanac: str, year: int) -> None:
    _, other = ALMANACS[almanac]

    assert qingming(year) == other(year, "清明")
    assert solar_term(year, "冬至") == other(year, "冬至")


@pytest.mark.parametrize("almanac", ALMANACS)
@pytest.mark.parametrize("year", YEARS)
def test_the_days_off_by_law_are_those_of_other_libraries(almanac: str, year: int) -> None:
    lunar, term = ALMANACS[almanac]
    spring = lunar(year, 1, 1)
    by_hand = [
        *(date(year, 1, 1), term(year, "清明"), lunar(year, 5, 5), lunar(year, 8, 15)),
        *(spring + timedelta(days=n) for n in range(-1, 3)),
        *(date(year, 5, day) for day in (1, 2)),
        *(date(year, 10, day) for day in (1, 2, 3)),
    ]

    assert [day for day, _ in legal_days(year)] == sorted(by_hand)


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
