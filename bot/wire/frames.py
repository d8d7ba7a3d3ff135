"""Frames of the smart bot's long connection 「智能机器人长连接」: JSON text out, messages in.

Source: document/path/101463 (长连接), 100719 (接收消息), 101027 (接收事件).
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from storage.messages import Incoming, MessageKind

SUBSCRIBE, PING = "aibot_subscribe", "ping"
MESSAGE, EVENT = "aibot_msg_callback", "aibot_event_callback"
REPLY, WELCOME, UPDATE = "aibot_respond_msg", "aibot_respond_welcome_msg", "aibot_respond_update_msg"
PUSH = "aibot_send_msg"
UPLOAD_BEGIN, UPLOAD_CHUNK = "aibot_upload_media_init", "aibot_upload_media_chunk"
UPLOAD_END = "aibot_upload_media_finish"
DISCONNECTED = "disconnected_event"

TO_PERSON, TO_GROUP = 1, 2
"""chat_type of a push."""

# Raw control characters in a frame are an accident of whoever typed them; the SDKs that do not cut them out lose
# the whole message.
_CONTROL = dict.fromkeys(set(range(0x20)) - {0x09, 0x0A, 0x0D})
_AFTER_NAME = r"(?=[\s\u2005\u00a0]|$)[\s\u2005\u00a0]*"
_LONGEST_USERID, _LONGEST_ID = 64, 200
_HAS_FILE = {kind.value: kind for kind in (MessageKind.IMAGE, MessageKind.FILE, MessageKind.VIDEO)}


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame from the platform: a callback, or with an empty `cmd` the answer 「ack」 to one of ours."""

    cmd: str
    req_id: str
    body: Mapping[str, Any] = field(default_factory=dict)
    errcode: int = 0

    @property
    def event(self) -> str:
        """Return the kind of event, "" where it is none."""
        found = self.body.get("event")
        return str(found.get("eventtype", "")) if self.cmd == EVENT and isinstance(found, dict) else ""


class Malformed(Exception):
    """The frame cannot be read; the connection goes on."""


def read(raw: str | bytes) -> Frame:
    """Return the frame. Raises Malformed."""
    try:
        text = raw.decode() if isinstance(raw, bytes) else raw
        found = json.loads(text.translate(_CONTROL), strict=False)
        headers = found.get("headers") or {}
        body = found.get("body")
        return Frame(
            cmd=str(found.get("cmd") or ""),
            req_id=str(headers.get("req_id") or ""),
            body=body if isinstance(body, dict) else {},
            errcode=int(found.get("errcode") or 0),
        )
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise Malformed(type(error).__name__) from error


def write(cmd: str, req_id: str, body: Mapping[str, Any] | None = None) -> str:
    """Return one frame of ours."""
    frame: dict[str, Any] = {"cmd": cmd, "headers": {"req_id": req_id}}
    return json.dumps(frame if body is None else {**frame, "body": body}, ensure_ascii=False)


def reply_body(content: str, stream_id: str) -> dict[str, Any]:
    """Return words as the answer to a message: one frame, finished; the same id again replaces them."""
    return {"msgtype": "stream", "stream": {"id": stream_id, "finish": True, "content": content}}


def push_body(message: Mapping[str, Any], chat_id: str, *, to_group: bool) -> dict[str, Any]:
    """Return a message that nobody asked for, to a group or to a person, whose chat id is their userid."""
    return {"chatid": chat_id, "chat_type": TO_GROUP if to_group else TO_PERSON, **message}


def incoming(frame: Frame, *, channel: str, bot_name: str) -> Incoming | None:
    """Return the message or event of a callback; None where it names no sender, as the platform's own events do.

    An unknown type is OTHER, an unknown event an EVENT that nobody answers. `reply_handle` is `<command>:<req_id>`,
    the command being the one that may answer it, or "" where only a push may.
    """
    body = frame.body
    sender = _word(body.get("from"), "userid")
    if frame.cmd not in (MESSAGE, EVENT) or not sender or len(sender) > _LONGEST_USERID:
        return None
    chat_id = str(body.get("chatid") or "") if body.get("chattype") == "group" else ""
    message_id = (str(body.get("msgid") or "") or frame.req_id)[:_LONGEST_ID]
    kind, text, details = _event(body) if frame.cmd == EVENT else _message(body)
    return Incoming(
        channel=channel,
        message_id=message_id,
        sender=sender,
        conversation=f"group:{chat_id}" if chat_id else f"private:{sender}",
        kind=kind,
        text=without_name(text, bot_name) if chat_id else text,
        details=details | _quote(body.get("quote")),
        reply_handle=f"{_ANSWERED_BY.get(frame.event, '') if frame.cmd == EVENT else REPLY}:{frame.req_id}",
        sent_at=_moment(body.get("create_time")),
    )


_ANSWERED_BY = {"enter_chat": WELCOME, "template_card_event": UPDATE}


def without_name(text: str, name: str) -> str:
    """Return the text of a group message without the 「@name」 that made the platform send it to us.

    By the configured name: names may contain spaces. 「@民安助手」 is somebody else than 「@民安」.
    """
    return re.sub(f"@{re.escape(name)}{_AFTER_NAME}", "", text).strip() if name else text


def _message(body: Mapping[str, Any]) -> tuple[MessageKind, str, dict[str, Any]]:
    kind = str(body.get("msgtype") or "")
    part = body.get(kind)
    match kind:
        case "text":
            return MessageKind.TEXT, _word(part, "content"), {}
        case "voice":
            return MessageKind.VOICE, _word(part, "content"), {}
        case "mixed":
            words, media = _mixed(part)
            return MessageKind.MIXED, words, {"media": media}
        case _ if kind in _HAS_FILE:
            return _HAS_FILE[kind], "", {"media": _media(kind, part)}
        case _:
            return MessageKind.OTHER, "", {"msgtype": kind}


def _event(body: Mapping[str, Any]) -> tuple[MessageKind, str, dict[str, Any]]:
    event = body.get("event")
    found = event if isinstance(event, dict) else {}
    kind = str(found.get("eventtype") or "")
    details: dict[str, Any] = {"event": kind}
    inner = found.get(kind)
    if isinstance(inner, dict):
        details |= {name: inner[name] for name in ("event_key", "task_id", "card_type") if name in inner}
        details["selected_items"] = _selected(inner.get("selected_items"))
    return MessageKind.EVENT, "", details


def _selected(items: Any) -> dict[str, list[str]]:
    listed = items.get("selected_item") if isinstance(items, dict) else None
    return {
        _word(item, "question_key"): [str(one) for one in (item.get("option_ids") or {}).get("option_id") or ()]
        for item in (listed if isinstance(listed, list) else [])
        if isinstance(item, dict)
    }


def _mixed(part: Any) -> tuple[str, list[dict[str, str]]]:
    items: Sequence[Any] = part.get("msg_item") or () if isinstance(part, dict) else ()
    words, media = [], []
    for item in items:
        kind = str(item.get("msgtype") or "") if isinstance(item, dict) else ""
        if kind == "text":
            words.append(_word(item.get("text"), "content"))
        elif kind in _HAS_FILE:
            media += _media(kind, item.get(kind))
    return "\n".join(filter(None, words)), media


def _media(kind: str, part: Any) -> list[dict[str, str]]:
    if not _word(part, "url"):
        return []
    return [{"kind": kind, "url": _word(part, "url"), "aeskey": _word(part, "aeskey")}]


def _quote(quote: Any) -> dict[str, Any]:
    """Return what the message quotes, apart from what it says."""
    if not isinstance(quote, dict):
        return {}
    _, words, details = _message(quote)
    found: dict[str, Any] = {"quote": words, "quote_media": details.get("media")}
    return {name: value for name, value in found.items() if value}


def _word(part: Any, name: str) -> str:
    value = part.get(name) if isinstance(part, dict) else None
    return value if isinstance(value, str) else ""


def _moment(seconds: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
