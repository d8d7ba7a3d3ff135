"""Who may look at which file: the readers of the chat that it came to or went to, and whom its hazard concerns."""

from sqlalchemy import select
from sqlmodel import Session, col

from bot.sandbox import attachments, ledger
from bot.sandbox.attachments import Attachment
from bot.sandbox.chats import CHANNEL, chats_of
from storage import evidence
from storage.evidence import Evidence
from storage.outbox import OutboxMessage
from storage.vocabulary import EvidenceState


def received(session: Session, sha256: str, userid: str) -> Attachment | None:
    """Return what somebody sent, None where there is no such thing or where this person may not look at it."""
    rows = select(Evidence).where(
        col(Evidence.sha256) == sha256, col(Evidence.channel) == CHANNEL, col(Evidence.state) == EvidenceState.STORED
    )
    own = {chat.conversation for chat in chats_of(session, userid)}
    for piece in session.scalars(rows.order_by(col(Evidence.id))).all():
        if piece.conversation in own or _concerns(session, piece, userid):
            return Attachment(piece.file, piece.name, piece.mime)
    return None


def sent(session: Session, row_id: int, userid: str) -> Attachment | None:
    """Return the picture or document that a letter of the bot is, None likewise."""
    row = session.get(OutboxMessage, row_id)
    own = {recipient for chat in chats_of(session, userid) for recipient in chat.recipients}
    if row is None or row.channel != CHANNEL or row.recipient not in own or not row.as_card().file:
        return None
    return attachments.of_card(session, row.as_card())


def _concerns(session: Session, piece: Evidence, userid: str) -> bool:
    assert piece.id is not None
    return any(ledger.may_see(session, subject, userid) for subject in evidence.subjects_of(session, piece.id))
