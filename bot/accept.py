"""Durable receipt: everything that waits is stored in one commit, then every sender hears yes."""

import asyncio
import gc
import logging
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.channels.channel import NotStored
from bot.checkpoint import reached
from config.clock import Clock
from storage import inbox
from storage.messages import Incoming

log = logging.getLogger(__name__)

MOST_WAITING = 2000
"""Messages that may wait for a commit; more are refused, and the platform sends them again."""

GATHER_SECONDS = 0.0005
"""How long a commit waits for company: half a millisecond for one message, a fifth more messages in a burst."""

_Waiting = tuple[Incoming, asyncio.Future[None]]


class Acceptor:
    """Stores received messages, one commit for all that came while the last one was written.

    Use as an async context manager: messages are accepted inside; leaving it stores what still waits.
    """

    def __init__(self, engine: Engine, clock: Clock, on_new: Callable[[], None]) -> None:
        """Take the database; `on_new` is called in the event loop after each commit that brought something new."""
        self._engine = engine
        self._clock = clock
        self._on_new = on_new
        self._waiting: list[_Waiting] = []
        self._something_waits = asyncio.Event()
        self._committer: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin to accept."""
        _calm_the_collector()
        self._committer = asyncio.create_task(self._commit_for_ever(), name="committer")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Accept no more, store what waits, and end."""
        committer, self._committer = self._committer, None
        self._something_waits.set()
        if committer is not None:
            await committer

    async def accept(self, incoming: Incoming) -> None:
        """Return once the message is committed; a repeat is stored once. Raises NotStored.

        A caller that goes away meanwhile takes nothing back: the message is stored all the same.
        """
        if self._committer is None:
            raise NotStored("not accepting")
        if len(self._waiting) >= MOST_WAITING:
            raise NotStored("too many messages wait for the database")
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((incoming, stored))
        self._something_waits.set()
        await stored

    async def _commit_for_ever(self) -> None:
        while self._committer is not None or self._waiting:
            await self._something_waits.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._something_waits.clear()
            if self._waiting:
                batch, self._waiting = self._waiting, []
                await self._commit(batch)

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        try:
            new = await asyncio.to_thread(self._store, [incoming for incoming, _ in batch])
        except OperationalError as error:
            log.exception("the database is away: %s messages are not stored", len(batch))
            _settle(batch, error)
        except Exception as error:
            log.exception("%s messages cannot be stored together", len(batch))
            await self._commit_one_by_one(batch, error)
        else:
            _settle(batch, None)
            if new:
                self._on_new()

    async def _commit_one_by_one(self, batch: Sequence[_Waiting], error: Exception) -> None:
        # One message that the database refuses must not take its neighbours with it.
        if len(batch) == 1:
            _settle(batch, error)
            return
        for one in batch:
            await self._commit([one])

    def _store(self, messages: Sequence[Incoming]) -> int:
        with self._engine.begin() as connection:
            new = inbox.receive(connection, messages, now=self._clock())
            reached("accept: before commit")
        reached("accept: committed")
        return new


def _calm_the_collector() -> None:
    """Let garbage collection look at what is new only, and less often.

    Every message that waits for its commit makes the collector believe that garbage piles up, and it would look
    through the whole program over and over: a seventh of all the time that a message takes.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


def _settle(batch: Sequence[_Waiting], error: Exception | None) -> None:
    for _, stored in batch:
        if stored.done():
            continue
        if error is None:
            stored.set_result(None)
        else:
            stored.set_exception(NotStored(type(error).__name__))
