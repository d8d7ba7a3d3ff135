"""Which night, which round, which festival a confirmation is for."""

from datetime import date, datetime, time

import pytest

from config.calendar import WorkCalendar
from config.clock import TZ
from handlers.rules.duty_slot import NightHours, PatrolSaid, festival_slot, patrol_slots, quarter_slot, week_slot
from tests.builders import a_desk

HOURS = NightHours(since=time(19), until=time(6, 10))
MONDAY = date(2026, 11, 23)
SUNDAY = date(2026, 11, 22)


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TZ)


@pytest.mark.parametrize(
    ("here", "said", "slot"),
    [
        (at(9), PatrolSaid(), "2026-11-23/day"),
        (at(18, 30), PatrolSaid(), "2026-11-23/day"),
        (at(19), PatrolSaid(), "2026-11-23/night1"),
        (at(0, 30), PatrolSaid(), "2026-11-22/night2"),
        (at(6, 9), PatrolSaid(), "2026-11-22/night2"),
        (at(6, 10), PatrolSaid(), "2026-11-23/day"),
        (at(8), PatrolSaid(is_night=True), "2026-11-22/night1"),
        (at(8), PatrolSaid(MONDAY, is_night=True), "2026-11-22/night1"),
        (at(15), PatrolSaid(is_night=True), "2026-11-23/night1"),
        (at(8), PatrolSaid(SUNDAY, is_night=True), "2026-11-22/night1"),
        (at(1), PatrolSaid(SUNDAY, is_night=True), "2026-11-22/night2"),
        (at(21), PatrolSaid(is_night=False), "2026-11-23/day"),
        (at(21), PatrolSaid(SUNDAY), "2026-11-22/day"),
        (at(8), PatrolSaid(rounds=(2,)), "2026-11-22/night2"),
    ],
)
def test_a_patrol_belongs_to_the_day_or_to_the_night_that_began_the_day_before(
    here: datetime, said: PatrolSaid, slot: str
) -> None:
    assert patrol_slots(said, here, HOURS, {}) == (slot,)


def test_where_nobody_patrols_at_night_the_hour_makes_no_difference() -> None:
    assert patrol_slots(PatrolSaid(), at(22), None, {}) == ("2026-11-23/day",)


def test_the_second_word_of_a_night_is_its_second_round() -> None:
    assert patrol_slots(PatrolSaid(is_night=True), at(22, 30), HOURS, {1: at(21)}) == ("2026-11-23/night2",)


def test_a_word_within_half_an_hour_is_the_same_round_again() -> None:
    told = {1: at(21)}

    assert patrol_slots(PatrolSaid(is_night=True), at(21, 29), HOURS, told) == ("2026-11-23/night1",)
    assert patrol_slots(PatrolSaid(is_night=True), at(21, 30), HOURS, told) == ("2026-11-23/night2",)


def test_the_round_that_is_missing_is_the_one_that_is_made_up_for() -> None:
    assert patrol_slots(PatrolSaid(SUNDAY, is_night=True), at(9), HOURS, {2: at(1)}) == ("2026-11-22/night1",)


def test_both_rounds_can_be_told_at_once() -> None:
    said = PatrolSaid(SUNDAY, is_night=True, rounds=(1, 2))

    assert patrol_slots(said, at(9), HOURS, {}) == ("2026-11-22/night1", "2026-11-22/night2")


def test_weeks_and_quarters_are_named_as_the_cadence_names_them() -> None:
    assert week_slot(date(2027, 1, 3)) == "2026-W53"
    assert quarter_slot(date(2026, 10, 1)) == "2026-Q4"
    assert quarter_slot(date(2026, 9, 30)) == "2026-Q3"


@pytest.mark.parametrize(
    ("day", "named", "slot"),
    [
        (date(2026, 9, 28), (), "2026-national-day"),
        (date(2026, 9, 28), ("spring-festival",), "2027-spring-festival"),
        (date(2026, 11, 23), ("national-day",), "2026-national-day"),
        (date(2026, 11, 23), ("new-year",), "2027-new-year"),
        (date(2026, 12, 28), (), "2027-new-year"),
        (date(2026, 11, 23), (), None),
    ],
)
def test_a_check_is_for_the_open_window_or_for_the_festival_that_was_named(
    day: date, named: tuple[str, ...], slot: str | None
) -> None:
    table, calendar = a_desk().tables.festivals, WorkCalendar()
    windows = [window for year in (2025, 2026, 2027) for window in table.windows(year, calendar)]

    assert festival_slot(windows, day, named) == slot
