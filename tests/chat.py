"""A chat for tests: people write into the inbox, the real worker answers, the outbox is read."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import Engine, select
from sqlmodel import col

from bot.answer import Answerer
from handlers import registry
from handlers.desk import Desk
from storage import inbox
from storage.database import work
from storage.messages import Card, Incoming, MessageKind, Recipient
from storage.outbox import OutboxMessage
from storage.vocabulary import OutboxState, Urgency
from tests.builders import MONDAY_TEN, a_desk


class Chat:
    """Private chats and groups on one database, with a clock that the test moves."""

    def __init__(self, engine: Engine, *, now: datetime = MONDAY_TEN, desk: Desk | None = None) -> None:
        """Take the database; the configuration is the delivered one unless told otherwise."""
        self.engine = engine
        self.now = now
        self._serial = count(1)
        self._answerer = Answerer(engine, lambda: self.now, desk or a_desk(), registry.discover())

    def forward(self, length: timedelta) -> None:
        """Push the clock forward."""
        self.now += length

    def say(self, userid: str, text: str, *, group: str = "", message_id: str = "") -> Card:
        """Let somebody write a message and return what the bot answers. Raises AssertionError where it does not."""
        message_id = message_id or f"m{next(self._serial)}"
        self.receive(userid, text, group=group, message_id=message_id)
        answer = self._outgoing(f"answer:test:{message_id}")
        assert len(answer) == 1, f"{text} → {len(answer)} answers"
        return answer[0].as_card()

    def receive(self, userid: str, text: str, *, message_id: str, group: str = "") -> None:
        """Store a message and let the worker answer all that wait."""
        message = Incoming(
            channel="test",
            message_id=message_id,
            sender=userid,
            conversation=f"group:{group}" if group else f"private:{userid}",
            kind=MessageKind.TEXT,
            text=text,
        )
        with work(self.engine) as session:
            inbox.receive(session, [message], now=self.now)
        while self._answerer.answer_one():
            continue

    def notices(self, userid: str) -> list[Card]:
        """Return what the person was sent without having written, oldest first; withdrawn messages left out."""
        return [row.as_card() for row in self._notices(userid)]

    def urgent(self, userid: str) -> list[Card]:
        """Return the urgent ones among the notices."""
        return [row.as_card() for row in self._notices(userid) if row.urgency is Urgency.URGENT]

    def _notices(self, userid: str) -> Sequence[OutboxMessage]:
        to_them = str(Recipient.person(userid))
        rows = self._outgoing("")
        return [
            row
            for row in rows
            if row.recipient == to_them
            and not row.key.startswith("answer:")
            and row.state is not OutboxState.CANCELLED
        ]

    def _outgoing(self, key_prefix: str) -> Sequence[OutboxMessage]:
        with work(self.engine) as session:
            rows = select(OutboxMessage).where(col(OutboxMessage.key).startswith(key_prefix, autoescape=True))
            return session.scalars(rows.order_by(col(OutboxMessage.id))).all()


def words(card: Card) -> str:
    """Return everything that the card says, one part a line."""
    facts = (f"{label}：{value}" for label, value in card.facts)
    return "\n".join((card.title, *facts, *card.lines, *card.hints))
