"""The fake's tokens: one living token per app, which expires or dies early."""

import concurrent.futures

import pytest

from tests.wecom.caller import Caller, MovableClock, as_body
from tests.wecom.platform import Platform


@pytest.mark.parametrize(
    ("corpid", "secret", "errcode"),
    [("ww0123456789abcdef", "wrong", 40001), ("ww-other", "fake-secret", 40013)],
)
def test_a_wrong_secret_and_a_wrong_corp_get_no_token(caller: Caller, corpid: str, secret: str, errcode: int) -> None:
    answer = caller.get("gettoken", corpid=corpid, corpsecret=secret)

    assert answer["errcode"] == errcode
    assert "access_token" not in answer


def test_the_living_token_is_given_again_and_a_new_one_when_it_has_expired(
    caller: Caller, clock: MovableClock
) -> None:
    first = caller.token()
    clock.forward(7199)
    assert caller.token() == first

    clock.forward(1)
    second = caller.token()

    assert second != first
    body = as_body(caller.message())
    assert caller.post("message/send", body, access_token=first)["errcode"] == 42001
    assert caller.post("message/send", body, access_token=second)["errcode"] == 0
    assert caller.post("message/send", body, access_token="never-issued")["errcode"] == 40014
    assert caller.post("message/send", body)["errcode"] == 41001


def test_expires_in_can_be_set_and_counts_down(caller: Caller, platform: Platform, clock: MovableClock) -> None:
    platform.token_lifetime = 60
    platform.reset()
    ask = {"corpid": caller.identity.corp_id, "corpsecret": caller.identity.secret}

    assert caller.get("gettoken", **ask)["expires_in"] == 60
    clock.forward(20)
    assert caller.get("gettoken", **ask)["expires_in"] == 40


@pytest.mark.parametrize("errcode", [40014, 42001])
def test_a_token_can_die_early(caller: Caller, platform: Platform, errcode: int) -> None:
    old = caller.token()

    platform.void_token(errcode)

    assert caller.post("message/send", as_body(caller.message()), access_token=old)["errcode"] == errcode
    assert caller.send()["errcode"] == 0


def test_token_fetches_at_the_same_time_are_counted(caller: Caller, platform: Platform) -> None:
    platform.latency["gettoken"] = 0.2

    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        tokens = set(pool.map(lambda _: caller.token(), range(3)))

    assert len(tokens) == 1
    assert platform.calls["gettoken"] == 3
    assert platform.most_at_once["gettoken"] == 3
    assert platform.at_once["gettoken"] == 0
