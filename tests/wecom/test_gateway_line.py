"""The gateway's connections: subscription, frames, pings, one at a time."""

import json
from typing import Any

import pytest

from tests.wecom.gateway import Gateway
from tests.wecom.gateway_caller import BotCaller, new_req_id


def test_a_right_secret_subscribes(gateway: Gateway) -> None:
    with BotCaller(gateway) as bot:
        assert bot.subscribe(scene=1, plug_version="1.0.7") == {
            "headers": {"req_id": gateway.frames[0].req_id},
            "errcode": 0,
            "errmsg": "ok",
        }

        assert gateway.wait_connected().number == gateway.frames[0].line
    assert (gateway.subscribes, gateway.most_live, gateway.complaints) == (1, 1, [])


@pytest.mark.parametrize("body", [{"secret": "wrong"}, {"bot_id": "other"}, {"secret": None}, {"secret": 7}])
def test_wrong_credentials_are_refused_and_the_socket_stays_open(gateway: Gateway, body: dict[str, Any]) -> None:
    gateway.auth_errcode = 853000

    with BotCaller(gateway) as bot:
        assert bot.subscribe(**body)["errcode"] == 853000
        assert bot.subscribe()["errcode"] == 45009

        assert gateway.line is None
        assert gateway.lines[-1].is_live
    assert gateway.subscribes == 0


def test_refused_authentication_can_be_ordered_for_ever_or_for_some_tries(gateway: Gateway) -> None:
    gateway.refuses_auth = True
    with BotCaller(gateway) as bot:
        assert bot.subscribe()["errcode"] == 40058
    assert gateway.complaints == []

    gateway.refuses_auth = False
    with BotCaller(gateway) as bot:
        assert bot.subscribe()["errcode"] == 0


def test_nothing_is_done_before_the_subscription(gateway: Gateway) -> None:
    gateway.know_chat("lisi", 1)

    with BotCaller(gateway) as bot:
        assert bot.push("lisi") == 40058
        assert bot.read_end() == 1008

    assert gateway.seen == []
    assert gateway.complaints != []


def test_a_second_subscription_on_the_same_connection_is_refused(bot: BotCaller) -> None:
    assert bot.subscribe()["errcode"] == 45009


def test_a_newer_subscription_kicks_the_older_connection(gateway: Gateway, bot: BotCaller) -> None:
    with BotCaller(gateway) as newer:
        newer.subscribe()

        event = bot.read()
        assert event["cmd"] == "aibot_event_callback"
        assert event["headers"]["req_id"]
        assert event["body"]["event"] == {"eventtype": "disconnected_event"}
        assert "from" not in event["body"]
        assert bot.read_end() == 1000
        assert gateway.say("lisi", "你好").is_delivered
        assert newer.read()["body"]["text"] == {"content": "你好"}
    assert (gateway.subscribes, gateway.most_live) == (2, 2)


def test_one_connection_after_the_other_is_never_two_at_once(gateway: Gateway) -> None:
    for _ in range(3):
        with BotCaller(gateway) as bot:
            bot.subscribe()

    assert (gateway.subscribes, gateway.most_live, len(gateway.lines)) == (3, 1, 3)


def test_pings_are_answered_and_counted(gateway: Gateway, bot: BotCaller) -> None:
    assert [bot.code("ping") for _ in range(3)] == [0, 0, 0]

    assert gateway.wait_connected().pings == 3
    assert gateway.platform.calls["ping"] == 3


def test_a_ping_brings_nothing_with_it(bot: BotCaller) -> None:
    assert bot.code("ping", {}) == 40058


def test_an_unknown_command_is_refused(bot: BotCaller) -> None:
    assert bot.code("aibot_make_coffee", {}) == 40058


@pytest.mark.parametrize("cmd", ["aibot_send_msg", "aibot_respond_msg", "aibot_upload_media_init"])
def test_a_command_without_a_body_is_refused(gateway: Gateway, bot: BotCaller, cmd: str) -> None:
    handed = gateway.say("lisi", "你好")
    bot.read()

    assert bot.code(cmd, None, handed.req_id if cmd == "aibot_respond_msg" else None) == 40058


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "hello",
        "[]",
        '{"cmd":"ping"}',
        '{"cmd":"ping","headers":{}}',
        '{"cmd":"ping","headers":{"req_id":""}}',
        '{"cmd":"ping","headers":{"req_id":7}}',
        '{"cmd":"ping","headers":{"req_id":"a","more":1}}',
        '{"cmd":"ping","headers":{"req_id":"b"},"more":1}',
        '{"cmd":"ping","headers":{"req_id":"c"},"body":[]}',
        '{"cmd":"","headers":{"req_id":"d"}}',
        '{"headers":{"req_id":"e"}}',
        '{"cmd":"ping","headers":{"req_id":"f\x01"}}',
        b'{"cmd":"ping","headers":{"req_id":"g"}}',
    ],
)
def test_a_frame_that_is_none_closes_the_connection(gateway: Gateway, bot: BotCaller, raw: str | bytes) -> None:
    bot.ws.send(raw)

    assert bot.read_end() == 1007
    assert len(gateway.complaints) == 1


@pytest.mark.parametrize("cmd", ["ping", "aibot_send_msg"])
def test_a_new_req_id_is_due_for_what_answers_nothing(gateway: Gateway, bot: BotCaller, cmd: str) -> None:
    gateway.know_chat("lisi", 1)
    body = {"chatid": "lisi", "msgtype": "markdown", "markdown": {"content": "x"}} if cmd != "ping" else None
    req_id = new_req_id(cmd)
    assert bot.code(cmd, body, req_id) == 0

    assert bot.code(cmd, body, req_id) == 846605
    assert len(gateway.seen) == (cmd != "ping")


def test_a_push_does_not_borrow_the_req_id_of_a_message(gateway: Gateway, bot: BotCaller) -> None:
    handed = gateway.say("lisi", "你好")
    bot.read()
    body = {"chatid": "lisi", "msgtype": "markdown", "markdown": {"content": "x"}}

    assert bot.code("aibot_send_msg", body, handed.req_id) == 846605


def test_a_silent_client_is_hung_up_on(gateway: Gateway) -> None:
    gateway.silence_seconds = 0.1

    with BotCaller(gateway) as bot:
        bot.subscribe()

        assert bot.read_end() == 1001


def test_every_frame_is_remembered_with_its_answer(gateway: Gateway, bot: BotCaller) -> None:
    bot.push("nobody")

    (frame,) = gateway.frames_of("aibot_send_msg")
    assert frame.body is not None
    assert (frame.body["chatid"], frame.errcode) == ("nobody", 93006)
    assert json.loads(json.dumps(frame.body)) == frame.body


def test_forgetting_keeps_who_is_connected(gateway: Gateway, bot: BotCaller) -> None:
    gateway.say("lisi", "你好")
    bot.read()
    bot.push("lisi")

    gateway.platform.reset()

    assert (gateway.seen, gateway.frames, gateway.chats) == ([], [], {})
    assert gateway.say("lisi", "还在").is_delivered
