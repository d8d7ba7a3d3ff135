"""The requests by which messages leave: JSON exactly as it is sent, the same for the same arguments."""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypedDict, Unpack

_SPARE = 8
"""The check interval may be shortened by an eighth: of four hours, only every 1,800th letter has the same again."""


class Head(TypedDict):
    """Whom a message of the self-built app goes to, from which app."""

    userid: str
    agent_id: int
    letter: int
    """The letter's number, which tells it from others with the same words."""
    duplicate_check: timedelta
    """For how long WeCom is to drop an identical request."""


def app_text(content: str, **head: Unpack[Head]) -> str:
    """Return a text message of the self-built app to one person. Source: document/path/90236."""
    return _app_message({"msgtype": "text", "text": {"content": content}}, head)


def app_card(card: Mapping[str, Any], *, in_words: str, **head: Unpack[Head]) -> str:
    """Return a template card of the self-built app to one person, and on a second line the same as text.

    The text is for where the card is not taken. Source: document/path/90236 (模板卡片消息).
    """
    shown = _app_message({"msgtype": "template_card", "template_card": card}, head)
    return f"{shown}\n{app_text(in_words, **head)}"


def app_update(card: Mapping[str, Any], *, userid: str, agent_id: int, response_code: str) -> str:
    """Return the end of one person's card, and on a second line the same that only greys its buttons.

    The second is for where the whole card is not taken. Source: document/path/94888 (更新模版卡片消息).
    """
    whom = {"response_code": response_code, "userids": [userid], "agentid": agent_id}
    button = {"replace_name": card["replace_text"]}
    return f"{_json({**whom, 'template_card': card})}\n{_json({**whom, 'button': button})}"


def is_app_update(body: str) -> bool:
    """Return whether this is a change of a card rather than a message."""
    return body.startswith('{"response_code"')


def app_file(file: str, name: str, **head: Unpack[Head]) -> str:
    """Return what stands for a message of the self-built app until its file is uploaded and has an id."""
    return _json({"file": file, "name": name, **_envelope(head)})


def robot_wish(file: str, name: str) -> str:
    """Return what stands for a message of a group robot until its file is read, or uploaded and has an id."""
    return _json({"file": file, "name": name})


def wants_file(body: str) -> bool:
    """Return whether this is what `app_file` or `robot_wish` returned."""
    return body.startswith('{"file"')


def wanted_file(body: str) -> tuple[str, str]:
    """Return (file, name) of what `app_file` or `robot_wish` returned."""
    wanted = json.loads(body)
    return wanted["file"], wanted["name"]


def app_media(body: str, kind: str, media_id: str) -> str:
    """Return the message that `app_file` stands for; `kind` is image or file. Source: document/path/90236."""
    envelope = {name: value for name, value in json.loads(body).items() if name not in ("file", "name")}
    return _json({**envelope, "msgtype": kind, kind: {"media_id": media_id}})


def _app_message(part: Mapping[str, Any], head: Head) -> str:
    """Return the request of message/send."""
    return _json({**part, **_envelope(head)})


def _envelope(head: Head) -> dict[str, Any]:
    """Return whom a message goes to, and how long a repeat of it is one.

    WeCom drops an identical request within `duplicate_check`. Two letters with the same words are made to differ
    in that interval itself: otherwise the second 「帮助」 of an afternoon would be taken for a repeat.
    Source: document/path/90236 (enable_duplicate_check, duplicate_check_interval).
    """
    longest = int(head["duplicate_check"].total_seconds())
    interval = longest - head["letter"] % (longest // _SPARE)
    whom = {"touser": head["userid"], "agentid": head["agent_id"]}
    return {**whom, "enable_duplicate_check": 1, "duplicate_check_interval": interval}


def drops_repeats_for(duplicate_check: timedelta) -> timedelta:
    """Return for how long WeCom drops a repeat of any message at least."""
    return duplicate_check - duplicate_check / _SPARE


def robot_markdown(content: str) -> str:
    """Return a markdown message of a group robot."""
    return _json({"msgtype": "markdown", "markdown": {"content": content}})


def robot_image(raw: bytes) -> str:
    """Return a picture (JPG or PNG, up to 2 MB) of a group robot."""
    # The platform asks for MD5 as a checksum; nothing here is secret.
    checksum = hashlib.md5(raw, usedforsecurity=False).hexdigest()
    return _json({"msgtype": "image", "image": {"base64": base64.b64encode(raw).decode(), "md5": checksum}})


def robot_file(media_id: str) -> str:
    """Return a file of a group robot, uploaded before through the same webhook."""
    return _json({"msgtype": "file", "file": {"media_id": media_id}})


def _json(message: dict[str, Any]) -> str:
    # Code 40033: WeCom refuses Chinese written as \\u escapes.
    return json.dumps(message, ensure_ascii=False)
