"""The shapes that travel between folders: a message in, a card out. Standard library only."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
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
    MIXED = "mixed"
    """Words and pictures in one message 「图文混排」; the words stand in `text`."""
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
    """What the kind carries besides text, in JSON types.

    `media`: [{"kind", and "media_id" or "url" with "aeskey"}]; `quote`: the words, `quote_media` the pictures that
    the message quotes; of an event `event`, `event_key`, `task_id`, `selected_items` {question: [ids]} …
    """
    reply_handle: str = ""
    """What the channel needs to reply to just this message; opaque to everyone else."""
    sent_at: datetime | None = None

    @property
    def is_private(self) -> bool:
        """Return whether only the sender reads the answer."""
        return self.conversation.startswith("private:")


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a card; pressing it is the same as typing `says`."""

    text: str
    """What stands on it, up to 10 characters."""
    says: str
    """On the button of a card with choices each `{key}` stands for what was chosen there, several joined by 、."""
    is_main: bool = False
    """Whether it is the one that most people will press."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Options to choose from before the card's only button is pressed: one of them, or several."""

    key: str
    title: str
    options: tuple[tuple[str, str], ...]
    """(what it says, what is shown: up to 10 characters); up to 20."""
    takes_several: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What we say, before a channel draws it as text, markdown or a template card.

    Read from top to bottom: title, facts (label, value), lines, hints (what the reader may type next), buttons (the
    same at a press, where the channel and the chat have buttons).
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    is_warning: bool = False
    mentions: tuple[str, ...] = ()
    """Userids to be called by @ where the channel can."""
    link: str = ""
    buttons: tuple[Button, ...] = ()
    """Up to 6; a card with choices has exactly one."""
    choices: tuple[Choice, ...] = ()
    subject: str = ""
    """What the buttons are about (`hazard:12`, `question:…`): once that has moved on, the card is closed 「置灰」."""
    closed_as: str = ""
    """Not a message but the end of an earlier one: its buttons become these words (「已由王五验收」)."""
    task: str = ""
    """With `closed_as`: the task id of the card to close."""
    file: str = ""
    """A picture or document sent in place of words: its path below the data folder; `title` is its name."""
    is_confidential: bool = False
    """Whether neither the words nor their reader are kept once the message has left 「举报」."""

    def as_json(self) -> dict[str, Any]:
        """Return the card in JSON types, defaults left out."""
        return {name: value for name, value in asdict(self).items() if value or name == "title"}

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> "Card":
        """Return the card that `as_json` wrote."""
        known = dict(fields)
        for name in ("facts", "lines", "hints", "mentions"):
            known[name] = tuple(tuple(one) if name == "facts" else one for one in known.get(name, ()))
        known["buttons"] = tuple(Button(**one) for one in known.get("buttons", ()))
        known["choices"] = tuple(
            Choice(**{**one, "options": tuple(map(tuple, one["options"]))}) for one in known.get("choices", ())
        )
        return cls(**known)


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
