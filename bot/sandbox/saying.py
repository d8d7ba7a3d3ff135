"""What the page sends: messages, presses on cards, uploads, the opening of a chat."""

from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Engine

from bot.channels.channel import Accept, NotStored
from bot.sandbox import asked, message
from bot.sandbox.doorstep import file_from_this_page, from_this_page
from bot.sandbox.live import Live
from bot.sandbox.message import Entered, Pressed, Said
from bot.sandbox.uploads import Uploads
from config.clock import TZ, Clock
from storage.database import reading
from storage.messages import Incoming

MOST_BYTES = 20 * 1024 * 1024
"""The largest file that the platform takes."""


class Post:
    """Where everything goes in that a visitor does."""

    def __init__(self, engine: Engine, accept: Accept, clock: Clock, uploads: Uploads, live: Live) -> None:
        """Take the parts."""
        self._engine = engine
        self._accept = accept
        self._clock = clock
        self._uploads = uploads
        self._live = live

    def add_to(self, router: APIRouter) -> None:
        """Add the routes; every one refuses other pages."""
        ours = [Depends(from_this_page)]
        router.add_api_route("/messages", self._say, methods=["POST"], dependencies=ours)
        router.add_api_route("/clicks", self._press, methods=["POST"], dependencies=ours)
        router.add_api_route("/entries", self._enter, methods=["POST"], dependencies=ours)
        router.add_api_route("/uploads", self._upload, methods=["POST"], dependencies=[Depends(file_from_this_page)])

    async def _say(self, request: Request) -> dict[str, Any]:
        said = await asked.body(request, Said)
        return await self._store(await run_in_threadpool(self._of_words, said))

    async def _press(self, request: Request) -> dict[str, Any]:
        pressed = await asked.body(request, Pressed)
        return await self._store(await run_in_threadpool(self._of_press, pressed))

    async def _enter(self, request: Request) -> dict[str, Any]:
        entered = await asked.body(request, Entered)
        return await self._store(await run_in_threadpool(self._of_entry, entered))

    async def _upload(self, request: Request) -> dict[str, Any]:
        content = await asked.file(request, MOST_BYTES, "文件太大，最大 20 MB")
        if not content:
            raise HTTPException(422, "这是一个空文件，请重新选择")
        return {"upload": await run_in_threadpool(self._uploads.keep, content)}

    async def _store(self, incoming: Incoming) -> dict[str, Any]:
        try:
            await self._accept(incoming)
        except NotStored as error:
            raise HTTPException(503, "暂时存不下，请稍后再发") from error
        self._live.tell("message", {"conversation": incoming.conversation})
        return {"stored": True}

    def _of_words(self, said: Said) -> Incoming:
        with reading(self._engine) as session:
            chat = asked.own_chat(session, said.person, said.conversation)
            return message.of_words(session, said, chat, self._uploads)

    def _of_press(self, pressed: Pressed) -> Incoming:
        with reading(self._engine) as session:
            return message.of_press(session, pressed)

    def _of_entry(self, entered: Entered) -> Incoming:
        with reading(self._engine) as session:
            asked.known(session, entered.person)
        return message.of_entry(entered, self._clock().astimezone(TZ).date().isoformat())
