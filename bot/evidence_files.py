"""The folder of evidence: every file is called by its content, written once, and never changed."""

import hashlib
import os
import tempfile
from pathlib import Path

from bot.checkpoint import reached
from storage import evidence

_UNFINISHED = ".part"


def keep(data_dir: Path, content: bytes) -> str:
    """Write the content down, unless it is there; return its SHA-256. It has reached the disk when this returns."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = data_dir / evidence.file_of(sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        _write(target, content)
    # The folders as well: a name that is lost in a power cut is a file that is lost.
    for folder in (target.parent, target.parent.parent):
        _sync(folder)
    return sha256


def sweep(data_dir: Path) -> None:
    """Remove what a killed process left half written; only for the one process of a SQLite file at its start."""
    for unfinished in (data_dir / evidence.FOLDER).glob(f"*/*{_UNFINISHED}"):
        unfinished.unlink()


def _write(target: Path, content: bytes) -> None:
    """Let the whole file appear at once, readable by this program's account alone."""
    descriptor, name = tempfile.mkstemp(suffix=_UNFINISHED, dir=target.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        reached("fetch: before rename")
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
