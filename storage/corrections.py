"""What people put right of what was understood: suggestions for the lexicon, which nobody but a person changes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, select, text, update
from sqlmodel import Field, Session, col

from storage.columns import Table, word_field
from storage.database import insert_new
from storage.vocabulary import CorrectionKind

_WAITING = text("reviewed_at IS NULL")


class Correction(Table, table=True):
    """One thing that was understood otherwise than a person meant it; it does not say who that was."""

    __table_args__ = (
        UniqueConstraint("origin", "kind"),
        Index("ix_correction_waiting", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    kind: CorrectionKind = word_field(CorrectionKind)
    said: str = Field(max_length=1200)
    """The words that were understood."""
    heard: str = Field(max_length=60)
    """What the program took them for, as its code; "" where it did not know."""
    meant: str = Field(max_length=60)
    """What the person said they are, as its code; "" where it is none of what was offered."""
    origin: str = Field(max_length=260)
    """The message that put it right: a repeat of it keeps nothing twice."""
    reviewed_at: datetime | None = None


def keep(
    session: Session, kind: CorrectionKind, said: str, heard: str, meant: str, *, origin: str, now: datetime
) -> None:
    """Keep what was put right, until somebody has reviewed it; a repeat of the message keeps nothing."""
    row = {"at": now, "kind": kind, "said": said[:1200], "heard": heard, "meant": meant, "origin": origin}
    insert_new(session, Correction, [row])


def waiting(session: Session) -> Sequence[Correction]:
    """Return what nobody has reviewed yet, oldest first."""
    rows = select(Correction).where(col(Correction.reviewed_at).is_(None)).order_by(col(Correction.id))
    return session.scalars(rows).all()


def settle(session: Session, ids: Sequence[int], *, now: datetime) -> int:
    """Mark these as reviewed; return how many of them were waiting."""
    rows = (
        update(Correction)
        .where(col(Correction.id).in_(ids), col(Correction.reviewed_at).is_(None))
        .values(reviewed_at=now)
        .returning(col(Correction.id))
    )
    return len(session.scalars(rows).all())
