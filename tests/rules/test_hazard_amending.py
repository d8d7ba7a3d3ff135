"""Who may put right what of a hazard."""

from itertools import product

import pytest

from handlers.rules.access import Standing
from handlers.rules.hazard_amending import Hindrance, hindrance
from handlers.rules.hazard_lifecycle import Case
from storage.vocabulary import HazardField, HazardState, Role

OPEN = (HazardState.TO_CONFIRM, HazardState.TO_ASSIGN, HazardState.TO_RECTIFY, HazardState.RECTIFYING)
FACTS = [field for field in HazardField if field is not HazardField.OWNER]


def of_unit(state: HazardState, *, is_reporter: bool = False, is_fresh: bool = False) -> Case:
    return Case(state, Standing.MEMBER, is_reporter=is_reporter, is_fresh=is_fresh)


@pytest.mark.parametrize(("field", "state"), list(product(FACTS, (*OPEN, HazardState.TO_ACCEPT))))
def test_facts_are_amended_by_the_reporter_for_a_while_and_by_those_in_charge(
    field: HazardField, state: HazardState
) -> None:
    assert hindrance(field, of_unit(state, is_reporter=True, is_fresh=True), Role.STAFF) is None
    assert hindrance(field, of_unit(state, is_reporter=True), Role.STAFF) is Hindrance.TOO_LATE
    assert hindrance(field, of_unit(state), Role.STAFF) is Hindrance.NOT_YOURS
    assert hindrance(field, of_unit(state), Role.HEAD) is None
    assert hindrance(field, of_unit(state), Role.SAFETY_OFFICER) is None
    assert hindrance(field, Case(state, Standing.SUPERIOR), Role.TOWNSHIP) is None


@pytest.mark.parametrize("state", OPEN)
def test_the_owner_is_named_by_the_head_or_above(state: HazardState) -> None:
    assert hindrance(HazardField.OWNER, of_unit(state), Role.HEAD) is None
    assert hindrance(HazardField.OWNER, Case(state, Standing.SUPERIOR), Role.SECTION) is None
    for role in (Role.STAFF, Role.SAFETY_OFFICER):
        case = of_unit(state, is_reporter=True, is_fresh=True)
        assert hindrance(HazardField.OWNER, case, role) is Hindrance.ONLY_HEADS


def test_the_owner_stays_once_the_work_is_handed_in() -> None:
    case = Case(HazardState.TO_ACCEPT, Standing.SUPERIOR)

    assert hindrance(HazardField.OWNER, case, Role.TOWNSHIP) is Hindrance.HANDED_IN


@pytest.mark.parametrize(("field", "state"), list(product(HazardField, (HazardState.CLOSED, HazardState.VOID))))
def test_what_has_ended_stays(field: HazardField, state: HazardState) -> None:
    assert hindrance(field, Case(state, Standing.SUPERIOR), Role.LEADER) is Hindrance.ENDED


@pytest.mark.parametrize("field", HazardField)
def test_nobody_amends_outside_their_charge(field: HazardField) -> None:
    case = Case(HazardState.TO_RECTIFY, Standing.OUTSIDE)

    assert hindrance(field, case, Role.HEAD) is Hindrance.OUT_OF_SCOPE
