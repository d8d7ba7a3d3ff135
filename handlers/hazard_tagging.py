"""What hazards count under: by rule when registered, by a person where one has said so (T5-6…T5-8).

Hazards from before there were tags need no job that fills them in: where none is kept the rule says it when asked.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session

from handlers import hazard_history
from handlers.intent import Asking, Sorry
from handlers.rules.access import Standing, standing
from handlers.texts import hazard_tags as texts
from handlers.understand.tag_judgement import tags_of
from storage import hazard_tags, hazards
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import HazardAction, Tag


def tag(hazard: Hazard, asking: Asking) -> None:
    """Let the hazard count under what the rule says; what a person has decided stays."""
    assert hazard.id is not None
    if hazards.noted(asking.session, [hazard.id], texts.NOTE):
        return
    tags = tags_of(hazard.category, hazard.problem, hazard.place)
    hazard_tags.put(asking.session, hazard.id, tags, now=asking.now)


def tags_by_hazard(session: Session, found: Collection[Hazard]) -> Mapping[int, Sequence[Tag]]:
    """Return the tags of each of these hazards, by id; where none is kept and nobody decided so, by the rule."""
    ids = [one.id for one in found if one.id is not None]
    kept = hazard_tags.of_hazards(session, ids)
    decided = hazards.noted(session, [one for one in ids if one not in kept], texts.NOTE)
    return {one.id: kept[one.id] if one.id in kept else _by_rule(one, decided) for one in found if one.id is not None}


def of(hazard: Hazard, session: Session) -> Sequence[Tag]:
    """Return the tags of one hazard."""
    return tags_by_hazard(session, [hazard]).get(hazard.id or 0, ())


def change(hazard: Hazard, verb: str, tags: Sequence[Tag], asking: Asking) -> Card:
    """Let the hazard have these tags (改), these besides (加) or no longer these (去). Raises Sorry."""
    assert hazard.id is not None
    if standing(asking.person, asking.tree, hazard.unit_id) is not Standing.SUPERIOR:
        raise Sorry(texts.not_yours(hazard.number))
    hazards.hold(asking.session, hazard)
    before = of(hazard, asking.session)
    wanted = texts.combined(before, verb, tags)
    after = tuple(one for one in Tag if one in wanted)
    if after == tuple(before):
        return texts.same(hazard.number, before)
    hazard_tags.put(asking.session, hazard.id, after, now=asking.now)
    note = texts.note(before, after)
    hazard_history.write(hazard, HazardAction.AMEND, asking, before=hazard.state, note=note)
    return texts.changed(hazard.number, before, after)


def _by_rule(hazard: Hazard, decided: Collection[int]) -> Sequence[Tag]:
    return () if hazard.id in decided else tags_of(hazard.category, hazard.problem, hazard.place)
