"""The requests by which messages leave: JSON exactly as it is sent, the same for the same arguments."""

import base64
import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

_SPARE = 8
"""The check interval may be shortened by an eighth: of four hours, only every 1,800th letter has the same again."""


def app_text(content: str, *, userid: str, agent_id: int, letter: int, duplicate_check: timedelta) -> str:
    """Return a text message of the self-built app to one person.

    WeCom drops an identical request within `duplicate_check`. Two letters with the same words are made to differ
    in that interval itself: otherwise the second 「帮助」 of an afternoon would be taken for a repeat.
    Source: document/path/90236 (enable_duplicate_check, duplicate_check_interval).
    """
    longest = int(duplicate_check.total_seconds())
    interval = longest - letter % (longest // _SPARE)
    message = {
        "touser": userid,
        "msgtype": "text",
        "agentid": agent_id,
        "text": {"content": content},
        "enable_duplicate_check": 1,
        "duplicate_check_interval": interval,
    }
    return _json(message)


def drops_repeats_for(duplicate_check: timedelta) -> timedelta:
    """Return for how long WeCom drops a repeat of any `app_text` at least."""
    return duplicate_check - duplicate_check / _SPARE


def robot_text(content: str, mentioned: Sequence[str] = ()) -> str:
    """Return a text message of a group robot; `mentioned` are called by @. Source: document/path/91770."""
    return _json({"msgtype": "text", "text": {"content": content, "mentioned_list": list(mentioned)}})


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
