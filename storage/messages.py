"""The shapes that travel between folders: a message in, a card out. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class MessageKind(StrEnum):
    """What a received message carries; anything that is not known is OTHER, stored and ignored."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"
    LOCATION = "location"
    LINK = "link"
    EVENT = "event"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message as a channel received it; (channel, message_id) names it for ever."""

    channel: str
    message_id: str
    sender: str
    """The platform's userid; "" where the platform itself speaks."""
    conversation: str
    """`private:<userid>` or `group:<chat id>`; messages of one conversation are answered in order of arrival."""
    kind: MessageKind
    text: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    """What the kind carries besides text (media_id, event, event_key, task_id …), in JSON types."""
    reply_handle: str = ""
    """What the channel needs to reply to just this message; opaque to everyone else."""
    sent_at: datetime | None = None

    @property
    def is_private(self) -> bool:
        """Return whether only the sender reads the answer."""
        return self.conversation.startswith("private:")


@dataclass(frozen=True, slots=True)
class Card:
    """What we say, before a channel draws it as text, markdown or a template card.

    Read from top to bottom: title, facts (label, value), lines, hints (what the reader may type next).
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    is_warning: bool = False
    mentions: tuple[str, ...] = ()
    """Userids to be called by @ where the channel can."""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is to read a message: one person (userid) or one group (the stored group's id)."""

    kind: str
    name: str

    @classmethod
    def person(cls, userid: str) -> "Recipient":
        """Return the person with this userid."""
        return cls("person", userid)

    @classmethod
    def group(cls, group_id: int) -> "Recipient":
        """Return the stored group with this id."""
        return cls("group", str(group_id))

    @classmethod
    def chat(cls, conversation: str) -> "Recipient":
        """Return the conversation itself, for an answer to a chat that is no stored group."""
        return cls("chat", conversation)

    def __str__(self) -> str:
        """Return `kind:name`, the form in which it is stored."""
        return f"{self.kind}:{self.name}"

    @classmethod
    def parse(cls, stored: str) -> "Recipient":
        """Return the recipient that `str()` wrote."""
        kind, _, name = stored.partition(":")
        return cls(kind, name)
