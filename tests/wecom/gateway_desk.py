"""What the gateway does with one frame of one connection: subscribe, do, refuse, acknowledge or keep silent."""

import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from typing import Any

from tests.wecom import bot_commands
from tests.wecom.bot_callbacks import Writer, new_req_id
from tests.wecom.bot_commands import DISCONNECTED
from tests.wecom.bot_frames import EVENT_CALLBACK, INVALID_REQ_ID, PING, SUBSCRIBE, TOO_OFTEN, Frame, as_text, verdict
from tests.wecom.bot_memory import BotMemory, Ordered
from tests.wecom.faults import Fault
from tests.wecom.fields import BAD_VALUE
from tests.wecom.gateway_line import Line
from tests.wecom.platform import Platform
from tests.wecom.replies import JSON_TYPE, Refused


class Desk(BotMemory):
    """Answers frames; its coroutines run in the gateway's own thread."""

    def __init__(self, platform: Platform, *, wall_clock: Callable[[], float] = time.time) -> None:
        self.lines: list[Line] = []
        """Every connection since the start, oldest first; `forget` keeps those that are open."""
        self.answers_pings = True
        self.refuses_auth = False
        """As if the secret were wrong, until it is set back."""
        self.auth_errcode = BAD_VALUE
        """What a wrong bot_id or secret is answered; the real code is not known."""
        self.write = Writer(platform.identity, wall_clock)
        """Writes the bodies of what is handed to the bot."""
        super().__init__(platform)

    def forget(self) -> None:
        """Forget all that happened, but not who is connected."""
        super().forget()
        self.lines = [line for line in self.lines if not line.closed]
        self.subscribes = 0
        """Subscriptions that were accepted, those of the fake's own client apart."""
        self.most_live = 0
        """The most connections that were open when one subscribed; more than 1: a client left one open."""

    @property
    def line(self) -> Line | None:
        """Return the subscribed connection, or None where nobody is connected."""
        return next((line for line in reversed(self.lines) if line.is_subscribed and line.is_live), None)

    async def _serve(self, line: Line, frame: Frame, fault: Fault) -> None:
        if line.is_another:
            await line.write(as_text({"headers": {"req_id": frame.req_id}, **self._process(line, frame)}))
            return
        self.platform.arrived(frame.cmd)
        try:
            if fault.wait_before:
                await asyncio.sleep(fault.wait_before)
            ack = self._process(line, frame) if fault.processes else {}
            if fault.wait_after:
                await asyncio.sleep(fault.wait_after)
            await self._acknowledge(line, frame, fault, ack)
        finally:
            self.platform.left(frame.cmd)

    async def _acknowledge(self, line: Line, frame: Frame, fault: Fault, ack: dict[str, Any]) -> None:
        if fault.hangs_up:
            line.abort()
            return
        if frame.cmd == PING and not self.answers_pings:
            return
        if fault.instead and fault.instead.content_type != JSON_TYPE:
            await line.write(fault.instead.body.decode())
            return
        told = json.loads(fault.instead.body) if fault.instead else ack
        with self.changed:
            frame.errcode = told["errcode"]
            self.platform.errcodes[frame.cmd, told["errcode"]] += 1
            self.changed.notify_all()
        await line.write(as_text({"headers": {"req_id": frame.req_id}, **told}))

    def _process(self, line: Line, frame: Frame) -> dict[str, Any]:
        with self.changed:
            try:
                return verdict(0, self._do(line, frame))
            except Refused as refused:
                if not isinstance(refused, Ordered):
                    self.complain(f"{frame.cmd} {refused.errcode}: {as_text(frame.body or {})[:500]}")
                return verdict(refused.errcode)
            finally:
                self.changed.notify_all()

    def _do(self, line: Line, frame: Frame) -> dict[str, Any] | None:
        if frame.is_repeated:
            raise Refused(INVALID_REQ_ID)
        if frame.cmd == SUBSCRIBE:
            self._subscribe(line, frame)
            return None
        if not line.is_subscribed:
            self._spawn(line, line.close(1008, "not subscribed"))
            raise Refused(BAD_VALUE)
        return bot_commands.do(self, frame)

    def _subscribe(self, line: Line, frame: Frame) -> None:
        if line.has_tried:
            raise Refused(TOO_OFTEN)
        line.has_tried = True
        if self.refuses_auth and not line.is_another:
            raise Ordered(self.auth_errcode)
        if not bot_commands.has_credentials(frame, self.platform.identity):
            raise Refused(self.auth_errcode)
        older = self.line
        line.is_subscribed = True
        if not line.is_another:
            self.subscribes += 1
            self.most_live = max(self.most_live, sum(one.is_live and not one.is_another for one in self.lines))
        if older is not None:
            self._spawn(older, self._kick(older))

    async def _kick(self, line: Line, *, then_abort: bool = False) -> None:
        """Tell a client that a newer connection took its place, then close or drop it."""
        body = self.write.event(DISCONNECTED, None)
        frame = {"cmd": EVENT_CALLBACK, "headers": {"req_id": new_req_id()}, "body": body}
        await line.write(as_text(frame))
        if then_abort:
            line.abort()
        else:
            await line.close(1000, "a newer connection took over")

    def _spawn(self, line: Line, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        line.work.add(task)
        task.add_done_callback(line.work.discard)
