"""Read the file that a letter sends."""

from pathlib import Path

from bot.channels.channel import GiveUp
from bot.wire import words

LEAST_BYTES = 6
"""WeCom takes nothing smaller. Source: document/path/90253 (上传临时素材)."""
_MB = 1 << 20


def read(data_dir: Path, file: str, *, max_bytes: int) -> bytes:
    """Return what is in `file`, a path below the data folder. Raises GiveUp where it is gone or of a wrong size."""
    path = (data_dir / file).resolve()
    if not path.is_relative_to(data_dir.resolve()) or not path.is_file():
        raise GiveUp(words.FILE_GONE)
    size = path.stat().st_size
    if size < LEAST_BYTES:
        raise GiveUp(words.FILE_TOO_SMALL)
    if size > max_bytes:
        raise GiveUp(words.FILE_TOO_LARGE.format(limit=f"{max_bytes / _MB:g}"))
    return path.read_bytes()
