"""One holder of a named thing: a long connection, a platform token, the claiming of outgoing messages."""

from datetime import datetime

from sqlalchemy import or_, update
from sqlmodel import Field, Session, col

from storage.columns import Table
from storage.database import insert_new

NOBODY = ""


class Lease(Table, table=True):
    """Who holds the thing called `name`, and until when; `value` is what the holder wants others to know."""

    name: str = Field(primary_key=True, max_length=120)
    holder: str = NOBODY
    held_until: datetime | None = None
    value: str = ""
    value_until: datetime | None = None


def take(session: Session, name: str, *, holder: str, now: datetime, until: datetime) -> bool:
    """Take or keep the lease until `until`; return False where somebody else holds it."""
    insert_new(session, Lease, [{"name": name}])
    taken = session.connection().execute(
        update(Lease)
        .where(col(Lease.name) == name)
        .where(or_(col(Lease.holder).in_([NOBODY, holder]), col(Lease.held_until) < now))
        .values(holder=holder, held_until=until)
    )
    return taken.rowcount == 1


def release(session: Session, name: str, *, holder: str) -> None:
    """Give the lease back; nothing happens where somebody else has taken it over."""
    session.connection().execute(
        update(Lease)
        .where(col(Lease.name) == name, col(Lease.holder) == holder)
        .values(holder=NOBODY, held_until=None)
    )


def serialise(session: Session, name: str) -> None:
    """Let this transaction be the only one in `name` until it ends: a row lock on PostgreSQL.

    On SQLite every writing transaction is alone already.
    """
    insert_new(session, Lease, [{"name": name}])
    session.connection().execute(update(Lease).where(col(Lease.name) == name).values(holder=NOBODY))


def value(session: Session, name: str, *, now: datetime) -> str | None:
    """Return the value kept under `name` while it is valid, else None."""
    lease = session.get(Lease, name)
    if lease is None or not lease.value or (lease.value_until is not None and lease.value_until <= now):
        return None
    return lease.value


def keep_value(session: Session, name: str, *, holder: str, value: str, until: datetime) -> None:
    """Keep `value` until `until` and give the lease back, where `holder` still holds it."""
    session.connection().execute(
        update(Lease)
        .where(col(Lease.name) == name, col(Lease.holder) == holder)
        .values(holder=NOBODY, held_until=None, value=value, value_until=until)
    )


def note(session: Session, name: str, *, holder: str, value: str) -> None:
    """Let others know `value` for as long as nobody writes another, where `holder` holds the lease."""
    session.connection().execute(
        update(Lease)
        .where(col(Lease.name) == name, col(Lease.holder) == holder)
        .values(value=value, value_until=None)
    )


def free(session: Session, name: str) -> None:
    """Give the lease back whoever holds it; only for the one process of a SQLite file at its start."""
    session.connection().execute(update(Lease).where(col(Lease.name) == name).values(holder=NOBODY, held_until=None))


def drop_value(session: Session, name: str, value: str) -> None:
    """Forget `value`; nothing happens where a newer one has replaced it."""
    session.connection().execute(
        update(Lease).where(col(Lease.name) == name, col(Lease.value) == value).values(value="", value_until=None)
    )
