"""What the smart bot may say: contents by msgtype for replies, pushes and welcomes, and nothing beside them."""

from typing import Any

from tests.wecom.cards import FOR_BOT, check_card
from tests.wecom.contents import Check, Part, Shelf, check_content
from tests.wecom.fields import BAD_VALUE, section, within, words
from tests.wecom.replies import Refused

WRITTEN_BYTES = 20480
WELCOME_BYTES = 2048
FEEDBACK_BYTES = 256
VIDEO_TITLE_BYTES = 64
"""Of the two lengths in the platform's pages, the smaller."""


def only(part: dict[str, Any], *names: str) -> None:
    """Raise Refused(40058) where there is anything but these names."""
    if part.keys() - set(names):
        raise Refused(BAD_VALUE)


def _markdown(part: Part, shelf: Shelf) -> None:
    only(part, "content")
    words(part, "content", 44004)
    within(part, "content", size=WRITTEN_BYTES)


def _stream(part: Part, shelf: Shelf) -> None:
    only(part, "id", "finish", "content", "feedback")
    words(part, "id", 40063)
    if type(part.get("finish")) is not bool or not isinstance(part.get("content"), str):
        raise Refused(BAD_VALUE)
    if part["finish"]:
        words(part, "content", 44004)
    within(part, "content", size=WRITTEN_BYTES)
    if "feedback" in part:
        feedback = section(part, "feedback", BAD_VALUE)
        words(feedback, "id", BAD_VALUE)
        within(feedback, "id", size=FEEDBACK_BYTES)


def _text(part: Part, shelf: Shelf) -> None:
    only(part, "content")
    words(part, "content", 44004)
    within(part, "content", size=WELCOME_BYTES)


def _card(part: Part, shelf: Shelf) -> None:
    check_card(part, FOR_BOT)


def _file(kind: str) -> Check:
    def check(part: Part, shelf: Shelf) -> None:
        only(part, "media_id")
        shelf.check(part, "media_id", kind)

    return check


def _video(part: Part, shelf: Shelf) -> None:
    only(part, "media_id", "title", "description")
    shelf.check(part, "media_id", "video")
    within(part, "title", size=VIDEO_TITLE_BYTES)
    within(part, "description", size=512)


PUSHES: dict[str, Check] = {
    "markdown": _markdown,
    "template_card": _card,
    "file": _file("file"),
    "image": _file("image"),
    "voice": _file("voice"),
    "video": _video,
}
REPLIES: dict[str, Check] = {**PUSHES, "stream": _stream}
WELCOMES: dict[str, Check] = {"text": _text, "template_card": _card}


def check_said(body: Part, checks: dict[str, Check], shelf: Shelf, *envelope: str) -> str:
    """Return the msgtype. Raises Refused where the type or its content is not allowed, or where there is more."""
    msgtype = check_content(body, checks, shelf)
    only(body, "msgtype", msgtype, *envelope)
    return msgtype
