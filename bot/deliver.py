"""Outbox worker: claim what is due, let each channel send its letters, commit what became of them."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import chain
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot import due, paper_files
from bot.channels.channel import Channel, GiveUp, TryLater
from bot.checkpoint import reached
from bot.due import Parcel
from bot.settle import NotTried, Outcome, settle
from bot.wire import words
from config.clock import Clock
from config.limits import RetryLimits
from storage import outbox
from storage.database import reading

log = logging.getLogger(__name__)

BATCH = 128
AT_ONCE = 16
"""Recipients that are sent to at the same moment."""
IDLE_SECONDS = 1.0
"""How long the worker sleeps at most where nothing woke it."""


@dataclass(frozen=True, slots=True)
class Road:
    """What a delivery needs."""

    engine: Engine
    clock: Clock
    channels: Sequence[Channel]
    """In the order of preference."""
    plan: RetryLimits
    data_dir: Path
    """Below it the folder of documents."""

    @property
    def send_seconds(self) -> float:
        """Return how long one send may last, and until when one may begin: both end before the lease does."""
        return self.plan.lease.total_seconds() / 2 - 1


async def deliver_due(road: Road) -> int:
    """Send one batch of what is due and settle it; return how many letters were claimed, 0 where none is due."""
    claim = partial(due.claim, road.engine, road.channels, road.plan, now=road.clock(), limit=BATCH)
    claimed, parcels = await asyncio.to_thread(claim)
    if parcels:
        reached("deliver: claimed")
        outcomes = await _send_all(road, parcels)
        reached("deliver: sent")
        await asyncio.to_thread(settle, road.engine, road.channels, road.plan, outcomes, now=road.clock())
        reached("deliver: settled")
    return claimed


async def _send_all(road: Road, parcels: Sequence[Parcel]) -> list[tuple[Parcel, Outcome]]:
    """Send to all recipients at once, to each of them one letter after the other."""
    by_recipient: dict[str, list[Parcel]] = {}
    for parcel in parcels:
        by_recipient.setdefault(str(parcel.letter.recipient), []).append(parcel)
    no_later = asyncio.get_running_loop().time() + road.send_seconds
    turns = asyncio.Semaphore(AT_ONCE)
    sent = await asyncio.gather(*(_send_in_order(road, to_one, turns, no_later) for to_one in by_recipient.values()))
    return list(chain.from_iterable(sent))


async def _send_in_order(
    road: Road, parcels: Sequence[Parcel], turns: asyncio.Semaphore, no_later: float
) -> list[tuple[Parcel, Outcome]]:
    outcomes: list[tuple[Parcel, Outcome]] = []
    is_blocked = False
    for parcel in parcels:
        async with turns:
            is_late = asyncio.get_running_loop().time() >= no_later
            # What could not be said now is not overtaken by what comes after it, and a dead line is tried once.
            outcome = NotTried() if is_blocked or is_late else await _send(road, parcel)
        is_blocked = is_blocked or isinstance(outcome, TryLater)
        outcomes.append((parcel, outcome))
    return outcomes


async def _send(road: Road, parcel: Parcel) -> Outcome:
    try:
        async with asyncio.timeout(road.send_seconds):
            if parcel.letter.card.file:
                await _lay_out(road, parcel.letter.card.file)
            return await parcel.channel.send(parcel.body, parcel.address)
    except (TryLater, GiveUp) as outcome:
        return outcome
    except TimeoutError:
        return TryLater(words.TOOK_TOO_LONG, may_have_arrived=True)
    except Exception as error:
        log.exception("outbox row %s: the channel %s failed", parcel.letter.row_id, parcel.channel.name)
        return TryLater(words.INTERNAL.format(error=type(error).__name__), may_have_arrived=True)


async def _lay_out(road: Road, file: str) -> None:
    """Let the document be there that is sent. Raises TryLater: nobody has seen anything yet."""
    try:
        await asyncio.to_thread(paper_files.lay_out, road.engine, road.data_dir, file)
    except (OSError, OperationalError) as error:
        raise TryLater(words.FILE_NOT_WRITTEN.format(error=type(error).__name__)) from error


async def run(road: Road, woken: asyncio.Event) -> None:
    """Deliver for ever. `woken` is set where something was enqueued; a cancelled round is settled first."""
    while True:
        woken.clear()
        this_round = asyncio.create_task(_round(road), name="delivery")
        try:
            seconds = await asyncio.shield(this_round)
        except asyncio.CancelledError:
            # What was sent is written down before we go: otherwise it would be sent again.
            await this_round
            raise
        try:
            # Not wait_for: before Python 3.12 it may lose a cancellation that comes with the event.
            async with asyncio.timeout(seconds):
                await woken.wait()
        except TimeoutError:
            continue


async def _round(road: Road) -> float:
    """Deliver one batch; return for how many seconds there is nothing to do."""
    if not all(channel.is_mine() for channel in road.channels):
        # What leaves by a connection can only leave where that is: its holder delivers everything.
        return IDLE_SECONDS
    try:
        if await deliver_due(road):
            return 0
        return await asyncio.to_thread(_seconds_to_next, road)
    except Exception:
        # The database is away, or a fault of ours: every row is still there.
        log.exception("a round of deliveries failed")
        return IDLE_SECONDS


def _seconds_to_next(road: Road) -> float:
    with reading(road.engine) as session:
        next_due = outbox.next_due(session)
    if next_due is None:
        return IDLE_SECONDS
    return min(max((next_due - road.clock()) / timedelta(seconds=1), 0), IDLE_SECONDS)
