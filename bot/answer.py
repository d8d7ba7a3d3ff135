"""Inbox worker: claim one message, let handlers answer it, commit the answer and the finish together."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Engine

from bot.checkpoint import reached
from bot.rules import retry
from config.clock import Clock
from handlers import dispatch
from handlers.desk import Desk
from handlers.intent import Intent
from storage import inbox
from storage.database import work

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
"""How long a worker sleeps where nothing woke it: messages that are to be tried again become due silently."""


class Answerer:
    """Answers what waits in the inbox, one message a unit of work."""

    def __init__(self, engine: Engine, clock: Clock, desk: Desk, known: Sequence[Intent]) -> None:
        """Take the parts; `known` are the intents in the order in which they are asked."""
        self._engine = engine
        self._clock = clock
        self._desk = desk
        self._known = known
        self._plan = desk.tables.limits.inbox

    def answer_one(self) -> bool:
        """Answer the oldest waiting message; return False where none waits."""
        now = self._clock()
        with work(self._engine) as session:
            claim = inbox.claim(session, now=now, lease=self._plan.lease)
        if claim is None:
            return False
        reached("answer: claimed")
        try:
            with work(self._engine) as session:
                state = dispatch.answer(session, claim.incoming, now=now, desk=self._desk, known=self._known)
                reached("answer: before finish")
                inbox.finish(session, claim, now=now, state=state)
                reached("answer: before commit")
        except inbox.LeaseLost:
            log.warning("inbox row %s was answered by another worker", claim.row_id)
        except Exception as error:
            log.exception("inbox row %s: try %s failed", claim.row_id, claim.attempts)
            self._put_off(claim, now=now, error=f"{type(error).__name__}: {error}")
        reached("answer: committed")
        return True

    def _put_off(self, claim: inbox.Claim, *, now: datetime, error: str) -> None:
        wait = retry.delay_after(claim.attempts, self._plan)
        with work(self._engine) as session:
            if wait is not None:
                inbox.postpone(session, claim, until=now + wait, error=error)
                return
            inbox.bury(session, claim, now=now, error=error)
            dispatch.apologise(session, claim.incoming, now=now)


async def run(answerer: Answerer, woken: asyncio.Event, on_answer: Callable[[], None]) -> None:
    """Answer for ever; `on_answer` is called after each message, so that its answer leaves at once."""
    while True:
        woken.clear()
        try:
            while await asyncio.to_thread(answerer.answer_one):
                on_answer()
        except Exception:
            # The database is away: say so and go on; every row is still there.
            log.exception("the inbox could not be read")
            await asyncio.sleep(IDLE_SECONDS)
        try:
            # Not wait_for: before Python 3.12 it may lose a cancellation that comes with the event.
            async with asyncio.timeout(IDLE_SECONDS):
                await woken.wait()
        except TimeoutError:
            continue
