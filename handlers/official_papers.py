"""Gather what an official document 「文书」 about hazards says, and make it."""

from collections.abc import Callable, Mapping, Sequence

from handlers import evidence_content
from handlers import hazard_finding as finding
from handlers.intent import Asking, Sorry
from handlers.papers import official_template
from handlers.papers.acceptance_opinion import AcceptanceOpinion
from handlers.papers.extension_opinion import ExtensionOpinion
from handlers.papers.ledger_columns import WITHHELD
from handlers.papers.official import Frame, Official, Photo, Subject, Words, here
from handlers.papers.official_template import TemplateWrong
from handlers.papers.rectification_notice import Notice
from handlers.papers.supervision_notice import SupervisionNotice
from handlers.texts import papers as texts
from storage import extensions, hazards, people, supervisions
from storage.extensions import Extension
from storage.hazards import Hazard, HazardEvent
from storage.units import Tree
from storage.vocabulary import (
    ExtensionState,
    HazardAction,
    HazardSource,
    HazardState,
    Level,
    Phase,
    Role,
)

_PICTURES_A_SIDE = 3
_JUDGING = (HazardAction.ACCEPT, HazardAction.SEND_BACK)


def about(kind: Official, chosen: Sequence[Hazard], asking: Asking) -> bytes:
    """Return the document about these hazards, all of one unit; only a notice is about several. Raises Sorry."""
    for one in chosen:
        if one.state is HazardState.VOID:
            raise Sorry(texts.void(one.number, kind.value))
    if kind is Official.NOTICE:
        frame = frame_of(chosen[0].unit_id, asking)
        return drawn(kind, Notice(frame, [Subject.of(one) for one in chosen]).words(), asking)
    return drawn(kind, _GATHERED[kind](chosen[0], asking), asking)


def offered(hazard: Hazard, asking: Asking) -> list[Official]:
    """Return which documents there is something to write in, as the hazard is now."""
    assert hazard.id is not None
    if hazard.state is HazardState.VOID:
        return []
    happened = {one.action for one in hazards.events(asking.session, hazard.id)}
    may_be_written = {
        Official.NOTICE: True,
        Official.EXTENSION: bool(_wishes(hazard, asking)),
        Official.ACCEPTANCE: bool(happened & {HazardAction.SUBMIT, *_JUDGING}),
        Official.SUPERVISION: bool(supervisions.of_hazard(asking.session, hazard.id)),
    }
    return [kind for kind, is_so in may_be_written.items() if is_so]


def drawn(kind: Official, words: Words, asking: Asking) -> bytes:
    """Return the document in its template. Raises Sorry where the template cannot be used."""
    try:
        return official_template.fill(asking.desk.config_dir, kind, words)
    except TemplateWrong as wrong:
        raise Sorry(texts.template_wrong(kind.value, str(wrong))) from wrong


def frame_of(unit_id: int, asking: Asking, *, issued_by: str = "") -> Frame:
    """Return what a document to this unit says of itself; issued by the nearest office above it unless told."""
    unit = asking.tree.by_id[unit_id]
    return Frame(
        bureau=_bureau(asking.tree),
        office=issued_by or _office(unit_id, asking),
        unit=unit.name,
        heads=[one.name for one in people.of_unit(asking.session, unit_id, Role.HEAD)],
        printed_on=asking.today,
    )


def _bureau(tree: Tree) -> str:
    return next((one.name for one in tree.at(Level.BUREAU)), "")


def _office(unit_id: int, asking: Asking) -> str:
    above = [one for one in asking.tree.above(unit_id) if one.id != unit_id]
    return above[0].name if above else _bureau(asking.tree)


def _wishes(hazard: Hazard, asking: Asking) -> list[Extension]:
    assert hazard.id is not None
    wishes = extensions.of_hazard(asking.session, hazard.id)
    return [one for one in wishes if one.state is not ExtensionState.WITHDRAWN]


def _extension(hazard: Hazard, asking: Asking) -> Words:
    wishes = _wishes(hazard, asking)
    if not wishes:
        raise Sorry(texts.no_extension(hazard.number))
    wish = wishes[-1]
    return ExtensionOpinion(
        frame=frame_of(hazard.unit_id, asking),
        hazard=Subject.of(hazard),
        nth=1 + sum(one.state is ExtensionState.GRANTED for one in wishes[:-1]),
        old_due_on=wish.old_due_on,
        new_due_on=wish.new_due_on,
        reason=wish.reason,
        measures=wish.measures,
        asked_by=_name(wish.asked_by, hazard, asking),
        asked_on=here(wish.asked_at),
        state=wish.state,
        decided_by=_name(wish.decided_by, hazard, asking),
        decided_on=here(wish.decided_at),
        note=wish.note,
    ).words()


def _acceptance(hazard: Hazard, asking: Asking) -> Words:
    assert hazard.id is not None
    happened = hazards.events(asking.session, hazard.id)
    done = _last(happened, HazardAction.SUBMIT)
    judged = None if hazard.state is HazardState.TO_ACCEPT else _last(happened, *_JUDGING)
    if done is None and judged is None:
        raise Sorry(texts.not_submitted(hazard.number))
    before, after = _photos(hazard, Phase.BEFORE, asking), _photos(hazard, Phase.AFTER, asking)
    return AcceptanceOpinion(
        frame=frame_of(hazard.unit_id, asking),
        hazard=Subject.of(hazard),
        measures=done.note if done else "",
        done_by=_name(done.person_id, hazard, asking) if done else "",
        done_on=here(done.at) if done else None,
        is_accepted=judged.action is HazardAction.ACCEPT if judged else None,
        judged_by=_name(judged.person_id, hazard, asking) if judged else "",
        judged_on=here(judged.at) if judged else None,
        note=judged.note if judged else "",
        before=before[:_PICTURES_A_SIDE],
        after=after[:_PICTURES_A_SIDE],
        pictures_left=sum(max(len(side) - _PICTURES_A_SIDE, 0) for side in (before, after)),
    ).words()


def _supervision(hazard: Hazard, asking: Asking) -> Words:
    assert hazard.id is not None
    orders = supervisions.of_hazard(asking.session, hazard.id)
    if not orders:
        raise Sorry(texts.no_supervision(hazard.number))
    order = orders[-1]
    return SupervisionNotice(
        frame=frame_of(hazard.unit_id, asking),
        hazard=Subject.of(hazard),
        level=order.level.term,
        supervised_by=order.unit,
        due_on=order.due_on,
        ordered_by=_name(order.ordered_by, hazard, asking),
        ordered_on=here(order.ordered_at),
        lifted_on=here(order.lifted_at),
        lift_note=order.lift_note,
    ).words()


_GATHERED: Mapping[Official, Callable[[Hazard, Asking], Words]] = {
    Official.EXTENSION: _extension,
    Official.ACCEPTANCE: _acceptance,
    Official.SUPERVISION: _supervision,
}


def _last(happened: Sequence[HazardEvent], *actions: HazardAction) -> HazardEvent | None:
    return next((one for one in reversed(happened) if one.action in actions), None)


def _name(person_id: int | None, hazard: Hazard, asking: Asking) -> str:
    """Return the person's name, whatever they did; but not of who gave a tip (安全生产法 §73–76)."""
    if person_id is not None and hazard.source is HazardSource.TIP and person_id == hazard.reported_by:
        return WITHHELD
    return finding.name_of(asking.session, person_id)


def _photos(hazard: Hazard, phase: Phase, asking: Asking) -> list[Photo]:
    return [Photo(content) for content in evidence_content.pictures(hazard, phase, asking)]
