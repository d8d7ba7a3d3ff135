"""Who may begin which visit: the whole matrix of roles, standings and kinds."""

import pytest

from handlers.rules.access import OFFICERS, Standing
from handlers.rules.inspection_team import Barred, Inspector, barred, is_cross, may_act
from storage.vocabulary import InspectionKind, Role

CROSS, SUPERVISION = InspectionKind.CROSS, InspectionKind.SUPERVISION
MATRIX = [(role, standing, kind) for role in Role for standing in Standing for kind in InspectionKind]


def judged(role: Role, standing: Standing, kind: InspectionKind, *, crosses: bool = True) -> Barred | None:
    inspector = Inspector(role, standing)
    return barred(inspector, kind, is_institution=True, townships_cross=crosses, sections_cross=crosses)


@pytest.mark.parametrize(("role", "standing", "kind"), MATRIX)
def test_who_may_begin_a_visit(role: Role, standing: Standing, kind: InspectionKind) -> None:
    is_superior = role in OFFICERS and standing is Standing.SUPERIOR
    is_from_elsewhere = role in (Role.TOWNSHIP, Role.SECTION) and standing is Standing.OUTSIDE and kind is CROSS

    assert (judged(role, standing, kind) is None) == (is_superior or is_from_elsewhere)


@pytest.mark.parametrize("role", [Role.TOWNSHIP, Role.SECTION])
def test_cross_checks_of_ones_own_can_be_configured_away(role: Role) -> None:
    assert judged(role, Standing.OUTSIDE, CROSS, crosses=False) is Barred.OUT_OF_SCOPE
    assert judged(role, Standing.SUPERIOR, CROSS, crosses=False) is None


@pytest.mark.parametrize("standing", [Standing.SUPERIOR, Standing.OUTSIDE])
def test_only_institutions_are_visited(standing: Standing) -> None:
    inspector = Inspector(Role.TOWNSHIP, standing)

    reason = barred(inspector, CROSS, is_institution=False, townships_cross=True, sections_cross=True)

    assert reason is Barred.NOT_INSTITUTION


def test_a_cross_check_needs_somebody_from_elsewhere() -> None:
    ours, theirs = Inspector(Role.TOWNSHIP, Standing.SUPERIOR), Inspector(Role.TOWNSHIP, Standing.OUTSIDE)

    assert not is_cross(CROSS, [ours])
    assert is_cross(CROSS, [ours, theirs])
    assert is_cross(SUPERVISION, [ours])


@pytest.mark.parametrize(
    ("role", "standing", "kind", "starter", "expected"),
    [
        (Role.TOWNSHIP, Standing.SUPERIOR, SUPERVISION, Role.TOWNSHIP, True),
        (Role.TOWNSHIP, Standing.OUTSIDE, SUPERVISION, Role.TOWNSHIP, False),
        (Role.TOWNSHIP, Standing.OUTSIDE, SUPERVISION, Role.SECTION, True),
        (Role.TOWNSHIP, Standing.OUTSIDE, SUPERVISION, Role.LEADER, True),
        (Role.TOWNSHIP, Standing.OUTSIDE, CROSS, Role.TOWNSHIP, True),
        (Role.STAFF, Standing.MEMBER, SUPERVISION, Role.LEADER, False),
        (Role.STAFF, Standing.OUTSIDE, CROSS, Role.LEADER, False),
        (Role.SECTION, Standing.MEMBER, SUPERVISION, Role.LEADER, False),
    ],
)
def test_which_named_member_may_go_on_with_the_visit(
    role: Role, standing: Standing, kind: InspectionKind, starter: Role, *, expected: bool
) -> None:
    assert may_act(Inspector(role, standing), kind, starter) == expected
