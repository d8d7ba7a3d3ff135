"""Gather what the lifecycle must know of one person before one hazard, and ask it."""

from collections.abc import Sequence
from datetime import timedelta

from config.hazard_table import PhotoRule
from handlers import evidence_joining as joining
from handlers import hazard_finding as finding
from handlers.inspection_sight import standing_to
from handlers.intent import Asking, Sorry
from handlers.rules.hazard_authority import is_of_level
from handlers.rules.hazard_lifecycle import MOVES, Case, Fact, MoveRefused, Need, Refusal, next_state
from handlers.rules.hazard_major import lacks_engineering
from handlers.texts import hazard as hazard_texts
from handlers.texts import hazard_move as texts
from storage import extensions, hazard_plans, hazards, supervisions
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import EvidenceKind, Grade, HazardAction, HazardMark, HazardState, Phase, PlanPart, Role

_IN_CHARGE = frozenset({Role.HEAD, Role.SAFETY_OFFICER})
_SEEN = frozenset({EvidenceKind.IMAGE, EvidenceKind.VIDEO})
_PAPERS_WAIT = timedelta(days=1)
"""How long before the words their document may have come."""
_WRITTEN = frozenset({EvidenceKind.IMAGE, EvidenceKind.FILE})


def case_of(hazard: Hazard, action: HazardAction, asking: Asking) -> Case:
    """Return what the lifecycle must know of this person, who wants to do this, before this hazard."""
    undo_until = hazard.reported_at + asking.desk.tables.hazards.undo_within
    return Case(
        state=hazard.state,
        standing=standing_to(hazard, asking),
        is_rectifier=asking.person.id in finding.rectifiers(hazard),
        is_reporter=hazard.reported_by == asking.person.id,
        is_fresh=asking.now < undo_until,
        is_in_charge=asking.person.unit_id == hazard.unit_id and asking.person.role in _IN_CHARGE,
        is_of_level=_is_of_level(hazard, action, asking),
        marks=_marks(hazard, action, asking),
        facts=frozenset() if is_owned(hazard) else frozenset({Fact.OWNERLESS}),
        lacks=_lacks(hazard, action, asking),
    )


def is_owned(hazard: Hazard) -> bool:
    """Return whether somebody is named who must rectify it, on the roster or not."""
    return hazard.owner_id is not None or bool(hazard.owner_name)


def is_allowed(hazard: Hazard, action: HazardAction, asking: Asking) -> bool:
    """Return whether this person may so move the hazard now."""
    try:
        next_state(action, case_of(hazard, action, asking))
    except MoveRefused:
        return False
    return True


def after(hazard: Hazard, action: HazardAction, asking: Asking) -> HazardState:
    """Return the state that the action leads to. Raises Sorry, with why and what can be done, where it may not be."""
    try:
        return next_state(action, case_of(hazard, action, asking))
    except MoveRefused as refused:
        raise Sorry(refusal(hazard, action, refused, asking)) from refused


def refusal(hazard: Hazard, action: HazardAction, refused: MoveRefused, asking: Asking) -> Card:
    """Return why the move is not made, and what can be done."""
    if refused.reason is Refusal.OUT_OF_SCOPE:
        return hazard_texts.not_found(str(hazard.number))
    if action is HazardAction.ACCEPT:
        able = finding.acceptors(asking.session, asking.tree, hazard, asking.desk.tables.hazards)
    elif action in (HazardAction.SUPERVISE, HazardAction.LIFT):
        able = finding.superiors(asking.session, asking.tree, hazard, least=asking.desk.tables.hazards.supervises)
    else:
        able = finding.superiors(asking.session, asking.tree, hazard)
    names = [one.name for one in able if one.id != asking.person.id]
    last = finding.brought_here(asking.session, hazard)
    if refused.reason is Refusal.LACKS:
        return texts.lacking(hazard, action, refused.lacks, _missing_parts(hazard, asking))
    return texts.refused(hazard, action, refused.reason, last=last, whom=texts.named(names))


def _is_of_level(hazard: Hazard, action: HazardAction, asking: Asking) -> bool:
    table = asking.desk.tables.hazards
    match action:
        case HazardAction.ACCEPT:
            return is_of_level(asking.person.role, finding.accepting_level(asking.tree, hazard, table))
        case HazardAction.SUPERVISE | HazardAction.LIFT:
            return is_of_level(asking.person.role, table.supervises)
        case _:
            return True


def _marks(hazard: Hazard, action: HazardAction, asking: Asking) -> frozenset[HazardMark]:
    move = MOVES.get((hazard.state, action))
    wanted = {move.with_mark, move.without_mark} if move else set()
    return frozenset(one for one in marks(hazard, asking) if one in wanted) if wanted - {None} else frozenset()


def marks(hazard: Hazard, asking: Asking) -> Sequence[HazardMark]:
    """Return what lies over the hazard's state, in the order of the vocabulary."""
    assert hazard.id is not None
    stands = {
        HazardMark.EXTENSION_ASKED: extensions.asked(asking.session, hazard.id) is not None,
        HazardMark.EXTENDED: hazard.is_extended,
        HazardMark.SUPERVISED: supervisions.standing(asking.session, hazard.id) is not None,
    }
    return [mark for mark in HazardMark if stands[mark]]


def _lacks(hazard: Hazard, action: HazardAction, asking: Asking) -> frozenset[Need]:
    """Return what the move would need and is not there; words that it needs are asked for by whoever reads them."""
    match action:
        case HazardAction.SUBMIT if asking.desk.tables.hazards.photo[hazard.grade.value] is PhotoRule.REQUIRED:
            return frozenset() if is_shown_done(hazard, asking) else frozenset({Need.PHOTO})
        case HazardAction.ENGINEERING | HazardAction.APPRAISE:
            return frozenset() if _is_papered(hazard, asking) else frozenset({Need.PHOTO})
        case HazardAction.ACCEPT:
            return _lacks_to_close(hazard, asking)
        case _:
            return frozenset()


def _is_papered(hazard: Hazard, asking: Asking) -> bool:
    """Return whether a document came with the message, or to the hazard since it was last spoken of."""
    if any(one.kind in _WRITTEN for one in asking.shown):
        return True
    assert hazard.id is not None
    last_said = max(one.at for one in hazards.events(asking.session, hazard.id))
    since = max(asking.now - _PAPERS_WAIT, last_said)
    return any(use.at > since and one.kind in _WRITTEN for use, one in joining.of_hazard(hazard, asking))


def is_shown_done(hazard: Hazard, asking: Asking) -> bool:
    """Return whether a picture shows the work done, sent before or with this message."""
    if any(one.kind in _SEEN for one in asking.shown):
        return True
    shown = joining.of_hazard(hazard, asking)
    return any(use.phase is Phase.AFTER and one.kind in _SEEN for use, one in shown)


def _lacks_to_close(hazard: Hazard, asking: Asking) -> frozenset[Need]:
    found = set()
    if hazard.grade is Grade.MAJOR and _missing_parts(hazard, asking):
        found.add(Need.PLAN)
    if hazard.needs_engineering:
        assert hazard.id is not None
        happened = [one.action for one in hazards.events(asking.session, hazard.id)]
        if lacks_engineering(happened):
            found.add(Need.ENGINEERING)
    return frozenset(found)


def _missing_parts(hazard: Hazard, asking: Asking) -> list[PlanPart]:
    assert hazard.id is not None
    told = hazard_plans.parts(asking.session, hazard.id)
    return [part for part in PlanPart if part not in told]
