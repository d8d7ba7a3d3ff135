"""Who may do what with a decision of a meeting 「议定事项」: one door; pure."""

from handlers.rules.access import OFFICERS, Standing
from storage.vocabulary import Role

_LEADING = frozenset({Role.HEAD}) | OFFICERS
"""Who leads a unit: the head of an institution, the officers of an office."""


def leads(role: Role, *, is_own_unit: bool) -> bool:
    """Return whether the person leads the unit whose meeting it was."""
    return is_own_unit and role in _LEADING


def may_see(standing: Standing, *, is_owner: bool) -> bool:
    """Return whether the person is shown the decision: those of the unit and above it, and who has to do it."""
    return is_owner or standing is not Standing.OUTSIDE


def may_close(role: Role, standing: Standing, *, is_owner: bool, is_own_unit: bool) -> bool:
    """Return whether the person may say that it is done: the owner, who leads the unit, and the offices above."""
    return is_owner or standing is Standing.SUPERIOR or leads(role, is_own_unit=is_own_unit)


def may_change(role: Role, standing: Standing, *, is_chair: bool, is_own_unit: bool) -> bool:
    """Return whether the person may postpone, cancel or give it on: the host, the unit's lead, the offices."""
    return is_chair or standing is Standing.SUPERIOR or leads(role, is_own_unit=is_own_unit)
