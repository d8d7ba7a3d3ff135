"""The smart bot 「智能机器人」: hears @-messages in groups and everything in private, and may push."""

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine

from bot.channels.bot_media import BotMedia
from bot.channels.channel import Accept, Address, Delivered, Fetched, Limits, NotStored, TryLater
from bot.channels.connection_keeper import Keeper
from bot.channels.http import raise_unless_taken
from bot.channels.long_connection import LongConnection
from bot.wire import draw, frames, template_card, words
from bot.wire.frames import Frame
from bot.wire.verdicts import MEDIA_GONE, TASK_USED, is_refused_as_card
from config.clock import Clock
from config.limits import Limits as AllLimits
from config.settings import Settings
from storage.messages import Card, Incoming

log = logging.getLogger(__name__)

NAME = "smart_bot"

REQ_ID_UNKNOWN, STREAM_OVER = 846605, 846608
"""The message is too old or not one that can be replied to; the stream has been finished before."""

_AGAIN_SECONDS = 1.0
_EVENTS_REMEMBERED = 1000


class SmartBot:
    """One bot of one corp. Source: document/path/101463 (长连接)."""

    name = NAME

    def __init__(
        self,
        settings: Settings,
        limits: AllLimits,
        engine: Engine,
        clock: Clock,
        on_kicked: Callable[[datetime], None],
    ) -> None:
        """Take the bot's settings, all of them filled; `on_kicked` alerts people that another has our place."""
        own = limits.by_channel[NAME]
        self.limits = Limits(
            own.per_minute,
            own.per_hour,
            drops_repeats_for=timedelta(0),
            media_life=limits.connection.media_life,
            file_bytes=own.file_bytes,
        )
        self._markdown_bytes = own.markdown_bytes
        self._hold = own.hold_after_refusal
        self._connection_limits = limits.connection
        self._bot_id = settings.bot_id
        self._secret = settings.bot_secret
        self._bot_name = settings.bot_name
        self._media = BotMedia(NAME, settings, limits, self._ask, engine, clock)
        self._heard: asyncio.Queue[Frame] = asyncio.Queue()
        self._events: OrderedDict[str, float] = OrderedDict()
        make = partial(LongConnection, settings.bot_url, settings.bot_ca_file, limits.connection, self._hear)
        self._keeper = Keeper(engine, clock, limits.connection, make, on_kicked)

    def attach(self, app: FastAPI, accept: Accept) -> None:
        """Do nothing: the bot calls the platform, nobody calls the bot."""

    async def listen(self, accept: Accept) -> None:
        """Keep the connection and hand over what is heard, until cancelled."""
        storing = asyncio.create_task(self._store(accept), name="smart bot: storing")
        try:
            await self._keeper.keep(self._bot_id, self._secret.get_secret_value())
        finally:
            storing.cancel()
            await asyncio.gather(storing, return_exceptions=True)

    def is_mine(self) -> bool:
        """Return whether this process holds the lease of the connection and has tried it: only it delivers."""
        return self._keeper.may_send()

    def is_up(self) -> bool:
        """Return whether the connection lives, or has been gone for a moment only."""
        return self._keeper.is_up()

    async def close(self) -> None:
        """Close the connections to the file servers."""
        await self._media.close()

    def reaches(self, address: Address) -> bool:
        """Return whether somebody has spoken to the bot in that chat: only there may it speak."""
        return NAME in address.heard_by

    def draw(self, card: Card, address: Address) -> str:
        """Return the message: a file, a card with buttons in a private chat, markdown otherwise."""
        if card.closed_as:
            end = template_card.closed(card, card.task)
            return _json({"response_type": "update_template_card", "template_card": end})
        if card.file:
            return _json({"file": card.file, "name": card.title})
        is_welcome = address.reply_handle.startswith(frames.WELCOME)
        in_words = (draw.text if is_welcome else draw.markdown)(card, self._markdown_bytes)
        message = _in_markdown(in_words)
        if address.userid and template_card.can_draw(card):
            shown = template_card.interactive(card, address.task)
            message = {"msgtype": "template_card", "template_card": shown, "in_words": in_words}
        return _json(message)

    async def send(self, body: str, address: Address) -> Delivered:
        """Deliver once: by reply where the message can still be replied to, else by push. Raises TryLater, GiveUp."""
        message: dict[str, Any] = json.loads(body)
        cmd, _, req_id = address.reply_handle.partition(":") if address.reply_channel == NAME else ("", "", "")
        if "response_type" in message:
            return await self._update(message, req_id)
        if "file" in message:
            message = await self._media.uploaded(message["file"], message["name"], address.letter)
        in_words = message.pop("in_words", "")
        answer = await self._say(message, address, cmd, req_id)
        if answer.errcode == MEDIA_GONE:
            await self._media.forget(message)
            raise TryLater(words.CONTENT[MEDIA_GONE])
        if answer.errcode in TASK_USED:
            return Delivered()
        if in_words and is_refused_as_card(answer.errcode):
            log.warning("a card was refused with %s: its words are sent", answer.errcode)
            answer = await self._say(_in_markdown(in_words), address, cmd, req_id)
        if answer.errcode == STREAM_OVER:
            # Every letter is one stream of one frame: finished means that an earlier try arrived, unheard.
            return Delivered()
        raise_unless_taken({"errcode": answer.errcode}, hold=self._hold)
        return Delivered()

    async def _say(self, message: Mapping[str, Any], address: Address, cmd: str, req_id: str) -> Frame:
        """Answer what can be answered, push everything else, and what can no longer be answered."""
        if cmd == frames.WELCOME and self._is_fresh(req_id):
            return await self._ask(frames.WELCOME, _as_welcome(message), req_id)
        if cmd == frames.REPLY:
            answer = await self._ask(frames.REPLY, _as_reply(message, address.task), req_id)
            if answer.errcode != REQ_ID_UNKNOWN:
                return answer
        # Chat ids are compared with case: a person's is the userid as the platform writes it.
        kind, _, name = address.heard_by[NAME].partition(":")
        pushed = frames.push_body(message, name, to_group=kind == "group")
        return await self._ask(frames.PUSH, pushed)

    async def _update(self, message: Mapping[str, Any], req_id: str) -> Delivered:
        """Change a card in answer to the click on it, within seconds; later nothing can, and a press says so."""
        if self._is_fresh(req_id):
            answer = await self._ask(frames.UPDATE, message, req_id)
            if answer.errcode:
                log.warning("a card could not be closed: errcode %s", answer.errcode)
        return Delivered()

    def _is_fresh(self, req_id: str) -> bool:
        heard_at = self._events.get(req_id)
        life = self._connection_limits.event_life.total_seconds()
        return heard_at is not None and asyncio.get_running_loop().time() - heard_at < life

    async def _ask(self, cmd: str, body: Mapping[str, Any], req_id: str = "") -> Frame:
        connection = self._keeper.connection
        if connection is None:
            raise TryLater(words.NOT_CONNECTED)
        return await connection.ask(cmd, body, req_id)

    def _hear(self, frame: Frame) -> None:
        if frame.event:
            self._events[frame.req_id] = asyncio.get_running_loop().time()
            while len(self._events) > _EVENTS_REMEMBERED:
                self._events.popitem(last=False)
        self._heard.put_nowait(frame)

    async def _store(self, accept: Accept) -> None:
        """Commit what is heard, in its order; what comes together is committed together."""
        while True:
            heard = [await self._heard.get()]
            while not self._heard.empty():
                heard.append(self._heard.get_nowait())
            found = [frames.incoming(one, channel=NAME, bot_name=self._bot_name) for one in heard]
            await asyncio.gather(*(_accept(accept, one) for one in found if one is not None))

    async def fetch(self, source: Mapping[str, Any]) -> Fetched:
        """Return a file that somebody sent, opened. Raises TryLater, GiveUp or TooLarge."""
        return await self._media.fetch(source)


def _json(message: Mapping[str, Any]) -> str:
    return json.dumps(message, ensure_ascii=False)


def _in_markdown(content: str) -> dict[str, Any]:
    return {"msgtype": "markdown", "markdown": {"content": content}}


async def _accept(accept: Accept, incoming: Incoming) -> None:
    """Store the message however long it takes: the platform will not send it again."""
    while True:
        try:
            await accept(incoming)
        except NotStored:
            log.warning("message %s is not stored yet", incoming.message_id)
            await asyncio.sleep(_AGAIN_SECONDS)
        else:
            return


def _as_reply(message: Mapping[str, Any], task: str) -> Mapping[str, Any]:
    # The same stream id again is the same answer again, not a second one.
    return frames.reply_body(message["markdown"]["content"], task) if message["msgtype"] == "markdown" else message


def _as_welcome(message: Mapping[str, Any]) -> Mapping[str, Any]:
    if message["msgtype"] != "markdown":
        return message
    return {"msgtype": "text", "text": {"content": message["markdown"]["content"]}}
