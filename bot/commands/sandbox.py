"""`sandbox`: the program with a chat page on this machine instead of WeCom, and a demo county to play."""

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from datetime import datetime

from fastapi import FastAPI

from bot import collector
from bot.app import Program, build
from bot.commands.command import Command, Failed
from bot.commands.run import keyed_desk, serve
from bot.sandbox import county, uploads
from bot.sandbox.clock import START, SandboxClock
from bot.sandbox.doorstep import NotLoopback, refuse_unless_loopback
from bot.sandbox.room import Room
from config.clock import system_clock
from config.sealing import new_key
from config.settings import Settings
from scheduler.wakeups import times_of_day
from storage import schema, units
from storage.database import open_engine, reading, work
from storage.single import only_process

FOLDER, FILE = "sandbox", "minan.db"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", metavar="端口", type=int, help="监听的端口，默认取 MINAN_PORT")
    parser.add_argument("--reset", action="store_true", help="清空沙盘，从头开始")


def _run(given: Namespace, settings: Settings) -> int:
    try:
        refuse_unless_loopback(settings.host)
    except NotLoopback as refused:
        raise Failed(str(refused)) from None
    # A folder of its own: nobody plays with the bureau's records.
    folder = settings.data_dir / FOLDER
    # Without a key of their own a new one each time: nobody keeps real tips here.
    desk = replace(keyed_desk(settings, settings.tip_key.get_secret_value() or new_key()), data_dir=folder)
    engine = open_engine(f"sqlite:///{folder / FILE}")
    with only_process(engine, on_wait=_say_taken) as is_alone:
        schema.migrate(engine)
        with reading(engine) as session:
            is_new = not units.tree(session).by_id
        if is_new or given.reset:
            print("正在装入演示县……", flush=True)
            with work(engine) as session:
                county.clear(session)
                county.load(session, START, desk.tables)
            uploads.clear(folder)
        clock = SandboxClock(engine, system_clock, times_of_day(desk.tables))
        if given.reset:
            clock.set(START)

        def step(moment: datetime) -> None:
            app.state.step(moment)

        room = Room(engine, clock, step, desk.tables, folder)
        app: FastAPI = build(Program(engine, clock, desk, [room], is_alone, folder))
        collector.relax()
        print("沙盘演示：数据为虚构，不会发到企业微信。用浏览器打开下面的地址，按 Ctrl+C 停止。", flush=True)
        serve(app, settings.host, settings.port if given.port is None else given.port, room.end_streams)
    return 0


def _say_taken() -> None:
    print("沙盘已经在另一个窗口里运行，本窗口待命，等它退出后接替……", flush=True)


COMMAND = Command("sandbox", "沙盘：在本机浏览器里演示，不连企业微信", _add_arguments, _run)
