"""One long connection of the smart bot: subscribe, stay alive, ask and be answered; says why it ended."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from bot.channels.channel import TryLater
from bot.wire import frames, words
from bot.wire.frames import Frame, Malformed
from config.limits import ConnectionLimits

log = logging.getLogger(__name__)

_WIRE = logging.getLogger(f"{__name__}.wire")
# The library's debug lines show whole frames, the secret among them.
_WIRE.setLevel(logging.INFO)

LARGEST_FRAME = 4 * 1024 * 1024
"""Bytes; a message of the platform is far smaller, and nobody shall fill our memory."""


class Lost(Exception):
    """The connection could not be made or has ended; try again."""


class Refused(Exception):
    """The platform does not know this bot id and secret. Any errcode means that: none is documented."""


class Kicked(Exception):
    """A newer connection of the same bot took our place: connecting again would only kick that one out."""


class LongConnection:
    """One connection, from subscribing to its end; made anew for every attempt. Source: document/path/101463."""

    def __init__(
        self, url: str, ca_file: Path | None, limits: ConnectionLimits, hear: Callable[[Frame], None]
    ) -> None:
        """Take where to and how; `hear` is called in order with every callback, in the event loop."""
        self._url = url
        self._ca_file = ca_file
        self._limits = limits
        self._hear = hear
        self._socket: ClientConnection | None = None
        self._acks: dict[str, asyncio.Future[Frame]] = {}
        self._numbers = count(1)
        # Unique also across connections: the platform remembers the ids of yesterday.
        self._prefix = uuid4().hex[:12]

    async def hold(self, bot_id: str, secret: str, on_up: Callable[[], None]) -> None:
        """Stay connected for as long as it lasts; `on_up` is called once the platform has taken us.

        Never returns. Raises Lost, Refused or Kicked.
        """
        async with self._opened() as socket:
            reading = asyncio.create_task(self._read(socket), name="long connection: reading")
            try:
                await self._first_answer(reading, bot_id, secret)
                on_up()
                pinging = asyncio.create_task(self._ping(), name="long connection: pinging")
                try:
                    done, _ = await asyncio.wait((reading, pinging), return_when=asyncio.FIRST_COMPLETED)
                    for task in done:
                        task.result()
                finally:
                    await _stop(pinging)
            finally:
                self._socket = None
                await _stop(reading)
                self._forget_asked()

    async def ask(self, cmd: str, body: Mapping[str, Any], req_id: str = "") -> Frame:
        """Send one frame and return the platform's answer, whatever its errcode.

        `req_id` is that of the message answered, "" for a new one. Raises TryLater, `may_have_arrived` unless it is
        certain that nothing left.
        """
        if self._socket is None:
            raise TryLater(words.NOT_CONNECTED)
        return await self._ask(cmd, body, req_id)

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[ClientConnection]:
        timeout = self._limits.ack_timeout.total_seconds()
        try:
            socket = await connect(
                self._url,
                ssl=_context(self._ca_file) if self._url.startswith("wss:") else None,
                open_timeout=timeout,
                close_timeout=timeout,
                # The platform has a ping of its own; it need not answer that of the protocol below it.
                ping_interval=None,
                max_size=LARGEST_FRAME,
                logger=_WIRE,
            )
        except (OSError, TimeoutError, InvalidHandshake, InvalidURI, ssl.SSLError) as error:
            raise Lost(words.NO_CONNECTION.format(error=type(error).__name__)) from error
        try:
            self._socket = socket
            yield socket
        finally:
            self._socket = None
            with suppress(Exception):
                async with asyncio.timeout(timeout):
                    await socket.close()

    async def _first_answer(self, reading: "asyncio.Task[None]", bot_id: str, secret: str) -> None:
        """Introduce ourselves. Raises Refused, or whatever ended the reading meanwhile."""
        asking = asyncio.create_task(self._ask(frames.SUBSCRIBE, {"bot_id": bot_id, "secret": secret}))
        await asyncio.wait((reading, asking), return_when=asyncio.FIRST_COMPLETED)
        if not asking.done():
            await _stop(asking)
            reading.result()
        try:
            ack = asking.result()
        except TryLater as failure:
            raise Lost(str(failure)) from None
        if ack.errcode:
            raise Refused(words.BOT_REFUSED.format(errcode=ack.errcode))

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for raw in socket:
                try:
                    frame = frames.read(raw)
                except Malformed as fault:
                    log.warning("a frame of %s bytes cannot be read: %s", len(raw), fault)
                    continue
                self._take(frame)
        except ConnectionClosed:
            pass
        # Also a polite end (1000, 1001) is an end: nobody else will tell us to come back.
        raise Lost(words.CONNECTION_CLOSED.format(code=socket.close_code))

    def _take(self, frame: Frame) -> None:
        if frame.event == frames.DISCONNECTED:
            raise Kicked
        if frame.cmd in (frames.MESSAGE, frames.EVENT):
            self._hear(frame)
        elif not frame.cmd and (waiting := self._acks.get(frame.req_id)) is not None:
            if not waiting.done():
                waiting.set_result(frame)
        else:
            log.info("an unexpected frame is left alone: cmd %r, errcode %s", frame.cmd, frame.errcode)

    async def _ping(self) -> None:
        unanswered = 0
        while True:
            await asyncio.sleep(self._limits.ping_every.total_seconds())
            try:
                await self._ask(frames.PING, None)
                unanswered = 0
            except TryLater:
                unanswered += 1
            if unanswered >= self._limits.pongs_missed:
                raise Lost(words.NO_PONG)

    async def _ask(self, cmd: str, body: Mapping[str, Any] | None, req_id: str = "") -> Frame:
        socket = self._socket
        assert socket is not None
        req_id = req_id or f"{cmd}-{self._prefix}-{next(self._numbers)}"
        while (before := self._acks.get(req_id)) is not None:
            # Two answers to one message go one after the other, or nobody knows which of them an ack is for.
            await asyncio.wait((before,))
        ack: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._acks[req_id] = ack
        try:
            async with asyncio.timeout(self._limits.ack_timeout.total_seconds()):
                await socket.send(frames.write(cmd, req_id, body))
                return await ack
        except TimeoutError:
            raise TryLater(words.NO_ACK, may_have_arrived=True) from None
        except ConnectionClosed:
            raise TryLater(words.NOT_CONNECTED, may_have_arrived=True) from None
        finally:
            if self._acks.get(req_id) is ack:
                del self._acks[req_id]
            ack.cancel()

    def _forget_asked(self) -> None:
        lost = TryLater(words.NOT_CONNECTED, may_have_arrived=True)
        for waiting in self._acks.values():
            if not waiting.done():
                waiting.set_exception(lost)
                # Whoever waited may be gone already.
                waiting.exception()


async def _stop(task: "asyncio.Task[Any]") -> None:
    task.cancel()
    # Not `await task`: its end must not be taken for our own being cancelled, nor hide it.
    await asyncio.wait((task,))
    if not task.cancelled():
        task.exception()


def _context(ca_file: Path | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_file)
