"""A careful caller for the tests of the fake itself, and a clock they can move."""

import json
from typing import Any

import httpx2

from tests.wecom.platform import Platform

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
AMR = b"#!AMR\n" + b"0" * 20
MP4 = b"\0\0\0\x18ftypmp42" + b"0" * 20


class MovableClock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


class Caller:
    """Calls one platform over HTTP; every method returns the JSON answer."""

    def __init__(self, platform: Platform, client: httpx2.Client) -> None:
        self.platform, self.client = platform, client
        self.identity = platform.identity

    def get(self, endpoint: str, **query: str) -> dict[str, Any]:
        """GET an endpoint."""
        answer: dict[str, Any] = self.client.get(f"{self.platform.api_url}/{endpoint}", params=query).json()
        return answer

    def post(self, endpoint: str, body: bytes, **query: str) -> dict[str, Any]:
        """POST these bytes."""
        answer: dict[str, Any] = self.client.post(
            f"{self.platform.api_url}/{endpoint}", params=query, content=body
        ).json()
        return answer

    def token(self) -> str:
        """Return the app's token."""
        got = self.get("gettoken", corpid=self.identity.corp_id, corpsecret=self.identity.secret)
        token: str = got["access_token"]
        return token

    def call(self, endpoint: str, payload: dict[str, Any]) -> dict[str, Any]:
        """POST JSON with the app's token."""
        return self.post(endpoint, as_body(payload), access_token=self.token())

    def send(self, msgtype: str = "text", part: Any = None, **envelope: Any) -> dict[str, Any]:
        """Send an app message, by default a short text to lisi."""
        return self.call("message/send", self.message(msgtype, part, **envelope))

    def message(self, msgtype: str = "text", part: Any = None, **envelope: Any) -> dict[str, Any]:
        """Return the body of an app message."""
        content = {"content": "你好"} if part is None else part
        base = {"touser": "lisi", "agentid": self.identity.agent_id, "msgtype": msgtype, msgtype: content}
        return {**base, **envelope}

    def say(self, msgtype: str = "text", part: Any = None, key: str = "KEY1") -> dict[str, Any]:
        """Send to a group's webhook, by default a short text."""
        content = {"content": "通知"} if part is None else part
        return self.post("webhook/send", as_body({"msgtype": msgtype, msgtype: content}), key=key)

    def upload(self, endpoint: str, content: bytes, filename: str = "a.bin", **query: str) -> dict[str, Any]:
        """Upload bytes as the multipart field `media`."""
        url = f"{self.platform.api_url}/{endpoint}"
        answer: dict[str, Any] = self.client.post(url, params=query, files={"media": (filename, content)}).json()
        return answer

    def upload_app(self, kind: str, content: bytes, filename: str = "a.bin") -> dict[str, Any]:
        """Upload a file for app messages."""
        return self.upload("media/upload", content, filename, access_token=self.token(), type=kind)


def as_body(payload: dict[str, Any]) -> bytes:
    """Return JSON as WeCom wants it: UTF-8, no escapes."""
    return json.dumps(payload, ensure_ascii=False).encode()
