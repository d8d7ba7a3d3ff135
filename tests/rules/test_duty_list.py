"""How a duty stands in the list of its unit: table by table, on the edge of each moment."""

from datetime import datetime, timedelta

import pytest

from config.zone import TZ
from handlers.rules.duty_list import Mark, Standing, mark_of
from storage.vocabulary import DutyState

ASKED = datetime(2026, 12, 17, 9, 40, tzinfo=TZ)
DUE = datetime(2026, 12, 31, 17, 20, tzinfo=TZ)
MINUTE = timedelta(minutes=1)
WAITING, MISSED, DONE = DutyState.WAITING, DutyState.MISSED, DutyState.DONE


@pytest.mark.parametrize(
    ("state", "now", "was_missed", "was_done", "mark"),
    [
        (WAITING, ASKED - MINUTE, False, True, Mark.NOT_YET),
        (WAITING, ASKED - MINUTE, True, False, Mark.NOT_YET),
        (WAITING, ASKED, False, True, Mark.TO_DO),
        # A new unit has not had the time to do it once.
        (WAITING, ASKED, False, False, Mark.TO_DO),
        (WAITING, ASKED, True, False, Mark.NEVER),
        (WAITING, DUE, False, True, Mark.TO_DO),
        (WAITING, DUE + MINUTE, False, True, Mark.OVERDUE),
        (WAITING, DUE + MINUTE, False, False, Mark.NEVER),
        (MISSED, DUE + MINUTE, True, True, Mark.MISSED),
        (MISSED, DUE + MINUTE, True, False, Mark.NEVER),
        (DONE, DUE, True, True, Mark.DONE),
        (DutyState.LATE, DUE, True, True, Mark.LATE),
        (DutyState.EXCUSED, DUE, True, False, Mark.EXCUSED),
    ],
)
def test_a_duty_stands_by_its_state_its_time_and_what_was_before(
    state: DutyState, now: datetime, was_missed: bool, was_done: bool, mark: Mark
) -> None:
    assert mark_of(Standing(state, ASKED, DUE, was_missed, was_done), now) is mark
