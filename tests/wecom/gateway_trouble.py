"""What can go wrong on the long connection, on demand; callable from any thread."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

from websockets.asyncio.client import ClientConnection, connect

from tests.wecom.bot_callbacks import new_req_id
from tests.wecom.bot_frames import SUBSCRIBE, as_text
from tests.wecom.gateway_line import Line
from tests.wecom.gateway_wire import ANOTHER, START_SECONDS, Wire

Result = TypeVar("Result")


class Trouble(Wire):
    """The gateway on a bad day."""

    def close(self, code: int = 1000, reason: str = "") -> None:
        """Begin the closing handshake with all: 1000 normal, 1001 going away. Does not wait for its end."""
        self._for_live(lambda line: self._spawn(line, line.close(code, reason)))

    def abort(self) -> None:
        """Drop every TCP connection without a word; the client sees 1006."""
        self._for_live(Line.abort)

    def freeze(self) -> None:
        """Read nothing more from those connected now, not even their closing frames; the sockets stay open."""
        self._for_live(Line.freeze)

    def kick(self, *, then_abort: bool = False) -> None:
        """Let a newer connection have taken the client's place: disconnected_event, then closed (or dropped)."""
        line = self.line
        if line is not None:
            self._call(lambda: self._spawn(line, self._kick(line, then_abort=then_abort)))

    @contextlib.contextmanager
    def another_client(self) -> Iterator[None]:
        """Subscribe with a client of the fake's own, as a second process would, and stay while the block runs.

        It counts neither among `subscribes` nor in `most_live`; where the client under test subscribes
        again it is this one that is kicked.
        """
        other = self._run(self._subscribe_elsewhere())
        try:
            yield
        finally:
            self._run(other.close())

    def write_raw(self, text: str) -> bool:
        """Send any text as a frame, also what is no JSON; return False where nobody is connected."""
        line = self.line
        return line is not None and self._run(line.write(text))

    def stop_listening(self) -> None:
        """Be unreachable: refuse new connections, drop those that are open."""
        self._call(lambda: self._server.close(close_connections=False))
        self.abort()

    def listen_again(self) -> None:
        """Take connections again, on the same port."""
        self._run(self._listen())

    @contextlib.contextmanager
    def unreachable(self) -> Iterator[None]:
        """Be unreachable while the block runs."""
        self.stop_listening()
        try:
            yield
        finally:
            self.listen_again()

    def _run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(START_SECONDS)

    def _call(self, act: Callable[[], object]) -> None:
        async def call() -> None:
            act()

        self._run(call())

    def _for_live(self, act: Callable[[Line], object]) -> None:
        self._call(lambda: [act(line) for line in self.lines if line.is_live])

    async def _subscribe_elsewhere(self) -> ClientConnection:
        us = self.platform.identity
        other = await connect(self.bot_url + ANOTHER, proxy=None, ping_interval=None, close_timeout=1)
        body = {"bot_id": us.bot_id, "secret": us.bot_secret}
        await other.send(as_text({"cmd": SUBSCRIBE, "headers": {"req_id": new_req_id()}, "body": body}))
        await other.recv()
        return other
