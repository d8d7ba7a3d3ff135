"""When a decision of a meeting is reminded of."""

from datetime import date

import pytest

from scheduler.rules.decision_reminder import has_climbed, step

DUE = date(2026, 12, 5)


@pytest.mark.parametrize(
    ("today", "reached"),
    [
        (date(2026, 12, 1), None),
        (date(2026, 12, 2), "ahead3"),
        (date(2026, 12, 3), "ahead3"),
        (date(2026, 12, 4), "ahead1"),
        (date(2026, 12, 5), "day"),
        (date(2026, 12, 6), "over0"),
        (date(2026, 12, 8), "over0"),
        (date(2026, 12, 9), "over1"),
    ],
)
def test_the_latest_reminder_that_is_reached_is_said(today: date, reached: str | None) -> None:
    assert step(DUE, today, ahead=(3, 1), every=3) == reached


def test_it_climbs_on_the_day_that_is_configured() -> None:
    assert not has_climbed(DUE, date(2026, 12, 7), after_days=3)
    assert has_climbed(DUE, date(2026, 12, 8), after_days=3)
