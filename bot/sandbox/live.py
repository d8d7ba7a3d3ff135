"""Tell every open page at once that there is something to fetch; what it is stands in the database."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

KEEP_ALIVE_SECONDS = 15.0
_MOST_BEHIND = 500


class Live:
    """The open pages. Lost news does no harm: a page fetches everything again when it reconnects."""

    def __init__(self) -> None:
        """Begin without pages."""
        self._queues: set[asyncio.Queue[str]] = set()

    def tell(self, kind: str, news: Mapping[str, Any]) -> None:
        """Send news to every open page; only in the event loop."""
        event = f"event: {kind}\ndata: {json.dumps(news, ensure_ascii=False)}\n\n"
        for queue in self._queues:
            if queue.qsize() < _MOST_BEHIND:
                queue.put_nowait(event)

    async def stream(self) -> AsyncIterator[str]:
        """Yield the events of one page for as long as it is open, as `text/event-stream`."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._queues.add(queue)
        try:
            yield "retry: 1500\n\n"
            while True:
                try:
                    yield await asyncio.wait_for(queue.get(), KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    # Without a word now and then nobody would notice a page that has gone.
                    yield ": still here\n\n"
        finally:
            self._queues.discard(queue)
