"""Who may move a hazard from which state to which: one table, and what forbids a move that it allows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from handlers.rules.access import Standing
from storage.vocabulary import HazardAction, HazardMark, HazardState

_TO_CONFIRM, _RETURNED, _TO_ASSIGN = HazardState.TO_CONFIRM, HazardState.RETURNED, HazardState.TO_ASSIGN
_TO_RECTIFY, _RECTIFYING = HazardState.TO_RECTIFY, HazardState.RECTIFYING
_NOT_ACCEPTED, _TO_ACCEPT = HazardState.NOT_ACCEPTED, HazardState.TO_ACCEPT
_CLOSED, _VOID = HazardState.CLOSED, HazardState.VOID
_ASKED, _SUPERVISED = HazardMark.EXTENSION_ASKED, HazardMark.SUPERVISED


class Who(StrEnum):
    """Who may make a move, as far as the table says."""

    ANYBODY = "anybody"
    """Of the unit or above it."""
    IN_CHARGE = "in_charge"
    """The unit's head or safety officer, and superiors."""
    SUPERIOR = "superior"
    OF_LEVEL = "of_level"
    """A superior whose level is the one that config/hazards.toml asks for by grade, or above it."""


class Need(StrEnum):
    """What a move cannot be made without; whether it is there is for the caller to find out."""

    OWNER = "owner"
    DEADLINE = "deadline"
    REASON = "reason"
    PHOTO = "photo"
    """A picture of the work done, where the configuration demands one."""
    PLAN = "plan"
    """The five of a major hazard 「五落实」."""
    ENGINEERING = "engineering"
    """Of a C or D grade building: engineering acceptance and a new appraisal, with their documents (T13-4)."""


class Fact(StrEnum):
    """What of a hazard decides where a move leads."""

    DOUBTFUL = "doubtful"
    """The office must say first what it is."""
    OWNERLESS = "ownerless"


class Refusal(StrEnum):
    """Why a move is not made."""

    OUT_OF_SCOPE = "out_of_scope"
    WRONG_STATE = "wrong_state"
    """The hazard is not where the move begins, often because somebody was faster."""
    NOT_SUPERIOR = "not_superior"
    NOT_IN_CHARGE = "not_in_charge"
    TOO_LOW = "too_low"
    """An officer, but not of the level that this grade asks for."""
    OWN_WORK = "own_work"
    """The one who rectified must not be the one who accepts."""
    NOT_YOURS_TO_CANCEL = "not_yours_to_cancel"
    TOO_LATE_TO_CANCEL = "too_late_to_cancel"
    MARK_MISSING = "mark_missing"
    """Nothing to decide or to lift."""
    MARK_STANDS = "mark_stands"
    """Asked for or ordered already."""
    LACKS = "lacks"
    """Something that the move needs is not there."""


class MoveRefused(Exception):
    """The move is not allowed; `reason` says why, `lacks` what is missing where that is the reason."""

    def __init__(self, reason: Refusal, lacks: Need | None = None) -> None:
        """Take the reason."""
        super().__init__(reason.value)
        self.reason = reason
        self.lacks = lacks


@dataclass(frozen=True, slots=True)
class Move:
    """Where a move leads, who may make it, and what must be there."""

    after: HazardState
    by: Who
    needs: tuple[Need, ...] = ()
    instead: tuple[tuple[Fact, HazardState], ...] = ()
    """Where it leads where this is so of the hazard; the first that is so counts."""
    with_mark: HazardMark | None = None
    without_mark: HazardMark | None = None


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
    is_in_charge: bool = False
    """Whether this person is the head or the safety officer of the unit."""
    is_of_level: bool = True
    """Whether this person's level is high enough for this move of this grade."""
    marks: frozenset[HazardMark] = frozenset()
    facts: frozenset[Fact] = frozenset()
    lacks: frozenset[Need] = field(default=frozenset())


_SETTLED = ((Fact.OWNERLESS, _TO_ASSIGN),)
_WORK = (_TO_CONFIRM, _RETURNED, _TO_ASSIGN, _TO_RECTIFY, _RECTIFYING, _NOT_ACCEPTED)
"""Where the rectification is still to be done."""
_OPEN = (*_WORK, _TO_ACCEPT)
_TAKEN_ON = {_TO_RECTIFY: _RECTIFYING, _NOT_ACCEPTED: _RECTIFYING}
"""Whoever says 「收到」 or tells of progress has begun."""
_CONFIRMED = {_TO_CONFIRM: _TO_RECTIFY, _RETURNED: _TO_RECTIFY}


def _moves() -> Mapping[tuple[HazardState | None, HazardAction], Move]:
    act = HazardAction
    begins = ((Fact.DOUBTFUL, _TO_CONFIRM), *_SETTLED)
    found: dict[tuple[HazardState | None, HazardAction], Move] = {
        (None, act.REPORT): Move(_TO_RECTIFY, Who.ANYBODY, instead=begins),
        (_TO_CONFIRM, act.CONFIRM): Move(_TO_RECTIFY, Who.SUPERIOR, instead=_SETTLED),
        (_TO_CONFIRM, act.RETURN): Move(_RETURNED, Who.SUPERIOR, needs=(Need.REASON,)),
        (_RETURNED, act.CONFIRM): Move(_TO_RECTIFY, Who.SUPERIOR, instead=_SETTLED),
        (_RETURNED, act.SUPPLEMENT): Move(_TO_CONFIRM, Who.ANYBODY),
        (_TO_ACCEPT, act.ACCEPT): Move(_CLOSED, Who.OF_LEVEL, needs=(Need.PLAN, Need.ENGINEERING)),
        (_TO_ACCEPT, act.SEND_BACK): Move(_NOT_ACCEPTED, Who.SUPERIOR, needs=(Need.REASON,)),
        (_CLOSED, act.RECHECK): Move(_CLOSED, Who.SUPERIOR),
    }
    for state in _WORK:
        found[state, act.SUBMIT] = Move(_TO_ACCEPT, Who.ANYBODY, needs=(Need.PHOTO,))
        found[state, act.ASK_EXTENSION] = Move(
            state, Who.ANYBODY, needs=(Need.DEADLINE, Need.REASON), without_mark=_ASKED
        )
    for state in (_TO_ASSIGN, _TO_RECTIFY, _RECTIFYING, _NOT_ACCEPTED):
        found[state, act.ASSIGN] = Move(_TO_RECTIFY, Who.IN_CHARGE, needs=(Need.OWNER, Need.DEADLINE))
    for state in _OPEN:
        graded = Move(_CONFIRMED.get(state, state), Who.SUPERIOR, instead=_SETTLED if state in _CONFIRMED else ())
        found |= {
            (state, act.ACKNOWLEDGE): Move(_TAKEN_ON.get(state, state), Who.ANYBODY),
            (state, act.PROGRESS): Move(_TAKEN_ON.get(state, state), Who.ANYBODY),
            (state, act.URGE): Move(state, Who.SUPERIOR),
            (state, act.PLAN): Move(state, Who.ANYBODY),
            (state, act.STUDY): Move(state, Who.SUPERIOR),
            (state, act.ENGINEERING): Move(state, Who.IN_CHARGE, needs=(Need.PHOTO,)),
            (state, act.APPRAISE): Move(state, Who.IN_CHARGE, needs=(Need.PHOTO,)),
            (state, act.AMEND): graded,
            (state, act.EXTEND): Move(state, Who.SUPERIOR, with_mark=_ASKED),
            (state, act.REFUSE_EXTENSION): Move(state, Who.SUPERIOR, needs=(Need.REASON,), with_mark=_ASKED),
            (state, act.WITHDRAW_EXTENSION): Move(state, Who.ANYBODY, with_mark=_ASKED),
            (state, act.SUPERVISE): Move(state, Who.OF_LEVEL, needs=(Need.DEADLINE,), without_mark=_SUPERVISED),
            (state, act.LIFT): Move(state, Who.OF_LEVEL, needs=(Need.REASON,), with_mark=_SUPERVISED),
            (state, act.MERGE): Move(_VOID, Who.ANYBODY),
            (state, act.CANCEL): Move(_VOID, Who.ANYBODY),
        }
    return found


MOVES = _moves()
"""What may happen to a hazard; what is not here is refused. CLOSED and VOID are ends: history is not undone.

AMEND here is the decision on the grade; it answers a doubt, and so confirms. Who may put the other facts right:
handlers/rules/hazard_amending.py; who of those named here asks for or decides on a later deadline:
handlers/rules/hazard_extension.py.
"""

_ENDING = frozenset({HazardAction.CANCEL, HazardAction.MERGE})


def next_state(action: HazardAction, case: Case) -> HazardState:
    """Return the state that the action leads to. Raises MoveRefused."""
    if case.standing is Standing.OUTSIDE:
        raise MoveRefused(Refusal.OUT_OF_SCOPE)
    move = MOVES.get((case.state, action))
    if move is None:
        raise MoveRefused(Refusal.WRONG_STATE)
    _check_who(action, move, case)
    if move.with_mark is not None and move.with_mark not in case.marks:
        raise MoveRefused(Refusal.MARK_MISSING)
    if move.without_mark is not None and move.without_mark in case.marks:
        raise MoveRefused(Refusal.MARK_STANDS)
    lacking = next((need for need in move.needs if need in case.lacks), None)
    if lacking is not None:
        raise MoveRefused(Refusal.LACKS, lacking)
    return next((state for fact, state in move.instead if fact in case.facts), move.after)


def _check_who(action: HazardAction, move: Move, case: Case) -> None:
    is_superior = case.standing is Standing.SUPERIOR
    if move.by in (Who.SUPERIOR, Who.OF_LEVEL) and not is_superior:
        raise MoveRefused(Refusal.NOT_SUPERIOR)
    if move.by is Who.IN_CHARGE and not (is_superior or case.is_in_charge):
        raise MoveRefused(Refusal.NOT_IN_CHARGE)
    if action is HazardAction.ACCEPT and case.is_rectifier:
        raise MoveRefused(Refusal.OWN_WORK)
    if move.by is Who.OF_LEVEL and not case.is_of_level:
        raise MoveRefused(Refusal.TOO_LOW)
    if action in _ENDING and not is_superior:
        _must_be_young_report_of_own(case)


def _must_be_young_report_of_own(case: Case) -> None:
    if not case.is_reporter:
        raise MoveRefused(Refusal.NOT_YOURS_TO_CANCEL)
    if not case.is_fresh:
        raise MoveRefused(Refusal.TOO_LATE_TO_CANCEL)


def states_of_work() -> Collection[HazardState]:
    """Return the states in which the rectification is still to be done, in the order of a hazard's life."""
    return _WORK
