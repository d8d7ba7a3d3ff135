"""The sandbox as a channel: a page on this machine where anybody of the demo county can be played."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from sqlalchemy import Engine

from bot.channels.channel import Accept, Address, Delivered, Fetched, Limits, WithoutConnection
from bot.sandbox import chats, routes, saying
from bot.sandbox.clock import SandboxClock, Step
from bot.sandbox.live import Live
from bot.sandbox.phone import Phones
from bot.sandbox.uploads import Uploads
from bot.sandbox.walk import Walk
from bot.wire import template_card
from config.tables import Tables
from config.zone import TZ
from storage.messages import Card

PATH = "/sandbox"

_FOR_EVER = timedelta(days=365)


class Room(WithoutConnection):
    """A `Channel` that reaches everybody: what it sends is in the database, the pages only hear that it is there."""

    name = chats.CHANNEL
    # A message is shown by its row, so a repeat of it is never seen twice.
    limits = Limits(
        per_minute=None,
        per_hour=None,
        drops_repeats_for=_FOR_EVER,
        card_life=_FOR_EVER,
        media_life=_FOR_EVER,
        file_bytes=saying.MOST_BYTES,
    )

    def __init__(self, engine: Engine, clock: SandboxClock, step: Step, tables: Tables, folder: Path) -> None:
        """Take the database, the clock to push, what the program does at each moment that it passes, the tables.

        `folder` is the sandbox's own data folder: starting over empties it.
        """
        self._engine = engine
        self._folder = folder
        self._live = Live()
        self._phones = Phones()
        self._clock = clock
        self._walk = Walk(engine, clock, step, tables, self._live, folder)

    def attach(self, app: FastAPI, accept: Accept) -> None:
        """Add the page and its routes below `/sandbox`; `/` leads there."""
        router = routes.make_router(self._engine, accept, self._walk, self._live, self._phones, self._folder)
        app.include_router(router, prefix=PATH)

        @app.get("/", include_in_schema=False)
        def to_the_page() -> RedirectResponse:
            return RedirectResponse(PATH)

    def reaches(self, address: Address) -> bool:
        """Return True: everybody and every group has a place on the page."""
        return True

    def draw(self, card: Card, address: Address) -> str:
        """Return the card as JSON with its task; buttons only where the platform has them, in private chats."""
        can_press = bool(address.userid) and template_card.can_draw(card)
        shown = card if can_press else replace(card, buttons=(), choices=())
        fields = asdict(shown) | {"task": card.task or address.task}
        return json.dumps(fields, ensure_ascii=False, sort_keys=True)

    async def send(self, body: str, address: Address) -> Delivered:
        """Tell the open pages: the message, or the end of a card, stands in the database already."""
        conversation = chats.conversation_at(address)
        at = self._clock().astimezone(TZ).isoformat(timespec="microseconds")
        self._phones.keep(conversation, address.letter, body, at=at, sender=chats.ROBOT)
        self._live.tell("message", {"conversation": conversation})
        card = json.loads(body)
        return Delivered(card_handle=address.task if card["buttons"] and not card["closed_as"] else "")

    def end_streams(self) -> None:
        """Let go of the open pages, from a signal's handler, so that the server can stop at once."""
        self._live.end()

    async def fetch(self, source: Mapping[str, Any]) -> Fetched:
        """Return what was uploaded on the page. Raises GiveUp where it is gone."""
        return await asyncio.to_thread(Uploads(self._folder).fetch, source)

    async def close(self) -> None:
        """Stop a push of the clock that is under way."""
        await self._walk.close()
