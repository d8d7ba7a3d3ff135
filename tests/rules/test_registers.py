"""When an entry runs out, which reminder is due, what an institution lacks, and who may do what."""

from dataclasses import replace
from datetime import date, timedelta
from math import ceil
from typing import Any

import pytest

from handlers.rules.access import Standing
from handlers.rules.register_access import may_see, may_verify, may_write
from handlers.rules.register_expiry import OVER, benchmarks_wanted, expires_on, is_over, step
from handlers.rules.register_lacks import Holdings, figures, lacks
from storage.registers import RegisterEntry
from storage.vocabulary import AssessmentKind, RegisterKind, RegisterLack, Role, SmartKind
from tests.builders import MONDAY_TEN, a_desk

TABLE = a_desk().tables.registers
TODAY = date(2026, 11, 23)
FAR = date(2028, 1, 1)


def entry(kind: RegisterKind, subject: str = "", **more: Any) -> RegisterEntry:
    """Return an entry of unit 1 that is nowhere stored."""
    said: dict[str, Any] = {"done_on": None, "due_on": None, "facts": {}, "person_id": None} | more
    return RegisterEntry(id=1, unit_id=1, kind=kind, subject=subject, said_at=MONDAY_TEN, **said)


def a_home(*entries: RegisterEntry, officers: frozenset[int] = frozenset({7})) -> Holdings:
    return Holdings(1, "张良镇敬老院", officers, entries)


@pytest.mark.parametrize(
    ("left", "wanted"),
    [(91, None), (90, 90), (61, 90), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (1, 7), (0, 7), (-1, OVER)],
)
def test_the_latest_reminder_reached_is_due(left: int, wanted: int | None) -> None:
    assert step(TODAY + timedelta(days=left), TODAY, TABLE.remind_days) == wanted


def test_nothing_is_due_of_what_does_not_run_out() -> None:
    assert step(None, TODAY, TABLE.remind_days) is None


@pytest.mark.parametrize(
    ("kind", "facts", "months"),
    [
        (RegisterKind.ASSESSMENT, {"assessment": "fire_facility"}, 12),
        (RegisterKind.ASSESSMENT, {"assessment": "house"}, 36),
        (RegisterKind.SMART_SYSTEM, {"installed": True}, 12),
        (RegisterKind.SMART_SYSTEM, {"installed": False}, None),
        (RegisterKind.PLAN, {}, 12),
        (RegisterKind.BUILDING, {"self_built": True}, 36),
        (RegisterKind.BUILDING, {}, None),
        (RegisterKind.CERTIFICATE, {}, None),
    ],
)
def test_what_names_no_day_is_due_again_by_the_table(
    kind: RegisterKind, facts: dict[str, object], months: int | None
) -> None:
    found = expires_on(entry(kind, done_on=date(2024, 2, 29), facts=facts), TABLE)

    assert found == (None if months is None else date(2024 + months // 12, 2, 28))


def test_the_day_that_was_said_goes_first_and_still_counts() -> None:
    one = entry(RegisterKind.ASSESSMENT, done_on=TODAY, due_on=TODAY, facts={"assessment": "gas"})

    assert expires_on(one, TABLE) == TODAY
    assert not is_over(one, TODAY, TABLE)
    assert is_over(one, TODAY + timedelta(days=1), TABLE)


@pytest.mark.parametrize("homes", [0, 1, 3, 4, 10, 11, 99])
def test_the_share_of_benchmarks_is_rounded_up(homes: int) -> None:
    assert benchmarks_wanted(homes, 30) == ceil(homes * 3 / 10)


def complete() -> Holdings:
    """Return an institution that lacks nothing."""
    return a_home(
        entry(
            RegisterKind.CERTIFICATE,
            "王铁柱 消防设施操作员",
            person_id=7,
            due_on=FAR,
            facts={"certificate": "fire_operator"},
        ).model_copy(update={"verified_at": MONDAY_TEN}),
        *(
            entry(RegisterKind.ASSESSMENT, one, due_on=FAR, facts={"assessment": one, "passed": True})
            for one in TABLE.wanted_assessments
        ),
        *(
            entry(RegisterKind.SMART_SYSTEM, one.term, due_on=FAR, facts={"system": one.value, "installed": True})
            for one in SmartKind
        ),
        entry(RegisterKind.BUILDING, "主楼", facts={"acceptance": "accepted"}),
        entry(RegisterKind.PLAN, done_on=TODAY),
        entry(RegisterKind.RESIDENTS, done_on=TODAY),
    )


def test_nothing_is_lacking_where_everything_is_there() -> None:
    assert lacks(complete(), TODAY, TABLE) == []


def test_an_empty_register_lacks_everything_by_name() -> None:
    found = lacks(a_home(officers=frozenset()), TODAY, TABLE)

    assert [one.what for one in found if one.lack is RegisterLack.NO_ASSESSMENT] == [
        AssessmentKind.FIRE_FACILITY.term,
        AssessmentKind.BUILDING_FIRE.term,
    ]
    assert len([one for one in found if one.lack is RegisterLack.NO_SYSTEM]) == 4
    assert found[0].lack is RegisterLack.NO_OFFICER
    assert RegisterLack.NO_CERTIFICATE not in {one.lack for one in found}


def test_a_certificate_of_somebody_else_or_run_out_does_not_count() -> None:
    home = complete()
    assert lacks(replace(home, officer_ids=frozenset({8})), TODAY, TABLE)[0].lack is RegisterLack.NO_CERTIFICATE
    assert lacks(home, FAR + timedelta(days=1), TABLE)[0].lack is RegisterLack.NO_CERTIFICATE


@pytest.mark.parametrize("grade", ["A", "B", "C", "D"])
def test_c_and_d_are_dangerous(grade: str) -> None:
    home = a_home(entry(RegisterKind.BUILDING, "主楼", facts={"grade": grade, "self_built": True}))

    assert figures([home], TODAY, TABLE).dangerous == (grade in "CD")


def test_figures_count_what_is_complete() -> None:
    found = figures([complete(), a_home(officers=frozenset()), a_home()], TODAY, TABLE)

    assert (found.institutions, found.with_officer, found.certified) == (3, 2, 1)
    assert (found.assessed, found.equipped, found.counted) == (1, 1, 1)
    assert (found.benchmarks, found.benchmarks_wanted, found.benchmark_gap) == (0, 1, 1)
    assert (found.buildings, found.accepted, found.over) == (1, 1, 0)


MATRIX = [
    (Standing.OUTSIDE, Role.HEAD, False, False, False, False),
    (Standing.OUTSIDE, Role.TOWNSHIP, False, False, False, False),
    (Standing.MEMBER, Role.STAFF, False, False, False, False),
    (Standing.MEMBER, Role.SAFETY_OFFICER, True, True, False, False),
    (Standing.MEMBER, Role.HEAD, True, True, False, False),
    (Standing.SUPERIOR, Role.TOWNSHIP, True, True, True, True),
    (Standing.SUPERIOR, Role.SECTION, True, True, True, True),
    (Standing.SUPERIOR, Role.LEADER, True, True, True, True),
    (Standing.SUPERIOR, Role.ADMIN, True, True, True, True),
]


@pytest.mark.parametrize(("standing", "role", "sees", "writes", "benchmarks", "verifies"), MATRIX)
def test_who_may_do_what(
    standing: Standing, role: Role, sees: bool, writes: bool, benchmarks: bool, verifies: bool
) -> None:
    assert may_see(standing, role) is sees
    ordinary = [one for one in RegisterKind if one is not RegisterKind.BENCHMARK]
    assert {may_write(one, standing, role) for one in ordinary} == {writes}
    assert may_write(RegisterKind.BENCHMARK, standing, role) is benchmarks
    assert may_verify(standing) is verifies
