"""Every fault that can be ordered leaves the state that it should."""

import time

import httpx2
import pytest

from tests.wecom.caller import Caller, as_body
from tests.wecom.faults import Fault, fault_named
from tests.wecom.platform import Platform


@pytest.mark.parametrize("fault", [Fault.HTTP_500, Fault.HTTP(502), Fault.HTML_INSTEAD_OF_JSON])
def test_a_page_instead_of_an_answer_means_nothing_was_sent(caller: Caller, platform: Platform, fault: Fault) -> None:
    token = caller.token()
    platform.fail_next("message/send", fault, times=2)
    url = f"{platform.api_url}/message/send"

    for _ in range(2):
        got = caller.client.post(url, params={"access_token": token}, content=as_body(caller.message()))
        assert got.headers["content-type"].startswith("text/html")
        assert got.status_code == (fault.instead.status if fault.instead else 0)
    assert platform.seen == []

    assert caller.send()["errcode"] == 0
    assert len(platform.seen) == 1
    assert platform.calls["message/send"] == 3


@pytest.mark.parametrize(("fault", "shown"), [(Fault.DROP_BEFORE, 0), (Fault.DROP_AFTER_ACCEPT, 1)])
def test_a_dropped_connection_may_or_may_not_have_sent(
    caller: Caller, platform: Platform, fault: Fault, shown: int
) -> None:
    caller.token()
    platform.fail_next("message/send", fault)

    with pytest.raises(httpx2.TransportError):
        caller.send(enable_duplicate_check=1)

    assert len(platform.seen) == shown
    assert caller.send(enable_duplicate_check=1)["errcode"] == 0
    assert len(platform.seen) == 1
    assert platform.dropped_duplicates == shown


@pytest.mark.parametrize(("fault", "shown"), [(Fault.HANG(30), 0), (Fault.HANG_AFTER_ACCEPT(30), 1)])
def test_a_hanging_request_may_or_may_not_have_sent(
    caller: Caller, platform: Platform, fault: Fault, shown: int
) -> None:
    token = caller.token()
    platform.fail_next("message/send", fault)
    url = f"{platform.api_url}/message/send"

    with pytest.raises(httpx2.ReadTimeout):
        caller.client.post(url, params={"access_token": token}, content=as_body(caller.message()), timeout=0.2)

    while platform.at_once["message/send"]:
        time.sleep(0.01)
    assert len(platform.seen) == shown


def test_a_slow_answer_comes_to_those_who_wait(caller: Caller, platform: Platform) -> None:
    caller.token()
    platform.fail_next("message/send", Fault.HANG(0.05))

    assert caller.send()["errcode"] == 0


@pytest.mark.parametrize("errcode", [-1, 45009, 45033, 60020, 42001, 40014])
def test_any_error_code_can_be_ordered(caller: Caller, platform: Platform, errcode: int) -> None:
    old = caller.token()
    platform.fail_next("message/send", Fault.ERRCODE(errcode))

    answer = caller.post("message/send", as_body(caller.message()), access_token=old)

    assert answer["errcode"] == errcode
    assert platform.errcodes["message/send", errcode] == 1
    assert platform.seen == []
    again = caller.post("message/send", as_body(caller.message()), access_token=old)["errcode"]
    assert again == (errcode if errcode in (40014, 42001) else 0)


def test_errors_carry_a_hint_and_an_address_that_nobody_should_show(caller: Caller) -> None:
    words = caller.send(agentid=1)["errmsg"]

    assert "hint: [" in words
    assert "from ip: " in words


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("HTTP_500", 0, Fault.HTTP_500),
        ("HTML_INSTEAD_OF_JSON", 0, Fault.HTML_INSTEAD_OF_JSON),
        ("DROP_BEFORE", 0, Fault.DROP_BEFORE),
        ("DROP_AFTER_ACCEPT", 0, Fault.DROP_AFTER_ACCEPT),
        ("CUT_SHORT", 0, Fault.CUT_SHORT),
        ("HANG", 1.5, Fault.HANG(1.5)),
        ("HANG_AFTER_ACCEPT", 1.5, Fault.HANG_AFTER_ACCEPT(1.5)),
        ("HTTP", 503, Fault.HTTP(503)),
        ("ERRCODE", 42001, Fault.ERRCODE(42001)),
    ],
)
def test_another_process_orders_a_fault_by_its_name(name: str, value: float, fault: Fault) -> None:
    assert fault_named(name, value) == fault


def test_queued_faults_come_in_order_and_can_be_taken_back(caller: Caller, platform: Platform) -> None:
    caller.token()
    platform.fail_next("message/send", Fault.ERRCODE(-1))
    platform.fail_next("message/send", Fault.ERRCODE(45033), times=2)

    assert [caller.send()["errcode"] for _ in range(2)] == [-1, 45033]
    platform.forget_faults()
    assert caller.send()["errcode"] == 0
