"""The buttons that confirm a duty say words that the duty's own intent alone reads, for exactly that period."""

from datetime import datetime

import pytest

from config.clock import TZ
from handlers import registry
from handlers.intent import Heard
from handlers.texts.duty_buttons import LONGEST_LEAD, confirming
from handlers.understand.duty_when import read_when
from handlers.understand.read import read
from tests.builders import a_desk

KNOWN = registry.discover()
DUTIES = [
    ("patrol", "2026-11-23/day", "patrol_confirm"),
    ("patrol", "2026-11-23/night1", "patrol_confirm"),
    ("patrol", "2026-11-23/night2", "patrol_confirm"),
    ("weekly_meeting", "2026-W48", "meeting_confirm"),
    ("drill", "2026-Q4", "drill_confirm"),
    ("training", "2026-H2", "training_confirm"),
    ("office_training", "2026-Q4", "training_confirm"),
    ("head_major_check", "2026-Q4", "major_check"),
    ("ten_day_dispatch", "2026-11-T3", "duty_confirm_other"),
    ("rite_plan", "2026-hanyi", "duty_confirm_other"),
    ("rite_fire_patrol", "2026-11-08", "duty_confirm_other"),
    *((code, "2026-11", "duty_confirm_other") for code in ("month_meeting", "month_circular")),
    *((code, "2026-H2", "duty_confirm_other") for code in ("half_year_summary", "self_built_check")),
    *(
        (code, "2026-Q4", "duty_confirm_other")
        for code in (*("quarter_ranking", "quarter_circular", "warning_film", "officers_meeting", "progress_report"),)
    ),
    *(
        (code, "2026", "duty_confirm_other")
        for code in (
            *("year_review", "inspector_training", "head_training", "building_assessment", "technical_check"),
            *("deployment_meeting", "publicity_month", "consultation_day", "plan_review", "safety_systems"),
        )
    ),
    *(
        (code, "2026-12-31", "duty_confirm_other")
        for code in a_desk().tables.duties.by_code
        if code.startswith("goal_")
    ),
    *(("holiday_check", f"2026-{code}", "holiday_check_confirm") for code in a_desk().tables.festivals.by_code),
]


def readers(words: str) -> list[str]:
    desk = a_desk()
    hearing = read(words, datetime(2026, 11, 30, 10, tzinfo=TZ), desk.lexicon, desk.calendar)
    return [one.name for one, _ in registry.route(Heard(text=hearing.text, original=words), KNOWN)]


@pytest.mark.parametrize("unit", ["", "张良镇敬老院", "未成年人救助保护中心"])
@pytest.mark.parametrize(("code", "slot", "intent"), DUTIES)
def test_a_button_is_read_by_the_intent_of_its_duty(code: str, slot: str, intent: str, unit: str) -> None:
    offered = confirming(code, slot, a_desk().tables.duty_title(code, slot), unit)

    assert offered
    assert [readers(button.says) for button in offered] == [[intent]] * len(offered)
    assert all(len(button.text) <= 10 for button in offered)


def test_a_name_too_long_for_a_sentence_has_no_buttons() -> None:
    assert confirming("patrol", "2026-11-23/day", "11月23日日间", "院" * LONGEST_LEAD) == ()


def test_a_duty_that_the_bureau_made_up_has_no_buttons() -> None:
    assert confirming("fire_pond", "2026-11-23", "11月23日") == ()
    assert confirming("patrol", "2026-11-23/noon", "11月23日中午") == ()


@pytest.mark.parametrize(
    ("slot", "pressed", "day"),
    [
        ("2026-11-23/day", "2026-11-23T20:00", "2026-11-23"),
        ("2026-11-23/night2", "2026-11-24T01:00", "2026-11-23"),
        ("2026-11-23/night1", "2026-12-02T09:00", "2026-11-23"),
    ],
)
def test_a_late_press_is_for_the_day_of_the_card(slot: str, pressed: str, day: str) -> None:
    desk, here = a_desk(), datetime.fromisoformat(pressed).replace(tzinfo=TZ)
    button = confirming("patrol", slot, desk.tables.duty_title("patrol", slot))[0]

    said = read_when(button.says, {}, here, desk.calendar, desk.lexicon.festivals)

    assert said.day is not None
    assert said.day.isoformat() == day
    assert said.is_night is (slot != "2026-11-23/day")
