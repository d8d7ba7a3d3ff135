"""Who may move a hazard: every cell of role × state × move, against a table typed by hand."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import pytest

from handlers.rules.access import Standing
from handlers.rules.hazard_lifecycle import MOVES, Case, Fact, MoveRefused, Need, Refusal, Who, next_state
from storage.vocabulary import HazardAction, HazardMark, HazardState

STATES = {
    "confirm": HazardState.TO_CONFIRM,
    "returned": HazardState.RETURNED,
    "assign": HazardState.TO_ASSIGN,
    "rectify": HazardState.TO_RECTIFY,
    "working": HazardState.RECTIFYING,
    "failed": HazardState.NOT_ACCEPTED,
    "accept": HazardState.TO_ACCEPT,
    "closed": HazardState.CLOSED,
    "void": HazardState.VOID,
}
# Who may (A anybody of the unit or above, C who is in charge of it or above, S superiors, L superiors of the level),
# then where the move leads from each of STATES: "=" it stays, "-" there is no such move.
TABLE = """
confirm             S  rectify rectify -       -       -       -       -       -  -
return              S  returned -      -       -       -       -       -       -  -
supplement          A  -       confirm -       -       -       -       -       -  -
assign              C  -       -       rectify =       rectify rectify -       -  -
acknowledge         A  =       =       =       working =       working =       -  -
progress            A  =       =       =       working =       working =       -  -
urge                S  =       =       =       =       =       =       =       -  -
plan                A  =       =       =       =       =       =       =       -  -
study               S  =       =       =       =       =       =       =       -  -
engineering         C  =       =       =       =       =       =       =       -  -
appraise            C  =       =       =       =       =       =       =       -  -
submit              A  accept  accept  accept  accept  accept  accept  -       -  -
accept              L  -       -       -       -       -       -       closed  -  -
send_back           S  -       -       -       -       -       -       failed  -  -
amend               S  rectify rectify =       =       =       =       =       -  -
ask_extension       A  =       =       =       =       =       =       -       -  -
extend              S  =       =       =       =       =       =       =       -  -
refuse_extension    S  =       =       =       =       =       =       =       -  -
withdraw_extension  A  =       =       =       =       =       =       =       -  -
supervise           L  =       =       =       =       =       =       =       -  -
lift                L  =       =       =       =       =       =       =       -  -
merge               A  void    void    void    void    void    void    void    -  -
cancel              A  void    void    void    void    void    void    void    -  -
recheck             S  -       -       -       -       -       -       -       =  -
"""
ROWS = {row.split()[0]: row.split()[1:] for row in TABLE.strip().splitlines()}
ACTION_BY_CODE = {action.value: action for action in HazardAction}
ACTIONS = [ACTION_BY_CODE[code] for code in ROWS]
NEEDS_MARK = {
    HazardAction.EXTEND: HazardMark.EXTENSION_ASKED,
    HazardAction.REFUSE_EXTENSION: HazardMark.EXTENSION_ASKED,
    HazardAction.WITHDRAW_EXTENSION: HazardMark.EXTENSION_ASKED,
    HazardAction.LIFT: HazardMark.SUPERVISED,
}
FORBIDS_MARK = {
    HazardAction.ASK_EXTENSION: HazardMark.EXTENSION_ASKED,
    HazardAction.SUPERVISE: HazardMark.SUPERVISED,
}
NEEDS: Mapping[HazardAction, set[Need]] = {
    HazardAction.RETURN: {Need.REASON},
    HazardAction.ASSIGN: {Need.OWNER, Need.DEADLINE},
    HazardAction.SUBMIT: {Need.PHOTO},
    HazardAction.ENGINEERING: {Need.PHOTO},
    HazardAction.APPRAISE: {Need.PHOTO},
    HazardAction.ACCEPT: {Need.PLAN, Need.ENGINEERING},
    HazardAction.SEND_BACK: {Need.REASON},
    HazardAction.ASK_EXTENSION: {Need.DEADLINE, Need.REASON},
    HazardAction.REFUSE_EXTENSION: {Need.REASON},
    HazardAction.SUPERVISE: {Need.DEADLINE},
    HazardAction.LIFT: {Need.REASON},
}

# Who comes, as the rules see them; `fresh` is within the time for undoing.
MEMBER, SUPERIOR = Standing.MEMBER, Standing.SUPERIOR
WHO = {
    "stranger to the unit": Case(None, Standing.OUTSIDE),
    "colleague": Case(None, MEMBER),
    "reporter, fresh": Case(None, MEMBER, is_reporter=True, is_fresh=True),
    "reporter, later": Case(None, MEMBER, is_reporter=True),
    "head or safety officer": Case(None, MEMBER, is_in_charge=True),
    "officer": Case(None, SUPERIOR),
    "officer below the level": Case(None, SUPERIOR, is_of_level=False),
    "officer who rectified": Case(None, SUPERIOR, is_rectifier=True),
}
ENDING = (HazardAction.CANCEL, HazardAction.MERGE)


def outcome(action: HazardAction, case: Case) -> HazardState | Refusal:
    try:
        return next_state(action, case)
    except MoveRefused as refused:
        return refused.reason


def someone(who: str, state: HazardState, action: HazardAction) -> Case:
    mark = NEEDS_MARK.get(action)
    return replace(WHO[who], state=state, marks=frozenset({mark} if mark else ()))


def expected(action: HazardAction, state: HazardState, case: Case) -> HazardState | Refusal:
    """Read the table as a clerk would."""
    by, *cells = ROWS[action.value]
    cell = cells[list(STATES.values()).index(state)]
    is_superior = case.standing is SUPERIOR
    if case.standing is Standing.OUTSIDE:
        return Refusal.OUT_OF_SCOPE
    if cell == "-":
        return Refusal.WRONG_STATE
    if by in "SL" and not is_superior:
        return Refusal.NOT_SUPERIOR
    if by == "C" and not (is_superior or case.is_in_charge):
        return Refusal.NOT_IN_CHARGE
    if action is HazardAction.ACCEPT and case.is_rectifier:
        return Refusal.OWN_WORK
    if by == "L" and not case.is_of_level:
        return Refusal.TOO_LOW
    if action in ENDING and not is_superior and not (case.is_reporter and case.is_fresh):
        return Refusal.TOO_LATE_TO_CANCEL if case.is_reporter else Refusal.NOT_YOURS_TO_CANCEL
    return state if cell == "=" else STATES[cell]


@pytest.mark.parametrize(("state", "who", "action"), list(product(HazardState, WHO, ACTIONS)))
def test_every_cell_of_role_state_and_move(state: HazardState, who: str, action: HazardAction) -> None:
    case = someone(who, state, action)

    assert outcome(action, case) is expected(action, state, case)


def test_the_table_typed_by_hand_knows_every_move_of_the_lifecycle() -> None:
    by_hand = {
        (state, ACTION_BY_CODE[code])
        for code, (_, *cells) in ROWS.items()
        for state, cell in zip(STATES.values(), cells, strict=True)
        if cell != "-"
    }

    assert set(STATES.values()) == set(HazardState)
    assert by_hand | {(None, HazardAction.REPORT)} == set(MOVES)


@pytest.mark.parametrize("state", HazardState)
@pytest.mark.parametrize(("action", "mark"), NEEDS_MARK.items())
def test_what_was_never_asked_for_is_neither_decided_nor_lifted(
    state: HazardState, action: HazardAction, mark: HazardMark
) -> None:
    if (state, action) not in MOVES:
        return
    others = frozenset(HazardMark) - {mark}

    assert outcome(action, Case(state, SUPERIOR, marks=others)) is Refusal.MARK_MISSING


@pytest.mark.parametrize("state", HazardState)
@pytest.mark.parametrize(("action", "mark"), FORBIDS_MARK.items())
def test_what_stands_is_not_asked_for_again(state: HazardState, action: HazardAction, mark: HazardMark) -> None:
    if (state, action) not in MOVES:
        return

    assert outcome(action, Case(state, SUPERIOR, marks=frozenset({mark}))) is Refusal.MARK_STANDS


@pytest.mark.parametrize(("key", "need"), list(product(MOVES, Need)))
def test_a_move_is_refused_for_what_it_needs_and_for_nothing_else(
    key: tuple[HazardState | None, HazardAction], need: Need
) -> None:
    state, action = key
    mark = NEEDS_MARK.get(action)
    case = Case(state, SUPERIOR, marks=frozenset({mark} if mark else ()), lacks=frozenset({need}))

    try:
        next_state(action, case)
        lacked = None
    except MoveRefused as refused:
        lacked = refused.lacks

    assert (lacked is need) == (need in NEEDS.get(action, set()))


@pytest.mark.parametrize(
    ("facts", "begins"),
    [
        (set(), HazardState.TO_RECTIFY),
        ({Fact.OWNERLESS}, HazardState.TO_ASSIGN),
        ({Fact.DOUBTFUL}, HazardState.TO_CONFIRM),
        ({Fact.DOUBTFUL, Fact.OWNERLESS}, HazardState.TO_CONFIRM),
    ],
)
@pytest.mark.parametrize("standing", [MEMBER, SUPERIOR])
def test_where_a_report_begins(standing: Standing, facts: set[Fact], begins: HazardState) -> None:
    assert next_state(HazardAction.REPORT, Case(None, standing, facts=frozenset(facts))) is begins


@pytest.mark.parametrize("state", [HazardState.TO_CONFIRM, HazardState.RETURNED])
@pytest.mark.parametrize("action", [HazardAction.CONFIRM, HazardAction.AMEND])
def test_what_is_confirmed_without_an_owner_must_be_handed_out(state: HazardState, action: HazardAction) -> None:
    case = Case(state, SUPERIOR, facts=frozenset({Fact.OWNERLESS}))

    assert next_state(action, case) is HazardState.TO_ASSIGN


def test_nobody_reports_for_a_unit_outside_their_charge() -> None:
    assert outcome(HazardAction.REPORT, Case(None, Standing.OUTSIDE)) is Refusal.OUT_OF_SCOPE


@pytest.mark.parametrize("state", HazardState)
def test_what_exists_is_not_reported_again(state: HazardState) -> None:
    assert outcome(HazardAction.REPORT, Case(state, SUPERIOR)) is Refusal.WRONG_STATE


def test_nothing_leads_out_of_an_end() -> None:
    ends = (HazardState.CLOSED, HazardState.VOID)

    assert [key for key, move in MOVES.items() if key[0] in ends and move.after is not key[0]] == []


def test_every_open_state_can_be_ended() -> None:
    ends = {HazardState.CLOSED, HazardState.VOID}
    reached = {state for (state, _), move in MOVES.items() if move.after in ends and state not in ends}

    assert reached == set(HazardState) - ends


def test_every_kind_of_person_that_the_table_names_is_tried() -> None:
    assert {move.by for move in MOVES.values()} == set(Who)
