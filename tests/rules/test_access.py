"""Who may see and speak for which unit."""

import pytest

from handlers.rules.access import Standing, scope, standing
from storage.people import Person
from storage.units import Tree, Unit
from storage.vocabulary import Role, UnitType

BUREAU, SECTION, TOWN, HOME, OTHER_TOWN, OTHER_HOME = range(1, 7)
TREE = Tree(
    [
        Unit(id=BUREAU, name="局", type=UnitType.BUREAU),
        Unit(id=SECTION, name="股", type=UnitType.SECTION, parent_id=BUREAU),
        Unit(id=TOWN, name="甲所", type=UnitType.TOWNSHIP, parent_id=BUREAU, section_id=SECTION),
        Unit(id=HOME, name="甲院", type=UnitType.CARE_HOME, parent_id=TOWN),
        Unit(id=OTHER_TOWN, name="乙所", type=UnitType.TOWNSHIP, parent_id=BUREAU),
        Unit(id=OTHER_HOME, name="乙院", type=UnitType.CARE_HOME, parent_id=OTHER_TOWN),
    ]
)


def someone(role: Role, unit_id: int) -> Person:
    return Person(userid="x", userid_key="x", name="某", unit_id=unit_id, role=role)


@pytest.mark.parametrize(
    ("role", "unit_id", "seen"),
    [
        (Role.STAFF, HOME, {HOME}),
        (Role.HEAD, HOME, {HOME}),
        (Role.TOWNSHIP, TOWN, {TOWN, HOME}),
        (Role.SECTION, SECTION, {SECTION, TOWN, HOME}),
        (Role.LEADER, BUREAU, {BUREAU, SECTION, TOWN, HOME, OTHER_TOWN, OTHER_HOME}),
        (Role.ADMIN, SECTION, {BUREAU, SECTION, TOWN, HOME, OTHER_TOWN, OTHER_HOME}),
    ],
)
def test_people_see_their_unit_and_what_is_below(role: Role, unit_id: int, seen: set[int]) -> None:
    assert scope(someone(role, unit_id), TREE) == seen


@pytest.mark.parametrize(
    ("role", "own", "unit_id", "expected"),
    [
        (Role.STAFF, HOME, HOME, Standing.MEMBER),
        (Role.HEAD, HOME, HOME, Standing.MEMBER),
        (Role.HEAD, HOME, OTHER_HOME, Standing.OUTSIDE),
        (Role.TOWNSHIP, TOWN, HOME, Standing.SUPERIOR),
        (Role.TOWNSHIP, TOWN, TOWN, Standing.MEMBER),
        (Role.TOWNSHIP, TOWN, OTHER_HOME, Standing.OUTSIDE),
        (Role.STAFF, TOWN, HOME, Standing.MEMBER),
        (Role.TOWNSHIP, HOME, HOME, Standing.MEMBER),
        (Role.SECTION, SECTION, HOME, Standing.SUPERIOR),
        (Role.SECTION, SECTION, OTHER_HOME, Standing.OUTSIDE),
        (Role.SECTION, BUREAU, OTHER_HOME, Standing.SUPERIOR),
        (Role.LEADER, BUREAU, BUREAU, Standing.SUPERIOR),
        (Role.ADMIN, SECTION, OTHER_HOME, Standing.SUPERIOR),
    ],
)
def test_standing_follows_role_and_place(role: Role, own: int, unit_id: int, expected: Standing) -> None:
    assert standing(someone(role, own), TREE, unit_id) is expected
