"""What visitors attach on the page, below the sandbox's data folder until it is started over."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from bot.channels.channel import Fetched, GiveUp
from storage import evidence, papers

NAME = r"^[0-9a-f]{32}$"
"""What an upload is called."""

_FOLDER = "uploads"
_GONE = "上传的内容已经不在了"


class Uploads:
    """The folder of uploads; one is kept after it was fetched, for it may be quoted later."""

    def __init__(self, folder: Path) -> None:
        """Take the sandbox's data folder."""
        self._data = folder
        self._folder = folder / _FOLDER

    def keep(self, content: bytes) -> str:
        """Write the content down; return its name."""
        self._folder.mkdir(parents=True, exist_ok=True)
        name = uuid4().hex
        (self._folder / name).write_bytes(content)
        return name

    def has(self, name: str) -> bool:
        """Return whether there is such an upload."""
        return re.match(NAME, name) is not None and (self._folder / name).is_file()

    def fetch(self, source: Mapping[str, Any]) -> Fetched:
        """Return what a message's `media` names: an upload, or by `sent` what the bot sent. Raises GiveUp."""
        path = self._folder / source["upload"] if "upload" in source else self._data / source["sent"]
        try:
            return Fetched(path.read_bytes(), str(source.get("name", "")))
        except OSError as error:
            raise GiveUp(_GONE) from error


def clear(folder: Path) -> None:
    """Remove all uploads, evidence and documents below the sandbox's data folder."""
    for name in (_FOLDER, evidence.FOLDER, papers.FOLDER):
        shutil.rmtree(folder / name, ignore_errors=True)
