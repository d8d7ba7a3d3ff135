"""People: who writes to us, what they are, whom they stand for."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Field, Session, col

from storage.columns import Table, word_field
from storage.vocabulary import Role


class Person(Table, table=True):
    """One person of the roster 「花名册」."""

    id: int | None = Field(default=None, primary_key=True)
    userid: str = Field(max_length=120)
    """As the platform spells it, for sending."""
    userid_key: str = Field(unique=True, max_length=120)
    """Lower case: the platform compares userids without regard to case and answers in lower case."""
    name: str = Field(max_length=40, index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    role: Role = word_field(Role)
    phone: str = Field(default="", max_length=30, repr=False)
    substitute_userid: str = Field(default="", max_length=120)
    is_active: bool = True
    left_at: datetime | None = None
    """When the contact book said that the person has left; what they owed is without an owner 「悬空」."""
    morning_off_at: datetime | None = None
    """Since when the person wants no morning list 「不要晨报」; None: it is sent."""


def by_userid(session: Session, userid: str) -> Person | None:
    """Return the active person with this userid, None for a stranger."""
    known = select(Person).where(col(Person.userid_key) == userid.lower(), col(Person.is_active))
    return session.scalars(known).first()


def on_roster(session: Session, userid: str) -> Person | None:
    """Return the person with this userid, also one who has left; None for a stranger."""
    return session.scalars(select(Person).where(col(Person.userid_key) == userid.lower())).first()


def rename(session: Session, person: Person, userid: str) -> bool:
    """Give the person another userid, also where they stand in for others; return False where it is somebody's."""
    holder = on_roster(session, userid)
    if holder is not None and holder.id != person.id:
        return False
    old_key = person.userid_key
    for other in session.scalars(select(Person).where(func.lower(col(Person.substitute_userid)) == old_key)):
        other.substitute_userid = userid
    person.userid, person.userid_key = userid, userid.lower()
    session.flush()
    return True


def want_mornings(session: Session, person: Person, off_at: datetime | None) -> None:
    """Let the person have the list of the morning 「晨报」, or not since `off_at`."""
    person.morning_off_at = off_at
    session.add(person)
    session.flush()


def left_since(session: Session, since: datetime) -> Sequence[Person]:
    """Return who has left since then, earliest first."""
    return session.scalars(
        select(Person).where(col(Person.left_at) >= since).order_by(col(Person.left_at), col(Person.id))
    ).all()


def by_name(session: Session, name: str, unit_ids: set[int]) -> Sequence[Person]:
    """Return the active people of these units called `name`, by id; more than one where the name is shared."""
    named = select(Person).where(col(Person.name) == name, col(Person.unit_id).in_(unit_ids), col(Person.is_active))
    return session.scalars(named.order_by(col(Person.id))).all()


def of_unit(session: Session, unit_id: int, *roles: Role) -> Sequence[Person]:
    """Return the active people of the unit with one of `roles` (none given: everybody), in the order of `roles`."""
    found = session.scalars(
        select(Person).where(col(Person.unit_id) == unit_id, col(Person.is_active)).order_by(col(Person.id))
    ).all()
    if not roles:
        return found
    return sorted((one for one in found if one.role in roles), key=lambda one: roles.index(one.role))


def with_role(session: Session, role: Role) -> Sequence[Person]:
    """Return all active people with this role, by id."""
    return session.scalars(
        select(Person).where(col(Person.role) == role, col(Person.is_active)).order_by(col(Person.id))
    ).all()


def is_anybody(session: Session) -> bool:
    """Return whether there is anybody active at all: the bureau has begun."""
    return session.scalar(select(col(Person.id)).where(col(Person.is_active)).limit(1)) is not None


def everybody(session: Session) -> Sequence[Person]:
    """Return all active people, by id."""
    return session.scalars(select(Person).where(col(Person.is_active)).order_by(col(Person.id))).all()
