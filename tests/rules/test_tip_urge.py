"""When those who deal with a tip are reminded, and when it climbs."""

from datetime import datetime, timedelta

import pytest

from config.hazard_table import Counting
from config.tip_table import TipLimit
from config.zone import TZ
from scheduler.rules.tip_urge import due
from tests.builders import a_desk

LIMIT = TipLimit(1, Counting.WORKDAY, remind_before=timedelta(hours=4), leader_after=timedelta(days=1))
ENDS = datetime(2026, 11, 24, 18, tzinfo=TZ)


def at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TZ)


@pytest.mark.parametrize(
    ("now", "steps"),
    [
        (at(24, 14, 0), []),
        (at(24, 14, 5), ["urge:respond:before"]),
        (at(24, 17, 59), ["urge:respond:before"]),
        (at(24, 18, 5), ["urge:respond:at"]),
        (at(25, 17, 59), ["urge:respond:at"]),
        (at(25, 18, 5), ["urge:respond:at", "urge:respond:after"]),
        (at(24, 23, 30), []),
    ],
)
def test_before_at_and_after_the_limit(now: datetime, steps: list[str]) -> None:
    found = due("respond", ENDS, LIMIT, now, a_desk().tables.reminders)

    assert [one.step for one in found] == steps
