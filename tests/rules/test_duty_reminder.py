"""When reminders are said, and what becomes of them after an outage."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from config.reminder_table import QuietHours, ReminderTable
from config.zone import TZ
from scheduler.rules.duty_reminder import CUTOFF, DueStep, decide, settle
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


def _at(written: str) -> datetime:
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=TZ)


def _step(
    due: str,
    *,
    cutoff: str = "11-23 18:10",
    unit: int = 1,
    code: str = "patrol",
    slot: str = "2026-11-23/day",
    step: str = "1",
    minds: bool = True,
) -> DueStep:
    return DueStep(unit, code, slot, step, _at(due), _at(cutoff), minds)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("11-23 09:10", "11-23 09:10"),
        ("11-23 09:00", "11-23 09:04"),
        ("11-23 09:30", "11-23 09:34"),
        ("11-23 21:29", "11-23 21:29"),
        ("11-23 21:30", "11-24 07:04"),
        ("11-23 23:59", "11-24 07:04"),
        ("11-24 00:00", "11-24 07:04"),
        ("11-24 06:59", "11-24 07:04"),
        ("11-24 07:00", "11-24 07:04"),
        ("12-31 23:50", "12-32 07:04"),
    ],
)
def test_a_reminder_leaves_quiet_hours_and_round_minutes(wanted: str, said: str) -> None:
    expected = datetime(2027, 1, 1, 7, 4, tzinfo=TZ) if said == "12-32 07:04" else _at(said)

    assert settle(_at(wanted), RULES, minds_quiet_hours=True) == expected


def test_a_night_duty_is_asked_for_at_night() -> None:
    assert settle(_at("11-23 22:40"), RULES, minds_quiet_hours=False) == _at("11-23 22:40")
    assert settle(_at("11-24 02:00"), RULES, minds_quiet_hours=False) == _at("11-24 02:04")


def test_quiet_hours_are_those_of_the_county_whatever_the_zone_of_the_moment() -> None:
    wanted = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)

    assert settle(wanted, RULES, minds_quiet_hours=True) == _at("11-24 07:04")


def test_quiet_hours_may_lie_within_one_day() -> None:
    noon = replace(RULES, quiet=QuietHours(time(12), time(14)))

    assert settle(_at("11-23 12:10"), noon, minds_quiet_hours=True) == _at("11-23 14:04")
    assert settle(_at("11-23 14:10"), noon, minds_quiet_hours=True) == _at("11-23 14:10")
    assert settle(_at("11-23 23:10"), noon, minds_quiet_hours=True) == _at("11-23 23:10")


def test_quiet_hours_of_no_length_keep_nothing_back() -> None:
    always = replace(RULES, quiet=QuietHours(time(7), time(7)))

    assert settle(_at("11-23 23:10"), always, minds_quiet_hours=True) == _at("11-23 23:10")


def test_nothing_due_decides_nothing() -> None:
    decision = decide([], _at("11-23 09:11"), RULES)

    assert (decision.alone, decision.together, decision.superseded, decision.expired) == ((), {}, (), ())


def test_a_step_on_time_is_said_alone() -> None:
    step = _step("11-23 09:10")

    assert decide([step], _at("11-23 09:11"), RULES).alone == (step,)


def test_steps_of_several_groups_are_said_alone_in_the_order_of_their_time() -> None:
    later, earlier = _step("11-23 09:20", unit=2), _step("11-23 09:10", unit=1)

    assert decide([later, earlier], _at("11-23 09:21"), RULES).alone == (earlier, later)


def test_of_two_prompts_for_one_duty_the_last_is_said() -> None:
    first, second = _step("11-23 09:10"), _step("11-23 16:40", step="2")

    decision = decide([first, second], _at("11-23 16:41"), RULES)

    assert (decision.alone, decision.superseded) == ((second,), (first,))


def test_a_single_late_step_is_said_as_usual() -> None:
    late = _step("11-23 09:10")

    decision = decide([late], _at("11-23 12:10"), RULES)

    assert (decision.alone, decision.together) == ((late,), {})


def test_late_steps_of_one_group_are_said_together() -> None:
    patrol = _step("11-23 09:10")
    meeting = _step("11-23 09:20", code="weekly_meeting", slot="2026-W48", cutoff="11-29 20:20")
    elsewhere = _step("11-23 09:10", unit=2)

    decision = decide([patrol, meeting, elsewhere], _at("11-23 12:10"), RULES)

    assert decision.together == {1: (patrol, meeting)}
    assert decision.alone == (elsewhere,)


def test_a_step_on_time_stays_alone_beside_late_ones() -> None:
    patrol = _step("11-23 09:10")
    meeting = _step("11-23 09:20", code="weekly_meeting", slot="2026-W48", cutoff="11-29 20:20")
    drill = _step("11-23 09:40", code="drill", slot="2026-Q4", cutoff="12-31 20:20")

    decision = decide([patrol, meeting, drill], _at("11-23 09:42"), RULES)

    assert decision.together == {1: (patrol, meeting)}
    assert decision.alone == (drill,)


def test_a_prompt_expires_at_the_cut_off_of_its_duty() -> None:
    step = _step("11-23 16:40", step="2")

    assert decide([step], _at("11-23 18:09"), RULES).expired == ()
    assert decide([step], _at("11-23 18:10"), RULES).expired == (step,)


def test_a_missing_list_outlives_its_cut_off() -> None:
    missing = _step("11-23 18:10", step=CUTOFF)

    assert decide([missing], _at("11-24 08:10"), RULES).alone == (missing,)


def test_a_missing_list_is_forgotten_after_a_week() -> None:
    missing = _step("11-23 18:10", step=CUTOFF)

    assert decide([missing], _at("11-30 18:10"), RULES).expired == ()
    assert decide([missing], _at("11-30 18:11"), RULES).expired == (missing,)


def test_a_missing_list_does_not_take_the_place_of_a_prompt() -> None:
    prompt = _step("11-23 16:40", step="2", cutoff="11-25 18:10")
    missing = _step("11-23 16:50", step=CUTOFF, cutoff="11-25 18:10")

    assert decide([prompt, missing], _at("11-23 16:51"), RULES).superseded == ()


def test_three_days_of_outage_become_one_card_for_the_group() -> None:
    prompts = [_step(f"11-{day} 09:10", slot=f"2026-11-{day}/day", cutoff=f"11-{day} 18:10") for day in (20, 21, 22)]
    lists = [
        _step(f"11-{day} 18:10", slot=f"2026-11-{day}/day", cutoff=f"11-{day} 18:10", step=CUTOFF)
        for day in (20, 21, 22)
    ]
    today = _step("11-23 09:10")

    decision = decide([*prompts, *lists, today], _at("11-23 10:05"), RULES)

    assert decision.expired == tuple(prompts)
    assert decision.together == {1: (*lists, today)}
    assert (decision.alone, decision.superseded) == ((), ())


def test_back_in_the_night_only_night_duties_are_asked_for() -> None:
    day = _step("11-23 16:40", cutoff="11-24 18:10")
    missing = _step("11-23 18:10", step=CUTOFF)
    night = _step("11-24 01:40", slot="2026-11-23/night2", cutoff="11-24 06:10", minds=False)

    decision = decide([day, missing, night], _at("11-24 02:00"), RULES)

    assert decision.alone == (night,)
    assert (decision.together, decision.superseded, decision.expired) == ({}, (), ())


def test_the_missing_list_of_a_night_duty_waits_for_the_morning() -> None:
    missing = _step("11-23 23:54", slot="2026-11-23/night1", cutoff="11-23 23:50", step=CUTOFF, minds=False)

    assert decide([missing], _at("11-24 00:10"), RULES).alone == ()
    assert decide([missing], _at("11-24 07:04"), RULES).alone == (missing,)
