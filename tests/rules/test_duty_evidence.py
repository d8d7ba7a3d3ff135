"""What a confirmation lacks, and whether a drill covered everybody."""

from typing import Any

import pytest

from handlers.rules.duty_evidence import has_residents, left_out, missing, took_part
from storage.vocabulary import UnitType


@pytest.mark.parametrize(
    ("code", "facts", "lacks"),
    [
        ("patrol", {}, ("result",)),
        ("patrol", {"result": "normal"}, ()),
        ("patrol", {"result": "abnormal"}, ("problem",)),
        ("weekly_meeting", {"attendees": 8}, ("topics",)),
        ("drill", {"attendees": 28}, ("staff", "residents")),
        ("drill", {"staff": 8, "residents": 0}, ()),
        ("holiday_check", {"festival": None, "result": "abnormal", "problem": ""}, ("festival", "problem")),
        ("training", {}, ("attendees", "topics")),
    ],
)
def test_what_is_missing_is_named_in_order(code: str, facts: dict[str, Any], lacks: tuple[str, ...]) -> None:
    assert missing(code, facts, has_residents=True) == lacks


def test_a_unit_without_residents_owes_no_count_of_them() -> None:
    assert missing("drill", {"staff": 8}, has_residents=has_residents(UnitType.FUNERAL)) == ()
    assert missing("drill", {"staff": 8}, has_residents=has_residents(UnitType.CARE_HOME)) == ("residents",)


def test_staff_and_residents_together_took_part() -> None:
    assert took_part({"staff": 8, "residents": 20, "disabled": 5}) == 28
    assert took_part({"attendees": 12}) == 12
    assert took_part({}) is None


@pytest.mark.parametrize(("headcount", "short_by"), [(30, 2), (28, 0), (20, 0), (None, 0)])
def test_a_drill_falls_short_of_the_headcount(headcount: int | None, short_by: int) -> None:
    assert left_out({"staff": 8, "residents": 20}, headcount) == short_by
