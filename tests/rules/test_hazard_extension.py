"""Who may ask for a later deadline, who decides on the n-th, and which day it may be."""

from datetime import date, timedelta

import pytest

from handlers.rules.hazard_extension import Barred, DayFault, Decider, barred, deciding, fault_of, may_ask
from storage.vocabulary import Role

DUE, TODAY, LONGEST = date(2026, 11, 27), date(2026, 11, 23), timedelta(days=30)
TOWN, SECTION, BUREAU = 0, 1, 2


@pytest.mark.parametrize(
    ("role", "is_of_unit", "is_owner", "expected"),
    [
        (Role.HEAD, True, False, True),
        (Role.SAFETY_OFFICER, True, False, True),
        (Role.STAFF, True, False, False),
        (Role.STAFF, True, True, True),
        (Role.TOWNSHIP, False, False, False),
        (Role.TOWNSHIP, True, False, True),
        (Role.LEADER, False, False, False),
        (Role.TOWNSHIP, False, True, True),
    ],
)
def test_the_owner_asks_or_those_in_charge_of_the_unit(
    role: Role, is_of_unit: bool, is_owner: bool, expected: bool
) -> None:
    assert may_ask(role, is_of_unit=is_of_unit, is_owner=is_owner) is expected


@pytest.mark.parametrize(
    ("new_day", "fault"),
    [
        (date(2026, 11, 22), DayFault.PAST),
        (date(2026, 11, 23), DayFault.NOT_LATER),
        (date(2026, 11, 27), DayFault.NOT_LATER),
        (date(2026, 11, 28), None),
        (date(2026, 12, 27), None),
        (date(2026, 12, 28), DayFault.TOO_FAR),
    ],
)
def test_the_new_day_lies_after_the_deadline_and_not_too_far(new_day: date, fault: DayFault | None) -> None:
    assert fault_of(new_day, DUE, TODAY, LONGEST) is fault


@pytest.mark.parametrize(
    ("nth", "expected"),
    [(1, ["town", "section", "bureau"]), (2, ["section", "bureau"]), (3, ["bureau"]), (4, ["bureau"])],
)
def test_each_further_extension_goes_one_level_up_and_the_highest_decides_all(nth: int, expected: list[str]) -> None:
    assert list(deciding(["town", "section", "bureau"], nth)) == expected


def test_where_only_one_office_stands_above_it_decides_all() -> None:
    assert list(deciding(["bureau"], 2)) == ["bureau"]
    assert list(deciding([], 2)) == []


@pytest.mark.parametrize(
    ("decider", "first", "second", "third"),
    [
        (Decider(Role.TOWNSHIP, TOWN), None, Barred.TOO_LOW, Barred.TOO_LOW),
        (Decider(Role.SECTION, SECTION), None, None, Barred.TOO_LOW),
        (Decider(Role.LEADER, BUREAU), None, None, None),
        (Decider(Role.ADMIN, BUREAU), None, None, None),
        (Decider(Role.LEADER, None), None, None, None),
        (Decider(Role.STAFF, TOWN), Barred.NO_OFFICER, Barred.NO_OFFICER, Barred.NO_OFFICER),
        (Decider(Role.HEAD, None), Barred.NO_OFFICER, Barred.NO_OFFICER, Barred.NO_OFFICER),
        (Decider(Role.TOWNSHIP, None), Barred.NO_OFFICER, Barred.NO_OFFICER, Barred.NO_OFFICER),
        (Decider(Role.LEADER, BUREAU, is_asker=True), Barred.OWN_WISH, Barred.OWN_WISH, Barred.OWN_WISH),
        (Decider(Role.TOWNSHIP, TOWN, is_owner=True), Barred.OWN_WISH, Barred.OWN_WISH, Barred.OWN_WISH),
    ],
)
def test_who_decides_on_which_extension(
    decider: Decider, first: Barred | None, second: Barred | None, third: Barred | None
) -> None:
    assert [barred(decider, nth=nth, offices=3) for nth in (1, 2, 3)] == [first, second, third]
