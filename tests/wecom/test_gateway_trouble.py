"""Every trouble that can be ordered on the long connection is the trouble it says."""

import math

import pytest
from websockets.exceptions import InvalidHandshake, InvalidStatus

from tests.wecom.faults import Fault
from tests.wecom.gateway import Gateway
from tests.wecom.gateway_caller import BotCaller


@pytest.fixture
def known(gateway: Gateway) -> Gateway:
    """Return the gateway with one chat in which somebody spoke."""
    gateway.know_chat("lisi", 1)
    return gateway


def write_push(bot: BotCaller) -> None:
    bot.write("aibot_send_msg", {"chatid": "lisi", "msgtype": "markdown", "markdown": {"content": "通知"}})


@pytest.mark.parametrize("code", [1000, 1001])
def test_the_gateway_closes(gateway: Gateway, bot: BotCaller, code: int) -> None:
    gateway.close(code)

    assert bot.read_end() == code
    gateway.wait_disconnected()
    assert gateway.lines[-1].closed == str(code)


def test_the_gateway_drops_the_connection(gateway: Gateway, bot: BotCaller) -> None:
    gateway.abort()

    assert bot.read_end() == 1006
    gateway.wait_disconnected()
    assert gateway.lines[-1].closed == "1006"


@pytest.mark.parametrize(("then_abort", "code"), [(False, 1000), (True, 1006)])
def test_a_client_is_kicked(gateway: Gateway, bot: BotCaller, then_abort: bool, code: int) -> None:
    gateway.kick(then_abort=then_abort)

    assert bot.read()["body"]["event"] == {"eventtype": "disconnected_event"}
    assert bot.read_end() == code
    assert gateway.line is None


def test_a_second_process_kicks_and_stays(gateway: Gateway, bot: BotCaller) -> None:
    with gateway.another_client():
        assert bot.read()["body"]["event"] == {"eventtype": "disconnected_event"}
        assert bot.read_end() == 1000
        assert gateway.line is not None
        assert gateway.line.is_another
    gateway.wait_disconnected()
    assert (gateway.subscribes, gateway.most_live, len(gateway.frames)) == (1, 1, 1)


def test_a_client_that_comes_back_kicks_the_second_process(gateway: Gateway, bot: BotCaller) -> None:
    with gateway.another_client(), BotCaller(gateway) as again:
        again.subscribe()

        assert gateway.wait_until(lambda: gateway.line and not gateway.line.is_another)
        assert gateway.wait_until(lambda: all(line.closed for line in gateway.lines if line.is_another))


def test_pings_may_stay_unanswered_on_an_open_socket(gateway: Gateway, bot: BotCaller) -> None:
    gateway.answers_pings = False
    bot.write("ping")

    handed = gateway.say("lisi", "你好")
    assert bot.read()["headers"] == {"req_id": handed.req_id}
    assert gateway.wait_connected().pings == 1


def test_a_frozen_gateway_reads_nothing_more(known: Gateway, bot: BotCaller) -> None:
    known.freeze()
    write_push(bot)

    with pytest.raises(TimeoutError):
        bot.ws.recv(0.1)
    assert known.seen == []
    assert known.wait_connected().is_live


@pytest.mark.parametrize("errcode", [-1, 45009, 93006, 846605])
def test_any_code_can_be_acknowledged_with(known: Gateway, bot: BotCaller, errcode: int) -> None:
    known.platform.fail_next("aibot_send_msg", Fault.ERRCODE(errcode), times=2)

    assert [bot.push("lisi") for _ in range(3)] == [errcode, errcode, 0]
    assert len(known.seen) == 1
    assert [frame.errcode for frame in known.frames_of("aibot_send_msg")] == [errcode, errcode, 0]
    assert known.complaints == []


@pytest.mark.parametrize(("fault", "shown"), [(Fault.HANG(math.inf), 0), (Fault.HANG_AFTER_ACCEPT(math.inf), 1)])
def test_an_acknowledgement_may_never_come(known: Gateway, bot: BotCaller, fault: Fault, shown: int) -> None:
    known.platform.fail_next("aibot_send_msg", fault)
    write_push(bot)

    assert bot.code("ping") == 0
    # What people see is written down beside the line: it may come a moment after the answer to the ping.
    known.wait_until(lambda: len(known.seen) >= shown)
    assert len(known.seen) == shown
    assert known.frames_of("aibot_send_msg")[0].errcode is None


def test_an_acknowledgement_may_come_late_and_after_others(known: Gateway, bot: BotCaller) -> None:
    known.platform.fail_next("aibot_send_msg", Fault.HANG_AFTER_ACCEPT(0.05))
    write_push(bot)

    assert bot.code("ping") == 0
    assert bot.read()["headers"]["req_id"] == known.frames_of("aibot_send_msg")[0].req_id


@pytest.mark.parametrize(("fault", "shown"), [(Fault.DROP_BEFORE, 0), (Fault.DROP_AFTER_ACCEPT, 1)])
def test_the_connection_may_drop_instead_of_an_acknowledgement(
    known: Gateway, bot: BotCaller, fault: Fault, shown: int
) -> None:
    known.platform.fail_next("aibot_send_msg", fault)
    write_push(bot)

    assert bot.read_end() == 1006
    assert len(known.seen) == shown


def test_an_acknowledgement_may_be_no_json(known: Gateway, bot: BotCaller) -> None:
    known.platform.fail_next("aibot_send_msg", Fault.HTML_INSTEAD_OF_JSON)
    write_push(bot)

    assert str(bot.ws.recv(5)).startswith("<html>")


def test_authentication_may_fail_for_some_tries(gateway: Gateway) -> None:
    gateway.platform.fail_next("aibot_subscribe", Fault.ERRCODE(40001), times=2)

    codes = []
    for _ in range(3):
        with BotCaller(gateway) as bot:
            codes.append(bot.subscribe()["errcode"])
    assert codes == [40001, 40001, 0]


def test_the_gateway_is_unreachable_for_a_while_and_comes_back_at_its_port(gateway: Gateway, bot: BotCaller) -> None:
    address = gateway.bot_url

    with gateway.unreachable():
        assert bot.read_end() == 1006
        with pytest.raises(ConnectionRefusedError):
            BotCaller(gateway)

    assert gateway.bot_url == address
    with BotCaller(gateway) as again:
        assert again.subscribe()["errcode"] == 0


@pytest.mark.parametrize(
    ("fault", "error"),
    [(Fault.HTTP(503), InvalidStatus), (Fault.DROP_BEFORE, InvalidHandshake), (Fault.HANG(30), TimeoutError)],
)
def test_a_handshake_may_fail(gateway: Gateway, fault: Fault, error: type[Exception]) -> None:
    gateway.platform.fail_next("handshake", fault)

    with pytest.raises(error):
        BotCaller(gateway, open_timeout=0.2)
    assert gateway.platform.calls["handshake"] == 1
    assert gateway.lines == []


def test_a_handshake_may_be_slow(gateway: Gateway) -> None:
    gateway.platform.fail_next("handshake", Fault.HANG(0.05))

    with BotCaller(gateway) as bot:
        assert bot.subscribe()["errcode"] == 0


def test_a_dropped_client_is_not_counted_as_still_there(gateway: Gateway) -> None:
    first = BotCaller(gateway)
    with first:
        first.subscribe()
        gateway.abort()
        with BotCaller(gateway) as second:
            second.subscribe()
    assert gateway.most_live == 1
