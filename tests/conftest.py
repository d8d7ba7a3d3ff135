"""Databases for every test that asks: SQLite always, a real PostgreSQL where one can be had."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from uuid import uuid4
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine, event

from bot import collector
from storage.database import open_engine
from storage.schema import migrate
from tests.postgresql import NotInstalled, serving

# How long something takes on a busy machine is no finding.
settings.register_profile("minan", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("minan")

_relax_once = cache(collector.relax)
_OF_STORIES_ON_POSTGRESQL = 3
"""Every story is told on SQLite, and every third one on PostgreSQL as well: what depends on the kind of database is
tested on both in storage/, scheduler/, crash/ and bot/."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--all-databases`."""
    parser.addoption("--all-databases", action="store_true", help="tell every story on PostgreSQL as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave most stories to SQLite alone, the same ones in every run and in every worker."""
    if config.getoption("--all-databases"):
        return
    left_out = [item for item in items if _is_for_sqlite_alone(item.nodeid)]
    items[:] = [item for item in items if not _is_for_sqlite_alone(item.nodeid)]
    config.hook.pytest_deselected(items=left_out)


def _is_for_sqlite_alone(name: str) -> bool:
    is_second = "tests/stories/" in name and "postgresql" in name.partition("[")[2]
    return is_second and bool(crc32(name.encode()) % _OF_STORIES_ON_POSTGRESQL)


def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Relax the collector as the program does at its start, once the first test has loaded what all need."""
    _relax_once()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Start a PostgreSQL server of this test session; the URL has no database name yet."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(serving())
        except NotInstalled as reason:
            if os.environ.get("CI") == "true":
                pytest.fail(str(reason))
            pytest.skip(str(reason))
        yield url


@pytest.fixture(scope="session")
def _template(postgresql_server: str) -> str:
    engine = open_engine(postgresql_server.format(name="postgres"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CREATE DATABASE minan_template")
    engine.dispose()
    template = open_engine(postgresql_server.format(name="minan_template"))
    migrate(template)
    template.dispose()
    return "minan_template"


@pytest.fixture
def postgresql_url(postgresql_server: str, _template: str) -> str:
    """Make a new migrated PostgreSQL database and return its URL."""
    name = f"minan_{uuid4().hex[:12]}"
    engine = create_engine(postgresql_server.format(name="postgres").replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {_template}")
    engine.dispose()
    return postgresql_server.format(name=name)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "minan.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    engine.dispose()
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, _sqlite_template: Path) -> str:
    """Make a new migrated SQLite database and return its URL."""
    path = tmp_path / "minan.db"
    shutil.copy(_sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Run the test once on each database."""
    return str(request.getfixturevalue(f"{request.param}_url"))


def _quick(url: str) -> Iterator[Engine]:
    """Give an engine that does not wait for the disk: these tests end no machine."""
    engine = open_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    yield engine
    engine.dispose()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Give the engine of a new migrated database, once for each kind."""
    yield from _quick(database_url)


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    """Give the engine of a new migrated SQLite database, where the kind makes no difference."""
    yield from _quick(sqlite_url)
