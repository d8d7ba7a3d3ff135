"""What the duty table wants of a confirmation: topics ticked, a file shown, the right person in the chair."""

from typing import Any

from config.duty_table import DutyRule
from handlers import evidence_joining as joining
from handlers.intent import Asking, Sorry
from handlers.rules.duty_evidence import is_led_by
from handlers.texts import duty_other as texts
from handlers.understand.duty_words import OFFICES, taught
from storage import people
from storage.units import Unit
from storage.vocabulary import EvidenceKind, Role

_PROOFS = (EvidenceKind.FILE, EvidenceKind.IMAGE)
_HEADS = (Role.HEAD, Role.TOWNSHIP, Role.SECTION, Role.LEADER)


def with_table(rule: DutyRule, unit: Unit, facts: dict[str, Any], asking: Asking) -> dict[str, Any]:
    """Return the facts with what the table asks for. Raises Sorry for what words cannot close."""
    if rule.visits:
        raise Sorry(texts.by_visit(rule.code, rule.name))
    if any(one.kind in _PROOFS for one in joining.left(asking)):
        facts = {**facts, "file": True}
    if rule.topics:
        told = taught(rule.topics, f"{facts.get('topics', '')} {facts.get('summary', '')}")
        facts = {**facts, "taught": told, "not_taught": [one for one in rule.topics if one not in told]}
    if rule.in_person and facts.get("chair"):
        assert unit.id is not None
        heads = [one.name for one in people.of_unit(asking.session, unit.id, *_HEADS)]
        if heads and not is_led_by(str(facts["chair"]), heads, OFFICES):
            raise Sorry(texts.not_in_person(rule.name, str(facts["chair"]), heads))
    return facts
