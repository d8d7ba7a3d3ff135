"""What the platform does for each command of a subscribed client."""

import hmac
from collections.abc import Callable
from typing import Any

from tests.wecom import bot_frames as frames
from tests.wecom.bot_contents import PUSHES, REPLIES, WELCOMES, check_said, only
from tests.wecom.bot_frames import INVALID_REQ_ID, STREAM_OVER, Frame
from tests.wecom.bot_memory import MESSAGE, BotMemory, Callback
from tests.wecom.bot_seen import GROUP, Stream
from tests.wecom.cards import FOR_BOT, check_card
from tests.wecom.fields import BAD_VALUE, one_of, section, words
from tests.wecom.identity import Identity
from tests.wecom.media import DAY
from tests.wecom.replies import Refused
from tests.wecom.seen import readable

ENTER_CHAT = "enter_chat"
CARD_EVENT = "template_card_event"
FEEDBACK_EVENT = "feedback_event"
DISCONNECTED = "disconnected_event"
EVENT_SECONDS = 5.0
STREAM_SECONDS = 360.0
TASK_ID = 42014

Result = dict[str, Any] | None


def has_credentials(frame: Frame, identity: Identity) -> bool:
    """Return whether a subscription names the bot and its secret."""
    given = frame.body or {}
    named = (given.get("bot_id"), given.get("secret"))
    return all(
        isinstance(one, str) and hmac.compare_digest(one.encode(), other.encode())
        for one, other in zip(named, (identity.bot_id, identity.bot_secret), strict=True)
    )


def do(memory: BotMemory, frame: Frame) -> Result:
    """Do what the frame wants and return the body of its acknowledgement. Raises Refused."""
    if frame.cmd not in _COMMANDS:
        raise Refused(BAD_VALUE)
    return _COMMANDS[frame.cmd](memory, frame)


def _ping(memory: BotMemory, frame: Frame) -> Result:
    if frame.body is not None:
        raise Refused(BAD_VALUE)
    return None


def _respond(memory: BotMemory, frame: Frame) -> Result:
    callback = _callback(memory, frame, MESSAGE, DAY)
    memory.admit(callback.chatid)
    chat = (callback.chatid, callback.chat_type)
    if check_said(frame.content, REPLIES, memory.shelf()) == "stream":
        _stream(memory, frame, chat)
        return None
    _check_place(memory, frame.content, callback.chat_type)
    memory.show(frame, frame.content, chat)
    return None


def _stream(memory: BotMemory, frame: Frame, chat: tuple[str, int]) -> None:
    stream_id = frame.content["stream"]["id"]
    stream = memory.streams.get(stream_id)
    if stream is None:
        seen = memory.show(frame, frame.content, chat)
        memory.streams[stream_id] = Stream(frame.req_id, frame.time, seen)
        return
    if stream.req_id != frame.req_id:
        raise Refused(BAD_VALUE)
    if stream.seen.is_finished or memory.platform.clock() - stream.began_at > STREAM_SECONDS:
        raise Refused(STREAM_OVER)
    stream.grow(frame.content)


def _welcome(memory: BotMemory, frame: Frame) -> Result:
    callback = _callback(memory, frame, ENTER_CHAT, EVENT_SECONDS)
    memory.admit(callback.chatid)
    check_said(frame.content, WELCOMES, memory.shelf())
    _check_place(memory, frame.content, callback.chat_type)
    callback.is_answered = True
    memory.show(frame, frame.content, (callback.chatid, callback.chat_type))
    return None


def _update(memory: BotMemory, frame: Frame) -> Result:
    callback = _callback(memory, frame, CARD_EVENT, EVENT_SECONDS)
    body, clicked = frame.content, callback.card
    only(body, "response_type", "template_card")
    if body.get("response_type") != "update_template_card":
        raise Refused(BAD_VALUE)
    card = section(body, "template_card")
    check_card(card, FOR_BOT)
    if clicked is None or card.get("task_id") != clicked.card.get("task_id"):
        raise Refused(TASK_ID)
    callback.is_answered = True
    clicked.replaced_by = card
    clicked.updates.append(body)
    clicked.text = readable("template_card", body)
    return None


def _send(memory: BotMemory, frame: Frame) -> Result:
    body = frame.content
    words(body, "chatid", frames.UNKNOWN_CHAT)
    one_of(body, "chat_type", (0, 1, 2))
    chat = memory.chat_of(body["chatid"], body.get("chat_type", 0))
    memory.admit(chat[0])
    check_said(body, PUSHES, memory.shelf(), "chatid", "chat_type")
    _check_place(memory, body, chat[1])
    memory.show(frame, body, chat)
    return None


def _upload_init(memory: BotMemory, frame: Frame) -> Result:
    memory.admit_upload()
    return memory.uploads.begin(frame.content, memory.platform.clock())


def _upload_chunk(memory: BotMemory, frame: Frame) -> Result:
    memory.uploads.add(frame.content, memory.platform.clock())
    return None


def _upload_finish(memory: BotMemory, frame: Frame) -> Result:
    platform = memory.platform
    file = memory.uploads.finish(frame.content, platform.clock(), platform.media, platform.identity.bot_id)
    return {"type": file.kind, "media_id": file.media_id, "created_at": int(file.created_at)}


def _callback(memory: BotMemory, frame: Frame, kind: str, seconds: float) -> Callback:
    """Return what the frame answers. Raises Refused(846605): unknown, of another kind, too old, answered."""
    callback = memory.callbacks.get(frame.req_id)
    if callback is None or callback.kind != kind or callback.is_answered:
        raise Refused(INVALID_REQ_ID)
    if memory.platform.clock() - callback.at > seconds:
        raise Refused(INVALID_REQ_ID)
    return callback


def _check_place(memory: BotMemory, body: dict[str, Any], chat_type: int) -> None:
    """Raise Refused where a card goes into a group (40058) or brings a task_id that was used (42014)."""
    if body["msgtype"] != "template_card":
        return
    if chat_type == GROUP:
        raise Refused(BAD_VALUE)
    if body["template_card"].get("task_id") in memory.task_ids:
        raise Refused(TASK_ID)


_COMMANDS: dict[str, Callable[[BotMemory, Frame], Result]] = {
    frames.PING: _ping,
    frames.RESPOND: _respond,
    frames.WELCOME: _welcome,
    frames.UPDATE: _update,
    frames.SEND: _send,
    frames.UPLOAD_INIT: _upload_init,
    frames.UPLOAD_CHUNK: _upload_chunk,
    frames.UPLOAD_FINISH: _upload_finish,
}
