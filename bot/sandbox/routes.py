"""The sandbox page and what it asks for: people, chats, messages, files, hazards, the clock."""

from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import BaseModel
from sqlalchemy import Engine

from bot import paper_files
from bot.channels.channel import Accept
from bot.sandbox import asked, chats, ledger, message, sight, talk
from bot.sandbox.attachments import Attachment
from bot.sandbox.doorstep import FILE_HEADERS, SAFE_HEADERS, from_this_machine, from_this_page
from bot.sandbox.live import Live
from bot.sandbox.phone import Phones
from bot.sandbox.saying import Post
from bot.sandbox.uploads import Uploads
from bot.sandbox.walk import Busy, NothingPlanned, Walk
from config.clock import TZ
from storage.database import reading

_PAGE = Path(__file__).parent / "page"
_FILES = {path.name: path for path in _PAGE.iterdir()}


class Move(BaseModel):
    """How far the clock is to be pushed; `stop` ends a push."""

    move: Literal["hour", "morning", "week", "next", "stop"]


def make_router(engine: Engine, accept: Accept, walk: Walk, live: Live, phones: Phones, folder: Path) -> APIRouter:
    """Return the routes of the page; every one refuses other machines, and every POST other pages."""
    router = APIRouter(dependencies=[Depends(from_this_machine), Depends(_safe_headers)], include_in_schema=False)
    _add_page(router)
    _add_reading(router, engine, walk, phones)
    _add_files(router, engine, folder)
    Post(engine, accept, walk.clock, Uploads(folder), live).add_to(router)
    _add_clock(router, walk, phones)

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


def _add_reading(router: APIRouter, engine: Engine, walk: Walk, phones: Phones) -> None:
    @router.get("/people")
    def everybody() -> dict[str, Any]:
        with reading(engine) as session:
            return {**chats.roll(session), "not_in_groups": message.NOT_IN_GROUPS}

    @router.get("/chats")
    def overview(person: str) -> list[dict[str, Any]]:
        with reading(engine) as session:
            return talk.overview(session, asked.known(session, person), phones)

    @router.get("/messages")
    def messages(person: str, conversation: str, limit: Annotated[int, Query(ge=1, le=2000)] = 100) -> dict[str, Any]:
        with reading(engine) as session:
            return talk.history(session, asked.own_chat(session, person, conversation), phones, limit=limit)

    @router.get("/feed")
    def feed() -> list[dict[str, Any]]:
        with reading(engine) as session:
            return talk.feed(session)

    @router.get("/hazards/{reference}")
    def hazard(reference: str, person: str) -> dict[str, Any]:
        with reading(engine) as session:
            found = ledger.show(session, reference, person, today=walk.clock().astimezone(TZ).date())
        if found is None:
            raise HTTPException(404, f"没有查到 {reference} 号隐患，或不在这个人的管辖范围内")
        return found


def _add_files(router: APIRouter, engine: Engine, folder: Path) -> None:
    @router.get("/evidence/{sha256}")
    def received(sha256: str, person: str) -> FileResponse:
        with reading(engine) as session:
            return _file(folder, sight.received(session, sha256, asked.known(session, person)))

    @router.get("/letters/{row_id}/file")
    def sent(row_id: int, person: str) -> FileResponse:
        with reading(engine) as session:
            found = sight.sent(session, row_id, asked.known(session, person))
        if found:
            paper_files.lay_out(engine, folder, found.path)
        return _file(folder, found)


def _file(folder: Path, found: Attachment | None) -> FileResponse:
    """Return the file, a picture to be shown, anything else to be downloaded. Raises HTTPException 404."""
    path = (folder / found.path).resolve() if found else folder
    if found is None or not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise HTTPException(404, "没有这个文件，或不是发给这个人看的")
    return FileResponse(
        path,
        media_type=found.mime if found.is_picture else "application/octet-stream",
        filename=found.name or path.name,
        content_disposition_type="inline" if found.is_picture else "attachment",
        headers=FILE_HEADERS,
    )


def _add_clock(router: APIRouter, walk: Walk, phones: Phones) -> None:
    @router.get("/clock")
    def standing() -> dict[str, Any]:
        return walk.standing()

    @router.post("/clock", dependencies=[Depends(from_this_page)])
    async def push(request: Request) -> dict[str, Any]:
        move = (await asked.body(request, Move)).move
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
        phones.clear()
        return walk.standing()
