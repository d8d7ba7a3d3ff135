"""The rungs by which a missed duty climbs 「任务催办」 (T1-8): rows with a due time, said once, answered or not."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, exists, func, select, text, update
from sqlmodel import Field, Session, col

from storage.columns import Table, word_field
from storage.database import insert_new
from storage.duties import Duty
from storage.vocabulary import DutyState, RungState

_WAITING = text("state = 'waiting'")


class DutyRung(Table, table=True):
    """One rung of the ladder of one missed duty."""

    __tablename__ = "duty_rung"
    __table_args__ = (
        UniqueConstraint("duty_id", "rung"),
        Index("ix_duty_rung_waiting", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="duty.id", index=True)
    rung: int
    """From 1."""
    due_at: datetime
    ladder_version: str = Field(default="", max_length=20)
    """Of the ladder (config/escalation.toml) under which the duty was missed: later changes do not touch it."""
    state: RungState = word_field(RungState, default=RungState.WAITING)
    said_at: datetime | None = None
    told: str = ""
    """Names of those who were told, for the record."""
    acknowledged_by: int | None = Field(default=None, foreign_key="person.id")
    acknowledged_at: datetime | None = None


def without_ladder(session: Session, *, cut_off_since: datetime) -> Sequence[int]:
    """Return the ids of the duties missed since then that have no rung yet, earliest cut-off first."""
    # One that was stopped and is missed again was excused by mistake: it climbs anew.
    has_rung = exists().where(col(DutyRung.duty_id) == col(Duty.id), col(DutyRung.state) != RungState.STOPPED)
    rows = select(col(Duty.id)).where(
        col(Duty.state) == DutyState.MISSED, col(Duty.cutoff_at) >= cut_off_since, ~has_rung
    )
    return [one for one in session.scalars(rows.order_by(col(Duty.cutoff_at), col(Duty.id))) if one is not None]


def plan(session: Session, duty_id: int, rung: int, due_at: datetime, ladder_version: str) -> bool:
    """Write the rung down; return False where it stands there already. One that was stopped waits again."""
    row = {"duty_id": duty_id, "rung": rung, "due_at": due_at, "ladder_version": ladder_version}
    if insert_new(session, DutyRung, [row]) == 1:
        return True
    revived = session.connection().execute(
        update(DutyRung)
        .where(col(DutyRung.duty_id) == duty_id, col(DutyRung.rung) == rung, col(DutyRung.state) == RungState.STOPPED)
        .values(state=RungState.WAITING, due_at=due_at, ladder_version=ladder_version, said_at=None)
    )
    return revived.rowcount == 1


def due(session: Session, *, now: datetime) -> Sequence[DutyRung]:
    """Return the rungs whose time has come, earliest first."""
    rows = select(DutyRung).where(col(DutyRung.state) == RungState.WAITING, col(DutyRung.due_at) <= now)
    return session.scalars(rows.order_by(col(DutyRung.due_at), col(DutyRung.id))).all()


def next_due(session: Session, *, after: datetime) -> datetime | None:
    """Return when the next rung after this moment is due, None where none is planned."""
    return session.scalar(
        select(func.min(col(DutyRung.due_at))).where(
            col(DutyRung.state) == RungState.WAITING, col(DutyRung.due_at) > after
        )
    )


def settle(session: Session, rung_id: int, *, state: RungState, now: datetime, **values: Any) -> bool:
    """Decide a waiting rung, once however many processes try; `values` are other columns that change with it."""
    settled = session.connection().execute(
        update(DutyRung)
        .where(col(DutyRung.id) == rung_id, col(DutyRung.state) == RungState.WAITING)
        .values(state=state, said_at=now, **values)
    )
    return settled.rowcount == 1


def of_duties(session: Session, duty_ids: Collection[int]) -> Sequence[DutyRung]:
    """Return the rungs of these duties, planned and climbed, oldest first."""
    return session.scalars(
        select(DutyRung).where(col(DutyRung.duty_id).in_(duty_ids)).order_by(col(DutyRung.id))
    ).all()


def acknowledge(session: Session, duty_ids: Collection[int], by: int, *, now: datetime, until: datetime) -> int:
    """Note who has answered what was said of these duties, and let nothing climb before `until`; return how many."""
    noted = session.connection().execute(
        update(DutyRung)
        .where(
            col(DutyRung.duty_id).in_(duty_ids),
            col(DutyRung.state) == RungState.SAID,
            col(DutyRung.acknowledged_at).is_(None),
        )
        .values(acknowledged_by=by, acknowledged_at=now)
    )
    session.connection().execute(
        update(DutyRung)
        .where(
            col(DutyRung.duty_id).in_(duty_ids),
            col(DutyRung.state) == RungState.WAITING,
            col(DutyRung.due_at) < until,
        )
        .values(due_at=until)
    )
    return noted.rowcount


def stop(session: Session, duty_id: int) -> int:
    """Stop the rungs that nobody has been told of yet; return how many."""
    stopped = session.connection().execute(
        update(DutyRung)
        .where(col(DutyRung.duty_id) == duty_id, col(DutyRung.state) == RungState.WAITING)
        .values(state=RungState.STOPPED)
    )
    return stopped.rowcount
