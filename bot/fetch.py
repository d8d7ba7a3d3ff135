"""Fetch worker: claim one picture or file, have its channel fetch it, judge it, keep it, settle its row."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from bot import evidence_files, lost_evidence
from bot.channels.channel import Channel, Fetched, GiveUp, TooLarge, TryLater
from bot.checkpoint import reached
from bot.rules import content, retry
from bot.rules.content import Piece
from bot.rules.picture import Unfit
from bot.wire import media, words
from config.clock import Clock
from config.tables import Tables
from handlers.texts import evidence_lost as texts
from storage import errands
from storage.database import reading, work
from storage.errands import Errand
from storage.vocabulary import EvidenceState

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Pieces that are fetched at the same moment; each may be in memory whole."""
IDLE_SECONDS = 1.0
"""How long the worker sleeps where nothing woke it: what is to be fetched again becomes due silently."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The file is in the folder."""

    piece: Piece
    sha256: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It was there and is not taken; why, in words for the sender."""

    reason: str


Outcome = Kept | Refused | TryLater | GiveUp


class Fetcher:
    """Brings what people sent into our hands, one piece a unit of work."""

    def __init__(
        self, engine: Engine, clock: Clock, channels: Sequence[Channel], tables: Tables, data_dir: Path
    ) -> None:
        """Take the parts; files go into the evidence folder below `data_dir`."""
        self._engine = engine
        self._clock = clock
        self._channel_by_name = {channel.name: channel for channel in channels}
        self._tables = tables
        self._plan = tables.limits.fetch
        self._data_dir = data_dir
        # A photo of a few megabytes becomes hundreds when it is opened: never two at once.
        self._opening = asyncio.Semaphore(1)

    async def fetch_one(self) -> bool:
        """Fetch the piece that has waited longest and settle it; return False where none is due."""
        errand = await self.claim()
        if errand is None:
            return False
        await self.do(errand)
        return True

    async def claim(self) -> Errand | None:
        """Return the piece that has waited longest, for us alone; None where none is due."""
        errand = await asyncio.to_thread(self._claim)
        if errand is not None:
            reached("fetch: claimed")
        return errand

    async def do(self, errand: Errand) -> None:
        """Fetch one piece and settle it, whatever becomes of it."""
        try:
            outcome = await self._bring(errand)
        except Exception as error:
            log.exception("evidence row %s could not be fetched", errand.row_id)
            outcome = TryLater(words.INTERNAL.format(error=type(error).__name__))
        reached("fetch: before settle")
        await asyncio.to_thread(self._settle, errand, outcome, self._clock())
        reached("fetch: settled")

    def _claim(self) -> Errand | None:
        now = self._clock()
        with reading(self._engine) as session:
            # Most seconds of a day nothing is: then nothing is written.
            if not errands.is_due(session, now=now):
                return None
        with work(self._engine) as session:
            return errands.claim(session, now=now, lease=self._plan.lease)

    async def _bring(self, errand: Errand) -> Outcome:
        channel = self._channel_by_name.get(errand.channel)
        if channel is None:
            return GiveUp(words.NO_SUCH_CHANNEL)
        if errand.attempts > self._plan.attempts:
            return GiveUp(words.FETCH_BROKEN_OFF)
        try:
            async with asyncio.timeout(self._plan.lease.total_seconds() * 2 / 3):
                fetched = await channel.fetch(errand.source)
            reached("fetch: fetched")
            return await self._keep(fetched, errand)
        except TooLarge:
            return Refused(texts.too_large(channel.limits.file_bytes))
        except Unfit as unfit:
            return Refused(str(unfit))
        except (TryLater, GiveUp) as failure:
            return failure
        except TimeoutError:
            return TryLater(words.FETCH_TOOK_TOO_LONG)

    async def _keep(self, fetched: Fetched, errand: Errand) -> Kept:
        # The message knows the name that its sender gave; a header may only know the platform's.
        name = media.tidy(errand.name) or fetched.name
        async with self._opening:
            piece = await asyncio.to_thread(
                content.checked, fetched.content, errand.kind, name, self._tables.evidence
            )
        reached("fetch: checked")
        return Kept(piece, await asyncio.to_thread(evidence_files.keep, self._data_dir, piece.content))

    def _settle(self, errand: Errand, outcome: Outcome, now: datetime) -> None:
        with work(self._engine) as session:
            lost_evidence.take_turn(session)
            if not self._write_down(session, errand, outcome, now):
                log.warning("evidence row %s was settled by another worker", errand.row_id)
                return
            lost_evidence.tell(session, errand.origin, self._tables, now=now)
            reached("fetch: before commit")

    def _write_down(self, session: Session, errand: Errand, outcome: Outcome, now: datetime) -> bool:
        match outcome:
            case Kept(piece, sha256):
                size = len(piece.content)
                return errands.store(
                    session, errand, now=now, sha256=sha256, mime=piece.mime, size=size, name=piece.name
                )
            case Refused(reason):
                log.info("evidence row %s is not taken", errand.row_id)
                refused = EvidenceState.REFUSED
                return errands.give_up(session, errand, now=now, error=reason, state=refused)
            case failure:
                log.warning("evidence row %s was not fetched: %s", errand.row_id, failure)
                again_at = self._again_at(errand, failure, now)
                if again_at is None:
                    return errands.give_up(session, errand, now=now, error=str(failure))
                return errands.postpone(session, errand, until=again_at, error=str(failure))

    def _again_at(self, errand: Errand, failure: TryLater | GiveUp, now: datetime) -> datetime | None:
        """Return when to try again: what an administrator can put right is as good as a network that fails."""
        if isinstance(failure, GiveUp) and not failure.is_for_admin:
            return None
        life = self._channel_by_name[errand.channel].limits.media_life
        wait = failure.wait if isinstance(failure, TryLater) else None
        return retry.fetch_again_at(errand.received_at, self._plan, life=life, wait=wait, now=now)


async def run(fetcher: Fetcher, woken: asyncio.Event, on_settled: Callable[[], None]) -> None:
    """Fetch for ever; `on_settled` is called after each piece, so that a letter about it leaves at once."""
    places = asyncio.Semaphore(AT_ONCE)
    async with asyncio.TaskGroup() as group:
        while True:
            woken.clear()
            await places.acquire()
            errand = await _next(fetcher)
            if errand is not None:
                doing = group.create_task(_do(fetcher, errand, on_settled))
                doing.add_done_callback(lambda _: places.release())
                continue
            places.release()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(IDLE_SECONDS):
                    await woken.wait()


async def _next(fetcher: Fetcher) -> Errand | None:
    try:
        return await fetcher.claim()
    except Exception:
        # The database is away: say so and go on; every row is still there.
        log.exception("the evidence could not be read")
        return None


async def _do(fetcher: Fetcher, errand: Errand, on_settled: Callable[[], None]) -> None:
    try:
        await fetcher.do(errand)
    except Exception:
        # Its lease runs out, and it is fetched again.
        log.exception("evidence row %s could not be settled", errand.row_id)
    on_settled()
