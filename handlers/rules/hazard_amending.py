"""Who may put right what of a registered hazard 「更正」, and in which state."""

from enum import StrEnum

from handlers.rules.access import Standing
from handlers.rules.hazard_lifecycle import Case
from storage.vocabulary import HazardField, HazardState, Role

_ENDS = (HazardState.CLOSED, HazardState.VOID)
_IN_CHARGE = frozenset({Role.HEAD, Role.SAFETY_OFFICER})


class Hindrance(StrEnum):
    """Why something is not put right."""

    OUT_OF_SCOPE = "out_of_scope"
    ENDED = "ended"
    HANDED_IN = "handed_in"
    """Once the work is handed in its owner stays: nobody becomes free to accept their own."""
    TOO_LATE = "too_late"
    """The reporter's own time for it is over."""
    NOT_YOURS = "not_yours"
    ONLY_HEADS = "only_heads"
    """Who rectifies is decided by the unit's head or above."""


def hindrance(field: HazardField, case: Case, role: Role) -> Hindrance | None:
    """Return why this person may not amend this of the hazard, None where they may."""
    if case.standing is Standing.OUTSIDE:
        return Hindrance.OUT_OF_SCOPE
    if case.state is None or case.state in _ENDS:
        return Hindrance.ENDED
    if field is HazardField.OWNER:
        if case.state is HazardState.TO_ACCEPT:
            return Hindrance.HANDED_IN
        return None if case.standing is Standing.SUPERIOR or role is Role.HEAD else Hindrance.ONLY_HEADS
    if case.standing is Standing.SUPERIOR or role in _IN_CHARGE:
        return None
    if not case.is_reporter:
        return Hindrance.NOT_YOURS
    return None if case.is_fresh else Hindrance.TOO_LATE
