"""Who may move a hazard: every cell of role × state × action."""

from collections.abc import Mapping
from itertools import product

import pytest

from handlers.rules.access import Standing
from handlers.rules.hazard_lifecycle import MOVES, Case, MoveRefused, Refusal, next_state
from storage.vocabulary import HazardAction, HazardState

REPORT, SUBMIT, ACCEPT = HazardAction.REPORT, HazardAction.SUBMIT, HazardAction.ACCEPT
SEND_BACK, ACKNOWLEDGE, CANCEL = HazardAction.SEND_BACK, HazardAction.ACKNOWLEDGE, HazardAction.CANCEL
AMEND, ASK, EXTEND = HazardAction.AMEND, HazardAction.ASK_EXTENSION, HazardAction.EXTEND
REFUSE = HazardAction.REFUSE_EXTENSION
ACTIONS = (SUBMIT, ACCEPT, SEND_BACK, ACKNOWLEDGE, CANCEL, AMEND, ASK, EXTEND, REFUSE)

# Who comes, as the rules see them; `fresh` is within the time for undoing.
WHO = {
    "stranger to the unit": Case(None, Standing.OUTSIDE),
    "colleague": Case(None, Standing.MEMBER),
    "reporter, fresh": Case(None, Standing.MEMBER, is_reporter=True, is_fresh=True),
    "reporter, later": Case(None, Standing.MEMBER, is_reporter=True),
    "officer": Case(None, Standing.SUPERIOR),
    "officer who rectified": Case(None, Standing.SUPERIOR, is_rectifier=True),
}
NO, OFF, OWN, LATE, FOREIGN = (
    Refusal.NOT_SUPERIOR,
    Refusal.WRONG_STATE,
    Refusal.OWN_WORK,
    Refusal.TOO_LATE_TO_CANCEL,
    Refusal.NOT_YOURS_TO_CANCEL,
)
TO_CONFIRM, TO_ASSIGN, TO_RECTIFY = HazardState.TO_CONFIRM, HazardState.TO_ASSIGN, HazardState.TO_RECTIFY
RECTIFYING, TO_ACCEPT = HazardState.RECTIFYING, HazardState.TO_ACCEPT
CLOSED, VOID = HazardState.CLOSED, HazardState.VOID

# state: who: what comes of each of ACTIONS, in their order; None: the state stays.
Row = Mapping[str, tuple[HazardState | Refusal | None, ...]]
OPEN_WORK: Row = {
    "colleague": (TO_ACCEPT, OFF, OFF, None, FOREIGN, NO, None, NO, NO),
    "reporter, fresh": (TO_ACCEPT, OFF, OFF, None, VOID, NO, None, NO, NO),
    "reporter, later": (TO_ACCEPT, OFF, OFF, None, LATE, NO, None, NO, NO),
    "officer": (TO_ACCEPT, OFF, OFF, None, VOID, None, None, None, None),
    "officer who rectified": (TO_ACCEPT, OFF, OFF, None, VOID, None, None, None, None),
}
EXPECTED: Mapping[HazardState, Row] = {
    TO_CONFIRM: OPEN_WORK,
    TO_ASSIGN: OPEN_WORK,
    TO_RECTIFY: OPEN_WORK,
    RECTIFYING: OPEN_WORK,
    TO_ACCEPT: {
        "colleague": (OFF, NO, NO, None, FOREIGN, NO, OFF, NO, NO),
        "reporter, fresh": (OFF, NO, NO, None, VOID, NO, OFF, NO, NO),
        "reporter, later": (OFF, NO, NO, None, LATE, NO, OFF, NO, NO),
        "officer": (OFF, CLOSED, RECTIFYING, None, VOID, None, OFF, None, None),
        "officer who rectified": (OFF, OWN, RECTIFYING, None, VOID, None, OFF, None, None),
    },
    CLOSED: dict.fromkeys(OPEN_WORK, (OFF,) * 9),
    VOID: dict.fromkeys(OPEN_WORK, (OFF,) * 9),
}
AFTER_ACKNOWLEDGING = {TO_RECTIFY: RECTIFYING}


def outcome(action: HazardAction, case: Case) -> HazardState | Refusal:
    try:
        return next_state(action, case)
    except MoveRefused as refused:
        return refused.reason


@pytest.mark.parametrize(("state", "who", "action"), list(product(EXPECTED, WHO, ACTIONS)))
def test_every_cell_of_role_state_and_action(state: HazardState, who: str, action: HazardAction) -> None:
    someone = WHO[who]
    case = Case(state, someone.standing, someone.is_rectifier, someone.is_reporter, someone.is_fresh)

    found = outcome(action, case)

    if someone.standing is Standing.OUTSIDE:
        assert found is Refusal.OUT_OF_SCOPE
    else:
        expected = EXPECTED[state][who][ACTIONS.index(action)]
        stays = AFTER_ACKNOWLEDGING.get(state, state) if action is ACKNOWLEDGE else state
        assert found is (expected or stays)


@pytest.mark.parametrize("standing", [Standing.MEMBER, Standing.SUPERIOR])
def test_a_report_begins_with_rectifying(standing: Standing) -> None:
    assert next_state(REPORT, Case(None, standing)) is TO_RECTIFY


def test_nobody_reports_for_a_unit_outside_their_charge() -> None:
    assert outcome(REPORT, Case(None, Standing.OUTSIDE)) is Refusal.OUT_OF_SCOPE


@pytest.mark.parametrize("state", HazardState)
def test_what_exists_is_not_reported_again(state: HazardState) -> None:
    assert outcome(REPORT, Case(state, Standing.SUPERIOR)) is Refusal.WRONG_STATE


def test_nothing_leads_out_of_an_end() -> None:
    assert not [key for key in MOVES if key[0] in (CLOSED, VOID)]


def test_every_open_state_can_be_ended() -> None:
    ends = {CLOSED, VOID}
    reached = {state for (state, _), move in MOVES.items() if move.after in ends}

    assert reached == {TO_CONFIRM, TO_ASSIGN, TO_RECTIFY, RECTIFYING, TO_ACCEPT}
