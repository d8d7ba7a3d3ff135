"""Which occurrences a unit owes, on the days where it is easy to be wrong."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from config.reading import TablesWrong
from config.tables import Tables, load_tables
from config.zone import TZ
from scheduler.rules.duty_cadence import Occurrence, Unannounced, UnitFacts, occurrences, periods, unannounced
from storage.vocabulary import UnitType
from tests.builders import copy_tables

SHIPPED = Path(__file__).parents[2] / "config"
TABLES = load_tables(SHIPPED)
CARE_HOME = UnitFacts(1, UnitType.CARE_HOME, is_residential=True)
DAY_CARE = UnitFacts(2, UnitType.DAY_CARE, is_residential=False)
TOWNSHIP = UnitFacts(3, UnitType.TOWNSHIP, is_residential=False)
BUREAU = UnitFacts(4, UnitType.BUREAU, is_residential=False)


def _at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=TZ)


def _owed(code: str, first: str, end: str, unit: UnitFacts = CARE_HOME, tables: Tables = TABLES) -> list[Occurrence]:
    return occurrences(tables.duties.by_code[code], unit, date.fromisoformat(first), date.fromisoformat(end), tables)


def _steps(occurrence: Occurrence) -> list[tuple[str, str]]:
    return [(step.name, f"{step.due_at:%m-%d %H:%M}") for step in occurrence.steps]


def test_a_residential_institution_owes_one_day_round_and_two_night_rounds() -> None:
    owed = _owed("patrol", "2026-11-23", "2026-11-24")

    assert [one.slot for one in owed] == ["2026-11-23/day", "2026-11-23/night1", "2026-11-23/night2"]


def test_an_institution_where_nobody_sleeps_owes_the_day_round_only() -> None:
    assert [one.slot for one in _owed("patrol", "2026-11-23", "2026-11-24", DAY_CARE)] == ["2026-11-23/day"]


@pytest.mark.parametrize("unit", [TOWNSHIP, BUREAU])
def test_offices_owe_no_patrol(unit: UnitFacts) -> None:
    assert _owed("patrol", "2026-11-23", "2026-11-24", unit) == []


def test_the_round_after_midnight_belongs_to_the_evening_before() -> None:
    night = _owed("patrol", "2026-12-31", "2027-01-01")[2]

    assert night.slot == "2026-12-31/night2"
    assert night.opens_at == _at("2027-01-01 00:00")
    assert night.due_at == _at("2027-01-01 02:10")
    assert night.cutoff_at == _at("2027-01-01 06:10")


def test_patrols_are_owed_on_holidays_and_on_the_leap_day() -> None:
    assert [one.slot for one in _owed("patrol", "2026-10-01", "2026-10-03", DAY_CARE)] == [
        "2026-10-01/day",
        "2026-10-02/day",
    ]
    assert [one.slot for one in _owed("patrol", "2028-02-28", "2028-03-02", DAY_CARE)] == [
        "2028-02-28/day",
        "2028-02-29/day",
        "2028-03-01/day",
    ]


def test_the_end_of_the_span_is_not_included() -> None:
    assert _owed("patrol", "2026-11-23", "2026-11-23") == []


def test_two_spans_side_by_side_owe_what_one_owes() -> None:
    whole = _owed("patrol", "2026-11-23", "2026-12-07")

    assert _owed("patrol", "2026-11-23", "2026-11-30") + _owed("patrol", "2026-11-30", "2026-12-07") == whole
    assert len(whole) == 14 * 3


def test_day_reminders_come_at_their_time_and_the_missing_list_at_the_cut_off() -> None:
    day = _owed("patrol", "2026-11-23", "2026-11-24")[0]

    assert _steps(day) == [("1", "11-23 09:10"), ("2", "11-23 16:40"), ("cutoff", "11-23 18:10")]


def test_night_reminders_are_said_at_night_and_the_missing_lists_in_the_morning() -> None:
    _, first, second = _owed("patrol", "2026-11-23", "2026-11-24")

    assert _steps(first) == [("1", "11-23 21:40"), ("2", "11-23 22:40"), ("cutoff", "11-24 07:04")]
    assert _steps(second) == [("1", "11-24 01:40"), ("2", "11-24 03:10"), ("cutoff", "11-24 07:04")]


def test_a_unit_owes_nothing_before_its_first_day() -> None:
    new = UnitFacts(5, UnitType.CARE_HOME, is_residential=False, since=date(2026, 11, 25))

    assert [one.slot for one in _owed("patrol", "2026-11-23", "2026-11-27", new)] == [
        "2026-11-25/day",
        "2026-11-26/day",
    ]


def test_a_new_unit_starts_with_its_first_whole_period() -> None:
    new = UnitFacts(5, UnitType.CARE_HOME, is_residential=False, since=date(2026, 11, 25))

    assert _owed("drill", "2026-11-01", "2026-12-31", new) == []
    assert [one.slot for one in _owed("drill", "2026-11-01", "2027-01-02", new)] == ["2027-Q1"]
    assert [one.slot for one in _owed("weekly_meeting", "2026-11-23", "2026-12-02", new)] == ["2026-W49"]


def test_a_weekly_meeting_is_due_on_friday() -> None:
    (meeting,) = _owed("weekly_meeting", "2026-11-23", "2026-11-30")

    assert meeting.slot == "2026-W48"
    assert meeting.opens_at == _at("2026-11-23 00:00")
    assert meeting.due_at == _at("2026-11-27 17:20")
    assert meeting.cutoff_at == _at("2026-11-29 20:20")
    assert _steps(meeting) == [("1", "11-23 09:20"), ("2", "11-27 14:50"), ("cutoff", "11-29 20:20")]


def test_a_week_that_began_before_the_span_is_in_it() -> None:
    assert [one.slot for one in _owed("weekly_meeting", "2026-11-25", "2026-11-26")] == ["2026-W48"]


def test_a_meeting_is_due_on_the_make_up_sunday() -> None:
    # 20 September 2026 is worked for National Day.
    (meeting,) = _owed("weekly_meeting", "2026-09-14", "2026-09-21")

    assert meeting.due_at == _at("2026-09-20 17:20")


def test_a_meeting_before_national_day_is_due_on_the_last_day_of_work() -> None:
    (meeting,) = _owed("weekly_meeting", "2026-09-28", "2026-10-05")

    assert meeting.due_at == _at("2026-09-30 17:20")


def test_the_week_after_national_day_begins_with_its_first_day_of_work() -> None:
    (meeting,) = _owed("weekly_meeting", "2026-10-05", "2026-10-12")

    assert _steps(meeting)[0] == ("1", "10-08 09:20")
    assert meeting.due_at == _at("2026-10-10 17:20")


def test_in_a_week_without_work_institutions_meet_and_the_bureau_does_not() -> None:
    # Monday 16 to Sunday 22 February 2026 lie within Spring Festival.
    (meeting,) = _owed("weekly_meeting", "2026-02-16", "2026-02-23")

    assert meeting.due_at == _at("2026-02-22 17:20")
    assert _owed("weekly_meeting", "2026-02-16", "2026-02-23", BUREAU) == []
    assert len(_owed("weekly_meeting", "2026-02-23", "2026-03-02", BUREAU)) == 1


def test_weeks_are_named_by_the_year_that_holds_their_thursday() -> None:
    assert [one.slot for one in _owed("weekly_meeting", "2024-12-29", "2024-12-31")] == ["2024-W52", "2025-W01"]
    assert [one.slot for one in _owed("weekly_meeting", "2027-01-03", "2027-01-05")] == ["2026-W53", "2027-W01"]


def test_a_week_reaching_into_a_year_without_a_notice_says_so() -> None:
    last, first = _owed("weekly_meeting", "2027-01-03", "2027-01-05")

    assert last.unannounced == Unannounced(2027, "")
    assert first.unannounced == Unannounced(2027, "")
    assert _owed("weekly_meeting", "2026-12-21", "2026-12-22")[0].unannounced is None


def test_patrols_do_not_wait_for_any_notice() -> None:
    assert {one.unannounced for one in _owed("patrol", "2027-03-10", "2027-03-11")} == {None}


@pytest.mark.parametrize(
    ("day", "slot", "opens", "due"),
    [
        ("2026-11-23", "2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-12-31", "2026-Q4", "2026-10-01", "2026-12-31"),
        ("2027-01-01", "2027-Q1", "2027-01-01", "2027-03-31"),
        ("2028-02-29", "2028-Q1", "2028-01-01", "2028-03-31"),
        ("2026-06-30", "2026-Q2", "2026-04-01", "2026-06-30"),
        ("2026-07-01", "2026-Q3", "2026-07-01", "2026-09-30"),
    ],
)
def test_a_drill_is_owed_once_in_the_quarter_of_the_day(day: str, slot: str, opens: str, due: str) -> None:
    following = date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()

    (drill,) = _owed("drill", day, following)

    assert (drill.slot, drill.opens_at, drill.due_at) == (slot, _at(f"{opens} 00:00"), _at(f"{due} 17:20"))


def test_drill_reminders_come_closer_and_the_list_on_the_morning_after() -> None:
    (drill,) = _owed("drill", "2026-11-23", "2026-11-24")

    assert _steps(drill) == [
        ("1", "10-10 09:40"),
        ("2", "12-01 09:40"),
        ("3", "12-16 09:40"),
        ("4", "12-24 09:40"),
        ("5", "12-30 09:40"),
        ("cutoff", "01-01 09:20"),
    ]


def test_a_year_has_four_drills() -> None:
    assert [one.slot for one in _owed("drill", "2026-01-01", "2027-01-01")] == [
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
        "2026-Q4",
    ]


def test_the_national_day_season_asks_for_one_check_before_the_holiday() -> None:
    season = {one.slot: one for one in _owed("holiday_check", "2026-09-21", "2026-10-08")}

    assert list(season) == ["2026-mid-autumn", "2026-national-day"]
    check = season["2026-national-day"]
    assert (check.opens_at, check.due_at) == (_at("2026-09-21 00:00"), _at("2026-09-30 17:20"))
    assert check.cutoff_at == _at("2026-10-07 18:20")
    assert _steps(check) == [
        ("1", "09-21 09:20"),
        ("2", "09-29 09:20"),
        ("3", "10-01 09:20"),
        ("cutoff", "10-07 18:20"),
    ]


def test_the_whole_of_2026_asks_for_eight_checks() -> None:
    slots = [one.slot for one in _owed("holiday_check", "2026-01-04", "2026-12-22")]

    assert slots == [
        "2026-spring-festival",
        "2026-two-sessions",
        "2026-qingming",
        "2026-labour-day",
        "2026-dragon-boat",
        "2026-mid-autumn",
        "2026-national-day",
    ]
    assert [one.slot for one in _owed("holiday_check", "2025-12-22", "2025-12-23")] == ["2026-new-year"]


def test_the_window_of_a_new_year_opens_in_the_december_before() -> None:
    (check,) = _owed("holiday_check", "2026-12-22", "2026-12-23")

    assert check.slot == "2027-new-year"
    assert check.opens_at == _at("2026-12-22 00:00")
    assert check.due_at == _at("2026-12-31 17:20")
    assert check.unannounced == Unannounced(2027, "")
    assert _owed("holiday_check", "2026-12-21", "2026-12-22") == []


def test_spring_festival_of_2027_is_planned_provisionally_from_its_eve() -> None:
    (check,) = _owed("holiday_check", "2027-02-06", "2027-02-07")

    assert check.slot == "2027-spring-festival"
    assert check.opens_at == _at("2027-01-26 00:00")
    assert check.due_at == _at("2027-02-04 17:20")
    assert check.cutoff_at == _at("2027-02-12 18:20")
    assert check.unannounced == Unannounced(2027, "")


def test_two_sessions_without_announced_dates_say_which_dates_are_missing() -> None:
    (check,) = _owed("holiday_check", "2027-03-01", "2027-03-02")

    assert check.slot == "2027-two-sessions"
    assert check.unannounced == Unannounced(2027, "全国两会")


def test_announced_two_sessions_are_not_provisional() -> None:
    (check,) = _owed("holiday_check", "2026-03-12", "2026-03-13")

    assert (check.slot, check.unannounced) == ("2026-two-sessions", None)
    assert check.due_at == _at("2026-03-03 17:20")


@pytest.mark.parametrize(
    ("code", "slot", "missing"),
    [
        ("patrol", "2027-03-10/night1", None),
        ("weekly_meeting", "2026-W48", None),
        ("weekly_meeting", "2026-W53", Unannounced(2027, "")),
        ("drill", "2027-Q1", None),
        ("holiday_check", "2026-national-day", None),
        ("holiday_check", "2027-new-year", Unannounced(2027, "")),
        ("holiday_check", "2027-two-sessions", Unannounced(2027, "全国两会")),
    ],
)
def test_a_stored_slot_tells_what_is_not_announced(code: str, slot: str, missing: Unannounced | None) -> None:
    assert unannounced(TABLES.duties.by_code[code], slot, TABLES) == missing


@pytest.mark.parametrize("code", ["patrol", "weekly_meeting", "drill", "holiday_check"])
def test_a_slot_text_that_no_cadence_writes_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        unannounced(TABLES.duties.by_code[code], "someday", TABLES)


def test_every_shipped_occurrence_of_three_years_opens_is_due_and_ends_in_this_order() -> None:
    owed = [
        one
        for code in TABLES.duties.by_code
        for unit in (CARE_HOME, DAY_CARE, TOWNSHIP, BUREAU)
        for one in _owed(code, "2026-01-01", "2029-01-01", unit)
    ]

    assert all(one.opens_at <= one.due_at <= one.cutoff_at for one in owed)
    assert all(one.steps[-1].name == "cutoff" and one.steps[-1].due_at >= one.cutoff_at for one in owed)
    assert all(one.opens_at <= step.due_at for one in owed for step in one.steps)
    assert not [step for one in owed for step in one.steps if step.due_at.minute in (0, 30)]


def test_a_slot_text_is_unique_for_a_unit_and_a_duty_over_the_years() -> None:
    for code in TABLES.duties.by_code:
        slots = [one.slot for one in _owed(code, "2024-01-01", "2031-01-01")]
        assert len(slots) == len(set(slots))
        assert all(len(slot) <= 60 and re.fullmatch(r"[0-9A-Za-z/-]+", slot) for slot in slots)


def test_periods_come_by_their_first_day() -> None:
    for rule in TABLES.duties.by_code.values():
        found = periods(rule, date(2026, 1, 1), date(2028, 1, 1), TABLES)
        assert [one.first for one in found] == sorted(one.first for one in found)


def test_a_table_whose_due_time_falls_before_its_opening_is_refused(tmp_path: Path) -> None:
    copy_tables(tmp_path)
    duties = tmp_path / "duties.toml"
    text = duties.read_text(encoding="utf-8")
    duties.write_text(
        text.replace('opens = { value = "first 00:00"', 'opens = { value = "last 00:00"'), encoding="utf-8"
    )
    tables = load_tables(tmp_path)

    with pytest.raises(TablesWrong, match=r"weekly_meeting：2026-W48 的开始、到期、截止"):
        _owed("weekly_meeting", "2026-11-23", "2026-11-24", tables=tables)
