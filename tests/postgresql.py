"""A PostgreSQL server of our own, in a folder of its own, reached by a socket only."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOW_TO_GET_POSTGRESQL = "没有找到 PostgreSQL 服务端程序：请先安装（Debian：apt-get install postgresql）再运行这些测试"


class NotInstalled(Exception):
    """There is no PostgreSQL server on this machine; the message says how to get one."""


def _binaries() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    if on_path is not None:
        folders.append(Path(on_path).parent)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _as_postgres(command: list[str]) -> list[str]:
    # The server refuses to run as root.
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@contextmanager
def serving() -> Iterator[str]:
    """Run a server while the block runs; yield its URL, `{name}` for the database. Raises NotInstalled."""
    binaries = _binaries()
    if binaries is None:
        raise NotInstalled(HOW_TO_GET_POSTGRESQL)
    folder = Path(tempfile.mkdtemp(prefix="minan-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    how = ["-D", str(data), "-U", "minan", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    control = [str(binaries / "pg_ctl"), "-D", str(data), "-w"]
    # Only a socket in our own folder: several sessions side by side never meet.
    # Processes are killed here, never the machine: nothing is gained by waiting for the disk.
    options = f"-c fsync=off -c listen_addresses= -c unix_socket_directories={folder} -c max_connections=200"
    try:
        subprocess.run(_as_postgres([str(binaries / "initdb"), *how]), check=True, capture_output=True, cwd=folder)
        start = _as_postgres([*control, "-l", str(folder / "log"), "-o", options, "start"])
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        yield f"postgresql://minan@/{{name}}?host={folder}"
        subprocess.run(
            _as_postgres([*control, "-m", "immediate", "stop"]), check=True, capture_output=True, cwd=folder
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
