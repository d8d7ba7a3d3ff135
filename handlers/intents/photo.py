"""Join pictures to a hazard, or show them: 照片 12, 照片是12号的, 看照片 12, 不登记; our question's answers."""

from collections.abc import Sequence

from handlers import enclosures
from handlers import evidence_joining as joining
from handlers import evidence_telling as telling
from handlers import hazard_finding as finding
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.texts import evidence as texts
from handlers.understand.photo_words import Wants, read_label, read_photo_words
from storage import evidence
from storage.evidence import Evidence, EvidenceUse
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import EvidenceKind, EvidenceState, HazardState, Phase

_AT_MOST = 6
"""How many pictures are sent at once; a reader on a phone wants no more, and the platform counts every one."""
_PHASES = {phase.value: phase for phase in Phase}


def _read(heard: Heard) -> Wish | None:
    said = read_photo_words(heard.text)
    return None if said is None else said.as_wish()


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    said = read_label(heard.text)
    return None if said is None else said.as_wish()


def _answer(wish: Wish, asking: Asking) -> Reply:
    match _settled(wish, asking):
        case Wants.NOTHING:
            return _let_go(asking)
        case Wants.SHOW:
            return _show(finding.find(asking, wish["numbers"][0]), wish["phase"], asking)
        case _:
            return _join([finding.find(asking, number) for number in wish["numbers"]], wish["phase"], asking)


def _settled(wish: Wish, asking: Asking) -> str:
    """Return what is wanted, where the words alone leave open whether pictures are to be joined or shown."""
    match wish["wants"]:
        case Wants.EITHER:
            return Wants.JOIN if asking.shown else Wants.SHOW
        case Wants.LABEL:
            return Wants.JOIN if _are_elsewhere(wish["numbers"], asking) else Wants.SHOW
        case wants:
            return str(wants)


def _are_elsewhere(numbers: Sequence[str], asking: Asking) -> bool:
    """Return whether what the sender has shown lately does not belong to just these hazards yet."""
    pieces = joining.last_sent(asking)
    hazards = [joining.hazard_of(one.subject, asking) for one in evidence.uses(asking.session, pieces)]
    there = {one.number if one else None for one in hazards}
    return bool(pieces) and there != {finding.find(asking, number).number for number in numbers}


def _join(hazards: Sequence[Hazard], phase: str, asking: Asking) -> Card:
    pieces = _sent(asking)
    for one in hazards:
        if one.state is HazardState.VOID:
            raise Sorry(texts.already_void(one))
    joining.put(pieces, hazards, _PHASES.get(phase), asking)
    return texts.joined(telling.places(evidence.uses(asking.session, pieces), pieces, asking))


def _let_go(asking: Asking) -> Card:
    pieces = _sent(asking)
    joining.let_go(pieces, asking)
    return texts.not_joined(telling.kinds(pieces))


def _sent(asking: Asking) -> Sequence[Evidence]:
    pieces = joining.last_sent(asking)
    if not pieces:
        raise Sorry(texts.nothing_sent())
    return pieces


def _show(hazard: Hazard, phase: str, asking: Asking) -> Card:
    """Send the pictures of the hazard, of one phase where one was named; return what there is in all."""
    found = [one for one in joining.of_hazard(hazard, asking) if phase in ("", one[0].phase)]
    stored = [(use, one) for use, one in found if one.state is EvidenceState.STORED]
    now = stored[:_AT_MOST]
    _send(hazard, now, asking)
    waiting, left = len(found) - len(stored), len(stored) - len(now)
    return texts.sent(hazard.number, telling.batches(hazard, asking), waiting=waiting, left=left)


def _send(hazard: Hazard, pieces: Sequence[tuple[EvidenceUse, Evidence]], asking: Asking) -> None:
    for n, (use, one) in enumerate(pieces, start=1):
        ordinal = sum(use.phase is before.phase for before, _ in pieces[:n])
        own_name = "" if one.kind is EvidenceKind.IMAGE else one.name
        enclosures.send(asking, one.file, texts.file_name(hazard.number, use.phase, ordinal, own_name), nth=n)


INTENT = Intent(
    "photo",
    "照片归到隐患、看照片",
    ("照片 12", "照片是12号的", "12号照片", "照片 12 整改前", "看照片 12", "不登记"),
    _read,
    _answer,
    _resume,
)
