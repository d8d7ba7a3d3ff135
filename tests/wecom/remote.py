"""The fake in a process of its own, as tests and benchmarks that kill their own processes use it."""

import contextlib
import http.client
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.wecom.gateway_remote import RemoteGateway

CHECKOUT = Path(__file__).parents[2]
CALL_SECONDS = 30


@dataclass(frozen=True, slots=True)
class RemotePlatform:
    """The control handles of a fake in another process."""

    port: int
    api_url: str
    pid: int
    bot_url: str

    @property
    def gateway(self) -> RemoteGateway:
        """Return the control handles of the smart bot's side."""
        return RemoteGateway(self._call)

    def fail_next(self, endpoint: str, fault: str, value: float = 0, times: int = 1) -> None:
        """Queue a fault by its name: "HTTP_500", "DROP_AFTER_ACCEPT", "HANG" with seconds, "ERRCODE" with a code."""
        self._call("POST", "fail", {"endpoint": endpoint, "fault": fault, "value": value, "times": times})

    def slow_down(self, endpoint: str, seconds: float) -> None:
        """Let every request to `endpoint` take this long."""
        self._call("POST", "latency", {endpoint: seconds})

    def void_token(self, errcode: int = 42001) -> None:
        """End the app's token early."""
        self._call("POST", "void_token", {"errcode": errcode})

    def reset(self) -> None:
        """Forget all that happened."""
        self._call("POST", "reset")

    def counts(self) -> dict[str, Any]:
        """Return calls, errcodes, most_at_once, seen, dropped_duplicates, silently_dropped."""
        found: dict[str, Any] = self._call("GET", "counts")
        return found

    def seen(self, after: int = 0) -> list[dict[str, Any]]:
        """Return what was shown to anybody with an ordinal beyond `after`, oldest first, as Seen's fields."""
        found: list[dict[str, Any]] = self._call("GET", f"seen?after={after}")
        return found

    def _call(self, method: str, handle: str, wish: Any = None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=CALL_SECONDS)
        with contextlib.closing(connection):
            connection.request(method, f"/_control/{handle}", None if wish is None else json.dumps(wish))
            response = connection.getresponse()
            answer = response.read()
            if response.status != 200:
                raise RuntimeError(f"/_control/{handle} answered {response.status}")
            return json.loads(answer)


@contextlib.contextmanager
def spawned_platform(options: Sequence[str] = ()) -> Iterator[RemotePlatform]:
    """Run `python -m tests.wecom.server` with these options while the block runs."""
    command = [sys.executable, "-m", "tests.wecom.server", *options]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            ready = json.loads(process.stdout.readline())
            yield RemotePlatform(ready["port"], ready["api_url"], process.pid, ready["bot_url"])
        finally:
            process.terminate()
