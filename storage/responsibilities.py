"""Who answers by name for what at which unit (T1-2), and the five of a key unit 「五包一」 (T2-6)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Index, or_, select, text, update
from sqlmodel import Field, Session, col

from storage.columns import Table, word_field
from storage.database import insert_new
from storage.people import Person
from storage.vocabulary import Responsibility

THREE = (Responsibility.SUPERVISION, Responsibility.MAIN, Responsibility.TERRITORY)
"""Who answers for every institution (T1-2)."""
FIVE = (
    Responsibility.KEY_1,
    Responsibility.KEY_2,
    Responsibility.KEY_3,
    Responsibility.KEY_4,
    Responsibility.KEY_5,
)
"""Who answers for a key unit besides 「五包一」 (T2-6); who the five are is the county's to say."""

_STANDING = text("ended_at is null")


class Answerable(Table, table=True):
    """One person who answers for one thing at one unit; ended, never removed."""

    __table_args__ = (
        Index(
            "ux_answerable_standing",
            "unit_id",
            "responsibility",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    responsibility: Responsibility = word_field(Responsibility)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """None for somebody who is not on the roster."""
    name: str = Field(max_length=40)
    title: str = Field(default="", max_length=60)
    phone: str = Field(default="", max_length=30, repr=False)
    since: date
    ended_at: datetime | None = None
    said_by: str = Field(default="", max_length=260)
    """The message or the workbook that said so."""


Standing = Mapping[int, Mapping[Responsibility, Answerable]]
"""By unit, then by responsibility; units of which nobody is named are left out."""


def standing(session: Session, unit_ids: Collection[int]) -> Standing:
    """Return who answers at these units now; somebody who is no longer in use leaves a gap and is not among them."""
    rows = (
        select(Answerable)
        .outerjoin(Person, col(Person.id) == col(Answerable.person_id))
        .where(
            col(Answerable.unit_id).in_(unit_ids),
            col(Answerable.ended_at).is_(None),
            or_(col(Answerable.person_id).is_(None), col(Person.is_active)),
        )
    )
    found: dict[int, dict[Responsibility, Answerable]] = {}
    for row in session.scalars(rows.order_by(col(Answerable.id))):
        found.setdefault(row.unit_id, {})[row.responsibility] = row
    return found


def of_unit(session: Session, unit_id: int) -> Mapping[Responsibility, Answerable]:
    """Return who answers at the unit now."""
    return standing(session, [unit_id]).get(unit_id, {})


def person_for(session: Session, unit_id: int, responsibility: Responsibility) -> Person | None:
    """Return who of the roster answers for this at the unit now, None where nobody or somebody from outside does."""
    rows = (
        select(Person)
        .join(Answerable, col(Answerable.person_id) == col(Person.id))
        .where(
            col(Answerable.unit_id) == unit_id,
            col(Answerable.responsibility) == responsibility,
            col(Answerable.ended_at).is_(None),
            col(Person.is_active),
        )
    )
    return session.scalars(rows).first()


def of_person(session: Session, person_id: int) -> Sequence[Answerable]:
    """Return what the person answers for now, by id."""
    rows = select(Answerable).where(col(Answerable.person_id) == person_id, col(Answerable.ended_at).is_(None))
    return session.scalars(rows.order_by(col(Answerable.id))).all()


def ever(session: Session, unit_ids: Collection[int]) -> Sequence[Answerable]:
    """Return who answers or ever answered at these units, oldest first."""
    return session.scalars(
        select(Answerable).where(col(Answerable.unit_id).in_(unit_ids)).order_by(col(Answerable.id))
    ).all()


def history(session: Session, unit_id: int, responsibility: Responsibility) -> Sequence[Answerable]:
    """Return who answered for this at the unit, also those who no longer do, oldest first."""
    rows = select(Answerable).where(
        col(Answerable.unit_id) == unit_id, col(Answerable.responsibility) == responsibility
    )
    return session.scalars(rows.order_by(col(Answerable.id))).all()


def put(session: Session, row: Answerable, *, now: datetime) -> bool:
    """Let the person of `row` answer from now on, whoever did before; return False where that was so already.

    The one before keeps a row of their own, ended at `now`.
    """
    session.flush()
    before = _kept(session, row.unit_id, row.responsibility)
    if before is not None:
        facts = ("person_id", "name", "title", "phone")
        if all(getattr(before, one) == getattr(row, one) for one in facts):
            return False
        end(session, row.unit_id, row.responsibility, now=now)
    return insert_new(session, Answerable, [row.model_dump(exclude={"id"})]) == 1


def end(session: Session, unit_id: int, responsibility: Responsibility, *, now: datetime) -> bool:
    """Let nobody answer for this at the unit; return False where nobody did."""
    kept = _kept(session, unit_id, responsibility)
    if kept is None:
        return False
    ended = session.connection().execute(
        update(Answerable)
        .where(col(Answerable.id) == kept.id, col(Answerable.ended_at).is_(None))
        .values(ended_at=now)
    )
    session.refresh(kept)
    return ended.rowcount == 1


def end_all(session: Session, person_id: int, *, now: datetime) -> None:
    """Let the person answer for nothing any more: what they answered for becomes a gap."""
    session.connection().execute(
        update(Answerable)
        .where(col(Answerable.person_id) == person_id, col(Answerable.ended_at).is_(None))
        .values(ended_at=now)
    )


def _kept(session: Session, unit_id: int, responsibility: Responsibility) -> Answerable | None:
    """Return the row that stands, also of somebody who is no longer in use."""
    rows = select(Answerable).where(
        col(Answerable.unit_id) == unit_id,
        col(Answerable.responsibility) == responsibility,
        col(Answerable.ended_at).is_(None),
    )
    return session.scalars(rows.execution_options(populate_existing=True)).first()
