"""For what somebody must be named at a unit, and who may name them (T1-2, T2-6, S3-2)."""

from collections.abc import Collection

from handlers.rules.access import Standing
from storage.responsibilities import FIVE, THREE
from storage.units import Unit
from storage.vocabulary import Level, Responsibility, Role

_SEES_PHONES = frozenset({Role.HEAD, Role.SAFETY_OFFICER})
_ASSIGNS_TOWNS = frozenset({Role.LEADER, Role.ADMIN})


def wanted(unit: Unit) -> tuple[Responsibility, ...]:
    """Return for what somebody must be named at the unit: three at an institution, five more at a key unit."""
    three = THREE if unit.level is Level.INSTITUTION else ()
    return (*three, *(FIVE if unit.is_key else ()))


def missing(unit: Unit, named: Collection[Responsibility]) -> tuple[Responsibility, ...]:
    """Return for what nobody is named of those that the unit wants, in order."""
    return tuple(one for one in wanted(unit) if one not in named)


def may_name(standing: Standing) -> bool:
    """Return whether such a person may name, replace and take away those who answer, and mark key units."""
    return standing is Standing.SUPERIOR


def sees_phones(standing: Standing, role: Role) -> bool:
    """Return whether such a person is shown the phones of those who answer for the unit."""
    return standing is Standing.SUPERIOR or (standing is Standing.MEMBER and role in _SEES_PHONES)


def may_assign_towns(role: Role) -> bool:
    """Return whether the person decides which section is in charge of which town 「股室分包乡镇」."""
    return role in _ASSIGNS_TOWNS
