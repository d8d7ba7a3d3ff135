"""Files that people sent to the smart bot: sealed with a key of their own, behind an address that soon dies."""

import base64
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from tests.wecom.replies import Reply, html
from tests.wecom.request import Request

if TYPE_CHECKING:
    from tests.wecom.platform import Platform

ENDPOINT = "aibot/file"
"""Its name for faults, latency and counters, as with every other endpoint."""
LIFETIME = 300.0
BLOCK = 32
"""Padding goes to a multiple of 32 bytes, although AES blocks have 16."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One file as it lies behind its address."""

    ciphertext: bytes
    filename: str
    made_at: float


class BotFiles:
    """The sealed files of one platform, by what their address ends with."""

    def __init__(self) -> None:
        self._files: dict[str, SealedFile] = {}

    def seal(self, content: bytes, filename: str, now: float) -> tuple[str, str]:
        """Keep a file. Returns (its name in the address, its key in base64 with padding)."""
        name, key = secrets.token_urlsafe(24), os.urandom(32)
        self._files[name] = SealedFile(encrypted(content, key), filename, now)
        return name, base64.b64encode(key).decode()

    def get(self, name: str, now: float) -> SealedFile | None:
        """Return the file, or None where the address is unknown or older than five minutes."""
        file = self._files.get(name)
        return file if file and now - file.made_at < LIFETIME else None


def encrypted(content: bytes, key: bytes) -> bytes:
    """Return AES-256-CBC of the content, IV = the key's first 16 bytes, padded to 32."""
    pad = BLOCK - len(content) % BLOCK
    encryptor = Cipher(AES(key), CBC(key[:16])).encryptor()
    return encryptor.update(content + bytes([pad]) * pad) + encryptor.finalize()


def download(platform: "Platform", request: Request) -> Reply:
    """Answer a file's sealed bytes; its name stands in Content-Disposition alone. 403 once the address died."""
    file = platform.bot_files.get(request.query.get("sign", ""), platform.clock())
    if file is None:
        return html(403)
    disposition = f"attachment; filename*=UTF-8''{quote(file.filename)}"
    return Reply(
        file.ciphertext,
        content_type=b"application/octet-stream",
        headers=((b"content-disposition", disposition.encode()),),
    )
