"""What a visitor does in a chat, as the platform's message: words, pictures, files, voices, places, presses."""

from typing import Any, Literal

from fastapi import HTTPException
from pydantic import BaseModel, Field
from sqlmodel import Session

from bot.sandbox import talk
from bot.sandbox.chats import CHANNEL, Chat, private_chat
from bot.sandbox.said import CLICK, ENTRY
from bot.sandbox.uploads import NAME, Uploads
from bot.wire import template_card
from storage import cards
from storage.messages import Card, Incoming, MessageKind

_ID = r"^[0-9a-f-]{36}$"

NOT_IN_GROUPS = {
    MessageKind.IMAGE: "群里单独发的图片到不了民安，请把话和图片写在同一条里再发",
    MessageKind.FILE: "群里单独发的文件到不了民安，请打开和民安的私聊发给它",
    MessageKind.VIDEO: "群里单独发的视频到不了民安，请打开和民安的私聊发给它",
    MessageKind.VOICE: "群里的语音到不了民安，请打字，或在和民安的私聊里说",
    MessageKind.LOCATION: "群里发的位置到不了民安，请打开和民安的私聊发给它",
}
"""Why it does not reach the bot in a group; source: document/path/100719 (only 文本 and 图文混排 do)."""


class Media(BaseModel):
    """One upload that comes with a message."""

    kind: Literal["image", "file", "voice", "video"]
    upload: str = Field(pattern=NAME)
    name: str = Field(default="", max_length=200)


class Place(BaseModel):
    """A place on the map."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    label: str = Field(default="", max_length=200)


class Said(BaseModel):
    """A message of a person; `id` is the page's own, so that a repeat is known as one."""

    id: str = Field(pattern=_ID)
    person: str = Field(min_length=1, max_length=120)
    conversation: str = Field(min_length=1, max_length=200)
    text: str = Field(default="", max_length=4000)
    is_voice: bool = False
    """Whether the text was spoken, and the platform wrote it down."""
    media: list[Media] = Field(default=[], max_length=9)
    place: Place | None = None
    quote: str = Field(default="", max_length=60)
    """The id of the message that this one quotes."""


class Pressed(BaseModel):
    """A press on a button of a card."""

    id: str = Field(pattern=_ID)
    person: str = Field(min_length=1, max_length=120)
    task: str = Field(min_length=1, max_length=128)
    says: str = Field(min_length=1, max_length=1024)
    chosen: dict[str, list[str]] = Field(default={}, max_length=10)


class Entered(BaseModel):
    """A person opens the private chat with the bot."""

    person: str = Field(min_length=1, max_length=120)


def of_words(session: Session, said: Said, chat: Chat, uploads: Uploads) -> Incoming:
    """Return the message. Raises HTTPException 422 where it says nothing or where it would not reach the bot."""
    kind, text = _kind(said), said.text.strip()
    if kind is MessageKind.TEXT and not text:
        raise HTTPException(422, "请先输入内容再发送")
    if chat.is_group and kind in NOT_IN_GROUPS:
        raise HTTPException(422, NOT_IN_GROUPS[kind])
    if not all(uploads.has(one.upload) for one in said.media):
        raise HTTPException(422, "附件已经不在了，请重新选择")
    details: dict[str, Any] = talk.quoted(session, chat, said.quote) if said.quote else {}
    if said.media:
        details["media"] = [one.model_dump() for one in said.media]
    if said.place:
        details |= said.place.model_dump()
    return Incoming(CHANNEL, said.id, said.person, said.conversation, kind, text, details)


def _kind(said: Said) -> MessageKind:
    """Return what the platform would call it. Raises HTTPException 422 for what it has no name for."""
    if said.place:
        return MessageKind.LOCATION
    if not said.media:
        return MessageKind.VOICE if said.is_voice and said.text.strip() else MessageKind.TEXT
    if said.text.strip() and all(one.kind == "image" for one in said.media):
        return MessageKind.MIXED
    if len(said.media) > 1 or said.text.strip():
        raise HTTPException(422, "这些要分几条发：图片可以和话一起发，别的一条一个")
    return MessageKind(said.media[0].kind)


def of_press(session: Session, pressed: Pressed) -> Incoming:
    """Return the click. Raises HTTPException 404 or 422 where the card or what was chosen is none of ours."""
    sent = cards.of_task(session, pressed.task)
    if sent is None or (sent.channel, sent.userid) != (CHANNEL, pressed.person):
        raise HTTPException(404, "没有这张卡片，请刷新页面")
    card = sent.as_card()
    if not template_card.can_draw(card) or not _is_offered(card, pressed):
        raise HTTPException(422, "卡片上没有这个按钮或选项，请刷新页面")
    details = {
        "event": CLICK,
        "event_key": pressed.says,
        "task_id": sent.task,
        "card_type": template_card.interactive(card, sent.task)["card_type"],
        "selected_items": pressed.chosen,
    }
    conversation = private_chat(pressed.person).conversation
    return Incoming(CHANNEL, pressed.id, pressed.person, conversation, MessageKind.EVENT, "", details, pressed.id)


def _is_offered(card: Card, pressed: Pressed) -> bool:
    choice_by_key = {choice.key: choice for choice in card.choices}
    return any(button.says == pressed.says for button in card.buttons) and all(
        key in choice_by_key
        and set(ids) <= {one for one, _ in choice_by_key[key].options}
        and (len(ids) <= 1 or choice_by_key[key].takes_several)
        for key, ids in pressed.chosen.items()
    )


def of_entry(entered: Entered, today: str) -> Incoming:
    """Return the event of the first opening of the chat on the day `today`: later ones have the same name."""
    conversation = private_chat(entered.person).conversation
    name = f"{ENTRY}-{entered.person}-{today}"
    return Incoming(CHANNEL, name, entered.person, conversation, MessageKind.EVENT, "", {"event": ENTRY}, name)
