"""Cards with buttons that were sent, so that they can be closed 「置灰」 once their subject has moved on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Field, Session, col

from storage.columns import Table, json_field
from storage.database import insert_new
from storage.messages import Card


class SentCard(Table, table=True):
    """One card with buttons in one private chat."""

    __tablename__ = "sent_card"

    id: int | None = Field(default=None, primary_key=True)
    task: str = Field(unique=True, max_length=128)
    """What a click on it names."""
    subject: str = Field(max_length=200, index=True)
    channel: str = Field(max_length=40)
    userid: str = Field(max_length=120)
    card: dict[str, Any] = json_field()
    handle: str = ""
    """What the channel needs to change it without a click; "" where it cannot."""
    handle_until: datetime | None = None
    sent_at: datetime
    closed_at: datetime | None = None
    closed_as: str = ""

    def as_card(self) -> Card:
        """Return the card as it was sent."""
        return Card.from_json(self.card)


def remember(session: Session, task: str, card: Card, *, channel: str, userid: str, now: datetime) -> None:
    """Keep a card that is about to be sent; nothing happens where it was kept before."""
    row = {
        "task": task,
        "subject": card.subject,
        "channel": channel,
        "userid": userid,
        "card": card.as_json(),
        "sent_at": now,
    }
    insert_new(session, SentCard, [row])


def keep_handle(session: Session, task: str, handle: str, *, channel: str, until: datetime) -> None:
    """Keep what the platform gave for changing the card, by the channel that it went by in the end."""
    kept = update(SentCard).where(col(SentCard.task) == task)
    session.connection().execute(kept.values(channel=channel, handle=handle, handle_until=until))


def of_task(session: Session, task: str) -> SentCard | None:
    """Return the card with this task id."""
    return session.scalars(select(SentCard).where(col(SentCard.task) == task)).first()


def open_about(session: Session, subject: str) -> Sequence[SentCard]:
    """Return the cards about this that are not closed, oldest first."""
    rows = select(SentCard).where(col(SentCard.subject) == subject, col(SentCard.closed_at).is_(None))
    return session.scalars(rows.order_by(col(SentCard.id))).all()


def close(session: Session, subject: str, closed_as: str, *, now: datetime) -> Sequence[SentCard]:
    """Close all cards about this; return those that were open, each for one caller only."""
    closed = session.scalars(
        update(SentCard)
        .where(col(SentCard.subject) == subject, col(SentCard.closed_at).is_(None))
        .values(closed_at=now, closed_as=closed_as)
        .returning(SentCard),
        execution_options={"populate_existing": True},
    )
    return sorted(closed, key=lambda card: card.id or 0)
