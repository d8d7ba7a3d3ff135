"""Tell every open page at once that there is something to fetch; what it is stands in the database."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

KEEP_ALIVE_SECONDS = 15.0
_MOST_BEHIND = 500
_END = ""


class Live:
    """The open pages. Lost news does no harm: a page fetches everything again when it reconnects."""

    def __init__(self) -> None:
        """Begin without pages."""
        self._queues: set[asyncio.Queue[str]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def tell(self, kind: str, news: Mapping[str, Any]) -> None:
        """Send news to every open page; only in the event loop."""
        event = f"event: {kind}\ndata: {json.dumps(news, ensure_ascii=False)}\n\n"
        for queue in self._queues:
            if queue.qsize() < _MOST_BEHIND:
                queue.put_nowait(event)

    def end(self) -> None:
        """End every stream, from any thread and from a signal's handler: a server that stops waits for them."""
        for queue in tuple(self._queues):
            if self._loop is not None:
                self._loop.call_soon_threadsafe(queue.put_nowait, _END)

    async def stream(self) -> AsyncIterator[str]:
        """Yield the events of one page for as long as it is open, as `text/event-stream`."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._queues.add(queue)
        try:
            yield "retry: 1500\n\n"
            while (event := await _next(queue)) != _END:
                yield event
        finally:
            self._queues.discard(queue)


async def _next(queue: asyncio.Queue[str]) -> str:
    try:
        async with asyncio.timeout(KEEP_ALIVE_SECONDS):
            return await queue.get()
    except TimeoutError:
        # Without a word now and then nobody would notice a page that has gone.
        return ": still here\n\n"
