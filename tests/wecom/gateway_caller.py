"""A careful client of the gateway for the tests of the fake itself: plain frames, one after the other."""

import base64
import hashlib
import itertools
import json
from types import TracebackType
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.wecom.bot_uploads import CHUNK_BYTES
from tests.wecom.gateway import Gateway

SECONDS = 5.0
_numbers = itertools.count(1)


class BotCaller:
    """One connection; it is closed when the block ends."""

    def __init__(self, gateway: Gateway, *, open_timeout: float = SECONDS) -> None:
        self.gateway = gateway
        self.identity = gateway.platform.identity
        self.ws = connect(gateway.bot_url, proxy=None, ping_interval=None, open_timeout=open_timeout, close_timeout=1)

    def __enter__(self) -> "BotCaller":
        self.ws.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ws.__exit__(kind, value, trace)

    def subscribe(self, **body: Any) -> dict[str, Any]:
        """Subscribe, with right credentials unless others are given, and return the ack."""
        return self.do(
            "aibot_subscribe", {"bot_id": self.identity.bot_id, "secret": self.identity.bot_secret, **body}
        )

    def do(self, cmd: str, body: Any = None, req_id: str | None = None) -> dict[str, Any]:
        """Write one frame, with a new req_id unless one is given, and return its ack."""
        used = new_req_id(cmd) if req_id is None else req_id
        self.write(cmd, body, used)
        ack = self.read()
        assert ack["headers"] == {"req_id": used}
        assert "cmd" not in ack
        return ack

    def code(self, cmd: str, body: Any = None, req_id: str | None = None) -> int:
        """Write one frame and return the errcode of its ack."""
        errcode: int = self.do(cmd, body, req_id)["errcode"]
        return errcode

    def push(self, chatid: str, msgtype: str = "markdown", part: Any = None, **envelope: Any) -> int:
        """Send into a chat, by default a short markdown; return the errcode."""
        content = {"content": "通知"} if part is None else part
        return self.code("aibot_send_msg", {"chatid": chatid, "msgtype": msgtype, msgtype: content, **envelope})

    def respond(self, req_id: str, msgtype: str = "markdown", part: Any = None, **envelope: Any) -> int:
        """Answer a message, by default with a short markdown; return the errcode."""
        content = {"content": "收到"} if part is None else part
        return self.code("aibot_respond_msg", {"msgtype": msgtype, msgtype: content, **envelope}, req_id)

    def stream(self, req_id: str, stream_id: str, content: str, *, finish: bool) -> int:
        """Write one frame of a stream; return the errcode."""
        return self.respond(req_id, "stream", {"id": stream_id, "finish": finish, "content": content})

    def upload(self, kind: str, content: bytes, filename: str = "a.bin") -> str:
        """Upload a file and return its media_id."""
        upload_id = self.do("aibot_upload_media_init", announced(kind, content, filename))["body"]["upload_id"]
        for index in range(-(-len(content) // CHUNK_BYTES)):
            assert self.code("aibot_upload_media_chunk", piece(upload_id, index, content)) == 0
        media_id: str = self.do("aibot_upload_media_finish", {"upload_id": upload_id})["body"]["media_id"]
        return media_id

    def write(self, cmd: str, body: Any = None, req_id: str = "") -> None:
        """Write one frame."""
        frame = {"cmd": cmd, "headers": {"req_id": req_id or new_req_id(cmd)}}
        self.ws.send(json.dumps(frame if body is None else {**frame, "body": body}, ensure_ascii=False))

    def read(self) -> dict[str, Any]:
        """Return the next frame of the gateway."""
        frame: dict[str, Any] = json.loads(self.ws.recv(SECONDS))
        return frame

    def read_end(self) -> int:
        """Return the code with which the gateway closed; 1006: without a closing handshake."""
        try:
            unexpected = self.ws.recv(SECONDS)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006
        raise AssertionError(unexpected)


def new_req_id(cmd: str) -> str:
    """Return a req_id that was not used before."""
    return f"{cmd}_{next(_numbers)}"


def announced(kind: str, content: bytes, filename: str = "a.bin", **changed: Any) -> dict[str, Any]:
    """Return the body of aibot_upload_media_init."""
    chunks = -(-len(content) // CHUNK_BYTES)
    md5 = hashlib.md5(content).hexdigest()
    told = {"type": kind, "filename": filename, "total_size": len(content), "total_chunks": chunks, "md5": md5}
    return {**told, **changed}


def piece(upload_id: str, index: int, content: bytes) -> dict[str, Any]:
    """Return the body of aibot_upload_media_chunk for the piece with this index."""
    part = content[index * CHUNK_BYTES : (index + 1) * CHUNK_BYTES]
    return {"upload_id": upload_id, "chunk_index": index, "base64_data": base64.b64encode(part).decode()}
