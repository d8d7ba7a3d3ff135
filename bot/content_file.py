"""A file called by its content: there as a whole or not at all, and never written twice."""

import os
import tempfile
from pathlib import Path

from bot.checkpoint import reached

_UNFINISHED = ".part"


def write(target: Path, content: bytes) -> None:
    """Write the content down, unless the file is there. It has reached the disk when this returns."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        _write_aside(target, content)
    # The folders as well: a name that is lost in a power cut is a file that is lost.
    for folder in (target.parent, target.parent.parent):
        _sync(folder)


def sweep(folder: Path) -> None:
    """Remove what a killed process left half written; only for the one process of a SQLite file at its start."""
    for unfinished in folder.glob(f"*/*{_UNFINISHED}"):
        unfinished.unlink()


def _write_aside(target: Path, content: bytes) -> None:
    """Let the whole file appear at once, readable by this program's account alone."""
    descriptor, name = tempfile.mkstemp(suffix=_UNFINISHED, dir=target.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        reached("file: before rename")
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
