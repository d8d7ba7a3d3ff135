"""What is known of one hazard besides its report: supervision, the five, money, how it was struck off."""

from handlers import hazard_plan as plan
from handlers.intent import Asking
from handlers.texts import hazard_major as texts
from handlers.understand.tag_judgement import prominent
from storage import supervisions
from storage.hazards import Hazard
from storage.vocabulary import Grade


def file_of(hazard: Hazard, asking: Asking) -> list[tuple[str, str]]:
    """Return the facts (label, value) that only some hazards have, in a fixed order; empty for most."""
    assert hazard.id is not None
    order = supervisions.standing(asking.session, hazard.id)
    facts = [texts.supervision_fact(order)] if order is not None else []
    if which := prominent(hazard.category, hazard.problem, hazard.place):
        facts.append(texts.prominent_fact(which, is_decided=hazard.grade is Grade.MAJOR or not hazard.grade_reason))
    if hazard.grade is Grade.MAJOR:
        facts.append(texts.plan_fact(plan.told(hazard, asking)))
    facts += texts.money_facts(hazard)
    if hazard.void_reason is not None:
        facts.append(texts.void_fact(hazard.void_reason))
    return facts
