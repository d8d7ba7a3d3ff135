"""The self-built app's encrypted callback as plain words: verify, decrypt, parse. The only user of wechatpy."""

import hashlib
import math
import re
import struct
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.parsers.expat import ExpatError

from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.enterprise.parser import parse_message
from wechatpy.exceptions import WeChatException

from storage.messages import Incoming, MessageKind

# Whatever a forged or broken body makes the library raise, before or after its signature check.
_BROKEN = (WeChatException, ExpatError, ValueError, LookupError, TypeError, AttributeError, struct.error)

# A DTD can only stand before the root element, so a document that begins with its root has none and no entities.
_NO_DTD = re.compile(r"\ufeff?\s*(?:<\?xml[^>]*\?>\s*)?<xml[\s>/]")

_PLATFORM = "sys"
"""What stands in FromUserName where nobody in particular acted."""

_KINDS: Mapping[str, MessageKind] = {kind.value: kind for kind in MessageKind if kind is not MessageKind.OTHER}
_ENVELOPE = frozenset({"ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "Content"})
_RENAMED: Mapping[str, str] = {
    "Location_X": "latitude",
    "Location_Y": "longitude",
    "Latitude": "latitude",
    "Longitude": "longitude",
}
_NUMBERS = frozenset({"latitude", "longitude", "precision", "scale"})
_EVENT_IDENTITY = ("FromUserName", "CreateTime", "Event", "EventKey", "TaskId", "ChangeType", "UserID", "Id", "TagId")
"""What tells one event from another; events have no MsgId, and contact events of one second share the first four."""

_LONGEST_ID = 200
_LONGEST_USERID = 64
_CAMEL_STEP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class CallbackRefused(Exception):
    """The request does not come from WeCom, or nothing in it can be read: answer 4xx and store nothing."""


class Envelope:
    """Opens what WeCom sealed for one app.

    Source: document/path/90968 (加解密方案), 90238 (接收消息).
    """

    def __init__(self, token: str, aes_key: str, corp_id: str, *, max_age: timedelta) -> None:
        """Take the app's callback secrets and how far a timestamp may be off.

        Raises ValueError where `aes_key` is no EncodingAESKey (43 letters and digits).
        """
        if not re.fullmatch(r"[A-Za-z0-9]{43}", aes_key):
            raise ValueError("an EncodingAESKey has 43 letters and digits")
        self._crypto = WeChatCrypto(token, aes_key, corp_id)
        self._max_age = max_age

    def echo(self, query: Mapping[str, str], now: datetime) -> str:
        """Return the plaintext that proves to WeCom that this URL is ours. Raises CallbackRefused."""
        try:
            self._refuse_stale(query["timestamp"], now)
            plain: str = self._crypto.check_signature(
                query["msg_signature"], query["timestamp"], query["nonce"], query["echostr"]
            )
        except _BROKEN as error:
            raise CallbackRefused(f"verification: {type(error).__name__}") from error
        return plain

    def open(self, query: Mapping[str, str], body: bytes, now: datetime, *, channel: str) -> Incoming:
        """Return the message in an encrypted POST. Raises CallbackRefused."""
        try:
            self._refuse_stale(query["timestamp"], now)
            sealed = _without_dtd(body.decode())
            plain = self._crypto.decrypt_message(sealed, query["msg_signature"], query["timestamp"], query["nonce"])
            fields = parse_message(_without_dtd(plain))._data
        except _BROKEN as error:
            raise CallbackRefused(f"callback: {type(error).__name__}") from error
        return read(fields, channel=channel)

    def _refuse_stale(self, timestamp: str, now: datetime) -> None:
        # The signature covers the timestamp, so an old request cannot be played again under a new one.
        if abs(now.timestamp() - int(timestamp)) > self._max_age.total_seconds():
            raise CallbackRefused("the timestamp is too far off")


def _without_dtd(document: str) -> str:
    if not _NO_DTD.match(document):
        raise CallbackRefused("not a plain <xml> document")
    return document


def read(fields: Mapping[str, Any], *, channel: str) -> Incoming:
    """Return the message that the decrypted elements make.

    An unknown type is OTHER with whatever it carried in `details`. Raises CallbackRefused where the sender is
    no userid. Source: document/path/90239 (消息格式), 90240 (事件格式).
    """
    sender = _text(fields, "FromUserName")
    if len(sender) > _LONGEST_USERID:
        raise CallbackRefused("the sender is no userid")
    kind = _KINDS.get(_text(fields, "MsgType").lower(), MessageKind.OTHER)
    message_id = _message_id(fields, kind)
    return Incoming(
        channel=channel,
        message_id=message_id,
        sender="" if sender == _PLATFORM else sender,
        conversation=f"private:{sender}",
        kind=kind,
        text=_text(fields, "Content"),
        details=_details(fields),
        # A click is answered by the code that lets its card be changed.
        reply_handle=_text(fields, "ResponseCode") or message_id,
        sent_at=_moment(_text(fields, "CreateTime")),
    )


def _message_id(fields: Mapping[str, Any], kind: MessageKind) -> str:
    own = _text(fields, "MsgId")
    if own and kind is not MessageKind.EVENT:
        return _fitting(own)
    names = _EVENT_IDENTITY if kind is MessageKind.EVENT else ("FromUserName", "CreateTime", "MsgType")
    return _fitting(":".join(_text(fields, name) for name in names).rstrip(":"))


def _fitting(name: str) -> str:
    # A menu key may be a whole URL; two that share a beginning must stay two.
    if len(name) <= _LONGEST_ID:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()
    return f"{name[: _LONGEST_ID - len(digest) - 1]}:{digest}"


def _details(fields: Mapping[str, Any]) -> dict[str, Any]:
    details = {_named(name): _plain(value) for name, value in fields.items() if name not in _ENVELOPE}
    if "media_id" in details:
        kind, name = _text(fields, "MsgType").lower(), _text(fields, "FileName")
        details["media"] = [{"kind": kind, "media_id": details["media_id"], "name": name}]
    for name in _NUMBERS & details.keys():
        details[name] = _number(details[name])
    if "event" in details:
        # One event alone is spelled in capitals on the wire.
        details["event"] = str(details["event"]).lower()
    if "selected_items" in details:
        details["selected_items"] = _selected(fields["SelectedItems"])
    return details


def _selected(items: Any) -> dict[str, list[str]]:
    """Return question key → chosen option ids, in the order in which they came."""
    return {
        _text(item, "QuestionKey"): [str(chosen) for chosen in _children(item.get("OptionIds"), "OptionId")]
        for item in _children(items, "SelectedItem")
        if isinstance(item, dict)
    }


def _children(element: Any, name: str) -> list[Any]:
    # One child parses to itself, several to a list, none to None.
    found = element.get(name) if isinstance(element, dict) else None
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def _named(element: str) -> str:
    return _RENAMED.get(element) or _CAMEL_STEP.sub("_", element).lower()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_named(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return "" if value is None else value


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    # JSON, and PostgreSQL with it, knows no NaN.
    return number if math.isfinite(number) else None


def _moment(seconds: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
