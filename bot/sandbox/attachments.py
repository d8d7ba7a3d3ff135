"""Pictures, files, voices and places, as the page shows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from mimetypes import guess_type
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from bot.sandbox.chats import CHANNEL
from storage import evidence
from storage.evidence import Evidence
from storage.messages import Card
from storage.outbox import OutboxMessage
from storage.vocabulary import EvidenceKind, EvidenceState

Json = dict[str, Any]

PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
"""What a browser may show in the page; everything else is downloaded."""

_WHY = {EvidenceState.FAILED: "没有取到", EvidenceState.REFUSED: "没有收下"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that may be looked at."""

    path: str
    """Below the data folder."""
    name: str
    mime: str

    @property
    def is_picture(self) -> bool:
        """Return whether the page shows it in place of a link."""
        return self.mime in PICTURES


def of_messages(session: Session, message_ids: Iterable[str]) -> Mapping[str, Sequence[Evidence]]:
    """Return by message id what each of the page's messages brought, in order; nothing: no key."""
    origins = [f"{CHANNEL}:{message_id}" for message_id in message_ids]
    rows = select(Evidence).where(col(Evidence.origin).in_(origins)).order_by(col(Evidence.id))
    found: dict[str, list[Evidence]] = {}
    for row in session.scalars(rows):
        found.setdefault(row.origin.removeprefix(f"{CHANNEL}:"), []).append(row)
    return found


def of_card(session: Session, card: Card) -> Attachment:
    """Return the file that a card is sent for; what it is is known of evidence, else its name tells."""
    is_evidence = card.file.startswith(f"{evidence.FOLDER}/")
    rows = select(Evidence).where(col(Evidence.sha256) == card.file.rpartition("/")[2])
    known = session.scalars(rows.limit(1)).first() if is_evidence else None
    return Attachment(card.file, card.title, known.mime if known else guess_type(card.title)[0] or "")


def shown(piece: Evidence) -> Json:
    """Return a piece of evidence in JSON types."""
    is_file = piece.state is EvidenceState.STORED and piece.sha256 != ""
    return {
        "kind": piece.kind.value,
        "term": piece.kind.term,
        "name": piece.name,
        "state": piece.state.value,
        "url": f"evidence/{piece.sha256}" if is_file else "",
        "is_picture": piece.kind is EvidenceKind.IMAGE and (not is_file or piece.mime in PICTURES),
        "why": f"{_WHY[piece.state]}：{piece.error}" if piece.state in _WHY else "",
        "place": piece.details if piece.kind is EvidenceKind.LOCATION else None,
    }


def shown_letter(session: Session, row: OutboxMessage, card: Card) -> Json:
    """Return the picture or document that the bot sent in JSON types."""
    is_picture = of_card(session, card).is_picture
    kind = EvidenceKind.IMAGE if is_picture else EvidenceKind.FILE
    return {
        "kind": kind.value,
        "term": kind.term,
        "name": card.title,
        "state": EvidenceState.STORED.value,
        "url": f"letters/{row.id}/file",
        "is_picture": is_picture,
        "why": "",
        "place": None,
    }
