"""Evidence that is still to be fetched: claimed by one worker at a time, then stored, put off or given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import ColumnElement, CursorResult, Select, func, or_, select, update
from sqlmodel import Session, col

from storage.evidence import Evidence
from storage.vocabulary import EvidenceKind, EvidenceState


@dataclass(frozen=True, slots=True)
class Errand:
    """One piece of evidence that this worker alone may fetch until its lease runs out."""

    row_id: int
    token: str
    attempts: int
    """How often in a row this was begun without coming to an end, this time included."""
    kind: EvidenceKind
    channel: str
    conversation: str
    sender: str
    origin: str
    source: dict[str, Any]
    name: str
    received_at: datetime


def is_due(session: Session, *, now: datetime) -> bool:
    """Return whether there is a piece to claim."""
    return session.scalar(_due(now)) is not None


def _due(now: datetime) -> Select[int | None]:
    return (
        select(col(Evidence.id))
        .where(col(Evidence.state) == EvidenceState.WAITING, col(Evidence.not_before) <= now, _is_free(now))
        .order_by(col(Evidence.not_before), col(Evidence.id))
        .limit(1)
    )


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(col(Evidence.leased_until).is_(None), col(Evidence.leased_until) < now)


def claim(session: Session, *, now: datetime, lease: timedelta) -> Errand | None:
    """Claim the piece that has waited longest; None where none is due."""
    row_id = session.scalar(_due(now).with_for_update(skip_locked=True))
    if row_id is None:
        return None
    token = uuid4().hex
    claimed = session.connection().execute(
        update(Evidence)
        .where(col(Evidence.id) == row_id, col(Evidence.state) == EvidenceState.WAITING, _is_free(now))
        .values(leased_until=now + lease, lease_token=token, attempts=col(Evidence.attempts) + 1)
    )
    if claimed.rowcount != 1:
        return None
    row = session.get_one(Evidence, row_id, populate_existing=True)
    return Errand(
        row_id,
        token,
        row.attempts,
        row.kind,
        row.channel,
        row.conversation,
        row.sender,
        row.origin,
        row.source,
        row.name,
        row.received_at,
    )


def store(session: Session, errand: Errand, *, now: datetime, sha256: str, mime: str, size: int, name: str) -> bool:
    """Write down that the file is in the evidence folder; return False where the lease was lost meanwhile."""
    return _settle(
        session,
        errand,
        state=EvidenceState.STORED,
        settled_at=now,
        sha256=sha256,
        mime=mime,
        size=size,
        name=name[:200],
        source={},
        error="",
    )


def postpone(session: Session, errand: Errand, *, until: datetime, error: str) -> bool:
    """Let it be fetched again at `until`."""
    return _settle(
        session, errand, attempts=0, not_before=until, leased_until=None, lease_token="", error=error[:500]
    )


def give_up(
    session: Session, errand: Errand, *, now: datetime, error: str, state: EvidenceState = EvidenceState.FAILED
) -> bool:
    """Write down that it will never be in our hands; `state` FAILED or REFUSED."""
    return _settle(session, errand, state=state, settled_at=now, source={}, error=error[:500])


def _settle(session: Session, errand: Errand, **values: Any) -> bool:
    mine = update(Evidence).where(
        col(Evidence.id) == errand.row_id,
        col(Evidence.state) == EvidenceState.WAITING,
        col(Evidence.lease_token) == errand.token,
    )
    return cast("CursorResult[Any]", session.connection().execute(mine.values(**values))).rowcount == 1


def oldest_waiting(session: Session) -> datetime | None:
    """Return when the oldest piece came that is not fetched yet, None where none waits."""
    return session.scalar(
        select(func.min(col(Evidence.received_at))).where(col(Evidence.state) == EvidenceState.WAITING)
    )


def free_leases(session: Session) -> int:
    """Free every lease; only for the one process of a SQLite file at its start. Return how many there were."""
    freed = session.connection().execute(
        update(Evidence)
        .where(col(Evidence.state) == EvidenceState.WAITING, col(Evidence.leased_until).is_not(None))
        .values(leased_until=None, lease_token="")
    )
    return freed.rowcount
