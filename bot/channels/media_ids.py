"""By what id each letter sends its file: the same at every try, so that a repeat is dropped by the platform."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta

from sqlalchemy import Engine

from config.clock import Clock
from storage import uploads
from storage.database import reading, work

Upload = Callable[[], Awaitable[str]]
"""Upload a file and return its id. Raises TryLater or GiveUp."""

_SHARED_WITH_LEFT = timedelta(days=1)
"""A letter takes the upload of another only while it will live for all its own tries."""


class MediaIds:
    """The ids of one channel's uploads. Source: document/path/90253 (上传临时素材)."""

    def __init__(self, engine: Engine, clock: Clock, channel: str, *, life: timedelta) -> None:
        """Take how long the platform keeps a file."""
        self._engine = engine
        self._clock = clock
        self._channel = channel
        self._life = life

    async def of(self, letter: int, file: str, upload: Upload) -> str:
        """Return the id for this letter; letters with the same `file` share an upload. Raises as `upload` does."""
        own, shared = self._names(letter, file)
        kept = await asyncio.to_thread(self._kept, own, shared)
        if kept:
            return kept
        uploaded = await upload()
        await asyncio.to_thread(self._keep, own, shared, uploaded)
        return uploaded

    async def forget(self, media_id: str) -> None:
        """Use this id no more: the platform does not know it."""
        await asyncio.to_thread(self._forget, media_id)

    def _names(self, letter: int, file: str) -> tuple[str, str]:
        digest = hashlib.sha256(file.encode()).hexdigest()
        return f"{self._channel}:letter:{letter}", f"{self._channel}:file:{digest}"

    def _kept(self, own: str, shared: str) -> str:
        now = self._clock()
        with reading(self._engine) as session:
            mine = uploads.known(session, own, alive_at=now)
            others = uploads.known(session, shared, alive_at=now + _SHARED_WITH_LEFT)
        if mine is None and others is not None:
            with work(self._engine) as session:
                uploads.keep(session, own, others.media_id, until=others.until, now=now)
        found = mine or others
        return found.media_id if found else ""

    def _keep(self, own: str, shared: str, media_id: str) -> None:
        now = self._clock()
        with work(self._engine) as session:
            for name in (own, shared):
                uploads.keep(session, name, media_id, until=now + self._life, now=now)

    def _forget(self, media_id: str) -> None:
        with work(self._engine) as session:
            uploads.forget(session, media_id)
