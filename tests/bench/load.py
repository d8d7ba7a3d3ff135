"""Many connections that post sealed callbacks as fast as they are answered: `python -m tests.bench.load`."""

import argparse
import asyncio
import json
import time
from urllib.parse import urlencode

import uvloop

from tests.wecom.callback_xml import Callbacks
from tests.wecom.crypto import seal
from tests.wecom.identity import Identity

WORDS = "隐患 二楼东头安全出口堆了轮椅"


def sealed_requests(count: int, first_id: int) -> list[bytes]:
    """Return `count` whole HTTP requests, each a message of its own."""
    identity = Identity()
    write = Callbacks(identity, time.time)
    requests = []
    for number in range(count):
        envelope = seal(write.text(WORDS, sender=f"user{number % 500}", msgid=first_id + number), identity)
        body = envelope.body if isinstance(envelope.body, bytes) else envelope.body.encode()
        head = (
            f"POST /wecom/callback?{urlencode(envelope.query)} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Content-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        requests.append(head.encode() + body)
    return requests


async def _post_all(port: int, waiting: list[bytes], seconds: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while waiting:
        request = waiting.pop()
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.0 200")):
            raise RuntimeError(head.split(b"\r\n")[0].decode())
        lower = head.lower()
        at = lower.find(b"content-length: ")
        if at >= 0:
            await reader.readexactly(int(lower[at + 16 : lower.index(b"\r\n", at)]))
        seconds.append(time.perf_counter() - began)
        if b"connection: close" in lower:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


async def measure(port: int, requests: list[bytes], connections: int) -> tuple[float, list[float]]:
    """Return the whole time and the time of each request, in seconds."""
    seconds: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(_post_all(port, requests, seconds) for _ in range(connections)))
    return time.perf_counter() - began, seconds


def main() -> None:
    """Print one JSON line: per_second, p50_ms, p99_ms."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--first-id", type=int, default=1)
    parser.add_argument("--connections", type=int, default=32)
    given = parser.parse_args()
    requests = sealed_requests(given.count, given.first_id)
    whole, each = uvloop.run(measure(given.port, requests, given.connections))
    each.sort()
    print(
        json.dumps(
            {
                "per_second": len(each) / whole,
                "p50_ms": 1000 * each[len(each) // 2],
                "p99_ms": 1000 * each[int(len(each) * 0.99)],
            }
        )
    )


if __name__ == "__main__":
    main()
