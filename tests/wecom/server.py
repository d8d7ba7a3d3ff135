"""Serve the fake on loopback: in a thread of the tests, or as a process of its own (`--help`)."""

import argparse
import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from tests.wecom.asgi import HANG_UP, App
from tests.wecom.gateway import Gateway
from tests.wecom.identity import Identity
from tests.wecom.limits import UNLIMITED, Limits
from tests.wecom.platform import EVERYBODY, Platform

LOOPBACK = "127.0.0.1"
START_SECONDS = 20


class _Wire(HttpToolsProtocol):
    """Gives the application the means to hang up, which ASGI itself has not."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope[HANG_UP] = self.transport.abort  # type: ignore[literal-required]


def server_for(platform: Platform) -> uvicorn.Server:
    """Return a server of this platform, to be run on a socket of the caller's."""
    config = uvicorn.Config(
        App(platform),
        http=_Wire,
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=30,
    )
    return uvicorn.Server(config)


def loopback_socket(port: int = 0) -> socket.socket:
    """Return a bound socket; port 0 takes a free one."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((LOOPBACK, port))
    return bound


def api_url_of(bound: socket.socket) -> str:
    """Return the base address of the API on this socket."""
    return f"http://{LOOPBACK}:{bound.getsockname()[1]}/cgi-bin"


@contextlib.contextmanager
def running_platform(platform: Platform | None = None, **settings: Any) -> Iterator[Platform]:
    """Serve a platform from a thread while the block runs; `settings` are Platform's, where none is given."""
    served = platform or Platform(**settings)
    bound = loopback_socket()
    served.api_url = api_url_of(bound)
    server = server_for(served)
    thread = threading.Thread(target=server.run, args=([bound],), name="fake WeCom")
    thread.start()
    try:
        _wait_until_started(server, thread)
        yield served
    finally:
        # Requests that a fault lets hang are not waited for.
        server.should_exit = server.force_exit = True
        thread.join()
        bound.close()


@contextlib.contextmanager
def running_gateway(
    platform: Platform | None = None,
    *,
    wall_clock: Callable[[], float] = time.time,
    silence_seconds: float = 600,
    **settings: Any,
) -> Iterator[Gateway]:
    """Serve the smart bot's long connection while the block runs, and its platform where none served is given."""
    with contextlib.ExitStack() as stack:
        served = platform or stack.enter_context(running_platform(**settings))
        gateway = Gateway(served, wall_clock=wall_clock, silence_seconds=silence_seconds)
        gateway.start()
        stack.callback(gateway.stop)
        served.gateway = gateway
        try:
            yield gateway
        finally:
            served.gateway = None


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > give_up_at:
            raise RuntimeError("the fake WeCom did not start")
        time.sleep(0.005)


def _arguments() -> argparse.Namespace:
    ours = Identity()
    parser = argparse.ArgumentParser(prog="python -m tests.wecom.server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: a free one, printed when ready")
    parser.add_argument("--corp-id", default=ours.corp_id)
    parser.add_argument("--secret", default=ours.secret)
    parser.add_argument("--agent-id", type=int, default=ours.agent_id)
    parser.add_argument("--bot-port", type=int, default=0, help="of the smart bot's long connection; 0: a free one")
    parser.add_argument("--bot-id", default=ours.bot_id)
    parser.add_argument("--bot-secret", default=ours.bot_secret)
    parser.add_argument("--bot-name", default=ours.bot_name, help="what people write after @ in a group")
    parser.add_argument("--users", default=EVERYBODY, help="a,b,c or * for everybody")
    parser.add_argument("--webhook-keys", default="", help="a,b,c")
    parser.add_argument("--callback-url", default=None, help="as the console has it; interactive cards need one")
    parser.add_argument("--token-lifetime", type=float, default=7200, help="seconds")
    parser.add_argument("--no-limits", action="store_true", help="for measurements")
    return parser.parse_args()


def _platform_of(given: argparse.Namespace) -> Platform:
    return Platform(
        Identity(
            corp_id=given.corp_id,
            secret=given.secret,
            agent_id=given.agent_id,
            bot_id=given.bot_id,
            bot_secret=given.bot_secret,
            bot_name=given.bot_name,
        ),
        users=given.users.split(","),
        webhook_keys=filter(None, given.webhook_keys.split(",")),
        callback_url=given.callback_url,
        limits=UNLIMITED if given.no_limits else Limits(),
        token_lifetime=given.token_lifetime,
    )


def main() -> None:
    """Serve until a signal comes; print one JSON line, port, api_url and bot_url, when connections are taken."""
    given = _arguments()
    bound = loopback_socket(given.port)
    # From here on the kernel queues connections, so whoever reads the line may call at once.
    bound.listen(2048)
    platform = _platform_of(given)
    platform.api_url = api_url_of(bound)
    platform.gateway = Gateway(platform)
    platform.gateway.start(given.bot_port)
    addresses = {"api_url": platform.api_url, "bot_url": platform.gateway.bot_url}
    print(json.dumps({"port": bound.getsockname()[1], **addresses}), flush=True)
    server_for(platform).run([bound])


if __name__ == "__main__":
    main()
