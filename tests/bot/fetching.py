"""Messages with pictures and files in the database, and the worker that fetches them from the fake."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from bot.channels.channel import Channel
from bot.channels.smart_bot import SmartBot
from bot.fetch import Fetcher
from config.limits import RetryLimits
from config.tables import Tables
from storage import inbox
from storage.database import reading, work
from storage.evidence import Evidence
from storage.messages import Incoming, MessageKind
from storage.vocabulary import EvidenceState
from tests.bot.world import World
from tests.builders import a_desk

APP, BOT = "self_built_app", "smart_bot"
PRIVATE = "private:LiSi"

_serial = count(1)


class Fetching:
    """What people sent, and one process that fetches it."""

    def __init__(self, world: World, plan: RetryLimits | None = None) -> None:
        self.world = world
        self.engine, self.clock, self.platform = world.engine, world.clock, world.platform
        self.bot = SmartBot(world.settings, world.limits, world.engine, world.clock, lambda _: None)
        self.tables: Tables = replace(a_desk().tables, limits=replace(world.limits, fetch=plan or world.limits.fetch))
        self.fetcher = self.another()

    def another(self, **changes: Any) -> Fetcher:
        """Return the worker of another process."""
        tables = replace(self.tables, **changes)
        channels: list[Channel] = [self.bot, self.world.app, self.world.robot]
        return Fetcher(self.engine, self.clock, channels, tables, self.world.data_dir)

    def at_app(self, content: bytes, kind: str = "image", name: str = "") -> dict[str, str]:
        """Return how a file that somebody sent to the app stands in a message."""
        now = self.clock.seconds()
        file = self.platform.media.keep(kind, name or "MEDIA.jpg", content, now=now, owner="")
        return {"kind": kind, "media_id": file.media_id, "name": name}

    def at_bot(self, content: bytes, kind: str = "image", name: str = "photo.jpg") -> dict[str, str]:
        """Return how a file that somebody sent to the smart bot stands in a message."""
        sign, key = self.platform.bot_files.seal(content, name, self.clock.seconds())
        return {"kind": kind, "url": f"{self.platform.api_url}/aibot/file?sign={sign}", "aeskey": key.rstrip("=")}

    def receive(
        self, *media: dict[str, str], channel: str = APP, conversation: str = PRIVATE, sender: str = "LiSi"
    ) -> str:
        """Store one message that brings these; return its origin."""
        name = f"m{next(_serial)}"
        message = Incoming(channel, name, sender, conversation, MessageKind.IMAGE, details={"media": list(media)})
        with work(self.engine) as session:
            inbox.receive(session, [message], now=self.clock())
        return f"{channel}:{name}"

    def fetch(self, *fetchers: Fetcher) -> None:
        """Fetch all that is due, by several processes at once where several are given."""

        async def all_due(fetcher: Fetcher) -> None:
            while await fetcher.fetch_one():
                pass

        async def all_of_them() -> None:
            await asyncio.gather(*(all_due(one) for one in fetchers or [self.fetcher]))

        self.world.run(all_of_them())

    def fetch_for(self, **span: float) -> int:
        """Let time pass in three hundred steps, fetching what is due at each; return how many tries there were."""
        endpoints = ("media/get", "aibot/file")
        before = sum(self.platform.calls[one] for one in endpoints)
        for _ in range(300):
            self.world.forward(**{name: value / 300 for name, value in span.items()})
            self.fetch()
        return sum(self.platform.calls[one] for one in endpoints) - before

    def rows(self) -> Sequence[Evidence]:
        """Return the pieces, oldest first."""
        with reading(self.engine) as session:
            return session.exec(select(Evidence).order_by(col(Evidence.id))).all()

    def row(self) -> Evidence:
        """Return the only piece."""
        (row,) = self.rows()
        return row

    def states(self) -> list[EvidenceState]:
        """Return the states of the pieces, oldest first."""
        return [row.state for row in self.rows()]

    def files(self) -> list[Path]:
        """Return every file of the evidence folder."""
        folder = self.world.data_dir / "evidence"
        return sorted(path for path in folder.rglob("*") if path.is_file())

    def told(self, userid: str = "lisi") -> list[str]:
        """Let the letters leave; return what this person has read."""
        self.world.deliver()
        return self.world.texts(userid)
