"""Say what pictures were joined to, and what there is of a hazard."""

from collections.abc import Iterable, Sequence

from handlers import evidence_joining as joining
from handlers import hazard_finding as finding
from handlers.intent import Asking
from handlers.texts import decision as decision_texts
from handlers.texts import duty_confirm as duty_texts
from handlers.texts import evidence as texts
from handlers.texts import register as register_texts
from handlers.texts.evidence import Batch, Place
from storage.evidence import Evidence, EvidenceUse
from storage.hazards import Hazard
from storage.vocabulary import EvidenceKind, Phase


def places(uses: Iterable[EvidenceUse], pieces: Iterable[Evidence], asking: Asking) -> list[Place]:
    """Return what these pieces, used so, were joined to, in the order in which that was written down."""
    kind_by_id = {one.id: one.kind for one in pieces}
    new: dict[tuple[str, Phase], list[EvidenceUse]] = {}
    for use in uses:
        new.setdefault((use.subject, use.phase), []).append(use)
    return [
        Place(
            hazard=joining.hazard_of(subject, asking),
            record=_record_name(subject, asking),
            phase=phase,
            new=[kind_by_id[use.evidence_id] for use in found],
            in_all=[one.kind for use, one in joining.of_subject(subject, asking) if use.phase is phase],
        )
        for (subject, phase), found in new.items()
    ]


def batches(hazard: Hazard, asking: Asking) -> list[Batch]:
    """Return what shows the hazard: by phase, what was before the work first, and by who sent it."""
    found: dict[tuple[Phase, int | None], list[Evidence]] = {}
    for use, one in joining.of_hazard(hazard, asking):
        found.setdefault((use.phase, use.person_id), []).append(one)
    return [
        Batch(
            phase,
            [one.kind for one in pieces],
            finding.name_of(asking.session, person_id),
            pieces[0].sent_at or pieces[0].received_at,
        )
        for (phase, person_id), pieces in found.items()
    ]


def kinds(pieces: Sequence[Evidence]) -> list[EvidenceKind]:
    """Return the kinds of the pieces, in their order."""
    return [one.kind for one in pieces]


def _record_name(subject: str, asking: Asking) -> str:
    if (visit := joining.visit_of(subject, asking)) is not None:
        return texts.visit_name(visit.code)
    if (entry := joining.entry_of(subject, asking)) is not None:
        return register_texts.entry_name(entry)
    if (decision := joining.decision_of(subject, asking)) is not None:
        return decision_texts.name_of(decision)
    record = joining.record_of(subject, asking)
    if record is None:
        return ""
    tables, slot = asking.desk.tables, record.facts["slot"]
    rule = tables.duties.by_code.get(record.code)
    if rule is None:
        return texts.record_name(duty_texts.name_of(record.code), duty_texts.day_of(slot))
    return texts.record_name(rule.name, tables.duty_title(record.code, slot))
