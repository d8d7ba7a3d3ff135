"""How an overdue hazard climbs: times, pauses, repeats and missing people."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from config.duty_table import Told
from config.escalation_table import Ladder, Step
from config.reminder_table import QuietHours, ReminderTable
from config.tables import load_tables
from config.zone import TZ
from scheduler.rules.hazard_escalation import (
    Climb,
    Overdue,
    Rung,
    next_rung,
    passed_at,
    paused_until,
    rung_due,
    told_on,
)
from tests.builders import a_desk

RULES = ReminderTable(
    quiet=QuietHours(time(21, 30), time(7, 0)),
    off_round=timedelta(minutes=4),
    late_after=timedelta(minutes=20),
    forget_after=timedelta(days=7),
    todo_ahead=timedelta(days=14),
    plan_ahead=timedelta(days=40),
    reconcile_after=timedelta(hours=2),
    major_stock=a_desk().tables.reminders.major_stock,
    push=a_desk().tables.reminders.push,
)
GENERAL = Ladder(
    steps=(
        Step(timedelta(hours=9, minutes=10), (Told.OWNER,)),
        Step(timedelta(days=1, hours=9, minutes=10), (Told.UNIT_HEAD,)),
        Step(timedelta(days=2, hours=9, minutes=10), (Told.TOWNSHIP,)),
    ),
    repeat_every=timedelta(days=3),
    pause=timedelta(days=1),
    minds_quiet_hours=True,
)
MAJOR = Ladder(
    steps=(
        Step(timedelta(minutes=10), (Told.OWNER, Told.UNIT_HEAD)),
        Step(timedelta(hours=2, minutes=10), (Told.LEADER,)),
    ),
    repeat_every=timedelta(hours=12),
    pause=timedelta(hours=4),
    minds_quiet_hours=False,
)
DEADLINE = date(2026, 11, 23)
EVERYBODY = frozenset(Told)


def _at(written: str) -> datetime:
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=TZ)


def _overdue(*acknowledged: str) -> Overdue:
    return Overdue(DEADLINE, tuple(map(_at, acknowledged)))


def _times(overdue: Overdue, ladder: Ladder, count: int) -> list[str]:
    return [f"{rung_due(overdue, number, ladder, RULES):%m-%d %H:%M}" for number in range(1, count + 1)]


def test_a_deadline_is_over_at_the_end_of_its_day_in_the_county() -> None:
    assert passed_at(DEADLINE) == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    assert passed_at(date(2028, 2, 28)) == datetime(2028, 2, 29, tzinfo=TZ)
    assert passed_at(date(2026, 12, 31)) == datetime(2027, 1, 1, tzinfo=TZ)


def test_rungs_follow_the_ladder_from_the_morning_after() -> None:
    assert _times(_overdue(), GENERAL, 3) == ["11-24 09:10", "11-25 09:10", "11-26 09:10"]


def test_the_last_rung_is_repeated() -> None:
    assert _times(_overdue(), GENERAL, 5)[3:] == ["11-29 09:10", "12-02 09:10"]


def test_a_major_hazard_climbs_in_the_night() -> None:
    assert _times(_overdue(), MAJOR, 4) == ["11-24 00:10", "11-24 02:10", "11-24 14:10", "11-25 02:10"]


def test_a_general_hazard_waits_for_the_end_of_quiet_hours() -> None:
    night = Ladder((Step(timedelta(hours=2), (Told.OWNER,)),), timedelta(days=1), timedelta(days=1), True)

    assert _times(_overdue(), night, 2) == ["11-24 07:04", "11-25 07:04"]


def test_there_is_no_rung_below_the_first() -> None:
    with pytest.raises(ValueError, match="no rung 0"):
        rung_due(_overdue(), 0, GENERAL, RULES)


def test_an_acknowledgement_moves_the_rungs_that_are_still_to_come() -> None:
    assert _times(_overdue("11-24 10:10"), GENERAL, 4) == ["11-24 09:10", "11-26 09:10", "11-27 09:10", "11-30 09:10"]


def test_no_two_rungs_come_at_once_when_a_pause_ends() -> None:
    # Answered every day for four days: the ladder stood still from 24 to 28 November, 10:00.
    times = _times(_overdue("11-24 10:00", "11-25 10:00", "11-26 10:00", "11-27 10:00"), GENERAL, 3)

    assert times == ["11-24 09:10", "11-29 09:10", "11-30 09:10"]


def test_pauses_that_overlap_count_once() -> None:
    assert _times(_overdue("11-24 10:00", "11-24 12:00"), GENERAL, 2)[1] == "11-26 11:10"


def test_the_order_of_acknowledgements_does_not_matter() -> None:
    one, other = _overdue("11-24 10:00", "11-26 10:00"), _overdue("11-26 10:00", "11-24 10:00")

    assert _times(one, GENERAL, 5) == _times(other, GENERAL, 5)


def test_an_acknowledgement_after_a_rung_leaves_that_rung_where_it_was() -> None:
    assert _times(_overdue("11-24 09:11"), GENERAL, 1) == ["11-24 09:10"]


def test_an_acknowledgement_before_the_deadline_pauses_nothing() -> None:
    assert _times(_overdue("11-23 23:59"), GENERAL, 3) == _times(_overdue(), GENERAL, 3)


def test_an_extension_starts_the_ladder_anew_and_forgets_old_answers() -> None:
    extended = Overdue(date(2026, 11, 30), (_at("11-24 10:00"),))

    assert _times(extended, GENERAL, 1) == ["12-01 09:10"]


def test_a_rung_moved_by_a_pause_into_the_night_waits_for_the_morning_unless_major() -> None:
    # Answered at 01:30, 40 minutes before the rung, and paused for four hours.
    assert _times(_overdue("11-24 01:30"), MAJOR, 2)[1] == "11-24 06:10"
    # Answered at 10:00 and paused for 14 hours: 09:10 becomes 23:10.
    short = Ladder(GENERAL.steps, GENERAL.repeat_every, timedelta(hours=14), True)
    assert _times(_overdue("11-24 10:00"), short, 2)[1] == "11-26 07:04"


def test_the_next_rung_of_a_new_overdue_is_the_first() -> None:
    assert next_rung(_overdue(), 0, _at("11-24 00:00"), GENERAL, RULES) == Rung(1, _at("11-24 09:10"))


def test_after_an_outage_no_step_of_the_ladder_is_left_out() -> None:
    now = _at("11-26 12:00")

    assert next_rung(_overdue(), 0, now, GENERAL, RULES) == Rung(1, _at("11-24 09:10"))
    assert next_rung(_overdue(), 1, now, GENERAL, RULES) == Rung(2, _at("11-25 09:10"))
    assert next_rung(_overdue(), 2, now, GENERAL, RULES) == Rung(3, _at("11-26 09:10"))
    assert next_rung(_overdue(), 3, now, GENERAL, RULES) == Rung(4, _at("11-29 09:10"))


def test_after_a_long_outage_missed_repeats_are_said_once() -> None:
    # Repeats on 29 November, 2, 5 and 8 December; the last one that has come is left.
    assert next_rung(_overdue(), 3, _at("12-09 12:00"), GENERAL, RULES) == Rung(7, _at("12-08 09:10"))
    assert next_rung(_overdue(), 2, _at("12-09 12:00"), GENERAL, RULES) == Rung(7, _at("12-08 09:10"))
    assert next_rung(_overdue(), 7, _at("12-09 12:00"), GENERAL, RULES) == Rung(8, _at("12-11 09:10"))


def test_a_rung_tells_those_whom_the_ladder_names() -> None:
    assert told_on(1, EVERYBODY, GENERAL) == Climb(1, (Told.OWNER,))
    assert told_on(1, EVERYBODY, MAJOR) == Climb(1, (Told.OWNER, Told.UNIT_HEAD))


def test_a_hazard_without_an_owner_goes_up_at_once() -> None:
    assert told_on(1, EVERYBODY - {Told.OWNER}, GENERAL) == Climb(2, (Told.UNIT_HEAD,))
    assert told_on(1, {Told.TOWNSHIP}, GENERAL) == Climb(3, (Told.TOWNSHIP,))


def test_of_two_on_a_rung_the_one_who_is_there_is_told() -> None:
    assert told_on(1, {Told.UNIT_HEAD, Told.LEADER}, MAJOR) == Climb(1, (Told.UNIT_HEAD,))


def test_a_repeat_tells_the_top_again() -> None:
    assert told_on(5, EVERYBODY, GENERAL) == Climb(5, (Told.TOWNSHIP,))


def test_where_nobody_is_left_above_nobody_is_told() -> None:
    assert told_on(3, {Told.OWNER}, GENERAL) is None
    assert told_on(1, frozenset(), GENERAL) is None


def test_a_pause_lasts_from_the_answer_to_its_end() -> None:
    overdue = _overdue("11-24 10:00")

    assert paused_until(overdue, _at("11-24 09:59"), GENERAL) is None
    assert paused_until(overdue, _at("11-24 10:00"), GENERAL) == _at("11-25 10:00")
    assert paused_until(overdue, _at("11-25 09:59"), GENERAL) == _at("11-25 10:00")
    assert paused_until(overdue, _at("11-25 10:00"), GENERAL) is None


def test_the_shipped_ladders_end_at_a_leader_and_leave_nobody_out() -> None:
    ladders = load_tables(Path(__file__).parents[2] / "config").escalation.by_grade

    for ladder in ladders.values():
        assert [one for step in ladder.steps for one in step.told] == [
            Told.OWNER,
            Told.UNIT_HEAD,
            Told.TOWNSHIP,
            Told.SECTION,
            Told.LEADER,
        ]
    assert ladders["general"].minds_quiet_hours
    assert not ladders["major"].minds_quiet_hours
