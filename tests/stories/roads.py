"""The program behind a real channel, and people who speak to it there: the smart bot or the self-built app."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine, func, select
from sqlmodel import col

from bot import alerts
from bot.app import Program, build
from bot.channels.channel import Channel
from bot.channels.group_robot import GroupRobot
from bot.channels.self_built_app import CALLBACK_PATH, SelfBuiltApp
from bot.channels.smart_bot import SmartBot
from storage.database import reading
from storage.evidence import Evidence
from storage.inbox import InboxMessage
from storage.outbox import OutboxMessage
from storage.vocabulary import EvidenceState, InboxState, OutboxState
from tests.bot import bot_world, world
from tests.bot.bot_world import quick_limits, short
from tests.builders import a_desk
from tests.wecom.callback_xml import Callbacks
from tests.wecom.callbacks import CallbackSender
from tests.wecom.gateway import Gateway
from tests.wecom.platform import Platform
from tests.wecom.server import loopback_socket, running_gateway, running_platform

PATIENCE_SECONDS = 60.0


class MovableClock:
    """Goes on with real time from wherever it was set to."""

    def __init__(self, start: datetime) -> None:
        self.set(start)

    def __call__(self) -> datetime:
        return self._set_to + timedelta(seconds=time.monotonic() - self._set_at)

    def set(self, moment: datetime) -> None:
        """Let it be `moment` now."""
        self._set_to, self._set_at = moment, time.monotonic()

    def seconds(self) -> float:
        """Return the present as the fake wants it."""
        return self().timestamp()


class Far(Protocol):
    """The far side of one channel: what people do there."""

    def say(self, userid: str, text: str) -> None:
        """Let somebody write in their private chat."""

    def send_image(self, userid: str, content: bytes) -> None:
        """Let somebody send a picture in their private chat."""

    def press(self, userid: str, text: str) -> None:
        """Let somebody press the button with this text on the last card that has it."""


class BotSide:
    """People who speak to the smart bot."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway

    def say(self, userid: str, text: str) -> None:
        self.gateway.say(userid, text)

    def send_image(self, userid: str, content: bytes) -> None:
        self.gateway.send_image(userid, content)

    def press(self, userid: str, text: str) -> None:
        for seen in reversed(self.gateway.seen_by(userid)):
            for button in seen.payload.get("template_card", {}).get("button_list", ()):
                if button["text"] == text:
                    self.gateway.click(seen, button["key"])
                    return
        raise AssertionError(f"{userid} sees no button {text}")


class AppSide:
    """People who speak to the self-built app."""

    def __init__(self, platform: Platform, url: str) -> None:
        self.platform = platform
        self.callbacks = CallbackSender(url)

    def say(self, userid: str, text: str) -> None:
        assert self.callbacks.deliver(self.callbacks.write.text(text, sender=userid)).is_accepted

    def send_image(self, userid: str, content: bytes) -> None:
        now = self.platform.clock()
        file = self.platform.media.keep("image", "photo.jpg", content, now=now, owner="")
        assert self.callbacks.deliver(self.callbacks.write.image(file.media_id, sender=userid)).is_accepted

    def press(self, userid: str, text: str) -> None:
        for seen in reversed(self.platform.seen_by_person(userid)):
            card = seen.payload.get("template_card", {})
            for button in card.get("button_list", ()):
                if button["text"] == text:
                    code = self.platform.new_response_code(seen.msgid)
                    click = self.callbacks.write.card_click(button["key"], card["task_id"], code, sender=userid)
                    assert self.callbacks.deliver(click).is_accepted
                    return
        raise AssertionError(f"{userid} sees no button {text}")


class Road:
    """The running program, its clock, and the people at the far side."""

    def __init__(self, engine: Engine, clock: MovableClock, app: FastAPI, far: Far) -> None:
        self.engine, self.clock, self.far, self._app = engine, clock, far, app

    def at(self, moment: datetime) -> None:
        """Let it be `moment`, and let the program do by itself what is due."""
        self.clock.set(moment)
        self._app.state.step(moment)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is being fetched, answered or sent."""
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while self._is_at_work():
            assert time.monotonic() < give_up_at, "the program does not come to rest"
            time.sleep(0.01)

    def do(self, act: Callable[[], None]) -> None:
        """Let somebody act, and wait until all that it causes has been done."""
        before = self._count(select(func.count()).select_from(InboxMessage))
        act()
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while self._count(select(func.count()).select_from(InboxMessage)) == before:
            assert time.monotonic() < give_up_at, "nothing was received"
            time.sleep(0.005)
        self.settle()

    def say(self, userid: str, text: str) -> None:
        """Let somebody write."""
        self.do(lambda: self.far.say(userid, text))

    def send_image(self, userid: str, content: bytes) -> None:
        """Let somebody send a picture."""
        self.do(lambda: self.far.send_image(userid, content))

    def press(self, userid: str, text: str) -> None:
        """Let somebody press a button."""
        self.do(lambda: self.far.press(userid, text))

    def _is_at_work(self) -> bool:
        now = self.clock()
        waiting = select(func.count()).where(col(InboxMessage.state) == InboxState.WAITING)
        fetching = select(func.count()).where(col(Evidence.state) == EvidenceState.WAITING)
        is_due = (col(OutboxMessage.state) == OutboxState.QUEUED) & (col(OutboxMessage.not_before) <= now)
        leaving = select(func.count()).where(is_due | (col(OutboxMessage.state) == OutboxState.SENDING))
        return any(self._count(one) for one in (waiting, fetching, leaving))

    def _count(self, statement: Any) -> int:
        with reading(self.engine) as session:
            return session.scalar(statement) or 0


@contextlib.contextmanager
def road_of_bot(engine: Engine, start: datetime, data_dir: Path, webhook_keys: list[str]) -> Iterator[Road]:
    """Run the program with smart bot and group robots."""
    clock = MovableClock(start)
    with running_gateway(wall_clock=clock.seconds, webhook_keys=webhook_keys, clock=clock.seconds) as gateway:
        settings = bot_world.settings_for(gateway, data_dir)
        limits = quick_limits(short(ping_every=timedelta(seconds=30)))
        bot = SmartBot(settings, limits, engine, clock, partial(alerts.bot_kicked, engine))
        with _served(engine, clock, [bot, GroupRobot(settings, limits)], data_dir) as (app, _):
            gateway.wait_connected()
            yield Road(engine, clock, app, BotSide(gateway))
        assert gateway.complaints == []


@contextlib.contextmanager
def road_of_app(engine: Engine, start: datetime, data_dir: Path, webhook_keys: list[str]) -> Iterator[Road]:
    """Run the program with self-built app and group robots."""
    clock = MovableClock(start)
    with running_platform(
        clock=clock.seconds, webhook_keys=webhook_keys, callback_url="https://minan.example/wecom/callback"
    ) as platform:
        settings = world.settings_for(platform).model_copy(update={"data_dir": data_dir})
        limits = replace(quick_limits(short()), callback_max_age=timedelta(days=3650))
        channels: list[Channel] = [SelfBuiltApp(settings, limits, engine, clock), GroupRobot(settings, limits)]
        with _served(engine, clock, channels, data_dir) as (app, url):
            side = AppSide(platform, f"{url}{CALLBACK_PATH}")
            # Messages are dated by the clock that the test moves; what seals them only knows the real one.
            side.callbacks.write = Callbacks(platform.identity, clock.seconds)
            yield Road(engine, clock, app, side)


@contextlib.contextmanager
def _served(
    engine: Engine, clock: MovableClock, channels: list[Channel], data_dir: Path
) -> Iterator[tuple[FastAPI, str]]:
    desk = a_desk()
    tables = replace(desk.tables, limits=quick_limits(short()))
    desk = replace(desk, tables=tables, data_dir=data_dir)
    app = build(Program(engine, clock, desk, channels, True, data_dir))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    bound = loopback_socket()
    thread = threading.Thread(target=server.run, args=([bound],), name="program")
    thread.start()
    try:
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while not server.started:
            assert thread.is_alive(), "the program did not start"
            assert time.monotonic() < give_up_at, "the program did not start"
            time.sleep(0.01)
        yield app, f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        bound.close()
