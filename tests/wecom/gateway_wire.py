"""The gateway's end of the wire: a WebSocket server in a thread of its own that reads frames."""

import asyncio
import contextlib
import itertools
import logging
import socket
import threading
import time
from collections.abc import Callable
from http import HTTPStatus

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tests.wecom.bot_frames import Malformed, read_frame
from tests.wecom.faults import Fault
from tests.wecom.gateway_desk import Desk
from tests.wecom.gateway_line import GOING_AWAY, Line
from tests.wecom.platform import Platform

LOOPBACK = "127.0.0.1"
START_SECONDS = 20.0
HANDSHAKE = "handshake"
"""The name of the opening handshake for faults and counters."""
ANOTHER = "/another"
"""The path by which the fake's own client is known."""
_QUIET = logging.getLogger("tests.wecom.gateway")
_QUIET.setLevel(logging.CRITICAL + 1)


class Wire(Desk):
    """Takes connections and hands what they write to the desk."""

    def __init__(
        self, platform: Platform, *, wall_clock: Callable[[], float] = time.time, silence_seconds: float = 600
    ) -> None:
        self.silence_seconds = silence_seconds
        """Real seconds without a frame after which the gateway hangs up."""
        super().__init__(platform, wall_clock=wall_clock)
        self._numbers = itertools.count(1)
        self._reserved = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()), name="fake gateway", daemon=True)
        self._started = threading.Event()
        self._loop: asyncio.AbstractEventLoop
        self._over: asyncio.Event
        self._server: Server

    @property
    def bot_url(self) -> str:
        """Return the address for clients: ws://127.0.0.1:PORT."""
        return f"ws://{LOOPBACK}:{self._reserved.getsockname()[1]}"

    def start(self, port: int = 0) -> None:
        """Listen from now on; port 0 takes a free one."""
        # Bound but not listening, this keeps the port ours while the gateway is unreachable.
        self._reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._reserved.bind((LOOPBACK, port))
        self._thread.start()
        if not self._started.wait(START_SECONDS):
            raise RuntimeError("the fake gateway did not start")

    def stop(self) -> None:
        """Drop everybody and end the thread."""
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()
        self._reserved.close()

    async def _live(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        await self._listen()
        self._started.set()
        await self._over.wait()
        self._server.close(close_connections=False)
        for line in self.lines:
            line.abort()
        # What waits because a fault wants it so is cancelled with the loop.

    async def _listen(self) -> None:
        self._server = await serve(
            self._take,
            LOOPBACK,
            self._reserved.getsockname()[1],
            process_request=self._shake_hands,
            ping_interval=None,
            open_timeout=None,
            close_timeout=1,
            logger=_QUIET,
        )

    async def _shake_hands(self, ws: ServerConnection, request: Request) -> Response | None:
        if request.path == ANOTHER:
            return None
        self.platform.calls[HANDSHAKE] += 1
        fault = self.platform.next_fault(HANDSHAKE)
        await asyncio.sleep(fault.wait_before)
        if fault.hangs_up:
            ws.transport.abort()
        if fault.instead:
            return ws.respond(HTTPStatus(fault.instead.status), fault.instead.body.decode())
        return None

    async def _take(self, ws: ServerConnection) -> None:
        line = Line(next(self._numbers), ws, bool(ws.request and ws.request.path == ANOTHER))
        with self.changed:
            self.lines.append(line)
            self.changed.notify_all()
        try:
            await self._read(line)
        finally:
            with self.changed:
                line.ended()
                self.changed.notify_all()

    async def _read(self, line: Line) -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                try:
                    async with asyncio.timeout(self.silence_seconds):
                        raw = await line.ws.recv()
                except TimeoutError:
                    await line.close(GOING_AWAY, "silent for too long")
                    return
                await self._hear(line, raw)

    async def _hear(self, line: Line, raw: str | bytes) -> None:
        try:
            frame = read_frame(raw, line.number, self.platform.clock())
        except Malformed as malformed:
            with self.changed:
                self.complain(f"{malformed}: {raw[:200]!r}")
                self.changed.notify_all()
            await line.close(1007, str(malformed))
            return
        if line.is_another:
            await self._serve(line, frame, Fault())
            return
        with self.changed:
            self.note(frame)
            line.frames.append(frame)
        fault = self.platform.next_fault(frame.cmd)
        serving = self._serve(line, frame, fault)
        if fault.wait_before or fault.wait_after:
            self._spawn(line, serving)
        else:
            await serving
