"""The loop of deliveries: awake at once, alive after a fault, settled before it goes."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.deliver import run
from storage.database import work
from storage.messages import Recipient
from storage.vocabulary import OutboxState
from tests.bot.world import World

LISI = Recipient.person("LiSi")


def running(world: World, scene: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    async def play() -> None:
        woken = asyncio.Event()
        loop = asyncio.create_task(run(world.road, woken))
        try:
            await scene(woken)
        finally:
            loop.cancel()
            await asyncio.gather(loop, return_exceptions=True)

    world.run(play())


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came")


def test_what_is_enqueued_leaves_as_soon_as_the_loop_is_woken(world: World) -> None:
    async def scene(woken: asyncio.Event) -> None:
        await asyncio.sleep(0.05)
        world.put(LISI)
        woken.set()
        await until(lambda: len(world.texts("lisi")) == 1)

    running(world, scene)


def test_what_another_process_enqueued_leaves_without_being_woken(world: World) -> None:
    async def scene(_: asyncio.Event) -> None:
        await asyncio.sleep(0.05)
        world.put(LISI)
        await until(lambda: len(world.texts("lisi")) == 1)

    running(world, scene)


def test_a_round_that_fails_is_not_the_last(both_worlds: World) -> None:
    def rename(old: str, new: str) -> None:
        with work(both_worlds.engine) as session:
            session.connection().exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")

    both_worlds.put(LISI)
    rename("outbox", "elsewhere")

    async def scene(woken: asyncio.Event) -> None:
        await asyncio.sleep(0.2)
        rename("elsewhere", "outbox")
        woken.set()
        await until(lambda: len(both_worlds.texts("lisi")) == 1)

    running(both_worlds, scene)


def test_a_round_under_way_is_written_down_before_the_loop_ends(world: World) -> None:
    world.platform.latency["message/send"] = 0.3
    world.put(LISI)

    async def scene(_: asyncio.Event) -> None:
        await until(lambda: world.platform.at_once["message/send"] == 1)

    running(world, scene)

    assert world.states() == [OutboxState.SENT]
    assert len(world.texts("lisi")) == 1
