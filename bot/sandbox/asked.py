"""What the page asks, checked: its body within limits, its person known, its conversation the person's own."""

from typing import TypeVar

from fastapi import HTTPException, Request
from pydantic import BaseModel, ValidationError
from sqlmodel import Session

from bot.sandbox import chats
from bot.sandbox.chats import STRANGER, Chat
from storage import people

_MOST_BYTES = 64 * 1024

Model = TypeVar("Model", bound=BaseModel)


async def body(request: Request, model: type[Model]) -> Model:
    """Return the request's JSON. Raises HTTPException 413 or 422."""
    content = await file(request, _MOST_BYTES, "内容太长，请分几条发送")
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        raise HTTPException(422, "内容格式不对或太长，请刷新页面后重试") from error


async def file(request: Request, max_bytes: int, too_large: str) -> bytes:
    """Return the request's bytes. Raises HTTPException 413 with the words `too_large`."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > max_bytes:
            raise HTTPException(413, too_large)
    return bytes(content)


def known(session: Session, userid: str) -> str:
    """Return the userid of somebody who can be played. Raises HTTPException 404."""
    if userid != STRANGER and people.by_userid(session, userid) is None:
        raise HTTPException(404, "花名册里没有这个人，请重新选择人物")
    return userid


def own_chat(session: Session, userid: str, conversation: str) -> Chat:
    """Return the conversation, if the person reads it. Raises HTTPException 404 or 403."""
    own = chats.chats_of(session, known(session, userid))
    chat = next((chat for chat in own if chat.conversation == conversation), None)
    if chat is None:
        raise HTTPException(403, "这个人不在这个群里")
    return chat
