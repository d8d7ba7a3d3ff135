"""A SQLite file is served by one process; another one waits as standby until the first is gone."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine


@contextmanager
def only_process(engine: Engine, on_wait: Callable[[], None]) -> Iterator[bool]:
    """Hold the database for this process; yield whether it is held for us alone (SQLite) or shared (PostgreSQL).

    Calls `on_wait` once and then waits where another process holds the file. The kernel frees the lock of a
    process that died, so a crash leaves nothing to clean up.
    """
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:":
        yield False
        return
    descriptor = os.open(Path(f"{path}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield True
    finally:
        os.close(descriptor)
