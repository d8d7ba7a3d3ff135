"""How many encrypted callbacks a second are durably acknowledged, against storing nothing and against Flask."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from tests.crash.running import CHECKOUT, free_port
from tests.wecom.identity import Identity

ROUNDS = 3
COUNT = 4000
Figures = dict[str, float]


@contextmanager
def _server(which: str, database_url: str) -> Iterator[int]:
    port = free_port()
    identity = Identity()
    environment = os.environ | {
        "MINAN_DATABASE_URL": database_url,
        "MINAN_WECOM_CORP_ID": identity.corp_id,
        "MINAN_WECOM_AGENT_ID": str(identity.agent_id),
        "MINAN_WECOM_SECRET": identity.secret,
        "MINAN_WECOM_TOKEN": identity.token,
        "MINAN_WECOM_AES_KEY": identity.aes_key,
    }
    command = [sys.executable, "-m", "tests.bench.servers", which, "--port", str(port)]
    with subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            yield port
        finally:
            process.terminate()


def _load(port: int, count: int, first_id: int) -> Figures:
    command = [sys.executable, "-m", "tests.bench.load", "--port", str(port)]
    command += ["--count", str(count), "--first-id", str(first_id)]
    for _ in range(200):
        ran = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
        if ran.returncode == 0:
            figures: Figures = json.loads(ran.stdout)
            return figures
        if "ConnectionRefused" not in ran.stderr:
            raise RuntimeError(ran.stderr)
    raise RuntimeError("the server took no connection")


def run() -> dict[str, Figures]:
    """Return the median figures of each server: `stores`, `bare`, `flask`; rounds are interleaved."""
    found: dict[str, list[Figures]] = {"stores": [], "bare": [], "flask": []}
    with tempfile.TemporaryDirectory() as folder:
        for round_ in range(ROUNDS):
            for which, figures in found.items():
                with _server(which, f"sqlite:///{folder}/{which}{round_}.db") as port:
                    _load(port, 400, 1)
                    figures.append(_load(port, COUNT, 1_000_000))
    return {
        which: {name: median(one[name] for one in figures) for name in figures[0]} for which, figures in found.items()
    }
