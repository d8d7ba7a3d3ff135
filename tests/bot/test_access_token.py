"""One token per app: fetched by one, used by all, replaced once when the platform refuses it."""

import asyncio
import subprocess
import sys
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.access_token import AccessToken
from bot.channels.channel import GiveUp, TryLater
from storage.database import reading
from storage.leases import Lease
from tests.bot.world import MovableClock
from tests.wecom.platform import Platform

TWO_HOURS = timedelta(hours=2)
EARLY = timedelta(minutes=5)
LEASE = timedelta(seconds=5)


class Issuer:
    """Issues T1, T2 …, slowly, and counts who asks at the same time."""

    def __init__(self, lifetime: timedelta = TWO_HOURS, fault: Exception | None = None) -> None:
        self.issued, self.lifetime, self.fault = 0, lifetime, fault
        self.at_once = self.most_at_once = 0

    async def __call__(self) -> tuple[str, timedelta]:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0.05)
        self.at_once -= 1
        self.issued += 1
        if self.fault is not None:
            raise self.fault
        return f"T{self.issued}", self.lifetime


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


def asking(engine: Engine, clock: MovableClock, issuer: Issuer) -> AccessToken:
    return AccessToken(engine, clock, "corp:1", issuer, early=EARLY, lease=LEASE)


async def all_get(*tokens: AccessToken, times: int = 10) -> set[str]:
    return set(await asyncio.gather(*(token.get() for token in tokens for _ in range(times))))


def test_many_tasks_and_two_processes_fetch_once(engine: Engine, clock: MovableClock) -> None:
    issuer = Issuer()

    got = asyncio.run(all_get(asking(engine, clock, issuer), asking(engine, clock, issuer)))

    assert got == {"T1"}
    assert issuer.issued == 1


def test_a_token_is_renewed_before_it_ends_and_again_by_one_alone(engine: Engine, clock: MovableClock) -> None:
    issuer = Issuer()

    async def scene() -> list[set[str]]:
        ours, theirs = asking(engine, clock, issuer), asking(engine, clock, issuer)
        got = [await all_get(ours, theirs)]
        for span in (timedelta(minutes=114), timedelta(minutes=2)):
            clock.forward(span)
            got.append(await all_get(ours, theirs))
        return got

    assert asyncio.run(scene()) == [{"T1"}, {"T1"}, {"T2"}]
    assert issuer.most_at_once == 1


def test_a_refused_token_is_replaced_once_by_all_who_were_refused(engine: Engine, clock: MovableClock) -> None:
    issuer = Issuer()

    async def scene() -> set[str]:
        ours, theirs = asking(engine, clock, issuer), asking(engine, clock, issuer)
        await all_get(ours, theirs)
        return set(await asyncio.gather(*(token.replace("T1") for token in (ours, theirs) for _ in range(5))))

    assert asyncio.run(scene()) == {"T2"}
    assert issuer.issued == 2


def test_who_was_refused_late_takes_the_new_token_and_drops_nothing(engine: Engine, clock: MovableClock) -> None:
    issuer = Issuer()

    async def scene() -> list[str]:
        ours, theirs = asking(engine, clock, issuer), asking(engine, clock, issuer)
        await all_get(ours, theirs)
        return [await ours.replace("T1"), await theirs.replace("T1"), await ours.replace("T1"), await ours.get()]

    assert asyncio.run(scene()) == ["T2"] * 4


@pytest.mark.parametrize("fault", [TryLater("down"), GiveUp("wrong secret")])
def test_a_failed_fetch_is_shared_and_the_next_may_try_at_once(
    engine: Engine, clock: MovableClock, fault: Exception
) -> None:
    issuer = Issuer(fault=fault)

    async def scene() -> tuple[int, int, str]:
        token = asking(engine, clock, issuer)
        outcomes = await asyncio.gather(*(token.get() for _ in range(10)), return_exceptions=True)
        asked = issuer.issued
        issuer.fault = None
        return asked, sum(outcome is fault for outcome in outcomes), await asking(engine, clock, issuer).get()

    assert asyncio.run(scene()) == (1, 10, "T2")


def test_a_fetcher_that_died_is_replaced_when_its_lease_ran_out(engine: Engine, clock: MovableClock) -> None:
    dead, alive = Issuer(), Issuer()

    async def scene() -> str:
        first = asking(engine, clock, dead)
        assert await asyncio.to_thread(first._look) == (None, True)
        waiting = asyncio.create_task(asking(engine, clock, alive).get())
        await asyncio.sleep(0.3)
        assert alive.issued == 0
        clock.forward(LEASE + timedelta(seconds=1))
        return await waiting

    assert asyncio.run(scene()) == "T1"


def test_a_short_lived_token_is_used_for_half_its_life(engine: Engine, clock: MovableClock) -> None:
    issuer = Issuer(lifetime=timedelta(minutes=6))

    async def scene() -> list[str]:
        token = asking(engine, clock, issuer)
        got = [await token.get()]
        for _ in range(2):
            clock.forward(timedelta(minutes=2))
            got.append(await token.get())
        return got

    assert asyncio.run(scene()) == ["T1", "T1", "T2"]


def test_a_caller_that_goes_away_leaves_the_fetch_to_the_others(engine: Engine, clock: MovableClock) -> None:
    issuer = Issuer()

    async def scene() -> str:
        token = asking(engine, clock, issuer)
        impatient = asyncio.create_task(token.get())
        patient = asyncio.create_task(token.get())
        await asyncio.sleep(0.02)
        impatient.cancel()
        return await patient

    assert asyncio.run(scene()) == "T1"


ANOTHER_PROCESS = """
import asyncio, sys
from datetime import timedelta
from bot.channels.self_built_app import SelfBuiltApp
from config.clock import system_clock
from config.settings import load_settings
from storage.database import open_engine
from tests.bot.world import usual_limits

async def main():
    app = SelfBuiltApp(load_settings(), usual_limits(), open_engine(sys.argv[1]), system_clock)
    await asyncio.gather(*(app._token.get() for _ in range(5)))
    await app.close()

asyncio.run(main())
"""


def test_three_real_processes_on_one_database_fetch_once(
    database_url: str, platform: Platform, tmp_path: Path, settings_environment: Callable[[], dict[str, str]]
) -> None:
    platform.latency["gettoken"] = 0.3
    command = [sys.executable, "-c", ANOTHER_PROCESS, database_url]

    running = [subprocess.Popen(command, env=settings_environment()) for _ in range(3)]

    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert platform.calls["gettoken"] == 1


def test_the_kept_token_is_under_a_name_without_secrets(engine: Engine, clock: MovableClock) -> None:
    asyncio.run(asking(engine, clock, Issuer()).get())

    with reading(engine) as session:
        assert session.get_one(Lease, "token:corp:1").holder == ""
        assert session.connection().execute(text("select count(*) from lease")).scalar_one() == 1


def test_a_database_that_fails_does_not_log_the_token(engine: Engine, clock: MovableClock) -> None:
    token = asking(engine, clock, Issuer())
    asyncio.run(token.get())
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE lease DROP COLUMN value_until")

    secret = "-".join(["SECRET", "TOKEN"])
    with pytest.raises(SQLAlchemyError) as caught:
        token._keep(secret, clock())

    assert secret not in "".join(traceback.format_exception(caught.value))
