"""The sandbox page and what it asks for: people, chats, messages, hazards, the clock."""

from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import BaseModel, Field, ValidationError
from sqlalchemy import Engine
from sqlmodel import Session

from bot.channels.channel import Accept, NotStored
from bot.sandbox import chats, ledger
from bot.sandbox.chats import CHANNEL, STRANGER, Chat
from bot.sandbox.doorstep import SAFE_HEADERS, from_this_machine, from_this_page
from bot.sandbox.live import Live
from bot.sandbox.walk import Busy, NothingPlanned, Walk
from config.clock import TZ
from storage import people
from storage.database import reading
from storage.messages import Incoming, MessageKind

_PAGE = Path(__file__).parent / "page"
_FILES = {path.name: path for path in _PAGE.iterdir()}
_MOST_BYTES = 64 * 1024

Model = TypeVar("Model", bound=BaseModel)


class Said(BaseModel):
    """A message that a person typed on the page; `id` is the page's own, so that a repeat is known as one."""

    id: str = Field(pattern=r"^[0-9a-f-]{36}$")
    person: str = Field(min_length=1, max_length=120)
    conversation: str = Field(min_length=1, max_length=200)
    text: str = Field(max_length=4000)


class Move(BaseModel):
    """How far the clock is to be pushed; `stop` ends a push."""

    move: Literal["hour", "morning", "week", "next", "stop"]


def make_router(engine: Engine, accept: Accept, walk: Walk, live: Live) -> APIRouter:
    """Return the routes of the page; every one refuses other machines, and every POST other pages."""
    router = APIRouter(dependencies=[Depends(from_this_machine), Depends(_safe_headers)], include_in_schema=False)
    _add_page(router)
    _add_reading(router, engine, walk)
    _add_saying(router, engine, accept, live)
    _add_clock(router, walk)

    @router.get("/events")
    async def events() -> StreamingResponse:
        return StreamingResponse(live.stream(), media_type="text/event-stream", headers=SAFE_HEADERS)

    return router


def _safe_headers(response: Response) -> None:
    response.headers.update(SAFE_HEADERS)


def _add_page(router: APIRouter) -> None:
    @router.get("")
    def page() -> FileResponse:
        return FileResponse(_FILES["page.html"], headers=SAFE_HEADERS)

    @router.get("/files/{name}")
    def file(name: str) -> FileResponse:
        if name not in _FILES:
            raise HTTPException(404, "没有这个文件")
        return FileResponse(_FILES[name], headers=SAFE_HEADERS)


def _add_reading(router: APIRouter, engine: Engine, walk: Walk) -> None:
    @router.get("/people")
    def everybody() -> dict[str, Any]:
        with reading(engine) as session:
            return chats.roll(session)

    @router.get("/chats")
    def overview(person: str) -> list[dict[str, Any]]:
        with reading(engine) as session:
            return chats.overview(session, _known(session, person))

    @router.get("/messages")
    def messages(person: str, conversation: str, limit: Annotated[int, Query(ge=1, le=2000)] = 100) -> dict[str, Any]:
        with reading(engine) as session:
            return chats.history(session, _own_chat(session, person, conversation), limit=limit)

    @router.get("/feed")
    def feed() -> list[dict[str, Any]]:
        with reading(engine) as session:
            return chats.feed(session)

    @router.get("/hazards/{reference}")
    def hazard(reference: str, person: str) -> dict[str, Any]:
        with reading(engine) as session:
            found = ledger.show(session, reference, person, today=walk.clock().astimezone(TZ).date())
        if found is None:
            raise HTTPException(404, f"没有查到 {reference} 号隐患，或不在这个人的管辖范围内")
        return found


def _add_saying(router: APIRouter, engine: Engine, accept: Accept, live: Live) -> None:
    @router.post("/messages", dependencies=[Depends(from_this_page)])
    async def say(request: Request) -> dict[str, bool]:
        said = await _read(request, Said)
        if not said.text.strip():
            raise HTTPException(422, "请先输入内容再发送")
        await run_in_threadpool(_refuse_outsider, engine, said)
        incoming = Incoming(
            channel=CHANNEL,
            message_id=said.id,
            sender=said.person,
            conversation=said.conversation,
            kind=MessageKind.TEXT,
            text=said.text.strip(),
        )
        try:
            await accept(incoming)
        except NotStored as error:
            raise HTTPException(503, "暂时存不下，请稍后再发") from error
        live.tell("message", {"conversation": said.conversation})
        return {"stored": True}


def _add_clock(router: APIRouter, walk: Walk) -> None:
    @router.get("/clock")
    def standing() -> dict[str, Any]:
        return walk.standing()

    @router.post("/clock", dependencies=[Depends(from_this_page)])
    async def push(request: Request) -> dict[str, Any]:
        move = (await _read(request, Move)).move
        try:
            walk.stop() if move == "stop" else walk.start(move)
        except Busy as error:
            raise HTTPException(409, "时间正在推进，请等它走完") from error
        except NothingPlanned as error:
            raise HTTPException(409, "后面没有排好的提醒，请改用“1 小时”或“7 天”") from error
        return walk.standing()

    @router.post("/reset", dependencies=[Depends(from_this_page)])
    async def start_over() -> dict[str, Any]:
        try:
            await walk.start_over()
        except Busy as error:
            raise HTTPException(409, "时间正在推进，请等它走完再重置") from error
        return walk.standing()


async def _read(request: Request, model: type[Model]) -> Model:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise HTTPException(413, "内容太长，请分几条发送")
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise HTTPException(422, "内容格式不对或太长，请刷新页面后重试") from error


def _known(session: Session, userid: str) -> str:
    if userid != STRANGER and people.by_userid(session, userid) is None:
        raise HTTPException(404, "花名册里没有这个人，请重新选择人物")
    return userid


def _refuse_outsider(engine: Engine, said: Said) -> None:
    with reading(engine) as session:
        _own_chat(session, said.person, said.conversation)


def _own_chat(session: Session, userid: str, conversation: str) -> Chat:
    """Return the conversation, if the person reads it. Raises HTTPException 404 or 403."""
    own = chats.chats_of(session, _known(session, userid))
    chat = next((chat for chat in own if chat.conversation == conversation), None)
    if chat is None:
        raise HTTPException(403, "这个人不在这个群里")
    return chat
