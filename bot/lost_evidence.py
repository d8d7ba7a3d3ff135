"""Tell people which of their pictures and files did not come into our hands, once for a whole message."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from config.tables import Tables
from handlers.texts import evidence_lost as texts
from handlers.texts.evidence_lost import Lost
from storage import evidence, leases, outbox, units
from storage.duties import DutyRecord
from storage.evidence import Evidence
from storage.hazards import Hazard
from storage.messages import Recipient
from storage.vocabulary import EvidenceState, Urgency

_TURN = "evidence"


def take_turn(session: Session) -> None:
    """Let nobody else settle a piece until this transaction ends: of two last ones of a message one must tell."""
    leases.serialise(session, _TURN)


def tell(session: Session, origin: str, tables: Tables, *, now: datetime) -> bool:
    """Enqueue one letter to the sender of the message channel:message_id; return whether there is one.

    None while something of the message is still being fetched, and none where all of it was had.
    """
    pieces = evidence.of_message(session, origin)
    lost = [one for one in pieces if one.state in (EvidenceState.FAILED, EvidenceState.REFUSED)]
    if not lost or any(one.state is EvidenceState.WAITING for one in pieces):
        return False
    first = lost[0]
    if not first.sender:
        # It shows a tip 「举报」: nobody knows any more who sent it.
        return False
    is_private = first.conversation.startswith("private:")
    return outbox.enqueue(
        session,
        f"evidence:{first.id}",
        Recipient.person(first.sender) if is_private else _group(session, first.conversation),
        texts.lost(_described(session, lost, tables), caller="" if is_private else first.sender),
        urgency=Urgency.ANSWER,
        now=now,
        reply=(first.channel, ""),
    )


def _group(session: Session, conversation: str) -> Recipient:
    group = units.group_by_chat(session, conversation.removeprefix("group:"))
    return Recipient.chat(conversation) if group is None or group.id is None else Recipient.group(group.id)


def _described(session: Session, lost: list[Evidence], tables: Tables) -> Lost:
    subjects = list(dict.fromkeys(_subjects(session, lost)))
    hazards = [_hazard(session, one) for one in subjects]
    records = [_record(session, one) for one in subjects]
    rules = [tables.duties.by_code.get(one.code) for one in records if one is not None]
    return Lost(
        failed=[one.kind for one in lost if one.state is EvidenceState.FAILED],
        refused=[(one.kind, one.error) for one in lost if one.state is EvidenceState.REFUSED],
        sent_at=lost[0].sent_at or lost[0].received_at,
        hazards=[one.number for one in hazards if one is not None],
        duties=list(dict.fromkeys(rule.name for rule in rules if rule is not None)),
    )


def _subjects(session: Session, lost: Iterable[Evidence]) -> Iterable[str]:
    for one in lost:
        assert one.id is not None
        yield from evidence.subjects_of(session, one.id)


def _hazard(session: Session, subject: str) -> Hazard | None:
    kind, _, row_id = subject.partition(":")
    return session.get(Hazard, int(row_id)) if kind == "hazard" else None


def _record(session: Session, subject: str) -> DutyRecord | None:
    kind, _, row_id = subject.partition(":")
    return session.get(DutyRecord, int(row_id)) if kind == "record" else None
