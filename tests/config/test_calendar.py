"""Workdays against the State Council's notices of 2024 to 2026, typed by hand, and years without a notice."""

from datetime import date

import pytest

from config.calendar import HolidayBlock, Notice, WorkCalendar
from tests.state_council import workdays

CALENDAR = WorkCalendar()


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_every_day_of_an_announced_year_is_as_the_notice_says(year: int, count: int) -> None:
    by_hand = workdays(year)

    assert set(CALENDAR.workdays(date(year, 1, 1), date(year, 12, 31))) == by_hand
    assert len(by_hand) == count


def test_a_make_up_sunday_is_a_workday() -> None:
    assert CALENDAR.is_workday(date(2026, 9, 20))


def test_the_year_after_the_last_notice_is_not_announced() -> None:
    assert CALENDAR.is_announced(2026)
    assert not CALENDAR.is_announced(2027)
    assert max(CALENDAR.announced_years) == 2026


def test_days_of_a_year_without_a_notice_are_provisional() -> None:
    assert CALENDAR.is_provisional(date(2027, 3, 10))
    assert not CALENDAR.is_provisional(date(2026, 12, 28))


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    assert CALENDAR.is_provisional(date(2026, 12, 29))
    assert not CALENDAR.is_provisional(date(2025, 12, 29))


def test_a_span_names_every_year_whose_notice_is_missing() -> None:
    assert CALENDAR.provisional_years(date(2026, 12, 1), date(2028, 1, 5)) == (2027, 2028)
    assert CALENDAR.provisional_years(date(2026, 1, 1), date(2026, 12, 1)) == ()


def test_a_year_without_a_notice_has_its_legal_days_and_the_days_made_up() -> None:
    # Nobody can foresee 调休, so Thursday 11 February stays a workday.
    spring = CALENDAR.workdays(date(2027, 2, 1), date(2027, 2, 14))

    assert spring == tuple(date(2027, 2, day) for day in (1, 2, 3, 4, 11, 12))
    assert CALENDAR.workdays(date(2027, 5, 1), date(2027, 5, 9)) == (
        date(2027, 5, 5),
        date(2027, 5, 6),
        date(2027, 5, 7),
    )
    assert CALENDAR.workdays(date(2027, 10, 1), date(2027, 10, 8)) == tuple(date(2027, 10, day) for day in (6, 7, 8))


def test_workdays_are_counted_from_the_day_after() -> None:
    assert CALENDAR.add_workdays(date(2026, 11, 23), 1) == date(2026, 11, 24)
    assert CALENDAR.add_workdays(date(2026, 11, 20), 1) == date(2026, 11, 23)


def test_counting_workdays_passes_over_national_day_and_takes_the_make_up_saturday() -> None:
    # After Wednesday 30 September: 8, 9 and Saturday 10 October are worked.
    assert CALENDAR.add_workdays(date(2026, 9, 30), 3) == date(2026, 10, 10)


def test_counting_workdays_crosses_into_a_year_without_a_notice() -> None:
    assert CALENDAR.add_workdays(date(2026, 12, 24), 6) == date(2027, 1, 4)


def test_counting_workdays_passes_the_leap_day() -> None:
    assert CALENDAR.add_workdays(date(2024, 2, 28), 1) == date(2024, 2, 29)
    assert CALENDAR.add_workdays(date(2024, 2, 29), 1) == date(2024, 3, 1)


def test_no_workday_can_be_counted_backward() -> None:
    with pytest.raises(ValueError, match="0 workdays"):
        CALENDAR.add_workdays(date(2026, 11, 23), 0)


def test_neighbouring_workdays_lie_around_a_holiday() -> None:
    assert CALENDAR.next_workday(date(2026, 2, 14)) == date(2026, 2, 24)
    assert CALENDAR.previous_workday(date(2026, 2, 24)) == date(2026, 2, 14)


def test_a_week_of_spring_festival_has_no_workday() -> None:
    assert CALENDAR.workdays(date(2026, 2, 16), date(2026, 2, 22)) == ()


def test_blocks_of_a_year_come_in_order_with_the_weekends_that_touch_them() -> None:
    blocks = CALENDAR.blocks(2024)

    assert [block.name for block in blocks] == ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"]
    assert blocks[0] == HolidayBlock("元旦", date(2023, 12, 30), date(2024, 1, 1), is_provisional=False)
    assert blocks[4] == HolidayBlock("端午节", date(2024, 6, 8), date(2024, 6, 10), is_provisional=False)


def test_two_holidays_of_one_block_have_the_same_days() -> None:
    mid_autumn, national_day = CALENDAR.block(2025, "中秋节"), CALENDAR.block(2025, "国庆节")

    assert mid_autumn is not None
    assert national_day is not None
    assert (mid_autumn.first, mid_autumn.last) == (national_day.first, national_day.last)
    assert (national_day.first, national_day.last) == (date(2025, 10, 1), date(2025, 10, 8))


def test_a_block_of_a_year_without_a_notice_is_marked_provisional() -> None:
    assert CALENDAR.block(2027, "春节") == HolidayBlock(
        "春节", date(2027, 2, 5), date(2027, 2, 12), is_provisional=True
    )


def test_an_unknown_holiday_has_no_block() -> None:
    assert CALENDAR.block(2026, "重阳节") is None
    assert CALENDAR.block(2027, "重阳节") is None


def test_a_notice_of_a_new_year_takes_the_place_of_the_guess() -> None:
    spring = {date(2027, 2, day): "春节" for day in range(5, 13)}
    notice = Notice("a notice", spring, frozenset({date(2027, 2, 14)}), announces=2027)

    calendar = WorkCalendar([notice])

    assert calendar.is_announced(2027)
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert calendar.workdays(date(2027, 2, 5), date(2027, 2, 14)) == (date(2027, 2, 14),)
    block = HolidayBlock("春节", date(2027, 2, 5), date(2027, 2, 13), is_provisional=False)
    assert calendar.block(2027, "春节") == block


def test_a_notice_for_a_known_year_replaces_its_whole_arrangement() -> None:
    calendar = WorkCalendar([Notice("a notice", {date(2026, 1, 1): "元旦"}, frozenset(), announces=2026)])

    assert calendar.is_workday(date(2026, 10, 1))
    assert not calendar.is_workday(date(2026, 9, 20))
    assert not calendar.is_workday(date(2025, 10, 1))


def test_a_correction_changes_only_its_days() -> None:
    correction = Notice("a correction", {date(2026, 9, 3): "纪念日"}, frozenset({date(2026, 9, 5)}))

    calendar = WorkCalendar([correction])

    assert calendar.workdays(date(2026, 9, 2), date(2026, 9, 6)) == (
        date(2026, 9, 2),
        date(2026, 9, 4),
        date(2026, 9, 5),
    )
    assert not calendar.is_announced(2027)


def test_the_later_of_two_notices_holds() -> None:
    off = Notice("first", {date(2026, 11, 24): "停工"}, frozenset())
    worked = Notice("second", {}, frozenset({date(2026, 11, 24)}))

    assert WorkCalendar([off, worked]).is_workday(date(2026, 11, 24))
    assert not WorkCalendar([worked, off]).is_workday(date(2026, 11, 24))
