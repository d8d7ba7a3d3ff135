"""The five of a major hazard 「五落实」: write down what is said of each, and ask for the next that is missing."""

from collections.abc import Mapping

from handlers import hazard_finding as finding
from handlers import hazard_steps as steps
from handlers.hazard_notices import tell
from handlers.intent import Asking, Question, Reply, Wish
from handlers.texts import hazard_course as course
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


def put(hazard: Hazard, said: Mapping[PlanPart, str], asking: Asking) -> None:
    """Write down what is said of some parts. Raises Sorry where this person may not."""
    assert hazard.id is not None
    money = said.get(PlanPart.FUNDS, "")
    planned, spent = read_sums(money)
    sums = {"funds_planned": planned, "funds_spent": spent}
    stamps = {column: value for column, value in sums.items() if value is not None}
    steps.move(hazard, HazardAction.PLAN, texts.note(said), asking, **stamps)
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


def ask_next(hazard: Hazard, wish: Wish, asking: Asking, *, is_told: bool) -> Reply:
    """Return the question for the next missing part; where this message told the last, tell the office and say so."""
    known = told(hazard, asking)
    lacking = missing(hazard, asking)
    if not lacking:
        if not is_told:
            return texts.complete(hazard, known, "")
        unit = asking.tree.by_id[hazard.unit_id].name
        card = texts.complete_told(hazard, unit, asking.person.name, known)
        asked = finding.superiors(asking.session, asking.tree, hazard)
        told_to = tell(asking, asked, card, what=f"{hazard.number}:plan_complete")
        return texts.complete(hazard, known, course.told(told_to))
    later = {**wish, "numbers": [str(hazard.number)], "said": "", "asks": lacking[0].value}
    return Question(texts.what_part(hazard, lacking[0], known), later)
