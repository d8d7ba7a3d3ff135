"""The fake runs as a process of its own and can be steered from outside."""

import json

import httpx2
import pytest
from websockets.sync.client import connect

from tests.wecom.caller import Caller, as_body
from tests.wecom.identity import Identity
from tests.wecom.platform import Platform
from tests.wecom.remote import spawned_platform


def test_another_process_can_be_called_steered_and_looked_at(client: httpx2.Client) -> None:
    options = ["--port", "0", "--users", "lisi,wangwu", "--webhook-keys", "K", "--secret", "s", "--corp-id", "c"]
    with spawned_platform(options) as remote:
        far = Platform()
        far.api_url = remote.api_url
        ask = {"corpid": "c", "corpsecret": "s"}
        token = Caller(far, client).get("gettoken", **ask)["access_token"]
        body = as_body(Caller(far, client).message(touser="lisi|nobody"))
        send = f"{remote.api_url}/message/send?access_token={token}"

        remote.fail_next("message/send", "ERRCODE", 45009)
        codes = [client.post(send, content=body).json()["errcode"] for _ in range(2)]
        remote.fail_next("message/send", "DROP_AFTER_ACCEPT")
        with pytest.raises(httpx2.TransportError):
            client.post(send, content=body)
        client.post(f"{remote.api_url}/webhook/send?key=K", content=b'{"msgtype":"text","text":{"content":"x"}}')

        assert codes == [45009, 0]
        assert [(seen["reader"], seen["text"]) for seen in remote.seen()] == [("lisi", "你好")] * 2 + [("K", "x")]
        assert [seen["ordinal"] for seen in remote.seen(after=2)] == [3]
        counts = remote.counts()
        assert counts["calls"] == {"gettoken": 1, "message/send": 3, "webhook/send": 1}
        assert counts["errcodes"]["message/send 45009"] == 1
        assert (counts["seen"], counts["dropped_duplicates"], counts["silently_dropped"]) == (3, 0, 0)
        remote.void_token(40014)
        assert client.post(send, content=body).json()["errcode"] == 40014
        remote.reset()
        assert remote.counts()["calls"] == {}
        with pytest.raises(RuntimeError, match="400"):
            remote.fail_next("message/send", "NO_SUCH_FAULT")


def test_another_process_speaks_with_the_bot_and_looks_at_its_side() -> None:
    with spawned_platform(["--bot-name", "助手"]) as remote:
        far, us = remote.gateway, Identity()
        with connect(remote.bot_url, proxy=None) as ws:
            subscription = {"bot_id": us.bot_id, "secret": us.bot_secret}
            ws.send(frame("aibot_subscribe", "1", subscription))
            assert json.loads(ws.recv(5))["errcode"] == 0
            far.wait_connected()
            handed = far.say("lisi", "你好", "wrGroup")
            assert json.loads(ws.recv(5))["body"]["text"] == {"content": "@助手 你好"}
            far.again(handed)
            assert json.loads(ws.recv(5))["body"]["msgid"] == handed.msgid
            ws.send(frame("aibot_respond_msg", handed.req_id, {"msgtype": "markdown", "markdown": {"content": "好"}}))
            (seen,) = far.wait_until(lambda: far.answers_to(handed))
            assert (seen["reader"], seen["text"]) == ("wrGroup", "好")

            far.set(refuses_auth=True)
            far.act("kick")

            far.wait_until(lambda: not far.counts()["is_connected"])
        counts = far.counts()
        assert (counts["subscribes"], counts["most_live"], counts["complaints"]) == (1, 1, [])
        assert [one["cmd"] for one in far.frames()] == ["aibot_subscribe", "aibot_respond_msg"]
        remote.reset()
        assert far.seen() == []
        with pytest.raises(RuntimeError, match="400"):
            far.act("stop")


def frame(cmd: str, req_id: str, body: object) -> str:
    return json.dumps({"cmd": cmd, "headers": {"req_id": req_id}, "body": body})
