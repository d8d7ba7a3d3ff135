"""Send a picture or file up the long connection, in chunks. Source: document/path/101463 (上传临时素材)."""

import base64
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from bot.channels.http import raise_unless_taken
from bot.wire import frames
from bot.wire.frames import Frame

Ask = Callable[[str, Mapping[str, Any]], Awaitable[Frame]]
"""Send one command and return its answer. Raises TryLater."""


async def upload(ask: Ask, kind: str, filename: str, content: bytes, *, chunk_bytes: int, hold: timedelta) -> str:
    """Return the media id of the file (`kind` image or file); it lives three days. Raises TryLater or GiveUp."""
    pieces = [content[start : start + chunk_bytes] for start in range(0, len(content), chunk_bytes)]
    # The platform asks for MD5 as a checksum; nothing here is secret.
    checksum = hashlib.md5(content, usedforsecurity=False).hexdigest()
    begun = await ask(
        frames.UPLOAD_BEGIN,
        {
            "type": kind,
            "filename": filename,
            "total_size": len(content),
            "total_chunks": len(pieces),
            "md5": checksum,
        },
    )
    raise_unless_taken({"errcode": begun.errcode}, hold=hold)
    upload_id = str(begun.body["upload_id"])
    for index, piece in enumerate(pieces):
        data = base64.b64encode(piece).decode()
        chunk = {"upload_id": upload_id, "chunk_index": index, "base64_data": data}
        taken = await ask(frames.UPLOAD_CHUNK, chunk)
        raise_unless_taken({"errcode": taken.errcode}, hold=hold)
    ended = await ask(frames.UPLOAD_END, {"upload_id": upload_id})
    raise_unless_taken({"errcode": ended.errcode}, hold=hold)
    return str(ended.body["media_id"])
