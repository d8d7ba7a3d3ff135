"""The frames of the smart bot's long connection 长连接: what a client may write, and how it is answered."""

import json
from dataclasses import dataclass
from typing import Any

from tests.wecom.replies import Refused, refusal

SUBSCRIBE = "aibot_subscribe"
PING = "ping"
RESPOND = "aibot_respond_msg"
WELCOME = "aibot_respond_welcome_msg"
UPDATE = "aibot_respond_update_msg"
SEND = "aibot_send_msg"
UPLOAD_INIT = "aibot_upload_media_init"
UPLOAD_CHUNK = "aibot_upload_media_chunk"
UPLOAD_FINISH = "aibot_upload_media_finish"
MESSAGE_CALLBACK = "aibot_msg_callback"
EVENT_CALLBACK = "aibot_event_callback"

ECHOING = frozenset({RESPOND, WELCOME, UPDATE})
"""Commands that carry the req_id of what they answer; all others bring a new one."""
INVALID_REQ_ID = 846605
STREAM_OVER = 846608
UNKNOWN_CHAT = 93006
TOO_OFTEN = 45009


class Malformed(Exception):
    """A frame that cannot even be answered; the connection is closed for it."""


@dataclass(slots=True)
class Frame:
    """One frame that a client wrote."""

    cmd: str
    req_id: str
    body: dict[str, Any] | None
    line: int
    """The number of the connection it came on."""
    time: float
    """By the platform's clock."""
    is_repeated: bool = False
    """Brings a req_id that was used before, where a new one is due."""
    errcode: int | None = None
    """What it was answered; None: nothing (yet)."""

    @property
    def content(self) -> dict[str, Any]:
        """Return the body. Raises Refused(40058) where there is none."""
        if self.body is None:
            raise Refused(40058)
        return self.body


def read_frame(raw: str | bytes, line: int, now: float) -> Frame:
    """Return the frame. Raises Malformed where it is no JSON text {cmd, headers: {req_id}, body?}."""
    if isinstance(raw, bytes):
        raise Malformed("a binary frame")
    try:
        read = json.loads(raw)
    except ValueError as error:
        raise Malformed("no JSON") from error
    match read:
        case {"cmd": str(cmd), "headers": {"req_id": str(req_id), **more_headers}, **rest} if cmd and req_id:
            body = rest.pop("body", None)
            if more_headers or rest or not isinstance(body, dict | None):
                raise Malformed("more than cmd, headers.req_id and an object as body")
            return Frame(cmd, req_id, body, line, now)
    raise Malformed("no cmd, or no headers.req_id")


def as_text(frame: dict[str, Any]) -> str:
    """Return a frame as it goes over the wire."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def verdict(errcode: int = 0, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return an acknowledgement without its headers; it carries no cmd."""
    if errcode:
        refused: dict[str, Any] = json.loads(refusal(errcode).body)
        return refused
    return {"errcode": 0, "errmsg": "ok"} | ({} if body is None else {"body": body})
