"""What the bot sent, as the page shows it: cards with their buttons or their end, pictures, documents."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from bot.sandbox import attachments, said
from bot.sandbox.chats import CHANNEL, ROBOT, Chat
from config.clock import TZ
from storage.cards import SentCard
from storage.messages import Card
from storage.outbox import OutboxMessage
from storage.vocabulary import OutboxState, Urgency

Json = dict[str, Any]

_BARE = asdict(Card(""))
_ARRIVED = (
    col(OutboxMessage.channel) == CHANNEL,
    col(OutboxMessage.body) != "",
    # While it is being sent it is on the page already: its body was kept before.
    col(OutboxMessage.state).in_([OutboxState.SENDING, OutboxState.SENT, OutboxState.UNKNOWN]),
    # The end of a card is seen on the card itself.
    func.json_extract(col(OutboxMessage.card), "$.closed_as").is_(None),
)


def newest(session: Session, chat: Chat, limit: int) -> Sequence[OutboxMessage]:
    """Return the last messages to this chat, newest first."""
    return _newest(session, limit, col(OutboxMessage.recipient).in_(chat.recipients))


def newest_pushes(session: Session, limit: int) -> Sequence[OutboxMessage]:
    """Return the last messages to anybody that answer nothing, newest first."""
    return _newest(session, limit, col(OutboxMessage.urgency) != Urgency.ANSWER)


def count(session: Session, chat: Chat) -> int:
    """Return how many messages came to this chat."""
    rows = select(func.count()).where(col(OutboxMessage.recipient).in_(chat.recipients), *_ARRIVED)
    return session.scalar(rows) or 0


def at(row: OutboxMessage) -> str:
    """Return when the message came."""
    return (row.first_tried_at or row.created_at).astimezone(TZ).isoformat(timespec="microseconds")


def card_in(row: OutboxMessage) -> Json:
    """Return the card as it was drawn, with everything that a card has today."""
    return {**_BARE, **json.loads(row.body)}


def shown(session: Session, rows: Sequence[OutboxMessage]) -> list[Json]:
    """Return the messages in JSON types, in the given order."""
    tasks = [card["task"] for card in map(card_in, rows) if card["buttons"]]
    sent = session.scalars(select(SentCard).where(col(SentCard.task).in_(tasks))).all()
    card_by_task = {card.task: card for card in sent}
    return [_message(session, row, card_by_task.get(card_in(row)["task"])) for row in rows]


def _newest(session: Session, limit: int, which: ColumnElement[bool]) -> Sequence[OutboxMessage]:
    rows = select(OutboxMessage).where(*_ARRIVED, which)
    newest_first = rows.order_by(col(OutboxMessage.first_tried_at).desc(), col(OutboxMessage.id).desc())
    return session.scalars(newest_first.limit(limit)).all()


def _message(session: Session, row: OutboxMessage, sent: SentCard | None) -> Json:
    card = card_in(row)
    if sent is None:
        # What is not known cannot be pressed.
        card |= {"buttons": (), "choices": ()}
    elif sent.closed_at is not None:
        card["closed_as"] = sent.closed_as
    pieces = [attachments.shown_letter(session, row, Card.from_json(card))] if card["file"] else []
    return {
        "id": f"out-{row.id}",
        "at": at(row),
        "order": row.id,
        "is_robot": True,
        "sender": "",
        "name": ROBOT,
        "text": card["title"],
        "preview": said.preview(card["title"], [piece["kind"] for piece in pieces]),
        "card": None if pieces else card,
        "attachments": pieces,
        "is_push": row.urgency is not Urgency.ANSWER,
    }
