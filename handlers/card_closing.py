"""Close 「置灰」 the cards whose subject has moved on, in every private chat where they can be changed."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from storage import cards, outbox
from storage.cards import SentCard
from storage.messages import Incoming, Recipient
from storage.vocabulary import Urgency


def close(session: Session, subject: str, closed_as: str, *, now: datetime, click: Incoming | None = None) -> int:
    """Close all open cards about `subject`; return how many there were.

    `click` is the message by which it moved on, where that was a press on a card: the platform lets us change that
    one card by the click itself.
    """
    closed = cards.close(session, subject, closed_as, now=now)
    for card in closed:
        if click is not None and card.task == click.details.get("task_id"):
            _change(session, card, (click.channel, click.reply_handle), now=now)
        elif card.handle and card.handle_until is not None and now < card.handle_until:
            _change(session, card, (card.channel, card.handle), now=now)
    return len(closed)


def close_late(session: Session, task: str, *, now: datetime) -> None:
    """Close the card of this task where its subject moved on while it was on its way to the reader."""
    card = cards.of_task(session, task)
    if card is not None and card.closed_at is not None:
        _change(session, card, (card.channel, card.handle), now=now)


def close_again(session: Session, card: SentCard, click: Incoming, *, now: datetime) -> None:
    """Show on a card that somebody pressed though it was closed that it is."""
    _change(session, card, (click.channel, click.reply_handle), now=now)


def _change(session: Session, card: SentCard, reply: tuple[str, str], *, now: datetime) -> None:
    outbox.enqueue(
        session,
        # Each handle works once.
        f"close:{card.task}:{reply[1]}",
        Recipient.person(card.userid),
        replace(card.as_card(), closed_as=card.closed_as, task=card.task),
        urgency=Urgency.ANSWER,
        now=now,
        reply=reply,
    )
