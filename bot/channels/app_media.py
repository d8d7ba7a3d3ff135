"""Pictures and files of the self-built app: those that people sent to it, and ours on their way to people."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import Engine

from bot.channels import outgoing_file
from bot.channels.access_token import AccessToken
from bot.channels.app_token import NAME
from bot.channels.channel import Fetched, GiveUp
from bot.channels.http import Caller, Declined, nothing_said_yet, raise_unless_taken
from bot.channels.media_ids import MediaIds
from bot.wire import media, words
from bot.wire.verdicts import Outcome, verdict
from config.clock import Clock
from config.limits import Limits
from config.settings import Settings


class AppMedia:
    """The files of one app. Source: document/path/90253 (上传临时素材), 90254 (获取临时素材)."""

    def __init__(
        self, settings: Settings, limits: Limits, wecom: Caller, token: AccessToken, engine: Engine, clock: Clock
    ) -> None:
        """Take the app's connections and its token."""
        own = limits.by_channel[NAME]
        self._image_bytes = own.image_bytes
        self._file_bytes = own.file_bytes
        self._hold = own.hold_after_refusal
        self._url = f"{settings.wecom_api_url.rstrip('/')}/media"
        self._data_dir = settings.data_dir
        self._wecom = wecom
        self._token = token
        self._ids = MediaIds(engine, clock, NAME, life=limits.media_life)

    async def fetch(self, source: Mapping[str, Any]) -> Fetched:
        """Return the file with this media_id. Raises TryLater, GiveUp or TooLarge."""
        media_id = str(source.get("media_id") or "")
        if not media_id:
            raise GiveUp(words.NO_ADDRESS)
        token = await self._token.get()
        try:
            return await self._download(token, media_id)
        except Declined as declined:
            if verdict(declined.errcode).outcome is Outcome.NEW_TOKEN:
                return await self._download(await self._token.replace(token), media_id)
            raise_unless_taken({"errcode": declined.errcode}, hold=self._hold)
            raise

    async def uploaded(self, file: str, name: str, letter: int) -> tuple[str, str]:
        """Return (image or file, media id) of a file below the data folder: for one letter always the same.

        Raises TryLater or GiveUp.
        """
        content = await asyncio.to_thread(outgoing_file.read, self._data_dir, file, max_bytes=self._file_bytes)
        is_image = media.is_picture(content) and len(content) <= self._image_bytes
        kind = "image" if is_image else "file"
        upload = partial(self._upload, kind, media.plain_filename(name), content)
        with nothing_said_yet():
            return kind, await self._ids.of(letter, f"{kind}:{name}:{file}", upload)

    async def forget(self, media_id: str) -> None:
        """Upload this file anew next time: the platform does not know it any more."""
        await self._ids.forget(media_id)

    async def _download(self, token: str, media_id: str) -> Fetched:
        query = {"access_token": token, "media_id": media_id}
        return await self._wecom.download(f"{self._url}/get", query, max_bytes=self._file_bytes)

    async def _upload(self, kind: str, filename: str, content: bytes) -> str:
        token = await self._token.get()
        answer = await self._post(token, kind, filename, content)
        if verdict(answer["errcode"]).outcome is Outcome.NEW_TOKEN:
            answer = await self._post(await self._token.replace(token), kind, filename, content)
        raise_unless_taken(answer, hold=self._hold)
        return str(answer["media_id"])

    async def _post(self, token: str, kind: str, filename: str, content: bytes) -> Mapping[str, Any]:
        query = {"access_token": token, "type": kind}
        return await self._wecom.call("POST", f"{self._url}/upload", query, files={"media": (filename, content)})
