"""How the smart bot uploads a file over its long connection: announced, in pieces, then put together."""

import base64
import binascii
import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from tests.wecom.bot_contents import only
from tests.wecom.contents import MD5_MISMATCH
from tests.wecom.fields import BAD_VALUE, within, words
from tests.wecom.media import MB, STARTS, File, MediaStore
from tests.wecom.replies import Refused

SESSION_SECONDS = 1800.0
CHUNK_BYTES = 512 * 1024
MAX_CHUNKS = 100
LEAST_BYTES = 5
MAX_BYTES = {"image": 2 * MB, "voice": 2 * MB, "video": 10 * MB, "file": 20 * MB}
BOT_STARTS = {"image": (*STARTS["image"], b"GIF8"), "voice": STARTS["voice"]}
"""First bytes by which jpg, png, gif and amr are known."""
UNKNOWN_UPLOAD = 40007
INCOMPLETE = 40058
_MD5 = re.compile(r"[0-9a-f]{32}")


@dataclass(slots=True)
class Upload:
    """One announced file and what has come of it."""

    kind: str
    filename: str
    total_size: int
    total_chunks: int
    md5: str
    began_at: float
    chunks: dict[int, bytes] = field(default_factory=dict)


class Uploads:
    """The upload sessions of one bot."""

    def __init__(self) -> None:
        self._open: dict[str, Upload] = {}

    def begin(self, body: dict[str, Any], now: float) -> dict[str, Any]:
        """Open a session of half an hour. Raises Refused where the announced file would not be taken."""
        only(body, "type", "filename", "total_size", "total_chunks", "md5")
        kind = words(body, "type", 40005)
        if kind not in MAX_BYTES:
            raise Refused(40005)
        filename = words(body, "filename", BAD_VALUE)
        within(body, "filename", size=256)
        if not _MD5.fullmatch(words(body, "md5", BAD_VALUE)):
            raise Refused(BAD_VALUE)
        size, chunks = _whole(body, "total_size"), _whole(body, "total_chunks")
        _check_sizes(kind, size, chunks)
        upload_id = secrets.token_urlsafe(24)
        self._open[upload_id] = Upload(kind, filename, size, chunks, body["md5"], now)
        return {"upload_id": upload_id}

    def add(self, body: dict[str, Any], now: float) -> None:
        """Take one piece; a repeated one changes nothing. Raises Refused for what is no piece of this file."""
        only(body, "upload_id", "chunk_index", "base64_data")
        upload = self._session(body, now)
        index = _whole(body, "chunk_index")
        if not 0 <= index < upload.total_chunks:
            raise Refused(BAD_VALUE)
        try:
            piece = base64.b64decode(words(body, "base64_data", 44001), validate=True)
        except binascii.Error as error:
            raise Refused(BAD_VALUE) from error
        if len(piece) > CHUNK_BYTES:
            raise Refused(45001)
        upload.chunks.setdefault(index, piece)

    def finish(self, body: dict[str, Any], now: float, media: MediaStore, owner: str) -> File:
        """Put the file together and keep it. Raises Refused for missing pieces, another md5, size or format."""
        only(body, "upload_id")
        upload = self._session(body, now)
        if len(upload.chunks) < upload.total_chunks:
            raise Refused(INCOMPLETE)
        content = b"".join(upload.chunks[index] for index in range(upload.total_chunks))
        if len(content) != upload.total_size:
            raise Refused(INCOMPLETE)
        if hashlib.md5(content).hexdigest() != upload.md5:
            raise Refused(MD5_MISMATCH)
        _check_format(upload.kind, content)
        del self._open[body["upload_id"]]
        return media.keep(upload.kind, upload.filename, content, now=now, owner=owner)

    def _session(self, body: dict[str, Any], now: float) -> Upload:
        upload = self._open.get(words(body, "upload_id", UNKNOWN_UPLOAD))
        if upload is None or now - upload.began_at >= SESSION_SECONDS:
            raise Refused(UNKNOWN_UPLOAD)
        return upload


def _whole(body: dict[str, Any], name: str) -> int:
    number = body.get(name)
    if type(number) is not int:
        raise Refused(BAD_VALUE)
    return number


def _check_sizes(kind: str, size: int, chunks: int) -> None:
    if size < LEAST_BYTES:
        raise Refused(40006)
    if size > MAX_BYTES[kind]:
        raise Refused(45001)
    if not 1 <= chunks <= MAX_CHUNKS or not chunks <= size <= chunks * CHUNK_BYTES:
        raise Refused(BAD_VALUE)


def _check_format(kind: str, content: bytes) -> None:
    if kind in BOT_STARTS and not content.startswith(BOT_STARTS[kind]):
        raise Refused(40123 if kind == "image" else 40004)
    if kind == "video" and content[4:8] != b"ftyp":
        raise Refused(40004)
