"""Numbers given out once each, without a gap between look-up and use."""

from sqlalchemy import func, update
from sqlmodel import Field, Session, col

from storage.columns import Table
from storage.database import insert_new


class Counter(Table, table=True):
    """The last number given out under `name`."""

    name: str = Field(primary_key=True, max_length=60)
    value: int = 0


def take_next(session: Session, name: str) -> int:
    """Return the next number under `name`, from 1; it is given to nobody else, unless this work is rolled back."""
    insert_new(session, Counter, [{"name": name}])
    taken = update(Counter).where(col(Counter.name) == name).values(value=col(Counter.value) + 1)
    return session.scalars(taken.returning(col(Counter.value))).one()


def take_many(session: Session, name: str, count: int) -> range:
    """Return the next numbers under `name`, so many of them; they are given to nobody else, as by `take_next`."""
    if count < 1:
        return range(0)
    first = take_next(session, name)
    raise_to(session, name, first + count - 1)
    return range(first, first + count)


def raise_to(session: Session, name: str, value: int) -> None:
    """Let the next number under `name` be above `value`, as after an import of numbered records."""
    insert_new(session, Counter, [{"name": name}])
    larger = func.max if session.get_bind().dialect.name == "sqlite" else func.greatest
    session.connection().execute(
        update(Counter).where(col(Counter.name) == name).values(value=larger(col(Counter.value), value))
    )


def reached(session: Session, name: str) -> int | None:
    """Return the number under `name`, None where there never was one."""
    found = session.get(Counter, name, populate_existing=True)
    return found.value if found else None


def advance(session: Session, name: str, value: int) -> bool:
    """Bring the number under `name` up to `value`, once however many processes try; return whether we did."""
    insert_new(session, Counter, [{"name": name}])
    moved = session.connection().execute(
        update(Counter).where(col(Counter.name) == name, col(Counter.value) < value).values(value=value)
    )
    return moved.rowcount == 1
