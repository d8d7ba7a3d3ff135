"""The fake runs as a process of its own and can be steered from outside."""

import httpx2
import pytest

from tests.wecom.caller import Caller, as_body
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
