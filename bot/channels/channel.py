"""What every way in or out looks like; channels differ in data, not in kind."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from fastapi import FastAPI

from storage.messages import Card, Incoming, Recipient

Accept = Callable[[Incoming], Awaitable[None]]
"""Store one message durably; returns once it is committed (repeats are stored once). Raises NotStored."""


class NotStored(Exception):
    """The message could not be kept: let the platform send it again."""


class TryLater(Exception):
    """Not delivered, but may be: no network, rate limited, token expired."""

    def __init__(self, reason: str, *, wait: timedelta | None = None, may_have_arrived: bool = False) -> None:
        """Take the reason; `wait` where the platform says how long; whether it may have been shown all the same."""
        super().__init__(reason)
        self.wait = wait
        self.may_have_arrived = may_have_arrived


class GiveUp(Exception):
    """Not delivered and never will be: no such group, not allowed, too long."""

    def __init__(self, reason: str, *, is_for_admin: bool = False) -> None:
        """Take the reason, in Chinese; whether only an administrator can do something about it."""
        super().__init__(reason)
        self.is_for_admin = is_for_admin


class TooLarge(GiveUp):
    """Not fetched, because there is more of it than the channel carries."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes, as storage knows it; a channel takes the part that it can use."""

    recipient: Recipient
    userid: str = ""
    webhook_key: str = ""
    chat_id: str = ""
    heard_by: Mapping[str, str] = field(default_factory=dict)
    """The channels that somebody has spoken to in this chat, with the conversation as they spell it."""
    reply_channel: str = ""
    """The channel of the message that this one answers, else empty."""
    reply_handle: str = ""
    letter: int = 0
    """The message's own number: what tells two messages with the same words apart."""
    task: str = ""
    """What a click on this message's card will name: unique for ever, letters, digits and - only."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """The platform took the message; `missed` are the userids that it could not reach, in lower case."""

    missed: tuple[str, ...] = ()
    card_handle: str = ""
    """What the channel needs to change the card that it sent; "" where there is none or where it cannot."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A picture or file as the platform gave it, decrypted."""

    content: bytes
    name: str = ""
    """As the sender's device called it; "" where the platform does not say."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel bears."""

    per_minute: int | None
    per_hour: int | None
    drops_repeats_for: timedelta
    """How long the platform itself drops an identical body; zero where it does not."""
    card_life: timedelta = timedelta(0)
    """For how long a card that was sent can be changed by its handle."""
    media_life: timedelta = timedelta(0)
    """For how long what somebody sent can be fetched."""
    file_bytes: int = 0
    """The largest picture or file that can be fetched or sent."""


class WithoutConnection:
    """What a channel says of its connection where it has none of its own: each call finds its own way."""

    async def listen(self, accept: Accept) -> None:
        """Return at once: there is nothing to hold."""

    def is_mine(self) -> bool:
        """Return True: every process may send."""
        return True

    def is_up(self) -> bool:
        """Return True: whether it works is seen by trying."""
        return True


class Channel(Protocol):
    """One way in or out."""

    name: str
    limits: Limits

    def attach(self, app: FastAPI, accept: Accept) -> None:
        """Add the channel's routes to `app`."""

    async def listen(self, accept: Accept) -> None:
        """Hold the channel's own connection until cancelled; return at once where it has none."""

    def is_mine(self) -> bool:
        """Return whether this process may send; False while another process holds the channel's connection."""

    def reaches(self, address: Address) -> bool:
        """Return whether the channel can send to `address`."""

    def draw(self, card: Card, address: Address) -> str:
        """Return the body as it will be sent, within the channel's byte limits; the same for the same arguments."""

    async def send(self, body: str, address: Address) -> Delivered:
        """Deliver once. Raises TryLater or GiveUp; anything else is a bug."""

    def is_up(self) -> bool:
        """Return whether sending makes sense now; False while the channel's connection is down for longer."""

    async def fetch(self, source: Mapping[str, Any]) -> Fetched:
        """Return what a message's `media` names. Raises TryLater, GiveUp where it is gone, TooLarge."""

    async def close(self) -> None:
        """Let go of connections; nothing is sent afterwards."""
