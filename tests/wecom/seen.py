"""What a reader has before their eyes."""

from dataclasses import asdict, dataclass, field
from typing import Any

TEXT_BYTES = 2048


@dataclass(slots=True)
class Seen:
    """One message as one person or one group saw it."""

    ordinal: int
    """1, 2, 3 … over everything this platform ever showed to anybody."""
    time: float
    """By the platform's clock, in seconds."""
    reader: str
    """Userid of a person as the contact book writes it, or the key of a group's webhook."""
    msgtype: str
    text: str
    """What is there to read: the content of text and markdown, the titles of cards and news, else ""."""
    payload: dict[str, Any]
    """The whole request body."""
    msgid: str = ""
    is_cut: bool = False
    """Text longer than 2048 bytes lost its end on the way."""
    is_broken: bool = False
    """The cut went through a character; `text` ends with U+FFFD."""
    mentioned: tuple[str, ...] = ()
    is_recalled: bool = False
    updates: list[dict[str, Any]] = field(default_factory=list)
    """Bodies of update_template_card that reached this card."""

    def as_json(self) -> dict[str, Any]:
        """Return the same in JSON types."""
        return asdict(self)


def cut_text(content: str) -> tuple[str, bool, bool]:
    """Return (what is shown, whether it was cut, whether a character was broken) for a text message."""
    raw = content.encode()
    if len(raw) <= TEXT_BYTES:
        return content, False, False
    kept = raw[:TEXT_BYTES]
    shown = kept.decode(errors="ignore")
    is_broken = len(shown.encode()) < TEXT_BYTES
    return shown + "\ufffd" * is_broken, True, is_broken


def readable(msgtype: str, payload: dict[str, Any]) -> str:
    """Return the words of a message that is not plain text, for reading in tests."""
    part = payload.get(msgtype, {})
    if msgtype == "template_card":
        title = part.get("main_title", {})
        return "\n".join(filter(None, (title.get("title"), title.get("desc"), part.get("sub_title_text"))))
    if msgtype in ("news", "mpnews"):
        return "\n".join(article.get("title", "") for article in part.get("articles", []))
    if msgtype == "textcard":
        return f"{part.get('title', '')}\n{part.get('description', '')}"
    return str(part.get("content", ""))
