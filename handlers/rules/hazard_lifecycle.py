"""Who may move a hazard from which state to which: one table, and what forbids a move that it allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from handlers.rules.access import Standing
from storage.vocabulary import HazardAction, HazardState

_TO_CONFIRM, _TO_ASSIGN = HazardState.TO_CONFIRM, HazardState.TO_ASSIGN
_TO_RECTIFY, _RECTIFYING = HazardState.TO_RECTIFY, HazardState.RECTIFYING
_TO_ACCEPT, _CLOSED, _VOID = HazardState.TO_ACCEPT, HazardState.CLOSED, HazardState.VOID
_REPORT, _SUBMIT, _ACCEPT = HazardAction.REPORT, HazardAction.SUBMIT, HazardAction.ACCEPT
_SEND_BACK, _ACKNOWLEDGE, _CANCEL = HazardAction.SEND_BACK, HazardAction.ACKNOWLEDGE, HazardAction.CANCEL
_REGRADE = HazardAction.AMEND
_ASK_EXTENSION, _EXTEND = HazardAction.ASK_EXTENSION, HazardAction.EXTEND
_REFUSE_EXTENSION = HazardAction.REFUSE_EXTENSION

_ANYBODY = frozenset({Standing.MEMBER, Standing.SUPERIOR})
_SUPERIORS = frozenset({Standing.SUPERIOR})


class Refusal(StrEnum):
    """Why a move is not made."""

    OUT_OF_SCOPE = "out_of_scope"
    WRONG_STATE = "wrong_state"
    """The hazard is not where the move begins, often because somebody was faster."""
    NOT_SUPERIOR = "not_superior"
    OWN_WORK = "own_work"
    """The one who rectified must not be the one who accepts."""
    NOT_YOURS_TO_CANCEL = "not_yours_to_cancel"
    TOO_LATE_TO_CANCEL = "too_late_to_cancel"


class MoveRefused(Exception):
    """The move is not allowed; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        """Take the reason."""
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Move:
    """Where a move leads and who may make it."""

    after: HazardState
    by: frozenset[Standing]


@dataclass(frozen=True, slots=True)
class Case:
    """One person before one hazard, as far as the rules must know."""

    state: HazardState | None
    """None before the report."""
    standing: Standing
    is_rectifier: bool = False
    """Whether this person owns the rectification or reported it done."""
    is_reporter: bool = False
    is_fresh: bool = False
    """Whether the report is still young enough for its reporter to take it back."""


MOVES: Mapping[tuple[HazardState | None, HazardAction], Move] = {
    (None, _REPORT): Move(_TO_RECTIFY, _ANYBODY),
    (_TO_CONFIRM, _ACKNOWLEDGE): Move(_TO_CONFIRM, _ANYBODY),
    (_TO_CONFIRM, _SUBMIT): Move(_TO_ACCEPT, _ANYBODY),
    (_TO_CONFIRM, _REGRADE): Move(_TO_CONFIRM, _SUPERIORS),
    (_TO_CONFIRM, _ASK_EXTENSION): Move(_TO_CONFIRM, _ANYBODY),
    (_TO_CONFIRM, _EXTEND): Move(_TO_CONFIRM, _SUPERIORS),
    (_TO_CONFIRM, _REFUSE_EXTENSION): Move(_TO_CONFIRM, _SUPERIORS),
    (_TO_CONFIRM, _CANCEL): Move(_VOID, _ANYBODY),
    (_TO_ASSIGN, _ACKNOWLEDGE): Move(_TO_ASSIGN, _ANYBODY),
    (_TO_ASSIGN, _SUBMIT): Move(_TO_ACCEPT, _ANYBODY),
    (_TO_ASSIGN, _REGRADE): Move(_TO_ASSIGN, _SUPERIORS),
    (_TO_ASSIGN, _ASK_EXTENSION): Move(_TO_ASSIGN, _ANYBODY),
    (_TO_ASSIGN, _EXTEND): Move(_TO_ASSIGN, _SUPERIORS),
    (_TO_ASSIGN, _REFUSE_EXTENSION): Move(_TO_ASSIGN, _SUPERIORS),
    (_TO_ASSIGN, _CANCEL): Move(_VOID, _ANYBODY),
    (_TO_RECTIFY, _ACKNOWLEDGE): Move(_RECTIFYING, _ANYBODY),
    (_TO_RECTIFY, _SUBMIT): Move(_TO_ACCEPT, _ANYBODY),
    (_TO_RECTIFY, _REGRADE): Move(_TO_RECTIFY, _SUPERIORS),
    (_TO_RECTIFY, _ASK_EXTENSION): Move(_TO_RECTIFY, _ANYBODY),
    (_TO_RECTIFY, _EXTEND): Move(_TO_RECTIFY, _SUPERIORS),
    (_TO_RECTIFY, _REFUSE_EXTENSION): Move(_TO_RECTIFY, _SUPERIORS),
    (_TO_RECTIFY, _CANCEL): Move(_VOID, _ANYBODY),
    (_RECTIFYING, _ACKNOWLEDGE): Move(_RECTIFYING, _ANYBODY),
    (_RECTIFYING, _SUBMIT): Move(_TO_ACCEPT, _ANYBODY),
    (_RECTIFYING, _REGRADE): Move(_RECTIFYING, _SUPERIORS),
    (_RECTIFYING, _ASK_EXTENSION): Move(_RECTIFYING, _ANYBODY),
    (_RECTIFYING, _EXTEND): Move(_RECTIFYING, _SUPERIORS),
    (_RECTIFYING, _REFUSE_EXTENSION): Move(_RECTIFYING, _SUPERIORS),
    (_RECTIFYING, _CANCEL): Move(_VOID, _ANYBODY),
    (_TO_ACCEPT, _ACKNOWLEDGE): Move(_TO_ACCEPT, _ANYBODY),
    (_TO_ACCEPT, _ACCEPT): Move(_CLOSED, _SUPERIORS),
    (_TO_ACCEPT, _SEND_BACK): Move(_RECTIFYING, _SUPERIORS),
    (_TO_ACCEPT, _REGRADE): Move(_TO_ACCEPT, _SUPERIORS),
    (_TO_ACCEPT, _EXTEND): Move(_TO_ACCEPT, _SUPERIORS),
    (_TO_ACCEPT, _REFUSE_EXTENSION): Move(_TO_ACCEPT, _SUPERIORS),
    (_TO_ACCEPT, _CANCEL): Move(_VOID, _ANYBODY),
}
"""What may happen to a hazard; what is not here is refused. CLOSED and VOID are ends: history is not undone.

Who of those named here may ask for or decide on a later deadline: handlers/rules/hazard_extension.py.
"""


def next_state(action: HazardAction, case: Case) -> HazardState:
    """Return the state that the action leads to. Raises MoveRefused."""
    if case.standing is Standing.OUTSIDE:
        raise MoveRefused(Refusal.OUT_OF_SCOPE)
    move = MOVES.get((case.state, action))
    if move is None:
        raise MoveRefused(Refusal.WRONG_STATE)
    if case.standing not in move.by:
        raise MoveRefused(Refusal.NOT_SUPERIOR)
    if action is HazardAction.ACCEPT and case.is_rectifier:
        raise MoveRefused(Refusal.OWN_WORK)
    if action is HazardAction.CANCEL and case.standing is not Standing.SUPERIOR:
        _must_be_young_report_of_own(case)
    return move.after


def _must_be_young_report_of_own(case: Case) -> None:
    if not case.is_reporter:
        raise MoveRefused(Refusal.NOT_YOURS_TO_CANCEL)
    if not case.is_fresh:
        raise MoveRefused(Refusal.TOO_LATE_TO_CANCEL)
