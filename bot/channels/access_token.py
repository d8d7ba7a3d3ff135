"""One access token per app, shared by all tasks and processes, renewed by one caller at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import Session

from bot.channels.channel import TryLater
from bot.wire import words
from config.clock import Clock
from storage import leases
from storage.database import reading, work

Fetch = Callable[[], Awaitable[tuple[str, timedelta]]]
"""Ask the platform for a token and how long it lives. Raises TryLater or GiveUp."""

POLL_SECONDS = 0.1

_Kept = tuple[str, datetime]
"""A token and until when it is to be used."""


class AccessToken:
    """Gives the app's living token. Source: document/path/91039 (获取access_token)."""

    def __init__(
        self, engine: Engine, clock: Clock, name: str, fetch: Fetch, *, early: timedelta, lease: timedelta
    ) -> None:
        """Take what names the token for all processes (no secret) and how a new one is fetched.

        It is renewed `early`, so that no message meets an expired one. `lease` is longer than a fetch: nobody
        else fetches while we do, somebody does where we died.
        """
        self._engine = engine
        self._clock = clock
        self._name = f"token:{name}"
        self._holder = uuid4().hex
        self._fetch = fetch
        self._early = early
        self._lease = lease
        self._kept: _Kept | None = None
        self._refused = ""
        self._search: asyncio.Task[str] | None = None

    async def get(self) -> str:
        """Return a token that should work. Raises TryLater or GiveUp where none can be had."""
        if self._kept is not None and self._clock() < self._kept[1]:
            return self._kept[0]
        # All who ask meanwhile share one search and its outcome: thirty messages are not thirty time-outs.
        if self._search is None or self._search.done():
            self._search = asyncio.create_task(self._find(), name="access token")
        return await asyncio.shield(self._search)

    async def replace(self, refused: str) -> str:
        """Return another token than the one that the platform refused. Raises TryLater or GiveUp."""
        token = await self._without(refused)
        # A search that had begun before may have brought the refused one.
        return token if token != refused else await self._without(refused)

    async def _without(self, refused: str) -> str:
        if self._kept is not None and self._kept[0] == refused:
            self._kept = None
        self._refused = refused
        return await self.get()

    async def _find(self) -> str:
        for _ in range(int(self._lease.total_seconds() / POLL_SECONDS)):
            kept, is_ours_to_fetch = await asyncio.to_thread(self._look)
            if is_ours_to_fetch:
                kept = await self._renew()
            if kept is not None:
                self._kept = kept
                return kept[0]
            await asyncio.sleep(POLL_SECONDS)
        raise TryLater(words.OTHERS_FETCH)

    def _look(self) -> tuple[_Kept | None, bool]:
        """Return the token that some process keeps, or whether it is now ours to fetch one."""
        now = self._clock()
        with reading(self._engine) as session:
            if (kept := self._read(session, now)) is not None and kept[0] != self._refused:
                return kept, False
        with work(self._engine) as session:
            leases.drop_value(session, self._name, self._refused)
            if not leases.take(session, self._name, holder=self._holder, now=now, until=now + self._lease):
                return None, False
            # Only the holder may look: what the one before kept is visible once the lease is ours.
            if (kept := self._read(session, now)) is not None:
                leases.release(session, self._name, holder=self._holder)
                return kept, False
        return None, True

    def _read(self, session: Session, now: datetime) -> _Kept | None:
        lease = session.get(leases.Lease, self._name)
        if lease is None or not lease.value or lease.value_until is None or lease.value_until <= now:
            return None
        return lease.value, lease.value_until

    async def _renew(self) -> _Kept:
        asked_at = self._clock()
        try:
            token, lifetime = await self._fetch()
        except BaseException:
            await asyncio.to_thread(self._give_back)
            raise
        # A token that lives shorter than twice our margin is used for half its life.
        until = asked_at + max(lifetime - self._early, lifetime / 2)
        await asyncio.to_thread(self._keep, token, until)
        return token, until

    def _keep(self, token: str, until: datetime) -> None:
        with work(self._engine) as session:
            leases.keep_value(session, self._name, holder=self._holder, value=token, until=until)

    def _give_back(self) -> None:
        with work(self._engine) as session:
            leases.release(session, self._name, holder=self._holder)
