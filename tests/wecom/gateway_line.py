"""One connection of a client to the gateway."""

import asyncio
import contextlib
from dataclasses import dataclass, field

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from tests.wecom.bot_frames import Frame

GOING_AWAY = 1001


@dataclass(slots=True, eq=False)
class Line:
    """What the gateway knows of one connection; its methods are for the gateway's own thread."""

    number: int
    """1, 2, 3 … in the order in which connections were opened."""
    ws: ServerConnection
    is_another: bool = False
    """Of the fake's own client, which plays a second process."""
    has_tried: bool = False
    is_subscribed: bool = False
    frames: list[Frame] = field(default_factory=list)
    closed: str = ""
    """How it ended, as in "1000", "1006"; "" while it is open. 1006: without a closing handshake."""
    work: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def is_live(self) -> bool:
        """Return whether frames can still be exchanged."""
        return self.ws.state is State.OPEN

    @property
    def pings(self) -> int:
        """Return how many pings came."""
        return sum(frame.cmd == "ping" for frame in self.frames)

    async def write(self, text: str) -> bool:
        """Send one frame; return False where the connection was gone."""
        try:
            await self.ws.send(text)
        except ConnectionClosed:
            return False
        return True

    async def close(self, code: int, reason: str = "") -> None:
        """Close with a closing handshake."""
        with contextlib.suppress(ConnectionClosed):
            await self.ws.close(code, reason)

    def abort(self) -> None:
        """Drop the TCP connection without a word."""
        self.ws.transport.abort()

    def freeze(self) -> None:
        """Read nothing more, not even a closing frame; the socket stays open."""
        self.ws.transport.pause_reading()

    def ended(self) -> None:
        """Note how the connection ended and drop what was still to be answered."""
        self.closed = str(self.ws.close_code or 1006)
        for task in self.work:
            task.cancel()
