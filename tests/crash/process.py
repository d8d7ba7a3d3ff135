"""The program as a process that ends itself by SIGKILL at a named step."""

import os
import re
import shutil
import signal
from pathlib import Path

import uvicorn

from bot import checkpoint
from bot.app import Program, build, open_channels
from config.clock import system_clock
from config.settings import Settings
from handlers.desk import load_desk
from storage.database import open_engine
from storage.single import only_process


def _kill_at(step: str) -> None:
    def reached(here: str) -> None:
        if here == step:
            os.kill(os.getpid(), signal.SIGKILL)

    checkpoint.on_reach = reached


def quick_config(config: Path, folder: Path) -> Path:
    """Return a copy of the configuration in which leases last three seconds, so that tests need not wait a minute."""
    copy = folder / "config"
    shutil.copytree(config, copy, dirs_exist_ok=True)
    limits = copy / "limits.toml"
    text = re.sub(r"(?<=^lease_seconds = { value = )\d+", "3", limits.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = re.sub(r"(?<=^http_timeout_seconds = { value = )\d+", "2", text, flags=re.MULTILINE)
    limits.write_text(text, encoding="utf-8")
    return copy


def serve(environment: dict[str, str], port: int, kill_at: str) -> None:
    """Serve with these environment variables until killed; the port is taken once everything is ready."""
    os.environ.clear()
    os.environ.update(environment)
    if kill_at:
        _kill_at(kill_at)
    settings = Settings()
    engine = open_engine(settings.database_url.get_secret_value())
    desk = load_desk(settings.config_dir, settings.config_dir / "cache", settings.data_dir)
    with only_process(engine, on_wait=lambda: None) as is_alone:
        channels = open_channels(settings, desk, engine, system_clock)
        app = build(Program(engine, system_clock, desk, channels, is_alone, settings.data_dir))
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", access_log=False))
        server.run()
