"""The folder of evidence: every file is called by its content, written once, and never changed."""

import hashlib
from pathlib import Path

from bot import content_file
from storage import evidence


def keep(data_dir: Path, content: bytes) -> str:
    """Write the content down, unless it is there; return its SHA-256. It has reached the disk when this returns."""
    sha256 = hashlib.sha256(content).hexdigest()
    content_file.write(data_dir / evidence.file_of(sha256), content)
    return sha256
