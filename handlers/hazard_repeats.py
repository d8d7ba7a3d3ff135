"""The same place again: merge a report into an earlier one, and open anew what did not last 「回头看」."""

from collections.abc import Sequence

from handlers import evidence_joining as joining
from handlers import hazard_finding as finding
from handlers import hazard_history
from handlers import hazard_register as register
from handlers import hazard_steps as steps
from handlers.hazard_register import Report
from handlers.intent import Asking, Sorry
from handlers.rules.hazard_grade import Grading
from handlers.texts import hazard as hazard_texts
from handlers.texts import hazard_repeat as texts
from storage import evidence, hazards
from storage.hazards import OPEN_STATES, Hazard
from storage.messages import Card
from storage.vocabulary import Grade, HazardAction, Phase, VoidReason


def earlier(hazard: Hazard, asking: Asking) -> Sequence[Hazard]:
    """Return the open hazards of the same unit into which this one may be merged, the likeliest first."""
    others = [one for one in hazards.open_in(asking.session, [hazard.unit_id]) if one.id != hazard.id]
    return sorted(others, key=lambda one: (one.id != hazard.repeat_of, one.category is not hazard.category))


def merge(hazard: Hazard, into: Hazard, asking: Asking) -> Card:
    """Merge a report into another open one of the same unit; return the read-back. Raises Sorry.

    The merged report is void as a duplicate, is still seen, and its pictures show the other one too.
    """
    if into.id == hazard.id or into.unit_id != hazard.unit_id or into.state not in OPEN_STATES:
        raise Sorry(texts.not_mergeable(hazard, into))
    assert hazard.id is not None
    assert into.id is not None
    stamps = {"merged_into": into.id, "void_reason": VoidReason.DUPLICATE, "repeat_of": into.id}
    done = steps.move(hazard, HazardAction.MERGE, texts.merged_note(into), asking, **stamps)
    hazard_history.write(into, HazardAction.MERGE, asking, before=into.state, note=texts.took_in_note(hazard))
    pieces = [one for _, one in joining.of_hazard(hazard, asking)]
    evidence.use(
        asking.session, pieces, f"hazard:{into.id}", Phase.BEFORE, person_id=asking.person.id, now=asking.now
    )
    return texts.merged(hazard, into, done.remark)


def reopen(hazard: Hazard, why: str, asking: Asking) -> Card:
    """Register a new hazard in place of a struck-off one that did not last; return its read-back. Raises Sorry."""
    if before := register.registered_by(asking):
        return hazard_texts.registered_before(before)
    steps.record(hazard, HazardAction.RECHECK, texts.failed_note(why), asking)
    is_major = hazard.grade is Grade.MAJOR
    report = Report(
        unit=asking.tree.by_id[hazard.unit_id],
        problem=why,
        category=hazard.category,
        grading=Grading(Grade.GENERAL, Grade.MAJOR if is_major else None, hazard.grade_reason if is_major else ""),
        place=hazard.place,
        owner=hazard.owner_name if finding.is_active_owner(asking.session, hazard) else "",
        source=register.source_of(asking, hazard.unit_id),
        repeat_of=hazard.id,
        reopened_from=hazard.id,
        needs_engineering=hazard.needs_engineering,
    )
    done = register.register(asking, [report])[0]
    return texts.reopened(hazard, hazard_texts.registered(done))


def related(hazard: Hazard, asking: Asking) -> list[str]:
    """Return what of other reports belongs to this one, a line each: merged, repeated, opened anew."""
    session = asking.session
    assert hazard.id is not None
    lines = [texts.merged_in(one) for one in hazards.merged_into(session, hazard.id)]
    if hazard.merged_into is not None:
        lines.append(texts.went_into(session.get_one(Hazard, hazard.merged_into)))
    elif hazard.reopened_from is not None:
        lines.append(texts.opened_anew(session.get_one(Hazard, hazard.reopened_from)))
    elif hazard.repeat_of is not None:
        lines.append(texts.again(session.get_one(Hazard, hazard.repeat_of)))
    lines += [texts.came_again(one) for one in hazards.reopened(session, hazard.id)]
    return lines
