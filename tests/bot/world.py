"""The real channels between a database and the fake WeCom, with one clock for both sides."""

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self, TypeVar

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import col, select

from bot.accept import Acceptor
from bot.channels.channel import Channel
from bot.channels.group_robot import GroupRobot
from bot.channels.self_built_app import CALLBACK_PATH, SelfBuiltApp
from bot.deliver import Road, deliver_due
from config.limits import Limits
from config.settings import Settings
from config.tables import load_tables
from storage import outbox
from storage.database import reading, work
from storage.messages import Card, Recipient
from storage.outbox import OutboxMessage
from storage.vocabulary import OutboxState, Urgency
from tests.builders import CONFIG
from tests.wecom.callbacks import CallbackSender
from tests.wecom.platform import Platform
from tests.wecom.server import loopback_socket

T = TypeVar("T")
PATIENCE = timedelta(seconds=1)
"""The time-out of the tests: the fake hangs for longer."""
NO_FOLDER = Path("/nonexistent")
"""For the tests that keep and send no files."""
CARD = Card("巡查提醒", facts=(("单位", "磙子营乡敬老院"),), lines=("今天还没有巡查。",))


class MovableClock:
    """The present, for both sides; it moves when told."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, span: timedelta) -> None:
        """Let time pass."""
        self.now += span

    def seconds(self) -> float:
        """Return the present as the fake wants it."""
        return self.now.timestamp()


def settings_for(platform: Platform, data_dir: Path = NO_FOLDER) -> Settings:
    """Return the settings of the fake's tenant."""
    us = platform.identity
    return Settings(
        _env_file=None,
        data_dir=data_dir,
        wecom_corp_id=us.corp_id,
        wecom_agent_id=us.agent_id,
        wecom_secret=SecretStr(us.secret),
        wecom_token=SecretStr(us.token),
        wecom_aes_key=SecretStr(us.aes_key),
        wecom_api_url=platform.api_url,
    )


def usual_limits() -> Limits:
    """Return the limits as delivered, with a short time-out."""
    limits = load_tables(CONFIG).limits
    return replace(limits, http_timeout=PATIENCE, token_lease=timedelta(seconds=5))


class World:
    """Puts letters into the outbox and lets them leave. Use as a context manager."""

    def __init__(self, engine: Engine, platform: Platform, data_dir: Path = NO_FOLDER) -> None:
        self.engine = engine
        self.data_dir = data_dir
        self.platform = platform
        self.clock = MovableClock()
        platform.clock = self.clock.seconds
        self.limits = usual_limits()
        self.settings = settings_for(platform, data_dir)
        self.runner = asyncio.Runner()

    def __enter__(self) -> Self:
        self.app = SelfBuiltApp(self.settings, self.limits, self.engine, self.clock)
        self.robot = GroupRobot(self.settings, self.limits)
        self.road = self.road_with(self.app, self.robot)
        return self

    def __exit__(self, *_: object) -> None:
        self.run(self.app.close())
        self.run(self.robot.close())
        self.runner.close()

    def road_with(self, *channels: Channel) -> Road:
        """Return a road with other channels."""
        return Road(self.engine, self.clock, channels, self.limits.outbox, self.data_dir)

    def run(self, work_to_do: Coroutine[Any, Any, T]) -> T:
        """Run in the one event loop that the connections belong to."""
        return self.runner.run(work_to_do)

    def put(
        self,
        *recipients: Recipient,
        urgency: Urgency = Urgency.PROMPT,
        card: Card = CARD,
        reply: tuple[str, str] = ("", ""),
        key: str = "",
    ) -> list[str]:
        """Enqueue one letter to each; return their keys."""
        with work(self.engine) as session:
            keys = [key or f"letter:{time.monotonic_ns()}:{number}" for number, _ in enumerate(recipients)]
            for own_key, recipient in zip(keys, recipients, strict=True):
                now = self.clock()
                outbox.enqueue(session, own_key, recipient, card, urgency=urgency, now=now, reply=reply)
        return keys

    def deliver(self, road: Road | None = None) -> int:
        """Deliver until nothing is due; return how many letters were claimed."""

        async def all_rounds() -> int:
            claimed = 0
            while count := await deliver_due(road or self.road):
                claimed += count
            return claimed

        return self.run(all_rounds())

    def forward(self, **span: float) -> None:
        """Let time pass, `minutes=5`."""
        self.clock.forward(timedelta(**span))

    def rows(self) -> Sequence[OutboxMessage]:
        """Return the outbox, oldest first."""
        with reading(self.engine) as session:
            return session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id))).all()

    def states(self) -> list[OutboxState]:
        """Return the states of the outbox, oldest first."""
        return [row.state for row in self.rows()]

    def texts(self, userid: str) -> list[str]:
        """Return what this person read."""
        return [seen.text for seen in self.platform.seen_by_person(userid)]


@contextlib.contextmanager
def receiving(app: SelfBuiltApp, acceptor: Acceptor) -> Iterator[CallbackSender]:
    """Serve the app's callback from a thread; yield WeCom's end of it."""

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with acceptor:
            yield

    web = FastAPI(lifespan=lifespan)
    app.attach(web, acceptor.accept)
    server = uvicorn.Server(uvicorn.Config(web, log_level="error", access_log=False))
    bound = loopback_socket()
    thread = threading.Thread(target=server.run, args=([bound],), name="our server")
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        yield CallbackSender(f"http://127.0.0.1:{bound.getsockname()[1]}{CALLBACK_PATH}")
    finally:
        server.should_exit = True
        thread.join()
        bound.close()
