"""Whether the books of hazards are right: each way in which they can be wrong is seen, and nothing else."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from config.zone import TZ
from handlers.rules.hazard_flow import Flow, flow_by_history, flow_by_row
from scheduler.rules.books import agrees, faults, next_step
from storage.books import Entry, Happening
from storage.vocabulary import BooksFault, HazardAction, HazardState, NextStep


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=TZ)


RECTIFY, HANDED_IN, CLOSED, VOID = (
    HazardState.TO_RECTIFY,
    HazardState.TO_ACCEPT,
    HazardState.CLOSED,
    HazardState.VOID,
)
REPORTED = Happening(at(2), HazardAction.REPORT, None, RECTIFY)
SUBMITTED = Happening(at(5), HazardAction.SUBMIT, RECTIFY, HANDED_IN)
ACCEPTED = Happening(at(9), HazardAction.ACCEPT, HANDED_IN, CLOSED)
CANCELLED = Happening(at(9), HazardAction.CANCEL, RECTIFY, VOID)
OPEN = Entry(
    number=12,
    unit_id=1,
    state=RECTIFY,
    reported_at=at(2),
    closed_at=None,
    due_on=date(2026, 11, 20),
    paused_until=None,
    has_owner=True,
    is_listed=False,
    next_rung_at=None,
    history=(REPORTED,),
)
STRUCK_OFF = replace(OPEN, state=CLOSED, closed_at=at(9), history=(REPORTED, SUBMITTED, ACCEPTED))
MADE_VOID = replace(OPEN, state=VOID, history=(REPORTED, CANCELLED))


@pytest.mark.parametrize("entry", [OPEN, STRUCK_OFF, MADE_VOID], ids=["open", "struck off", "void"])
def test_good_books_have_no_fault(entry: Entry) -> None:
    assert faults([entry], at(1), at(15)) == {}


@pytest.mark.parametrize("entry", [STRUCK_OFF, MADE_VOID], ids=["struck off", "void"])
@pytest.mark.parametrize(
    ("begin", "end", "flow"),
    [
        (1, 15, Flow(carried=0, opened=1, closed=1, open=0)),
        (1, 8, Flow(carried=0, opened=1, closed=0, open=1)),
        (4, 8, Flow(carried=1, opened=0, closed=0, open=1)),
        (4, 15, Flow(carried=1, opened=0, closed=1, open=0)),
        (10, 15, Flow(carried=0, opened=0, closed=0, open=0)),
    ],
)
def test_row_and_history_tell_the_same_of_a_period(entry: Entry, begin: int, end: int, flow: Flow) -> None:
    assert flow_by_history(entry, at(begin), at(end)) == flow_by_row(entry, at(begin), at(end)) == flow


@pytest.mark.parametrize(
    "entry",
    [
        replace(OPEN, history=()),
        replace(OPEN, state=HANDED_IN),
        replace(OPEN, reported_at=at(3)),
        replace(OPEN, closed_at=at(9)),
        replace(STRUCK_OFF, closed_at=at(8)),
        replace(STRUCK_OFF, history=(REPORTED, ACCEPTED)),
    ],
    ids=["no history", "other state", "other day", "open yet closed", "closed another day", "a step is missing"],
)
def test_a_row_that_contradicts_its_history_is_named(entry: Entry) -> None:
    assert not agrees(entry)
    assert faults([OPEN, replace(entry, number=13)], at(1), at(15))[BooksFault.HISTORY] == [13]


def test_records_of_past_years_may_leave_out_the_state_before() -> None:
    accepted = replace(ACCEPTED, before=None)

    assert agrees(replace(STRUCK_OFF, history=(REPORTED, accepted)))


def test_a_hazard_that_was_closed_twice_does_not_balance() -> None:
    twice = replace(STRUCK_OFF, history=(*STRUCK_OFF.history, replace(CANCELLED, before=CLOSED)))

    assert BooksFault.BALANCE in faults([twice], at(1), at(15))


def test_a_hazard_without_an_owner_must_be_listed() -> None:
    nobody = replace(OPEN, has_owner=False)

    assert faults([nobody], at(1), at(15)) == {BooksFault.OWNER: [12]}
    assert faults([replace(nobody, is_listed=True)], at(1), at(15)) == {}


@pytest.mark.parametrize(
    ("entry", "now", "why"),
    [
        (OPEN, at(20, 23), NextStep.NOT_DUE),
        (OPEN, at(21, 0), NextStep.AT_HAND),
        (OPEN, at(21, 1), None),
        (replace(OPEN, next_rung_at=at(21, 9)), at(21, 1), NextStep.PLANNED),
        (replace(OPEN, next_rung_at=at(23), paused_until=at(23)), at(21, 10), NextStep.PAUSED),
        (replace(OPEN, next_rung_at=at(21, 9)), at(21, 9), NextStep.AT_HAND),
        (replace(OPEN, next_rung_at=at(21, 9)), at(21, 10), None),
    ],
)
def test_an_overdue_hazard_has_a_next_step_or_is_forgotten(entry: Entry, now: datetime, why: NextStep | None) -> None:
    assert next_step(entry, now) is why
    assert (BooksFault.STEP in faults([entry], at(1), now)) is (why is None)


def test_a_hazard_that_was_overdue_when_it_came_is_given_time() -> None:
    late = replace(OPEN, due_on=date(2026, 11, 1))

    assert next_step(late, at(2) + timedelta(minutes=59)) is NextStep.AT_HAND
    assert next_step(late, at(2) + timedelta(hours=1)) is None
