"""The monthly account of hazards: it balances, late entries fall into the month in which they were entered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.zone import TZ
from handlers.rules.hazard_account import (
    Account,
    accounts,
    differing,
    is_late,
    month_after,
    month_before,
    total,
)
from handlers.rules.hazard_flow import Flow
from storage.books import Entry, Happening
from storage.reconciliations import Reconciliation
from storage.vocabulary import Grade, HazardAction, HazardState

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
FROZEN = datetime(2026, 11, 1, 2, tzinfo=TZ)


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=TZ)


def a_hazard(number: int, found: datetime, closed: datetime | None = None, *, unit: int = 1) -> Entry:
    history = [Happening(found, HazardAction.REPORT, None, HazardState.TO_RECTIFY)]
    if closed:
        history.append(Happening(closed, HazardAction.ACCEPT, None, HazardState.CLOSED))
    return Entry(
        number=number,
        unit_id=unit,
        state=HazardState.CLOSED if closed else HazardState.TO_RECTIFY,
        reported_at=found,
        closed_at=closed,
        due_on=found.date() + timedelta(days=5),
        paused_until=None,
        has_owner=True,
        is_listed=False,
        next_rung_at=None,
        history=tuple(history),
    )


def frozen(month: date, account_by_unit: Mapping[int, Account]) -> list[Reconciliation]:
    return [
        Reconciliation(
            month=month, unit_id=unit_id, carried=len(one.carried), opened=len(one.opened), closed=len(one.closed),
            open=len(one.open), overdue=0, major_open=0, open_numbers=list(one.open), frozen_at=FROZEN,
        )
        for unit_id, one in account_by_unit.items()
    ]  # fmt: skip


def test_a_month_is_told_by_what_came_through_it() -> None:
    entries = [
        a_hazard(1, at(9, 30, 23)),
        a_hazard(2, at(10, 1, 0), at(10, 31, 23)),
        a_hazard(3, at(9, 1), at(11, 1, 0)),
        a_hazard(4, at(9, 1), at(9, 30)),
        replace(a_hazard(5, at(10, 30), unit=2), grade=Grade.MAJOR),
    ]

    found = accounts(entries, OCTOBER, {})

    assert found == {
        1: Account(carried=(1, 3), opened=(2,), closed=(2,), open=(1, 3), overdue=(1, 3)),
        2: Account(opened=(5,), open=(5,), major=(5,)),
    }
    assert total(found).flow == Flow(2, 2, 1, 3)
    assert differing(entries, OCTOBER, {}, then=(), before=()) == []


def test_what_is_entered_after_the_freeze_belongs_to_the_month_of_its_entry() -> None:
    open_one = replace(a_hazard(8, at(10, 12)), entered_at=at(11, 20))
    ended = replace(a_hazard(9, at(10, 12), at(10, 20)), entered_at=at(11, 20))
    freezes = {OCTOBER: FROZEN}

    assert is_late(open_one, freezes)
    assert accounts([open_one, ended], OCTOBER, freezes) == {}
    assert accounts([open_one, ended], NOVEMBER, freezes)[1] == Account(
        opened=(8, 9), closed=(9,), open=(8,), late=(8, 9), overdue=(8,)
    )
    assert accounts([open_one], DECEMBER, freezes)[1].carried == (8,)
    assert differing([open_one, ended], NOVEMBER, freezes, then=(), before=frozen(OCTOBER, {})) == []


def test_what_is_entered_before_the_freeze_is_no_late_entry() -> None:
    entry = replace(a_hazard(8, at(10, 12)), entered_at=FROZEN - timedelta(minutes=1))

    assert not is_late(entry, {OCTOBER: FROZEN})
    assert accounts([entry], OCTOBER, {OCTOBER: FROZEN})[1].opened == (8,)


def test_what_was_found_before_the_first_frozen_month_is_late_too() -> None:
    entry = replace(a_hazard(8, at(3, 12)), entered_at=at(11, 20))

    assert accounts([entry], NOVEMBER, {OCTOBER: FROZEN})[1].late == (8,)


def test_a_hazard_that_vanished_between_two_months_is_named() -> None:
    entries = [a_hazard(1, at(9, 3)), a_hazard(2, at(9, 3))]
    before = frozen(OCTOBER, accounts([*entries, a_hazard(3, at(9, 3))], OCTOBER, {}))

    assert differing(entries, NOVEMBER, {}, then=(), before=before) == [3]


def test_a_hazard_that_changed_its_month_behind_the_freeze_is_named() -> None:
    entries = [a_hazard(1, at(9, 3)), a_hazard(2, at(10, 3))]
    then = frozen(OCTOBER, accounts(entries, OCTOBER, {}))
    moved = [entries[0], a_hazard(2, at(11, 3))]

    assert differing(entries, OCTOBER, {}, then=then, before=()) == []
    assert 2 in differing(moved, OCTOBER, {}, then=then, before=())


def test_a_row_that_does_not_follow_its_history_is_named() -> None:
    forged = replace(a_hazard(4, at(10, 3)), closed_at=at(10, 9), state=HazardState.CLOSED)

    assert differing([forged], OCTOBER, {}, then=(), before=()) == [4]


MOMENTS = st.datetimes(datetime(2026, 8, 1), datetime(2026, 12, 31)).map(lambda one: one.replace(tzinfo=TZ))  # noqa: DTZ001


@given(st.lists(st.tuples(MOMENTS, st.none() | MOMENTS, st.none() | MOMENTS), max_size=8))
def test_every_month_begins_with_what_the_one_before_left(
    lives: list[tuple[datetime, datetime | None, datetime | None]],
) -> None:
    entries = []
    for number, (found, closed, entered) in enumerate(lives):
        ended = max(found, closed) if closed else None
        entry = a_hazard(number, found, ended)
        entries.append(replace(entry, entered_at=max(found, ended or found, entered) if entered else None))
    freezes: dict[date, datetime] = {}
    before: list[Reconciliation] = []
    for month in (date(2026, 8, 1), date(2026, 9, 1), OCTOBER, NOVEMBER):
        frozen_at = datetime.combine(month_after(month), FROZEN.time(), TZ)
        # Only what was entered by then can be in the books when they are frozen.
        known = [one for one in entries if (one.entered_at or one.reported_at) <= frozen_at]
        then = frozen(month, accounts(known, month, freezes))
        freezes[month] = frozen_at

        assert differing(entries, month, freezes, then=then, before=before) == []
        assert all(one.carried + one.opened == one.closed + one.open for one in then)
        before = then


@pytest.mark.parametrize(("month", "following"), [(OCTOBER, NOVEMBER), (DECEMBER, date(2027, 1, 1))])
def test_months_follow_each_other(month: date, following: date) -> None:
    assert month_after(month) == following
    assert month_before(following) == month
