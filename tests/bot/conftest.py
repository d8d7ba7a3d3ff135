"""A served fake WeCom for the tests of the channels, as new for every test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.bot.bot_world import Running, now, running
from tests.bot.fetching import Fetching
from tests.bot.world import World, settings_for
from tests.builders import a_county
from tests.wecom.gateway import Gateway
from tests.wecom.limits import Limits
from tests.wecom.platform import Platform
from tests.wecom.server import running_gateway, running_platform

USERS = ("LiSi", "zhangsan", "wangwu")
KEYS = ("KEY1", "KEY2")


@pytest.fixture(scope="session")
def _served() -> Iterator[Platform]:
    with running_platform(users=USERS) as platform:
        yield platform


@pytest.fixture
def platform(_served: Platform) -> Platform:
    """Give a platform that has forgotten the tests before."""
    _served.users = {user.lower(): user for user in USERS}
    _served.webhook_keys, _served.limits, _served.token_lifetime = set(KEYS), Limits(), 7200
    _served.latency.clear()
    _served.reset()
    return _served


@pytest.fixture
def world(sqlite_engine: Engine, platform: Platform) -> Iterator[World]:
    """Give the roads in and out on SQLite."""
    with World(sqlite_engine, platform) as world:
        yield world


@pytest.fixture
def both_worlds(engine: Engine, platform: Platform) -> Iterator[World]:
    """Give the roads in and out, once on each database."""
    with World(engine, platform) as world:
        yield world


@pytest.fixture
def settings_environment(platform: Platform) -> Callable[[], dict[str, str]]:
    """Give the environment of another process of ours that talks to the same platform."""
    settings = settings_for(platform)

    def environment() -> dict[str, str]:
        own = {
            "WECOM_CORP_ID": settings.wecom_corp_id,
            "WECOM_AGENT_ID": str(settings.wecom_agent_id),
            "WECOM_SECRET": settings.wecom_secret.get_secret_value(),
            "WECOM_TOKEN": settings.wecom_token.get_secret_value(),
            "WECOM_AES_KEY": settings.wecom_aes_key.get_secret_value(),
            "WECOM_API_URL": settings.wecom_api_url,
        }
        return {**os.environ, **{f"MINAN_{name}": value for name, value in own.items()}}

    return environment


@pytest.fixture(scope="module")
def _gateway() -> Iterator[Gateway]:
    with running_gateway(webhook_keys=KEYS, wall_clock=lambda: now().timestamp()) as gateway:
        yield gateway


@pytest.fixture
def gateway(_gateway: Gateway) -> Gateway:
    """Give a gateway of the smart bot that has forgotten the tests before."""
    _gateway.platform.reset()
    _gateway.forget()
    _gateway.platform.limits, _gateway.platform.webhook_keys = Limits(), set(KEYS)
    _gateway.answers_pings, _gateway.refuses_auth, _gateway.pads_keys = True, False, False
    _gateway.shut_chats.clear()
    return _gateway


@pytest.fixture
def spoken_to(sqlite_engine: Engine, gateway: Gateway, tmp_path: Path) -> Iterator[Running]:
    """Give a running program of a small county that wang has spoken to; it must have kept the rules to the end."""
    a_county(sqlite_engine, wants_mornings=False)
    with running(sqlite_engine, gateway, tmp_path) as program:
        gateway.wait_connected()
        gateway.wait_for_answers(gateway.say("wang", "帮助"))
        yield program
    assert gateway.complaints == []


@pytest.fixture
def people(sqlite_engine: Engine, platform: Platform, tmp_path: Path) -> Iterator[Fetching]:
    with World(sqlite_engine, platform, tmp_path / "data") as world:
        people = Fetching(world)
        yield people
        world.run(people.bot.close())


@pytest.fixture
def on_both(engine: Engine, platform: Platform, tmp_path: Path) -> Iterator[Fetching]:
    with World(engine, platform, tmp_path / "data") as world:
        people = Fetching(world)
        yield people
        world.run(people.bot.close())
