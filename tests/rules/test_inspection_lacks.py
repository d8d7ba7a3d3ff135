"""What a visit lacks before it can be signed."""

from typing import Any

from handlers.rules.inspection_lacks import Answered, Lacks, lacks
from storage.vocabulary import CheckResult, InspectionKind

FINE, PROBLEM = CheckResult.FINE, CheckResult.PROBLEM
ITEMS = [Answered(1, FINE), Answered(2, PROBLEM, is_handed_over=True)]
TOLD: dict[str, Any] = {"leader": "陈局长", "members": ["周股长", "陈局长"], "expert": "李工", "explained": "王铁柱"}


def test_a_complete_visit_lacks_nothing() -> None:
    assert not lacks(InspectionKind.SUPERVISION, ITEMS, **TOLD)


def test_each_thing_is_missed_by_itself() -> None:
    supervision = InspectionKind.SUPERVISION

    assert lacks(supervision, [*ITEMS, Answered(3, None)], **TOLD) == Lacks(unanswered=(3,))
    assert lacks(supervision, [*ITEMS, Answered(3, PROBLEM)], **TOLD) == Lacks(not_handed_over=(3,))
    assert lacks(supervision, ITEMS, **TOLD | {"explained": ""}) == Lacks(is_unexplained=True)
    assert lacks(supervision, ITEMS, **TOLD | {"leader": ""}) == Lacks(is_leaderless=True)
    assert lacks(supervision, ITEMS, **TOLD | {"members": ["周股长", "周股长"]}) == Lacks(is_alone=True)
    assert lacks(supervision, ITEMS, **TOLD | {"expert": ""}) == Lacks(is_without_word_on_expert=True)


def test_only_supervision_and_experts_need_word_on_the_expert() -> None:
    without = {kind for kind in InspectionKind if not lacks(kind, ITEMS, **TOLD | {"expert": ""})}

    assert set(InspectionKind) - without == {InspectionKind.SUPERVISION, InspectionKind.EXPERT}


def test_the_heads_own_check_needs_its_items_alone() -> None:
    nothing: dict[str, Any] = {"leader": "", "members": [], "expert": "", "explained": ""}

    assert not lacks(InspectionKind.SELF_MAJOR, ITEMS, **nothing)
    assert lacks(InspectionKind.SELF_MAJOR, [Answered(1, None)], **nothing) == Lacks(unanswered=(1,))
