"""The one place where parts meet: database, clock, configuration, channels, workers, wake-ups, pages."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import Engine

from bot import alerts, answer, content_file, deliver, fetch, health
from bot.accept import Acceptor
from bot.answer import Answerer
from bot.channels import connection_keeper
from bot.channels.channel import Channel
from bot.channels.group_robot import GroupRobot
from bot.channels.self_built_app import SelfBuiltApp
from bot.channels.smart_bot import SmartBot
from bot.deliver import Road
from bot.fetch import Fetcher
from bot.pages.tip import TipPage
from config.clock import Clock
from config.settings import SELF_BUILT_APP, SMART_BOT, Settings
from config.tables import NAMES
from handlers import registry
from handlers.desk import Desk
from scheduler import wakeups
from scheduler.wakeups import Wakeups
from storage import errands, evidence, inbox, leases, outbox, papers, policies
from storage.database import work
from storage.messages import Incoming

log = logging.getLogger(__name__)

CACHE = "cache"
"""Below the data folder: what may be deleted at any time."""

WORKERS_BY_DIALECT = {"sqlite": 1, "postgresql": 2}
"""Who answers at the same time: SQLite has one writer, so a second would only wait."""


@dataclass(frozen=True, slots=True)
class Program:
    """The parts, before they run."""

    engine: Engine
    clock: Clock
    desk: Desk
    channels: Sequence[Channel]
    """In the order of preference."""
    is_alone: bool
    """Whether no other process can be using the database."""
    data_dir: Path
    """Below it the folders of evidence and of documents."""


def open_channels(settings: Settings, desk: Desk, engine: Engine, clock: Clock) -> list[Channel]:
    """Return the channels that the settings turn on, in the order of preference; the group robot is always there.

    Raises SettingsWrong where a channel is filled by half.
    """
    settings.refuse_half_filled()
    limits = desk.tables.limits
    channels: list[Channel] = []
    if settings.is_on(SMART_BOT):
        channels.append(SmartBot(settings, limits, engine, clock, partial(alerts.bot_kicked, engine)))
    if settings.is_on(SELF_BUILT_APP):
        channels.append(SelfBuiltApp(settings, limits, engine, clock))
    return [*channels, GroupRobot(settings, limits)]


def build(program: Program) -> FastAPI:
    """Return the app: what it serves is there at once, its workers run while it is up."""
    inbox_woken, outbox_woken, fetch_woken = asyncio.Event(), asyncio.Event(), asyncio.Event()
    acceptor = Acceptor(program.engine, program.clock, inbox_woken.set)

    async def accept(incoming: Incoming) -> None:
        await acceptor.accept(incoming)
        # Of a burst of words none shall make the fetcher look for pictures.
        if evidence.brings_files(incoming):
            fetch_woken.set()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(_prepare, program)
        async with AsyncExitStack() as stack:
            wake_outbox = partial(asyncio.get_running_loop().call_soon_threadsafe, outbox_woken.set)
            for channel in program.channels:
                stack.push_async_callback(channel.close)
            await stack.enter_async_context(acceptor)
            # For whoever pushes a clock of their own: everything that the program does by itself at one moment.
            app.state.step = partial(_step, program, wake_outbox)
            ticking = Wakeups(
                program.engine,
                program.clock,
                program.desk.tables,
                on_tick=wake_outbox,
            )
            ticking.start()
            stack.push_async_callback(asyncio.to_thread, ticking.stop)
            answerer = Answerer(program.engine, program.clock, program.desk, registry.discover())
            fetcher = Fetcher(program.engine, program.clock, program.channels, program.desk.tables, program.data_dir)
            road = Road(
                program.engine, program.clock, program.channels, program.desk.tables.limits.outbox, program.data_dir
            )
            tasks = [
                *(
                    answer.run(answerer, inbox_woken, outbox_woken.set)
                    for _ in range(WORKERS_BY_DIALECT[program.engine.dialect.name])
                ),
                fetch.run(fetcher, fetch_woken, outbox_woken.set),
                deliver.run(road, outbox_woken),
                *(channel.listen(accept) for channel in program.channels),
                _watch_clock(ticking),
            ]
            await stack.enter_async_context(_running(tasks))
            yield

    app = FastAPI(title="min'an", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    has_connection = any(isinstance(channel, SmartBot) for channel in program.channels)
    health.attach(
        app, program.engine, program.clock, expected_jobs=tuple(wakeups.JOBS), expects_connection=has_connection
    )
    for channel in program.channels:
        channel.attach(app, accept)
    TipPage(program.engine, program.clock, program.desk, program.data_dir, outbox_woken.set).attach(app)
    return app


def _step(program: Program, wake_outbox: Callable[[], object], now: datetime) -> None:
    wakeups.tick(program.engine, now, program.desk.tables)
    wake_outbox()


def _prepare(program: Program) -> None:
    now = program.clock()
    tables = program.desk.tables
    with work(program.engine) as session:
        for name in NAMES:
            policies.remember(session, name, tables.version(name), tables.content(name), now=now)
        if program.is_alone:
            # Whoever held these leases is gone: nobody waits for them to run out.
            freed = inbox.free_leases(session) + outbox.free_leases(session, now=now) + errands.free_leases(session)
            leases.free(session, connection_keeper.LEASE)
            for folder in (evidence.FOLDER, papers.FOLDER):
                content_file.sweep(program.data_dir / folder)
            if freed:
                log.warning("%s messages were being worked on when the last process ended", freed)


@asynccontextmanager
async def _running(coroutines: Sequence[Coroutine[None, None, None]]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(one) for one in coroutines]
    for task in tasks:
        task.add_done_callback(_say_if_dead)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _say_if_dead(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and task.exception() is not None:
        log.critical("the worker %s ended", task.get_coro(), exc_info=task.exception())


async def _watch_clock(ticking: Wakeups) -> None:
    while True:
        await asyncio.sleep(wakeups.CLOCK_LOOKED_AT_EVERY.total_seconds())
        ticking.look_at_clock()
