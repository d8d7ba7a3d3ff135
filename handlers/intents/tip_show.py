"""Show the open tips of an officer, or one with its pictures: 举报, 举报 JB…; in private."""

from datetime import datetime

from handlers import hazard_finding, tip_chat
from handlers import tip_finding as finding
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.rules.access import OFFICERS
from handlers.texts import tip as tipster_texts
from handlers.texts import tip_office as texts
from handlers.tip_intake import subject, unit_of
from handlers.understand.tip_words import read_command
from storage import evidence, outbox, tips
from storage.evidence import Evidence
from storage.hazards import Hazard
from storage.messages import Card, Recipient
from storage.tips import Tip
from storage.vocabulary import EvidenceKind, EvidenceState, Urgency


def _read(heard: Heard) -> Wish | None:
    command = read_command(heard.text)
    return None if command is None or command.verb != "show" else {"receipt": command.receipt}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if not asking.incoming.is_private:
        raise Sorry(tipster_texts.only_in_private())
    if wish["receipt"]:
        return _shown(finding.find(asking, wish["receipt"]), asking)
    if asking.person.role not in OFFICERS:
        return tip_chat.tell("", asking)
    found = finding.open_for(asking)
    return texts.listed(found, [unit_of(one, asking.tree) for one in found], now=asking.now)


def _shown(tip: Tip, asking: Asking) -> Card:
    pictures = [one for _, one in evidence.about(asking.session, subject(tip)) if one.state is EvidenceState.STORED]
    _send(tip, pictures, asking)
    hazard = asking.session.get(Hazard, tip.hazard_id) if tip.hazard_id is not None else None
    number = f"{hazard.number}号" if hazard is not None else ""
    return texts.shown(tip, unit_of(tip, asking.tree), _history(tip, asking), len(pictures), number)


def _history(tip: Tip, asking: Asking) -> list[tuple[datetime, str, str, str]]:
    """Return what happened to the tip; what was said to the tipster stands in it already."""
    return [
        (one.at, hazard_finding.name_of(asking.session, one.person_id), one.step, one.note)
        for one in tips.events(asking.session, tip)
        if one.step != tips.SAID
    ]


def _send(tip: Tip, pictures: list[Evidence], asking: Asking) -> None:
    for ordinal, one in enumerate(pictures, start=1):
        ending = ".jpg" if one.kind is EvidenceKind.IMAGE and one.mime == "image/jpeg" else ""
        outbox.enqueue(
            asking.session,
            f"tip-picture:{tip.id}:{one.id}:{asking.origin}",
            Recipient.person(asking.person.userid),
            Card(f"{texts.picture_name(tip, ordinal)}{ending}", file=one.file),
            urgency=Urgency.ANSWER,
            now=asking.now,
        )


INTENT = Intent(
    "tip_show",
    "在办的举报（民政所及以上）",
    ("举报", "举报列表", "举报 JB3A4K7MNP"),
    _read,
    _answer,
)
