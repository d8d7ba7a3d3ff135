"""Who may begin which kind of visit to which unit, and who may be of the team; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.rules.access import OFFICERS, Standing
from storage.vocabulary import InspectionKind, Role

_NAMING = frozenset({Role.SECTION, Role.LEADER, Role.ADMIN})
"""Those who may send others to a unit that is not in the others' charge."""
WITH_EXPERT = frozenset({InspectionKind.SUPERVISION, InspectionKind.EXPERT})
"""Kinds whose record must say who the expert was, or that there was none (T9-1 领导+专家)."""
LEAST = 2
"""Inspectors on a visit (T9-1)."""


class Barred(StrEnum):
    """Why a visit is not begun."""

    NOT_OFFICER = "not_officer"
    NOT_INSTITUTION = "not_institution"
    OUT_OF_SCOPE = "out_of_scope"
    NOT_CROSS = "not_cross"
    """A cross-check needs an inspector from elsewhere (T5-10: the inspector's unit is not the inspected one's)."""


@dataclass(frozen=True, slots=True)
class Inspector:
    """One officer on the team, as far as the rules must know."""

    role: Role
    standing: Standing
    """To the unit that is visited."""

    @property
    def is_from_elsewhere(self) -> bool:
        """Return whether this is an officer who is not in charge of the unit."""
        return self.role in OFFICERS and self.standing is Standing.OUTSIDE


def barred(
    starter: Inspector, kind: InspectionKind, *, is_institution: bool, townships_cross: bool, sections_cross: bool
) -> Barred | None:
    """Return why `starter` may not begin this visit, None where they may.

    A superior of the unit may begin any kind; who is not in charge of it only a cross-check, and only where the
    configuration lets such officers begin one themselves.
    """
    if starter.role not in OFFICERS:
        return Barred.NOT_OFFICER
    if starter.standing is Standing.OUTSIDE:
        may_cross = {Role.TOWNSHIP: townships_cross, Role.SECTION: sections_cross}.get(starter.role, False)
        if kind is not InspectionKind.CROSS or not may_cross:
            return Barred.OUT_OF_SCOPE
        return None if is_institution else Barred.NOT_INSTITUTION
    if starter.standing is not Standing.SUPERIOR:
        return Barred.NOT_OFFICER
    return None if is_institution else Barred.NOT_INSTITUTION


def is_cross(kind: InspectionKind, team: Sequence[Inspector]) -> bool:
    """Return whether the team is right for the kind: a cross-check needs somebody from elsewhere (T5-10)."""
    return kind is not InspectionKind.CROSS or any(one.is_from_elsewhere for one in team)


def may_act(member: Inspector, kind: InspectionKind, starter: Role) -> bool:
    """Return whether a named member may go on with the visit in the chat, not only stand on the record.

    An officer in charge of the unit always; one from elsewhere in a cross-check, or where somebody from the section
    or the bureau has named them.
    """
    if member.role not in OFFICERS:
        return False
    if member.standing is Standing.SUPERIOR:
        return True
    return member.is_from_elsewhere and (kind is InspectionKind.CROSS or starter in _NAMING)
