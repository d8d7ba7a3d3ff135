"""Start, kill and await the program as other processes do: by its port and its rows."""

import contextlib
import multiprocessing
import os
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.crash import process
from tests.wecom.identity import Identity

CHECKOUT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a program under test lives: its database, its configuration and the platform it talks to."""

    database_url: str
    config: Path
    api_url: str
    port: int
    more: tuple[tuple[str, str], ...] = ()
    """Further settings, such as the smart bot's."""

    @property
    def callback_url(self) -> str:
        """Return the address that WeCom posts to."""
        return f"http://127.0.0.1:{self.port}/wecom/callback"

    def environment(self) -> dict[str, str]:
        """Return the environment of the program."""
        identity = Identity()
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("MINAN_")},
            "MINAN_DATABASE_URL": self.database_url,
            "MINAN_CONFIG_DIR": str(self.config),
            "MINAN_WECOM_API_URL": self.api_url,
            "MINAN_WECOM_CORP_ID": identity.corp_id,
            "MINAN_WECOM_AGENT_ID": str(identity.agent_id),
            "MINAN_WECOM_SECRET": identity.secret,
            "MINAN_WECOM_TOKEN": identity.token,
            "MINAN_WECOM_AES_KEY": identity.aes_key,
            **dict(self.more),
        }


def free_port() -> int:
    """Return a port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_FORKS = multiprocessing.get_context("forkserver")
# Imported once for all processes under test: importing takes longer than what most of them live for.
_FORKS.set_forkserver_preload([process.__name__])


@contextlib.contextmanager
def program(place: Place, *, kill_at: str = "") -> Iterator[BaseProcess]:
    """Run the program while the block runs; it is killed at the end, as a power cut would.

    It ends itself where it first reaches the step `kill_at`; "" for never.
    """
    one = _FORKS.Process(target=process.serve, args=(place.environment(), place.port, kill_at))
    one.start()
    try:
        yield one
    finally:
        one.kill()
        one.join()


def until(done: Callable[[], bool], what: str) -> None:
    """Wait until `done`; fail the test where that takes longer than any healthy program needs."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not done():
        assert time.monotonic() < give_up_at, f"not seen in time: {what}"
        time.sleep(0.05)


def is_listening(port: int) -> bool:
    """Return whether somebody takes connections on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
