"""Which level must have a say by a hazard's grade: acceptance, lifting of 「重大」, supervision by name."""

from collections.abc import Sequence

from config.hazard_table import LeastLevel
from storage.vocabulary import Level, Role

_HEIGHT = {LeastLevel.TOWNSHIP: 0, LeastLevel.SECTION: 1, LeastLevel.BUREAU: 2}
_HEIGHT_BY_ROLE = {Role.TOWNSHIP: 0, Role.SECTION: 1, Role.LEADER: 2, Role.ADMIN: 2}
_HEIGHT_BY_LEVEL = {Level.TOWNSHIP: 0, Level.SECTION: 1, Level.BUREAU: 2}


def is_of_level(role: Role, least: LeastLevel) -> bool:
    """Return whether an officer of this role stands as high as `least`; leaders and admins always do."""
    return _HEIGHT_BY_ROLE.get(role, -1) >= _HEIGHT[least]


def is_high(level: Level, least: LeastLevel) -> bool:
    """Return whether an office of this level stands as high as `least`."""
    return _HEIGHT_BY_LEVEL.get(level, 2) >= _HEIGHT[least]


def offices_of_level(levels: Sequence[Level], least: LeastLevel) -> Sequence[int]:
    """Return which of the offices above a hazard, given by their levels, stand as high as `least`, in their order.

    Where none does the last one stays: somebody must decide.
    """
    high = [n for n, level in enumerate(levels) if is_high(level, least)]
    return high or [len(levels) - 1][: len(levels)]
