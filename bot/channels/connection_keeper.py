"""Keep the one long connection that a bot may have: by lease, through every interruption, never against ourselves."""

import asyncio
import json
import logging
import random
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import Engine

from bot.channels.long_connection import Kicked, LongConnection, Lost, Refused
from config.clock import Clock
from config.limits import ConnectionLimits
from storage import leases
from storage.database import work

log = logging.getLogger(__name__)

LEASE = "connection:smart_bot"
_LOOKS_PER_LEASE = 4


class State(StrEnum):
    """How the connection of all our processes together stands."""

    CONNECTED = "connected"
    CONNECTING = "connecting"
    REFUSED = "refused"
    KICKED = "kicked"


class Keeper:
    """Holds the connection where this process holds the lease; otherwise waits for its turn."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        limits: ConnectionLimits,
        make: Callable[[], LongConnection],
        on_kicked: Callable[[datetime], None],
    ) -> None:
        """Take how a connection is made; `on_kicked` alerts people, in a thread, with the moment."""
        self._engine = engine
        self._clock = clock
        self._limits = limits
        self._make = make
        self._on_kicked = on_kicked
        self._holder = uuid4().hex
        self._held_until = 0.0
        self._has_tried = False
        self._down_since: float | None = None
        self._noting: asyncio.Task[None] | None = None
        self._said = self._written = ""
        self._writing = asyncio.Lock()
        self.connection: LongConnection | None = None
        """The living connection, None while there is none here."""

    def is_mine(self) -> bool:
        """Return whether this process holds the lease; by our own clock, since the database may be away."""
        return time.monotonic() < self._held_until

    def may_send(self) -> bool:
        """Return whether the lease is ours and its first try to connect is over.

        Before that nobody knows whether the connection lives: an answer would leave by a road where nobody asked.
        """
        return self._has_tried and self.is_mine()

    def is_up(self) -> bool:
        """Return whether the connection lives, or has been gone for a moment only."""
        if self.connection is not None:
            return True
        return (
            self._down_since is not None and time.monotonic() - self._down_since < self._limits.lease.total_seconds()
        )

    async def keep(self, bot_id: str, secret: str) -> None:
        """Keep the connection until cancelled; on the way out the lease is given back."""
        try:
            while True:
                if await self._renew():
                    await self._while_mine(bot_id, secret)
                await asyncio.sleep(self._look_every())
        finally:
            self._held_until = 0.0
            with suppress(Exception):
                await asyncio.to_thread(self._give_back)

    async def _while_mine(self, bot_id: str, secret: str) -> None:
        connecting = asyncio.create_task(self._connect_for_ever(bot_id, secret), name="long connection")
        try:
            while True:
                await asyncio.sleep(self._look_every())
                if not await self._renew() and not self.is_mine():
                    log.warning("the lease of the long connection is gone: somebody else connects now")
                    return
                if connecting.done() and connecting.exception() is not None:
                    log.error("keeping the connection failed", exc_info=connecting.exception())
                    return
        finally:
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            self._has_tried = False

    async def _connect_for_ever(self, bot_id: str, secret: str) -> None:
        """Connect again after every end, later and later; being kicked ends it."""
        refused, wait = 0, self._limits.first_wait
        await self._note(State.CONNECTING)
        while True:
            connection = self._make()

            def on_up(living: LongConnection = connection) -> None:
                nonlocal refused, wait
                refused, wait = 0, self._limits.first_wait
                self.connection, self._down_since, self._has_tried = living, None, True
                self._noting = asyncio.create_task(self._note(State.CONNECTED))

            try:
                await connection.hold(bot_id, secret, on_up)
            except Kicked:
                if not await self._renew():
                    # It was another process of ours, which took over while this one was asleep.
                    return
                log.critical("another connection of the same bot has taken our place: not connecting again")
                await self._note(State.KICKED)
                await asyncio.to_thread(self._on_kicked, self._clock())
                return
            except Refused as fault:
                refused += 1
                log.warning("the platform refuses this bot id and secret (try %s): %s", refused, fault)
                if refused >= self._limits.refused_tries:
                    await self._note(State.REFUSED, str(fault))
                    wait = self._limits.refused_wait
            except Lost as fault:
                log.warning("the long connection is lost: %s", fault)
                if self.connection is not None:
                    await self._note(State.CONNECTING, str(fault))
            finally:
                self._has_tried = True
                if self.connection is not None:
                    self.connection, self._down_since = None, time.monotonic()
            # Many offices come back at the same moment after an outage; jitter spreads them.
            await asyncio.sleep(wait.total_seconds() * random.uniform(0.5, 1.0))
            if refused < self._limits.refused_tries:
                wait = min(wait * 2, self._limits.longest_wait)

    def _look_every(self) -> float:
        return self._limits.lease.total_seconds() / _LOOKS_PER_LEASE

    async def _renew(self) -> bool:
        """Return whether the lease is ours after this; where the database is away it stays so until it ends."""
        asked_at = time.monotonic()
        try:
            taken = await asyncio.to_thread(self._take)
        except Exception:
            log.exception("the lease of the long connection cannot be renewed")
            return self.is_mine()
        self._held_until = asked_at + self._limits.lease.total_seconds() if taken else 0.0
        if taken and self._said != self._written:
            await self._write_down()
        return taken

    def _take(self) -> bool:
        now = self._clock()
        # In the database it lives a little longer than we believe: nobody else begins before we have stopped.
        until = now + self._limits.lease + timedelta(seconds=1)
        with work(self._engine) as session:
            return leases.take(session, LEASE, holder=self._holder, now=now, until=until)

    def _give_back(self) -> None:
        with work(self._engine) as session:
            leases.release(session, LEASE, holder=self._holder)

    async def _note(self, state: State, fault: str = "") -> None:
        """Write down for `/readyz` and `check`, which may run elsewhere, how it stands."""
        self._said = json.dumps(
            {"state": state.value, "since": self._clock().isoformat(), "fault": fault}, ensure_ascii=False
        )
        await self._write_down()

    async def _write_down(self) -> None:
        """Write the newest state, one writer at a time: a slow earlier one must not come last and stay."""
        async with self._writing:
            said = self._said
            try:
                await asyncio.to_thread(self._write, said)
            except Exception:
                log.exception("the state of the long connection cannot be written down yet: %s", said)
            else:
                self._written = said

    def _write(self, said: str) -> None:
        with work(self._engine) as session:
            leases.note(session, LEASE, holder=self._holder, value=said)
