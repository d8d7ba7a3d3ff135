"""Every move that is refused is refused in a sentence that says why and what can be done."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from handlers.rules.access import Standing
from handlers.rules.hazard_lifecycle import MOVES, MoveRefused, Need, Refusal, next_state
from handlers.texts import hazard_move as texts
from handlers.texts.hazard import Happened
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import Category, Grade, HazardAction, HazardSource, HazardState, PlanPart
from tests.builders import MONDAY_TEN
from tests.rules.test_hazard_lifecycle import ACTIONS, NEEDS, NEEDS_MARK, WHO, someone

BY = Happened(MONDAY_TEN, HazardAction.SUBMIT, "王铁柱", "")
ENDS = ("。", "！", "）")


def a_row(state: HazardState, grade: Grade = Grade.MAJOR) -> Hazard:
    return Hazard(
        number=12, code="YH20261123-001", origin="test:1", unit_id=1, problem="线路老化", category=Category.ELEC,
        grade=grade, source=HazardSource.SELF_CHECK, state=state, reported_at=MONDAY_TEN, due_on=date(2026, 11, 27),
    )  # fmt: skip


def refusals() -> list[tuple[HazardState, HazardAction, Refusal]]:
    """Return every (state, move, reason) that anybody can meet, each once."""
    found = set()
    for state, who, action in product(HazardState, WHO, ACTIONS):
        case = someone(who, state, action)
        for marks in (case.marks, frozenset(), frozenset(NEEDS_MARK.values())):
            try:
                next_state(action, replace(case, marks=marks))
            except MoveRefused as refused:
                if refused.reason is not Refusal.OUT_OF_SCOPE:
                    found.add((state, action, refused.reason))
    return sorted(found)


def says_why(card: Card) -> None:
    assert "12号" in card.title
    assert card.lines
    assert all(line.endswith(ENDS) and len(line) > 4 for line in card.lines)


@pytest.mark.parametrize(("state", "action", "reason"), refusals())
@pytest.mark.parametrize("last", [BY, None])
def test_a_refusal_says_why(state: HazardState, action: HazardAction, reason: Refusal, last: Happened | None) -> None:
    card = texts.refused(a_row(state), action, reason, last=last, whom="马建国")

    if last is None and reason is Refusal.WRONG_STATE and state in (HazardState.CLOSED, HazardState.VOID):
        assert card.lines
        return
    says_why(card)
    is_for_others = reason in (Refusal.NOT_SUPERIOR, Refusal.NOT_IN_CHARGE, Refusal.TOO_LOW, Refusal.OWN_WORK)
    assert not is_for_others or "马建国" in card.lines[0]


@pytest.mark.parametrize(
    ("action", "need"), [(action, need) for action, needs in NEEDS.items() for need in sorted(needs)]
)
def test_what_is_lacking_is_named_with_what_to_do(action: HazardAction, need: Need) -> None:
    state = next(state for state, known in MOVES if known is action and state is not None)

    card = texts.lacking(a_row(state), action, need, [PlanPart.FUNDS])

    says_why(card)
    if need in (Need.PHOTO, Need.PLAN, Need.ENGINEERING):
        assert card.hints


def test_the_matrix_of_refusals_is_not_empty() -> None:
    reasons = {reason for _, _, reason in refusals()}

    assert reasons == set(Refusal) - {Refusal.OUT_OF_SCOPE, Refusal.LACKS}
    assert Standing.OUTSIDE in {one.standing for one in WHO.values()}
