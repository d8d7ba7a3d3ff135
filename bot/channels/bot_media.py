"""Pictures and files of the smart bot: those that people sent to it, and ours on their way, in chunks."""

import asyncio
import base64
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import Engine

from bot.channels import outgoing_file
from bot.channels.channel import Fetched, GiveUp
from bot.channels.http import Caller, nothing_said_yet, raise_unless_taken
from bot.channels.media_ids import MediaIds
from bot.rules import picture
from bot.wire import frames, media, words
from bot.wire.frames import Frame
from config.clock import Clock
from config.limits import Limits
from config.settings import Settings

Ask = Callable[[str, Mapping[str, Any]], Awaitable[Frame]]
"""Send one command and return its answer. Raises TryLater."""


class BotMedia:
    """The files of one bot. Source: document/path/101463 (长连接: 上传临时素材), 100719 (接收消息)."""

    def __init__(
        self, channel: str, settings: Settings, limits: Limits, ask: Ask, engine: Engine, clock: Clock
    ) -> None:
        """Take the channel's name and how it asks the platform."""
        own = limits.by_channel[channel]
        self._image_bytes = own.image_bytes
        self._file_bytes = own.file_bytes
        self._hold = own.hold_after_refusal
        self._chunk_bytes = limits.connection.upload_chunk_bytes
        self._data_dir = settings.data_dir
        self._ask = ask
        self._servers = Caller(limits.http_timeout)
        self._ids = MediaIds(engine, clock, channel, life=limits.media_life)

    async def close(self) -> None:
        """Close the connections to the file servers."""
        await self._servers.close()

    async def fetch(self, source: Mapping[str, Any]) -> Fetched:
        """Return the file behind this address, opened with its key. Raises TryLater, GiveUp or TooLarge."""
        url, key = str(source.get("url") or ""), str(source.get("aeskey") or "")
        if not url:
            raise GiveUp(words.NO_ADDRESS)
        sealed = await self._servers.download(url, {}, max_bytes=self._file_bytes)
        if not key:
            return sealed
        try:
            return Fetched(media.opened(sealed.content, key), sealed.name)
        except media.Unreadable:
            raise GiveUp(words.CANNOT_OPEN) from None

    async def uploaded(self, file: str, name: str, letter: int) -> dict[str, Any]:
        """Return the message with this file below the data folder; its id is the same at every try of a letter.

        A picture too large for the bot is made smaller, else it goes as a file. Raises TryLater or GiveUp.
        """
        content = await asyncio.to_thread(outgoing_file.read, self._data_dir, file, max_bytes=self._file_bytes)
        kind, content = await asyncio.to_thread(self._fitting, content)
        upload = partial(self._upload, kind, media.tidy(name), content)
        with nothing_said_yet():
            media_id = await self._ids.of(letter, f"{kind}:{name}:{file}", upload)
        return {"msgtype": kind, kind: {"media_id": media_id}}

    async def forget(self, message: Mapping[str, Any]) -> None:
        """Upload this message's file anew next time: the platform does not know it any more."""
        await self._ids.forget(message[message["msgtype"]]["media_id"])

    def _fitting(self, content: bytes) -> tuple[str, bytes]:
        if media.is_picture(content):
            try:
                return "image", picture.shrunk(content, self._image_bytes)
            except picture.Unfit:
                pass
        return "file", content

    async def _upload(self, kind: str, filename: str, content: bytes) -> str:
        size = self._chunk_bytes
        pieces = [content[start : start + size] for start in range(0, len(content), size)]
        begun = await self._taken(frames.UPLOAD_BEGIN, _announcement(kind, filename, content, len(pieces)))
        upload_id = str(begun["upload_id"])
        for index, piece in enumerate(pieces):
            data = base64.b64encode(piece).decode()
            chunk = {"upload_id": upload_id, "chunk_index": index, "base64_data": data}
            await self._taken(frames.UPLOAD_CHUNK, chunk)
        ended = await self._taken(frames.UPLOAD_END, {"upload_id": upload_id})
        return str(ended["media_id"])

    async def _taken(self, cmd: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        answer = await self._ask(cmd, body)
        raise_unless_taken({"errcode": answer.errcode}, hold=self._hold)
        return answer.body


def _announcement(kind: str, filename: str, content: bytes, chunks: int) -> dict[str, Any]:
    # The platform asks for MD5 as a checksum; nothing here is secret.
    checksum = hashlib.md5(content, usedforsecurity=False).hexdigest()
    whole = {"total_size": len(content), "total_chunks": chunks, "md5": checksum}
    return {"type": kind, "filename": filename, **whole}
