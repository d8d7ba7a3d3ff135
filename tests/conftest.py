"""Databases for every test that asks: SQLite always, a real PostgreSQL where one can be had."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine

from storage.database import open_engine
from storage.schema import migrate

HOW_TO_GET_POSTGRESQL = "没有找到 PostgreSQL 服务端程序：请先安装（Debian：apt-get install postgresql）再运行这些测试"


def _binaries() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    if on_path is not None:
        folders.append(Path(on_path).parent)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _as_postgres(command: list[str]) -> list[str]:
    # The server refuses to run as root.
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Start a PostgreSQL server of this test session; the URL has no database name yet."""
    binaries = _binaries()
    if binaries is None:
        if os.environ.get("CI") == "true":
            pytest.fail(HOW_TO_GET_POSTGRESQL)
        pytest.skip(HOW_TO_GET_POSTGRESQL)
    folder = Path(tempfile.mkdtemp(prefix="minan-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    how = ["-D", str(data), "-U", "minan", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    control = [str(binaries / "pg_ctl"), "-D", str(data), "-w"]
    # Only a socket in our own folder: several sessions side by side never meet.
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=200"
    try:
        subprocess.run(_as_postgres([str(binaries / "initdb"), *how]), check=True, capture_output=True, cwd=folder)
        start = _as_postgres([*control, "-l", str(folder / "log"), "-o", options, "start"])
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        yield f"postgresql://minan@/{{name}}?host={folder}"
        subprocess.run(
            _as_postgres([*control, "-m", "immediate", "stop"]), check=True, capture_output=True, cwd=folder
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Give the engine of a new migrated database, once for each kind."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    """Give the engine of a new migrated SQLite database, where the kind makes no difference."""
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()
