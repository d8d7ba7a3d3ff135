"""The calendar file: what other programs read in it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar

from config.zone import TZ
from handlers.papers.calendar_file import Appointment, count_of, draw_calendar

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DRILL = Appointment(
    unit_id=3, unit="张良镇敬老院", code="drill", slot="2026-Q4", name="应急疏散逃生演练", period="2026年第四季度",
    due_at=datetime(2026, 12, 31, 17, 20, tzinfo=TZ), basis="主要任务第12条", to_type="演练 8人", is_daily=False,
)  # fmt: skip


def a_round(day: date, hour: int = 22, key: str = "night1") -> Appointment:
    due_at = datetime(day.year, day.month, day.day, hour, 10, tzinfo=TZ)
    return Appointment(
        unit_id=3, unit="张良镇敬老院", code="patrol", slot=f"{day}/{key}", name="日巡查", period=f"{day}夜间第一次",
        due_at=due_at, basis="主要任务第4条：日巡查", to_type="夜巡 正常", is_daily=True,
    )  # fmt: skip


def events(*appointments: Appointment) -> list[Any]:
    content = draw_calendar(appointments, "张良镇敬老院安全任务", now=NOW)
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_what_is_due_in_a_period_stands_on_its_last_day() -> None:
    (event,) = events(DRILL)

    assert event["summary"] == "应急疏散逃生演练（2026年第四季度）17:20前"
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 12, 31), date(2027, 1, 1))
    assert "依据：主要任务第12条" in event["description"]
    assert "完成后发：演练 8人" in event["description"]
    assert event["uid"] == "3.drill.2026-Q4@minan"


def test_what_comes_every_day_is_one_event_that_repeats() -> None:
    days = [date(2026, 12, 1) + timedelta(days=n) for n in (0, 1, 3)]
    (event,) = events(*(a_round(day) for day in days))

    assert event["dtstart"].dt == datetime(2026, 12, 1, 21, 40, tzinfo=TZ)
    assert event["dtstart"].params["tzid"] == "Asia/Shanghai"
    assert event["rrule"]["freq"] == ["DAILY"]
    assert event["rrule"]["until"] == [datetime(2026, 12, 4, 13, 40, tzinfo=UTC)]
    assert [one.dt for one in event["exdate"].dts] == [datetime(2026, 12, 3, 21, 40, tzinfo=TZ)]


def test_the_same_duty_has_the_same_name_in_every_file() -> None:
    earlier = [a_round(date(2026, 12, 1)), a_round(date(2026, 12, 2)), DRILL]
    later = [a_round(date(2026, 12, 2)), a_round(date(2026, 12, 3)), DRILL]

    assert {one["uid"] for one in events(*earlier)} == {one["uid"] for one in events(*later)}


def test_rounds_of_other_hours_are_events_of_their_own() -> None:
    found = events(a_round(date(2026, 12, 1)), a_round(date(2026, 12, 2), hour=23))

    assert len({one["uid"] for one in found}) == count_of(
        [a_round(date(2026, 12, 1)), a_round(date(2026, 12, 2), 23)]
    )
    assert len(found) == 2


def test_lines_are_folded_by_bytes_and_ended_as_the_standard_says() -> None:
    content = draw_calendar([DRILL], "张良镇敬老院安全任务" * 9, now=NOW)

    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert b"BEGIN:VTIMEZONE" not in content
    assert b"TZID:Asia/Shanghai" in draw_calendar([a_round(date(2026, 12, 1))], "日历", now=NOW)
