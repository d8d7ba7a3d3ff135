"""The registers 「登记册」 of an institution: certificates, buildings, assessments, systems and more (T2 … T14).

One table for all kinds: each entry is about a subject, was done on a day, may run out on a day, and has facts of its
kind. What is said anew ends the entry before, which stays as history.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, select, text, update
from sqlmodel import Field, Session, col

from storage.columns import Table, json_field, word_field
from storage.database import insert_new
from storage.vocabulary import RegisterKind

_STANDING = text("ended_at is null")
_SAID = ("person_id", "done_on", "due_on", "facts")


class RegisterEntry(Table, table=True):
    """One entry; ended, never removed."""

    __tablename__ = "register_entry"
    __table_args__ = (
        Index(
            "ux_register_entry_standing",
            "unit_id",
            "kind",
            "subject",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    kind: RegisterKind = word_field(RegisterKind)
    subject: str = Field(default="", max_length=80)
    """Whom or what of the unit it is about: 王铁柱 消防设施操作员, 主楼, 燃气报警; "" where there is but one."""
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    done_on: date | None = None
    """When it was issued, done, tested, reviewed, counted, or began."""
    due_on: date | None = None
    """When it runs out, where that was said; else it follows from `done_on` by the table."""
    facts: dict[str, Any] = json_field(default_factory=dict)
    """What else was said, in JSON types, words as their codes; keys by kind as handlers/understand/register_entry."""
    said_at: datetime
    said_by: str = Field(default="", max_length=260)
    """The message or the workbook that said so."""
    verified_by: int | None = Field(default=None, foreign_key="person.id")
    verified_at: datetime | None = None
    ended_at: datetime | None = None


class RegisterNotice(Table, table=True):
    """One reminder that was given: of an entry, as it stood, so many days before it runs out (0: it has)."""

    __tablename__ = "register_notice"
    __table_args__ = (UniqueConstraint("entry_id", "step"),)

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = Field(foreign_key="register_entry.id")
    step: int
    at: datetime


class Put(StrEnum):
    """What became of what was said."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


def standing(session: Session, unit_ids: Collection[int], *kinds: RegisterKind) -> Sequence[RegisterEntry]:
    """Return the entries of these units that stand (of `kinds`, none given: of all), by unit, kind and subject."""
    rows = select(RegisterEntry).where(
        col(RegisterEntry.ended_at).is_(None), col(RegisterEntry.unit_id).in_(unit_ids)
    )
    found = session.scalars(rows.where(col(RegisterEntry.kind).in_(kinds)) if kinds else rows).all()
    order = list(RegisterKind)
    return sorted(found, key=lambda one: (one.unit_id, order.index(one.kind), one.subject))


def find(session: Session, unit_id: int, kind: RegisterKind, subject: str) -> RegisterEntry | None:
    """Return the entry that stands, None where there is none."""
    rows = select(RegisterEntry).where(
        col(RegisterEntry.unit_id) == unit_id,
        col(RegisterEntry.kind) == kind,
        col(RegisterEntry.subject) == subject,
        col(RegisterEntry.ended_at).is_(None),
    )
    return session.scalars(rows.execution_options(populate_existing=True)).first()


def of_person(session: Session, person_id: int, kind: RegisterKind) -> Sequence[RegisterEntry]:
    """Return what stands of the person, by subject."""
    rows = select(RegisterEntry).where(
        col(RegisterEntry.person_id) == person_id,
        col(RegisterEntry.kind) == kind,
        col(RegisterEntry.ended_at).is_(None),
    )
    return session.scalars(rows.order_by(col(RegisterEntry.subject))).all()


def ever(session: Session, unit_ids: Collection[int], *kinds: RegisterKind) -> Sequence[RegisterEntry]:
    """Return the entries of these units and kinds that stand or ever stood, oldest first."""
    rows = select(RegisterEntry).where(col(RegisterEntry.unit_id).in_(unit_ids), col(RegisterEntry.kind).in_(kinds))
    return session.scalars(rows.order_by(col(RegisterEntry.id))).all()


def history(session: Session, unit_id: int, kind: RegisterKind, subject: str) -> Sequence[RegisterEntry]:
    """Return what was ever said of the subject, oldest first."""
    rows = select(RegisterEntry).where(
        col(RegisterEntry.unit_id) == unit_id, col(RegisterEntry.kind) == kind, col(RegisterEntry.subject) == subject
    )
    return session.scalars(rows.order_by(col(RegisterEntry.id))).all()


def put(session: Session, row: RegisterEntry, *, now: datetime) -> Put:
    """Let `row` stand in place of what stood for its subject; what says the same changes nothing.

    What `row` does not say of a building stays: that the acceptance was filed says nothing about the appraisal.
    """
    session.flush()
    before = find(session, row.unit_id, row.kind, row.subject)
    if before is not None:
        if row.kind is RegisterKind.BUILDING:
            row.facts = before.facts | row.facts
            row.done_on, row.due_on = row.done_on or before.done_on, row.due_on or before.due_on
        if all(getattr(before, name) == getattr(row, name) for name in _SAID):
            return Put.SAME
        end(session, before, now=now)
    if not insert_new(session, RegisterEntry, [row.model_dump(exclude={"id"})]):
        return Put.SAME
    return Put.CHANGED if before is not None else Put.ADDED


def end(session: Session, entry: RegisterEntry, *, now: datetime) -> bool:
    """Let the entry stand no longer; return False where it did not any more."""
    ended = session.connection().execute(
        update(RegisterEntry)
        .where(col(RegisterEntry.id) == entry.id, col(RegisterEntry.ended_at).is_(None))
        .values(ended_at=now)
    )
    session.refresh(entry)
    return ended.rowcount == 1


def verify(session: Session, entry: RegisterEntry, by: int | None, *, now: datetime) -> None:
    """Note who has verified the entry against the paper; None: nobody has."""
    entry.verified_by, entry.verified_at = by, now if by is not None else None
    session.flush()


def note(session: Session, entry: RegisterEntry, step: int, *, now: datetime) -> bool:
    """Note that the reminder is given; return False where it was before."""
    return insert_new(session, RegisterNotice, [{"entry_id": entry.id, "step": step, "at": now}]) == 1
