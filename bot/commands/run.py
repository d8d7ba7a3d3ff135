"""`run`: all channels that are configured, the workers, the wake-ups and the HTTP server."""

import errno
import socket
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI

from bot import collector
from bot.app import CACHE, Program, build, open_channels
from bot.commands.command import Command, Failed
from config.clock import system_clock
from config.sealing import KeyWrong
from config.settings import Settings
from handlers.desk import Desk, load_desk
from storage import schema
from storage.database import open_engine
from storage.single import only_process

GRACEFUL_SECONDS = 10
_WHY = {errno.EADDRINUSE: "端口已被别的程序占用", errno.EACCES: "没有权限用这个端口"}


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", metavar="地址", help="监听的地址，默认取 MINAN_HOST")
    parser.add_argument("--port", metavar="端口", type=int, help="监听的端口，默认取 MINAN_PORT")


def _run(given: Namespace, settings: Settings) -> int:
    desk = keyed_desk(settings, settings.tip_key.get_secret_value())
    engine = open_engine(settings.database_url.get_secret_value())
    channels = open_channels(settings, desk, engine, system_clock)
    if schema.version(engine) != schema.newest_version():
        raise Failed("数据表还没有建好或不是最新版，请先运行：python -m bot migrate")
    with only_process(engine, on_wait=_say_waiting) as is_alone:
        app = build(Program(engine, system_clock, desk, channels, is_alone, settings.data_dir))
        collector.relax()
        serve(app, given.host or settings.host, settings.port if given.port is None else given.port)
    return 0


def keyed_desk(settings: Settings, tip_key: str) -> Desk:
    """Return the desk with the key for who told tips. Raises Failed where it is none."""
    try:
        return load_desk(settings.config_dir, settings.data_dir / CACHE, settings.data_dir, tip_key)
    except KeyWrong as wrong:
        raise Failed(f"MINAN_TIP_KEY：{wrong}") from None


def _say_waiting() -> None:
    print("另一个进程正在使用这个数据库，本进程待命，等它退出后接替……", flush=True)


class _Server(uvicorn.Server):
    """Says that it is to stop before it waits for open answers, so that endless ones can end."""

    def __init__(self, config: uvicorn.Config, on_exit: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_exit = on_exit

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._on_exit()
        super().handle_exit(sig, frame)


def serve(app: FastAPI, host: str, port: int, on_exit: Callable[[], None] = lambda: None) -> None:
    """Serve until a signal comes, which `on_exit` hears first. Raises Failed where the port cannot be had."""
    try:
        bound = socket.create_server((host, port), backlog=2048)
    except OverflowError:
        raise Failed(f"端口 {port} 不对，应在 0 到 65535 之间") from None
    except OSError as error:
        why = _WHY.get(error.errno or 0, "地址不对或没有权限")
        raise Failed(f"{host}:{port} 不能监听：{why}。可以换一个端口，例如 --port 8001") from None
    print(f"民安已启动：http://{host}:{bound.getsockname()[1]}", flush=True)
    # Callback addresses carry signatures: no access log.
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=GRACEFUL_SECONDS)
    _Server(config, on_exit).run([bound])


COMMAND = Command("run", "运行：接收消息、按时提醒、逐级催办、发送", _add_arguments, _run)
