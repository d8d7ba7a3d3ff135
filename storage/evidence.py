"""Evidence 「佐证」: photos, files, places, patrol points, and what each of them proves; never overwritten."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    Connection,
    Index,
    Select,
    UniqueConstraint,
    and_,
    exists,
    select,
    text,
    update,
)
from sqlmodel import Field, Session, col

from storage.columns import Table, json_field, word_field
from storage.database import insert_new
from storage.messages import Incoming, MessageKind
from storage.vocabulary import EvidenceKind, EvidenceState, Phase

FOLDER = "evidence"
"""Below the data folder: files named by their content."""

_WAITING = text("state = 'waiting'")
_STANDING = text("withdrawn_at is null")
_PLACES = {MessageKind.LOCATION: EvidenceKind.LOCATION}

NOTHING = "nothing"
"""The subject of what proves nothing, as its sender said 「不登记」: it is no longer loose."""


class Evidence(Table, table=True):
    """One picture, file, voice message, video, place or patrol point that somebody sent."""

    __table_args__ = (
        UniqueConstraint("origin", "ordinal"),
        Index("ix_evidence_waiting", "not_before", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_evidence_sender", "sender", "received_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    origin: str = Field(max_length=260)
    """The message that brought it: channel:message_id."""
    ordinal: int
    """From 1 in one message; 0 is what its words say, a patrol point."""
    kind: EvidenceKind = word_field(EvidenceKind)
    channel: str = Field(max_length=40)
    conversation: str = Field(max_length=200)
    sender: str = Field(max_length=120)
    sent_at: datetime | None = None
    received_at: datetime
    details: dict[str, Any] = json_field(default_factory=dict)
    """Of a place latitude, longitude, label; of a point its code."""
    source: dict[str, Any] = json_field(default_factory=dict)
    """Where the channel fetches it, with its key; emptied once it is stored."""
    state: EvidenceState = word_field(EvidenceState, default=EvidenceState.WAITING)
    attempts: int = 0
    """How often in a row somebody has begun to fetch it and not come to an end, good or bad."""
    not_before: datetime
    leased_until: datetime | None = None
    lease_token: str = Field(default="", max_length=40)
    settled_at: datetime | None = None
    sha256: str = Field(default="", max_length=64, index=True)
    """Names the file in the evidence folder; "" where there is none."""
    mime: str = Field(default="", max_length=100)
    size: int = 0
    """Bytes as stored."""
    name: str = Field(default="", max_length=200)
    error: str = ""

    @property
    def file(self) -> str:
        """Return where the stored file is below the data folder; only of a row that is STORED and has one."""
        return file_of(self.sha256)


def file_of(sha256: str) -> str:
    """Return where the file with this content is below the data folder."""
    return f"{FOLDER}/{sha256[:2]}/{sha256}"


class EvidenceUse(Table, table=True):
    """What one piece of evidence proves; rows are added and withdrawn, never changed or removed."""

    __tablename__ = "evidence_use"
    __table_args__ = (
        # Partial: what was put in the wrong place may come back to where it was.
        Index(
            "ux_evidence_use_standing",
            "evidence_id",
            "subject",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    evidence_id: int = Field(foreign_key="evidence.id", index=True)
    subject: str = Field(max_length=60, index=True)
    """`hazard:<id>`, `record:<id of a duty's record>`, `tip:<id>` or NOTHING."""
    phase: Phase = word_field(Phase)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    withdrawn_at: datetime | None = None
    """Since when it is known that the piece does not belong here."""


def expect(session: Session | Connection, messages: Iterable[Incoming], *, now: datetime) -> int:
    """Write down what these messages bring and quote, to be fetched; return how many pieces were new."""
    rows = [row for message in messages for row in _rows(message, now)]
    return insert_new(session, Evidence, rows)


def brings_files(message: Incoming) -> bool:
    """Return whether something is to be fetched for this message."""
    return bool(_files(message))


def brings_something(message: Incoming) -> bool:
    """Return whether the message brings any evidence, a place included."""
    return brings_files(message) or message.kind in _PLACES


def _files(message: Incoming) -> list[dict[str, Any]]:
    return [*message.details.get("media", ()), *message.details.get("quote_media", ())]


def _rows(message: Incoming, now: datetime) -> list[dict[str, Any]]:
    named = [(one, EvidenceKind.from_term(str(one.get("kind", "")))) for one in _files(message)]
    media = [(one, kind) for one, kind in named if kind is not None]
    rows = [_row(message, now, kind, source=one, name=str(one.get("name", ""))[:200]) for one, kind in media]
    if message.kind in _PLACES and "latitude" in message.details:
        place = {name: message.details.get(name) for name in ("latitude", "longitude", "label")}
        rows.append({**_row(message, now, _PLACES[message.kind], details=place), "state": EvidenceState.STORED})
    return [{**row, "ordinal": ordinal} for ordinal, row in enumerate(rows, start=1)]


def _row(message: Incoming, now: datetime, kind: EvidenceKind, **values: Any) -> dict[str, Any]:
    return {
        "origin": f"{message.channel}:{message.message_id}",
        "kind": kind,
        "channel": message.channel,
        "conversation": message.conversation,
        "sender": message.sender,
        "sent_at": message.sent_at,
        "received_at": now,
        "not_before": now,
        "state": EvidenceState.WAITING,
        "details": {},
        "source": {},
        "name": "",
        **values,
    }


def add_point(session: Session, message: Incoming, code: str, *, now: datetime) -> Evidence:
    """Return the row of a patrol point that this message scanned."""
    row = _row(message, now, EvidenceKind.POINT, details={"code": code})
    insert_new(session, Evidence, [{**row, "ordinal": 0, "state": EvidenceState.STORED}])
    return next(iter(of_message(session, row["origin"])))


def of_message(session: Session, origin: str) -> Sequence[Evidence]:
    """Return what the message channel:message_id brought, in order."""
    rows = select(Evidence).where(col(Evidence.origin) == origin)
    return session.scalars(rows.order_by(col(Evidence.ordinal))).all()


def loose(
    session: Session, conversation: str, sender: str, *, since: datetime, kinds: Collection[EvidenceKind]
) -> Sequence[Evidence]:
    """Return what the person sent here since then that proves nothing yet and did not fail, oldest first."""
    rows = _loose(since, kinds).where(col(Evidence.conversation) == conversation, col(Evidence.sender) == sender)
    return session.scalars(rows).all()


def loose_anywhere(
    session: Session, senders: Collection[str], *, since: datetime, kinds: Collection[EvidenceKind]
) -> Sequence[Evidence]:
    """Return the same from all chats of one person; `senders` are the spellings of the person's userid."""
    return session.scalars(_loose(since, kinds).where(col(Evidence.sender).in_(senders))).all()


def _loose(since: datetime, kinds: Collection[EvidenceKind]) -> Select[Evidence]:
    return _received(since, kinds).where(~exists().where(and_(col(EvidenceUse.evidence_id) == col(Evidence.id))))


def _received(since: datetime, kinds: Collection[EvidenceKind]) -> Select[Evidence]:
    return (
        select(Evidence)
        .where(
            col(Evidence.received_at) >= since,
            col(Evidence.kind).in_(kinds),
            col(Evidence.state).in_([EvidenceState.WAITING, EvidenceState.STORED]),
        )
        .order_by(col(Evidence.id))
    )


def latest(
    session: Session, conversation: str, sender: str, *, since: datetime, kinds: Collection[EvidenceKind]
) -> Sequence[Evidence]:
    """Return what the person sent here since then and did not fail, whatever it proves, oldest first."""
    rows = _received(since, kinds).where(col(Evidence.conversation) == conversation, col(Evidence.sender) == sender)
    return session.scalars(rows).all()


def use(
    session: Session, pieces: Iterable[Evidence], subject: str, phase: Phase, *, person_id: int | None, now: datetime
) -> int:
    """Write down that these pieces prove `subject`; return how many did not yet."""
    rows = [
        {"evidence_id": one.id, "subject": subject, "phase": phase, "person_id": person_id, "at": now}
        for one in pieces
    ]
    return insert_new(session, EvidenceUse, rows)


def cover(session: Session, pieces: Iterable[Evidence]) -> None:
    """Keep of these pieces no more than what they show: neither who sent them nor in which message or chat."""
    for one in pieces:
        values = {"origin": f"covered:{uuid4().hex}", "sender": "", "conversation": "", "name": "", "sent_at": None}
        session.connection().execute(update(Evidence).where(col(Evidence.id) == one.id).values(**values))


def add_picture(session: Session, channel: str, *, sha256: str, mime: str, size: int, now: datetime) -> Evidence:
    """Return the row of a picture that is in the evidence folder and that nobody sent in a chat."""
    piece = Evidence(
        origin=f"covered:{uuid4().hex}",
        ordinal=1,
        kind=EvidenceKind.IMAGE,
        channel=channel,
        conversation="",
        sender="",
        received_at=now,
        state=EvidenceState.STORED,
        not_before=now,
        settled_at=now,
        sha256=sha256,
        mime=mime,
        size=size,
    )
    session.add(piece)
    session.flush()
    return piece


def withdraw(session: Session, pieces: Iterable[Evidence], *, now: datetime) -> None:
    """Write down that these pieces do not prove what they were said to prove until now."""
    session.connection().execute(
        update(EvidenceUse)
        .where(col(EvidenceUse.evidence_id).in_([one.id for one in pieces]), col(EvidenceUse.withdrawn_at).is_(None))
        .values(withdrawn_at=now)
    )


def uses(session: Session, pieces: Iterable[Evidence]) -> Sequence[EvidenceUse]:
    """Return what these pieces prove, in the order in which that was written down."""
    rows = select(EvidenceUse).where(
        col(EvidenceUse.evidence_id).in_([one.id for one in pieces]), col(EvidenceUse.withdrawn_at).is_(None)
    )
    return session.scalars(rows.order_by(col(EvidenceUse.id))).all()


def about(session: Session, subject: str) -> Sequence[tuple[EvidenceUse, Evidence]]:
    """Return what proves `subject`, in the order in which it was sent; failed ones included."""
    rows = (
        select(EvidenceUse, Evidence)
        .join(Evidence, col(Evidence.id) == col(EvidenceUse.evidence_id))
        .where(col(EvidenceUse.subject) == subject, col(EvidenceUse.withdrawn_at).is_(None))
        .order_by(col(Evidence.id))
    )
    return [(one, piece) for one, piece in session.execute(rows)]


def subjects_of(session: Session, evidence_id: int) -> Sequence[str]:
    """Return what this piece proves, oldest first; empty for a loose one."""
    rows = select(col(EvidenceUse.subject)).where(
        col(EvidenceUse.evidence_id) == evidence_id,
        col(EvidenceUse.subject) != NOTHING,
        col(EvidenceUse.withdrawn_at).is_(None),
    )
    return session.scalars(rows.order_by(col(EvidenceUse.id))).all()


def contents(data_dir: Path, files: Collection[str]) -> dict[str, bytes]:
    """Return what the files below the data folder hold; those that cannot be read are left out."""
    found: dict[str, bytes] = {}
    for file in sorted(files):
        with suppress(OSError):
            found[file] = (data_dir / file).read_bytes()
    return found
