"""The engine, prepared for SQLite and PostgreSQL, and one session per unit of work."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, create_engine, event, literal, make_url
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlmodel import Session

from storage.plain_insert import insert_ignoring

READ_ONLY = "minan_read_only"

POSTGRESQL_LIMITS = (
    # A frozen process must not hold row locks for ever; longer than any single unit of work.
    "-c idle_in_transaction_session_timeout=30000 -c lock_timeout=15000 -c statement_timeout=60000"
)


def open_engine(url: str) -> Engine:
    """Return an engine for `url` (`sqlite:///…` or `postgresql://…`).

    Creates the folder of a SQLite file. Raises sqlalchemy.exc.ArgumentError where the URL cannot be read.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            parsed,
            connect_args={"check_same_thread": False, "timeout": 20},
            pool_size=20,
            hide_parameters=True,
        )
        _prepare_sqlite(engine)
        return engine
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(
        parsed,
        pool_size=20,
        pool_pre_ping=True,
        # An error must not log what people wrote, nor a token.
        hide_parameters=True,
        connect_args={"connect_timeout": 10, "options": POSTGRESQL_LIMITS},
    )


def _prepare_sqlite(engine: Engine) -> None:
    """Let each transaction begin by our own BEGIN IMMEDIATE.

    The stock driver begins late and upgrades a read lock to a write lock, which loses updates or fails with
    “database is locked” whatever the busy timeout is.
    """

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        # FULL: an acknowledged report survives a power cut, at a cost far below what a county needs.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=20000")
        # What was covered 「举报」 is overwritten in the file as well.
        cursor.execute("PRAGMA secure_delete=FAST")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        is_read_only = connection.get_execution_options().get(READ_ONLY, False)
        connection.exec_driver_sql("BEGIN" if is_read_only else "BEGIN IMMEDIATE")


@contextmanager
def work(engine: Engine) -> Iterator[Session]:
    """Yield the session of one unit of work: committed at the end, rolled back where an exception leaves it."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Yield a session that only reads, so that on SQLite it waits for no writer."""
    with (
        engine.connect().execution_options(**{READ_ONLY: True}) as connection,
        Session(connection, expire_on_commit=False) as session,
    ):
        yield session


def insert_new(session: Session | Connection, table: type[Any], rows: list[dict[str, Any]]) -> int:
    """Insert the rows that no unique key refuses; return how many were inserted.

    All rows have the same keys; one statement for all of them; scalar column defaults of the table apply.
    """
    if not rows:
        return 0
    target = cast(Table, table.__table__)
    connection = session.connection() if isinstance(session, Session) else session
    if connection.dialect.name == "sqlite":
        return insert_ignoring(connection, target, rows)
    # psycopg counts no rows of a many-row insert, so they are returned and counted.
    statement = postgresql_insert(target).on_conflict_do_nothing().returning(literal(1))
    return len(connection.execute(statement, rows).all())
