"""Pytest fixtures of the fake: one served platform a module, fresh for every test."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.wecom.caller import Caller, MovableClock
from tests.wecom.gateway import Gateway
from tests.wecom.gateway_caller import BotCaller
from tests.wecom.limits import Limits
from tests.wecom.platform import Platform
from tests.wecom.server import running_gateway, running_platform

USERS = ("LiSi", "zhangsan", "wangwu")
KEYS = ("KEY1", "KEY2")
CALLBACK_URL = "http://127.0.0.1:1/wecom/callback"


@pytest.fixture(scope="module")
def served() -> Iterator[Platform]:
    """Serve one platform for the tests of a module."""
    with running_platform(users=USERS) as platform:
        yield platform


@pytest.fixture(scope="module")
def client() -> Iterator[httpx2.Client]:
    """Keep connections between the tests of a module."""
    with httpx2.Client(timeout=10) as client:
        yield client


@pytest.fixture
def clock() -> MovableClock:
    """Return the clock of the test's platform."""
    return MovableClock()


@pytest.fixture
def platform(served: Platform, clock: MovableClock) -> Platform:
    """Return the served platform as new, on a clock that stands still."""
    served.clock, served.limits, served.token_lifetime = clock, Limits(), 7200
    served.webhook_keys, served.callback_url = set(KEYS), CALLBACK_URL
    served.latency.clear()
    served.reset()
    return served


@pytest.fixture
def caller(platform: Platform, client: httpx2.Client) -> Caller:
    """Return a caller of the test's platform."""
    return Caller(platform, client)


@pytest.fixture(scope="module")
def _gateway(served: Platform) -> Iterator[Gateway]:
    with running_gateway(served) as gateway:
        yield gateway


@pytest.fixture
def gateway(_gateway: Gateway, platform: Platform) -> Iterator[Gateway]:
    """Return the gateway of the test's platform as new."""
    _gateway.auth_errcode, _gateway.silence_seconds = 40058, 600
    _gateway.answers_pings, _gateway.refuses_auth, _gateway.pads_keys = True, False, False
    yield _gateway
    _gateway.abort()
    _gateway.wait_disconnected()


@pytest.fixture
def bot(gateway: Gateway) -> Iterator[BotCaller]:
    """Return a subscribed client."""
    with BotCaller(gateway) as bot:
        assert bot.subscribe()["errcode"] == 0
        yield bot
