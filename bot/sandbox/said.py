"""What people sent, as the page shows it: words, what came with them, presses on cards."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session, col

from bot.sandbox import attachments
from bot.sandbox.chats import CHANNEL, Chat
from config.clock import TZ
from storage.cards import SentCard
from storage.evidence import Evidence
from storage.inbox import InboxMessage
from storage.messages import MessageKind
from storage.vocabulary import InboxState

Json = dict[str, Any]

CLICK, ENTRY = "template_card_event", "enter_chat"

_NOBODY = "生面孔"
_MARKS = {"image": "[图片]", "file": "[文件]", "voice": "[语音]", "video": "[视频]", "location": "[位置]"}


def newest(session: Session, chat: Chat, limit: int) -> Sequence[InboxMessage]:
    """Return the last messages of people in this chat, newest first; entering it is none."""
    rows = select(InboxMessage).where(*_in(chat)).order_by(col(InboxMessage.id).desc())
    return session.scalars(rows.limit(limit)).all()


def named(session: Session, chat: Chat, message_id: str) -> InboxMessage | None:
    """Return the message of this chat with this id, None where there is none."""
    return session.scalars(select(InboxMessage).where(*_in(chat), col(InboxMessage.message_id) == message_id)).first()


def count_others(session: Session, chat: Chat, userid: str) -> int:
    """Return how many messages other people sent in this chat."""
    rows = select(func.count()).where(*_in(chat), col(InboxMessage.sender) != userid)
    return session.scalar(rows) or 0


def shown(session: Session, rows: Sequence[InboxMessage], names: Mapping[str, str]) -> list[Json]:
    """Return the messages in JSON types, in the given order."""
    brought = attachments.of_messages(session, [row.message_id for row in rows])
    tasks = {str(row.details.get("task_id", "")) for row in rows if _is_click(row)}
    cards = session.scalars(select(SentCard).where(col(SentCard.task).in_(tasks))).all()
    card_by_task = {card.task: card for card in cards}
    return [
        _message(row, names.get(row.sender, _NOBODY), brought.get(row.message_id, ()))
        | ({"note": _press(row, names, card_by_task)} if _is_click(row) else {})
        for row in rows
    ]


def preview(text: str, kinds: Sequence[str]) -> str:
    """Return a message in a few words, for the list of chats."""
    return " ".join(filter(None, [*(_MARKS.get(kind, "") for kind in kinds), text]))


def _in(chat: Chat) -> tuple[ColumnElement[bool], ...]:
    event = func.json_extract(col(InboxMessage.details), "$.event")
    return (
        col(InboxMessage.channel) == CHANNEL,
        col(InboxMessage.conversation) == chat.conversation,
        or_(col(InboxMessage.kind) != MessageKind.EVENT.value, event != ENTRY),
    )


def _is_click(row: InboxMessage) -> bool:
    return row.kind == MessageKind.EVENT and row.details.get("event") == CLICK


def _message(row: InboxMessage, name: str, brought: Sequence[Evidence]) -> Json:
    is_voice = row.kind == MessageKind.VOICE and bool(row.body)
    quoted = row.details.get("quote_media", ())
    pieces = [attachments.shown(piece) for piece in brought]
    # What is quoted is fetched too, and stands last.
    pieces, quoted_pieces = pieces[: len(pieces) - len(quoted)], pieces[len(pieces) - len(quoted) :]
    return {
        "id": row.message_id,
        "at": row.received_at.astimezone(TZ).isoformat(timespec="microseconds"),
        "order": row.id,
        "is_robot": False,
        "sender": row.sender,
        "name": name,
        "text": row.body,
        "preview": preview(row.body, [piece["kind"] for piece in pieces] + (["voice"] if is_voice else [])),
        "is_voice": is_voice,
        "quote": str(row.details.get("quote", "")),
        "quoted": quoted_pieces,
        "attachments": pieces,
        "is_waiting": row.state is InboxState.WAITING,
        "trouble": "没能处理，请重新发送" if row.state is InboxState.DEAD else "",
    }


def _press(row: InboxMessage, names: Mapping[str, str], card_by_task: Mapping[str, SentCard]) -> str:
    """Return who pressed what, and what was chosen."""
    name, says = names.get(row.sender, _NOBODY), str(row.details.get("event_key", ""))
    sent = card_by_task.get(str(row.details.get("task_id", "")))
    if sent is None:
        return f"{name} 点了「{says}」"
    card = sent.as_card()
    button = next((one.text for one in card.buttons if one.says == says), says)
    chosen = row.details.get("selected_items", {})
    shown_by_key = {choice.key: dict(choice.options) for choice in card.choices}
    words = [shown_by_key.get(key, {}).get(one, one) for key, ids in chosen.items() for one in ids]
    return f"{name} 选了「{'、'.join(words)}」，点了「{button}」" if words else f"{name} 点了「{button}」"
