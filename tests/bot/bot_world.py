"""The whole program in a thread, holding a long connection to the strict fake of the gateway."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from bot import alerts, health
from bot.app import Program, build
from bot.channels.channel import Channel
from bot.channels.group_robot import GroupRobot
from bot.channels.smart_bot import SmartBot
from config.limits import ConnectionLimits, Limits
from config.settings import Settings
from config.zone import TZ
from storage import outbox
from storage.database import reading, work
from storage.messages import Card, Recipient
from storage.vocabulary import Urgency
from tests.builders import a_desk
from tests.wecom.gateway import Gateway

PATIENCE_SECONDS = 20.0


_BEGAN = datetime.now(UTC)
_AS_IF = datetime(2026, 11, 24, 14, 30, tzinfo=TZ).astimezone(UTC)
"""A Tuesday afternoon: whenever the tests run, no list of the evening comes between."""


def now() -> datetime:
    """Return the present, counted from a quiet afternoon; the fake dates messages by it as well."""
    return _AS_IF + (datetime.now(UTC) - _BEGAN)


def short(**changes: Any) -> ConnectionLimits:
    """Return the limits as delivered, but with waits that a test can afford."""
    quick: dict[str, Any] = {
        "lease": timedelta(seconds=2),
        "ping_every": timedelta(seconds=0.2),
        "ack_timeout": timedelta(seconds=3),
        "first_wait": timedelta(seconds=0.05),
        "longest_wait": timedelta(seconds=0.2),
        "refused_wait": timedelta(seconds=0.5),
    }
    return replace(a_desk().tables.limits.connection, **(quick | changes))


def quick_limits(connection: ConnectionLimits) -> Limits:
    """Return all limits, with quick repeats of what failed."""
    limits = a_desk().tables.limits
    outbox_plan = replace(limits.outbox, first_wait=timedelta(seconds=0.1), longest_wait=timedelta(seconds=0.2))
    return replace(limits, connection=connection, outbox=outbox_plan, http_timeout=timedelta(seconds=2))


@dataclass
class Running:
    """A program that runs; what happens in it is seen in the database and at the gateway."""

    engine: Engine
    gateway: Gateway
    bot: SmartBot

    def rows(self, table: type[SQLModel]) -> Sequence[Any]:
        """Return the rows of a table."""
        with reading(self.engine) as session:
            return session.exec(select(table)).all()

    def push(self, recipient: Recipient, title: str, *, urgency: Urgency = Urgency.PROMPT, **card: Any) -> str:
        """Enqueue a message that nobody asked for; return its key."""
        key = f"push:{time.monotonic_ns()}"
        with work(self.engine) as session:
            outbox.enqueue(session, key, recipient, Card(title, **card), urgency=urgency, now=now())
        return key

    def faults(self) -> list[str]:
        """Return what /readyz and `check` say of the connection."""
        found = health.look(self.engine, now=now(), expected_jobs=(), expects_connection=True)
        return list(found.faults)


def until(is_so: Callable[[], Any], what: str) -> Any:
    """Wait until `is_so` returns something, and return it."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not (found := is_so()):
        assert time.monotonic() < give_up_at, f"not seen in time: {what}"
        time.sleep(0.01)
    return found


def settings_for(gateway: Gateway, data_dir: Path) -> Settings:
    """Return the settings of the fake's bot."""
    us = gateway.platform.identity
    return Settings(
        _env_file=None,
        data_dir=data_dir,
        bot_id=us.bot_id,
        bot_secret=SecretStr(us.bot_secret),
        bot_url=gateway.bot_url,
        bot_name=us.bot_name,
        wecom_api_url=gateway.platform.api_url,
    )


@contextlib.contextmanager
def running(
    engine: Engine,
    gateway: Gateway,
    data_dir: Path,
    *,
    connection: ConnectionLimits | None = None,
    secret: str = "",
    is_alone: bool = False,
) -> Iterator[Running]:
    """Run the program with bot and group robot while the block runs."""
    limits = quick_limits(connection or short())
    desk = a_desk()
    desk = replace(desk, tables=replace(desk.tables, limits=limits), data_dir=data_dir)
    settings = settings_for(gateway, data_dir)
    if secret:
        settings = settings.model_copy(update={"bot_secret": SecretStr(secret)})
    bot = SmartBot(settings, limits, engine, now, partial(alerts.bot_kicked, engine))
    channels: list[Channel] = [bot, GroupRobot(settings, limits)]
    app = build(Program(engine, now, desk, channels, is_alone, data_dir))
    stop, loop_there = threading.Event(), threading.Event()

    async def live() -> None:
        async with app.router.lifespan_context(app):
            loop_there.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=lambda: asyncio.run(live()), name="program")
    thread.start()
    try:
        assert loop_there.wait(PATIENCE_SECONDS), "the program did not start"
        yield Running(engine, gateway, bot)
    finally:
        stop.set()
        thread.join()
