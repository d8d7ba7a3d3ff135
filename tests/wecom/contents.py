"""The rules of message contents by msgtype, for the app and for a group's webhook.

Where the platform's page gives a length without a consequence the fake refuses (45002), except for
the text of an app message, which WeCom cuts without a word.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.wecom.cards import FOR_APP, FOR_WEBHOOK, check_card
from tests.wecom.fields import BAD_VALUE, address, items, section, within, words
from tests.wecom.media import MB, STARTS, MediaStore
from tests.wecom.replies import Refused

Part = dict[str, Any]
ARTICLES = 45008
MD5_MISMATCH = 301019
"""Not in the official table; callers can only treat it as permanent."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Which uploaded files the message may use."""

    media: MediaStore
    owner: str
    now: float

    def check(self, part: Part, name: str, kind: str) -> None:
        """Raise Refused where `part[name]` is no living file of this kind."""
        words(part, name, 40007)
        self.media.get(part[name], now=self.now, owner=self.owner, kind=kind)


Check = Callable[[Part, Shelf], None]


def _not_empty(part: Part, shelf: Shelf) -> None:
    words(part, "content", 44004)


def _written(max_bytes: int) -> Check:
    def check(part: Part, shelf: Shelf) -> None:
        words(part, "content", 44004)
        within(part, "content", size=max_bytes)

    return check


def _mentioning(max_bytes: int) -> Check:
    written = _written(max_bytes)

    def check(part: Part, shelf: Shelf) -> None:
        written(part, shelf)
        for name in ("mentioned_list", "mentioned_mobile_list"):
            called = part.get(name, [])
            if not isinstance(called, list) or not all(isinstance(one, str) for one in called):
                raise Refused(BAD_VALUE)

    return check


def _file(kind: str) -> Check:
    def check(part: Part, shelf: Shelf) -> None:
        shelf.check(part, "media_id", kind)

    return check


def _video(part: Part, shelf: Shelf) -> None:
    shelf.check(part, "media_id", "video")
    within(part, "title", size=128)
    within(part, "description", size=512)


def _textcard(part: Part, shelf: Shelf) -> None:
    words(part, "title", 41016)
    within(part, "title", chars=128)
    words(part, "description", 41033)
    within(part, "description", chars=512)
    address(part, "url", 40063)
    within(part, "btntxt", chars=4)


def _news(part: Part, shelf: Shelf) -> None:
    for article in items(part, "articles", 8, ARTICLES, least=1):
        words(article, "title", 41016)
        within(article, "title", size=128)
        within(article, "description", size=512)
        within(article, "picurl", size=2048)
        within(article, "pagepath", size=128)
        if not article.get("pagepath"):
            address(article, "url", 40063)


def _mpnews(part: Part, shelf: Shelf) -> None:
    for article in items(part, "articles", 8, ARTICLES, least=1):
        words(article, "title", 41016)
        within(article, "title", size=128)
        shelf.check(article, "thumb_media_id", "image")
        words(article, "content", 40063)
        within(article, "content", size=666 * 1024)
        within(article, "author", size=64, code=45032)
        within(article, "digest", size=512)


def _inline_image(part: Part, shelf: Shelf) -> None:
    try:
        raw = base64.b64decode(words(part, "base64", 40063), validate=True)
    except binascii.Error as error:
        raise Refused(BAD_VALUE) from error
    if hashlib.md5(raw).hexdigest() != words(part, "md5", 40063):
        raise Refused(MD5_MISMATCH)
    if len(raw) > 2 * MB:
        raise Refused(40009)
    if not raw.startswith(STARTS["image"]):
        raise Refused(40123)


def _app_card(part: Part, shelf: Shelf) -> None:
    check_card(part, FOR_APP)
    _card_files(part, shelf)


def _webhook_card(part: Part, shelf: Shelf) -> None:
    check_card(part, FOR_WEBHOOK)
    _card_files(part, shelf)


def _card_files(part: Part, shelf: Shelf) -> None:
    for line in part.get("horizontal_content_list", []):
        if line.get("type") == 2:
            shelf.check(line, "media_id", "file")


APP: dict[str, Check] = {
    "text": _not_empty,
    "markdown": _written(2048),
    "image": _file("image"),
    "voice": _file("voice"),
    "file": _file("file"),
    "video": _video,
    "textcard": _textcard,
    "news": _news,
    "mpnews": _mpnews,
    "template_card": _app_card,
}
WEBHOOK: dict[str, Check] = {
    "text": _mentioning(2048),
    "markdown": _written(4096),
    "markdown_v2": _written(4096),
    "image": _inline_image,
    "news": _news,
    "file": _file("file"),
    "voice": _file("voice"),
    "template_card": _webhook_card,
}


def check_content(payload: Part, checks: dict[str, Check], shelf: Shelf) -> str:
    """Return the msgtype. Raises Refused: 40008 unknown type, else what the type's rule says."""
    msgtype = payload.get("msgtype")
    if not isinstance(msgtype, str) or msgtype not in checks:
        raise Refused(40008)
    missing = 44004 if msgtype in ("text", "markdown", "markdown_v2") else 40063
    checks[msgtype](section(payload, msgtype, missing), shelf)
    return msgtype
