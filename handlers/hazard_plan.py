"""The five of a major hazard 「五落实」: write down what is said of each, and ask for the next that is missing."""

from collections.abc import Mapping

from handlers import hazard_steps as steps
from handlers.intent import Asking, Question, Reply, Wish
from handlers.texts import hazard_major as texts
from handlers.understand.plan_parts import read_sums
from storage import hazard_plans
from storage.hazard_plans import HazardPlan
from storage.hazards import Hazard
from storage.vocabulary import HazardAction, PlanPart


def told(hazard: Hazard, asking: Asking) -> Mapping[PlanPart, str]:
    """Return what was last said of each part, in the order of the five; what nobody spoke of is left out."""
    assert hazard.id is not None
    return {part: row.said for part, row in hazard_plans.parts(asking.session, hazard.id).items()}


def missing(hazard: Hazard, asking: Asking) -> list[PlanPart]:
    """Return which of the five nobody has spoken of, in their order."""
    known = told(hazard, asking)
    return [part for part in PlanPart if part not in known]


def put(hazard: Hazard, said: Mapping[PlanPart, str], asking: Asking) -> str:
    """Write down what is said of some parts and tell the office; return the remark who was told."""
    assert hazard.id is not None
    money = said.get(PlanPart.FUNDS, "")
    planned, spent = read_sums(money)
    sums = {"funds_planned": planned, "funds_spent": spent}
    stamps = {column: value for column, value in sums.items() if value is not None}
    done = steps.move(hazard, HazardAction.PLAN, texts.note(said), asking, **stamps)
    for part, words in said.items():
        asking.session.add(
            HazardPlan(
                hazard_id=hazard.id,
                part=part,
                said=words,
                person_id=asking.person.id,
                at=asking.now,
                message=asking.origin,
            )
        )
    asking.session.flush()
    return done.remark


def ask_next(hazard: Hazard, wish: Wish, asking: Asking, remark: str = "") -> Reply:
    """Return the question for the next missing part, or that all five are there."""
    known = told(hazard, asking)
    lacking = missing(hazard, asking)
    if not lacking:
        return texts.complete(hazard, known, remark)
    later = {**wish, "numbers": [str(hazard.number)], "said": "", "asks": lacking[0].value}
    return Question(texts.what_part(hazard, lacking[0], known, remark), later)
