"""Push the sandbox's clock in the background and tell the pages how far it is; start the sandbox over."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.sandbox import clock, county, uploads
from bot.sandbox.clock import START, SandboxClock, Step
from bot.sandbox.live import Live
from config.clock import TZ
from config.tables import Tables
from storage.database import reading, work

log = logging.getLogger(__name__)

TARGETS: Mapping[str, Callable[[datetime], datetime]] = {
    "hour": lambda now: now + timedelta(hours=1),
    "morning": clock.tomorrow_morning,
    "week": lambda now: now + timedelta(days=7),
}
NEXT = "next"


class Busy(Exception):
    """The clock is being pushed already."""


class NothingPlanned(Exception):
    """No reminder lies ahead."""


class Walk:
    """The one push of the clock that may be under way."""

    def __init__(
        self, engine: Engine, clock: SandboxClock, step: Step, tables: Tables, live: Live, folder: Path
    ) -> None:
        """Take the parts; `folder` is the sandbox's own data folder."""
        self.clock = clock
        self._engine = engine
        self._step = step
        self._tables = tables
        self._live = live
        self._folder = folder
        self._task: asyncio.Task[None] | None = None
        self._begin = self._target = START
        self._is_stopped = False
        self._trouble = ""

    @property
    def is_under_way(self) -> bool:
        """Return whether the clock is being pushed or the county set up again."""
        return self._task is not None and not self._task.done()

    def standing(self) -> dict[str, Any]:
        """Return the sandbox's time and how far the push is, as the page shows it."""
        now = self.clock()
        return {
            "now": now.astimezone(TZ).isoformat(),
            "is_under_way": self.is_under_way,
            "target": self._target.astimezone(TZ).isoformat(),
            "progress": self._progress(now) if self.is_under_way else 1.0,
            "trouble": self._trouble,
        }

    def start(self, move: str) -> None:
        """Begin to push the clock; only in the event loop. Raises Busy, NothingPlanned, KeyError."""
        if self.is_under_way:
            raise Busy
        now = self.clock()
        self._begin, self._target = now, self._target_of(move, now)
        self._is_stopped = False
        self._begin_task(self._push())

    def stop(self) -> None:
        """Let the clock stand where it is as soon as the present moment is done."""
        self._is_stopped = True

    async def close(self) -> None:
        """Stop, and wait until the present moment is done."""
        self.stop()
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    async def start_over(self) -> None:
        """Forget everything, set the county up again and let it be the first moment. Raises Busy."""
        if self.is_under_way:
            raise Busy
        self._begin = self._target = START
        task = self._begin_task(asyncio.to_thread(self._set_up))
        await task
        self._live.tell("reset", {})

    def _begin_task(self, work: Any) -> asyncio.Task[None]:
        self._trouble = ""
        self._task = asyncio.create_task(work, name="sandbox clock")
        self._task.add_done_callback(self._ended)
        return self._task

    async def _push(self) -> None:
        loop = asyncio.get_running_loop()
        self._live.tell("clock", self.standing())
        await asyncio.to_thread(self._walk, loop)

    def _walk(self, loop: asyncio.AbstractEventLoop) -> None:
        for _ in self.clock.advance(self._target, self._step):
            loop.call_soon_threadsafe(lambda: self._live.tell("clock", self.standing()))
            if self._is_stopped:
                break

    def _set_up(self) -> None:
        self.clock.settle()
        with work(self._engine) as session:
            county.clear(session)
            county.load(session, START, self._tables)
        uploads.clear(self._folder)
        self.clock.set(START)
        self._step(START)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._trouble = f"推进时出错（{type(error).__name__}），请看程序日志"
            log.error("the sandbox clock stopped", exc_info=error)
        self._live.tell("clock", self.standing())

    def _target_of(self, move: str, now: datetime) -> datetime:
        if move != NEXT:
            return TARGETS[move](now)
        with reading(self._engine) as session:
            reminder = clock.next_reminder(session, now)
        if reminder is None:
            raise NothingPlanned
        return reminder

    def _progress(self, now: datetime) -> float:
        whole = (self._target - self._begin).total_seconds()
        return min((now - self._begin).total_seconds() / whole, 1.0) if whole > 0 else 0.0
