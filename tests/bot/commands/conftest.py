"""The command line on a database of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.__main__ import main
from storage.database import open_engine
from storage.schema import migrate

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a call of the command line: exit code, output, complaints."""
    monkeypatch.setenv("MINAN_DATABASE_URL", f"sqlite:///{tmp_path / 'commands.db'}")
    monkeypatch.setenv("MINAN_DATA_DIR", str(tmp_path))

    def call(*arguments: object) -> tuple[int, str, str]:
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as left:
            code = int(left.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """Give the migrated database that the command line works on."""
    engine = open_engine(f"sqlite:///{tmp_path / 'commands.db'}")
    migrate(engine)
    yield engine
    engine.dispose()
