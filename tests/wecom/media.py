"""Temporary files 临时素材: what may be uploaded, how it arrives, how long it lives."""

import re
import secrets
from dataclasses import dataclass

from tests.wecom.replies import Refused

DAY = 86_400.0
LIFETIME = 3 * DAY
MIN_BYTES = 6
"""Everything must have more than 5 bytes."""

MB = 1 << 20
MAX_BYTES = {"image": 10 * MB, "voice": 2 * MB, "video": 10 * MB, "file": 20 * MB}
STARTS = {"image": (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"), "voice": (b"#!AMR",)}
"""First bytes by which jpg, png and amr are known."""

_BOUNDARY = re.compile(r'boundary="?([^";]+)"?')
_NAME = re.compile(rb'(?<![\w*])name="?([^";\r\n]*)"?')
_FILENAME = re.compile(rb'(?<!\w)filename="([^"\r\n]*)"')


@dataclass(frozen=True, slots=True)
class File:
    """One uploaded file; `owner` is a webhook's key, the bot's id, or "" for the corp's apps."""

    media_id: str
    kind: str
    filename: str
    content: bytes
    owner: str
    created_at: float


class MediaStore:
    """The files of the tenant; ids are found for three days and only by their owner."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}

    def put(self, kind: str, filename: str, content: bytes, *, now: float, owner: str = "") -> File:
        """Keep a file. Raises Refused where kind, size or format is not allowed."""
        check_content(kind, content)
        return self.keep(kind, filename, content, now=now, owner=owner)

    def keep(self, kind: str, filename: str, content: bytes, *, now: float, owner: str) -> File:
        """Keep a file that was checked by other rules."""
        file = File(f"3{secrets.token_urlsafe(40)}", kind, filename, content, owner, now)
        self._files[file.media_id] = file
        return file

    def get(self, media_id: object, *, now: float, owner: str = "", kind: str = "") -> File:
        """Return the file. Raises Refused(40007) for unknown, expired, another's or another kind of file."""
        file = self._files.get(str(media_id))
        if file is None or file.owner != owner or now - file.created_at >= LIFETIME:
            raise Refused(40007)
        if kind and file.kind != kind:
            raise Refused(40007)
        return file


def check_content(kind: str, content: bytes) -> None:
    """Raise Refused where WeCom would not take these bytes as a file of this kind."""
    if kind not in MAX_BYTES:
        raise Refused(40005)
    if not content:
        raise Refused(44001)
    if len(content) < MIN_BYTES:
        raise Refused(40006)
    if len(content) > MAX_BYTES[kind]:
        raise Refused(45001)
    if kind in STARTS and not content.startswith(STARTS[kind]):
        raise Refused(40123 if kind == "image" else 40004)
    if kind == "video" and content[4:8] != b"ftyp":
        raise Refused(40004)


def read_upload(content_type: str, body: bytes) -> tuple[str, bytes]:
    """Return (filename, content) of the multipart field `media`.

    Raises Refused(44001) where the field is missing or has no plain `filename="…"`: the form
    `filename*=` that some HTTP libraries write for Chinese names is not understood by WeCom.
    """
    boundary = _BOUNDARY.search(content_type)
    if not content_type.startswith("multipart/form-data") or boundary is None:
        raise Refused(44001)
    for part in body.split(b"--" + boundary[1].encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        name, filename = _NAME.search(head), _FILENAME.search(head)
        if name is not None and name[1] == b"media" and filename is not None and filename[1]:
            return filename[1].decode(errors="replace"), content.removesuffix(b"\r\n")
    raise Refused(44001)
