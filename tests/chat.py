"""A chat for tests: people write and press, the real worker answers, the outbox is read."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import Engine, select
from sqlmodel import col

from bot.answer import Answerer
from handlers import registry
from handlers.desk import Desk
from storage import cards, inbox
from storage.database import work
from storage.messages import Card, Incoming, MessageKind, Recipient
from storage.outbox import OutboxMessage
from storage.vocabulary import OutboxState, Urgency
from tests.builders import MONDAY_TEN, a_desk

CHANNEL = "test"
CARD_LIFE = timedelta(hours=72)


class Chat:
    """Private chats and groups on one database, with a clock that the test moves."""

    def __init__(self, engine: Engine, *, now: datetime = MONDAY_TEN, desk: Desk | None = None) -> None:
        """Take the database; the configuration is the delivered one unless told otherwise."""
        self.engine = engine
        self.now = now
        self._serial = count(1)
        self._delivered = 0
        self._answerer = Answerer(engine, lambda: self.now, desk or a_desk(), registry.discover())

    def forward(self, length: timedelta) -> None:
        """Push the clock forward."""
        self.now += length

    def say(self, userid: str, text: str, *, group: str = "", message_id: str = "") -> Card:
        """Let somebody write a message and return what the bot answers. Raises AssertionError where it does not."""
        message_id = message_id or f"m{next(self._serial)}"
        self.receive(userid, text, group=group, message_id=message_id)
        return self._answer_to(message_id, text)

    def receive(self, userid: str, text: str, *, message_id: str, group: str = "") -> None:
        """Store a message and let the worker answer all that wait."""
        conversation = f"group:{group}" if group else f"private:{userid}"
        self.take(Incoming(CHANNEL, message_id, userid, conversation, MessageKind.TEXT, text))

    def photo(
        self,
        userid: str,
        count: int = 1,
        *,
        kind: MessageKind = MessageKind.IMAGE,
        group: str = "",
        quote: str = "",
        message_id: str = "",
    ) -> Card:
        """Let somebody send pictures (or files, videos) in one message without words; return what the bot answers."""
        return self.ask(self.message(userid, "", kind, media=count, group=group, message_id=message_id, quote=quote))

    def mixed(self, userid: str, text: str, count: int = 1, *, group: str = "", message_id: str = "") -> Card:
        """Let somebody send words and pictures in one message 「图文混排」; return what the bot answers."""
        kind = MessageKind.MIXED
        return self.ask(self.message(userid, text, kind, media=count, group=group, message_id=message_id))

    def quoting(self, userid: str, text: str, quote: str = "", *, pictures: int = 0, group: str = "") -> Card:
        """Let somebody write while quoting words, or pictures that were not sent to the bot."""
        quoted = [_a_file(MessageKind.IMAGE) for _ in range(pictures)]
        return self.ask(self.message(userid, text, group=group, quote=quote, quote_media=quoted))

    def message(
        self,
        userid: str,
        text: str = "",
        kind: MessageKind = MessageKind.TEXT,
        *,
        media: int = 0,
        group: str = "",
        message_id: str = "",
        **quoted: object,
    ) -> Incoming:
        """Return a message that nobody has received yet, with so many pictures or files of its kind."""
        brings = {"media": [_a_file(kind) for _ in range(media)]} if media else {}
        return Incoming(
            CHANNEL,
            message_id or f"m{next(self._serial)}",
            userid,
            f"group:{group}" if group else f"private:{userid}",
            kind,
            text,
            details=brings | {name: value for name, value in quoted.items() if value},
        )

    def ask(self, message: Incoming) -> Card:
        """Store a message, let the worker answer all that wait, and return the answer to it."""
        self.take(message)
        return self._answer_to(message.message_id, message.text or message.kind.value)

    def press(
        self,
        userid: str,
        card: Card | str,
        button: str,
        *,
        chosen: Mapping[str, Sequence[str]] | None = None,
        message_id: str = "",
    ) -> Card:
        """Let somebody press a button of the latest such card that they were sent; return what the bot answers.

        `card` is the card itself or words of its title, `chosen` the ids that were chosen by the key of each choice.
        """
        row = self._shown(userid, card)
        says = next(one.says for one in row.as_card().buttons if one.text == button)
        message_id = message_id or f"m{next(self._serial)}"
        details = {
            "event": "template_card_event",
            "event_key": says,
            "task_id": _task(row),
            "card_type": "button_interaction",
            "selected_items": {key: list(ids) for key, ids in (chosen or {}).items()},
        }
        self.take(self._event(userid, message_id, details))
        return self._answer_to(message_id, button)

    def enter(self, userid: str, event: str = "enter_chat") -> Card:
        """Let somebody open the chat with the bot; return the welcome."""
        message_id = f"m{next(self._serial)}"
        self.take(self._event(userid, message_id, {"event": event}))
        return self._answer_to(message_id, event)

    def location(
        self, userid: str, label: str = "", *, latitude: float = 33.74, longitude: float = 112.9, group: str = ""
    ) -> Card:
        """Let somebody send where they are; return what the bot answers."""
        message_id = f"m{next(self._serial)}"
        conversation = f"group:{group}" if group else f"private:{userid}"
        place = {"latitude": latitude, "longitude": longitude, "label": label}
        self.take(Incoming(CHANNEL, message_id, userid, conversation, MessageKind.LOCATION, details=place))
        return self._answer_to(message_id, label)

    def scan(self, userid: str, result: str) -> Card:
        """Let somebody scan a QR code from the app's menu; return what the bot answers."""
        message_id = f"m{next(self._serial)}"
        scanned = {"scan_type": "qrcode", "scan_result": result}
        self.take(self._event(userid, message_id, {"event": "scancode_waitmsg", "scan_code_info": scanned}))
        return self._answer_to(message_id, result)

    def take(self, *messages: Incoming) -> None:
        """Store messages, then let the worker answer all that wait."""
        self._deliver()
        with work(self.engine) as session:
            inbox.receive(session, messages, now=self.now)
        while self._answerer.answer_one():
            continue
        self._deliver()

    def notices(self, userid: str) -> list[Card]:
        """Return what the person was sent without having written, oldest first; withdrawn messages left out."""
        return [row.as_card() for row in self._notices(userid)]

    def urgent(self, userid: str) -> list[Card]:
        """Return the urgent ones among the notices."""
        return [row.as_card() for row in self._notices(userid) if row.urgency is Urgency.URGENT]

    def closings(self, userid: str) -> list[tuple[str, str]]:
        """Return which cards the person saw closed, oldest first: (title, what became of the buttons)."""
        to_them = str(Recipient.person(userid))
        closed = [row.as_card() for row in self._outgoing("close:") if row.recipient == to_them]
        return [(card.title, card.closed_as) for card in closed]

    def _event(self, userid: str, message_id: str, details: Mapping[str, object]) -> Incoming:
        handle = f"response-{message_id}"
        return Incoming(
            CHANNEL,
            message_id,
            userid,
            f"private:{userid}",
            MessageKind.EVENT,
            details=dict(details),
            reply_handle=handle,
        )

    def _answer_to(self, message_id: str, said: str) -> Card:
        answer = self._outgoing(f"answer:{CHANNEL}:{message_id}")
        assert len(answer) == 1, f"{said} → {len(answer)} answers"
        return answer[0].as_card()

    def _deliver(self) -> None:
        """Let the cards with buttons reach their readers, remembered as whoever delivers them does."""
        with work(self.engine) as session:
            new = select(OutboxMessage).where(col(OutboxMessage.id) > self._delivered).order_by(col(OutboxMessage.id))
            for row in session.scalars(new).all():
                self._delivered = row.id or 0
                if _has_buttons(row) and row.state is not OutboxState.CANCELLED:
                    task, card, reader = _task(row), row.as_card(), Recipient.parse(row.recipient).name
                    cards.remember(session, task, card, channel=CHANNEL, userid=reader, now=self.now)
                    cards.keep_handle(session, task, f"sent-{row.id}", channel=CHANNEL, until=self.now + CARD_LIFE)

    def _shown(self, userid: str, card: Card | str) -> OutboxMessage:
        """Return the row of the latest such card that this person was sent."""
        self._deliver()
        to_them = str(Recipient.person(userid))
        theirs = [
            row
            for row in self._outgoing("")
            if row.recipient == to_them and _has_buttons(row) and _is(row.as_card(), card)
        ]
        assert theirs, f"{userid} was sent no card with buttons: {card}"
        return theirs[-1]

    def _notices(self, userid: str) -> Sequence[OutboxMessage]:
        to_them = str(Recipient.person(userid))
        rows = self._outgoing("")
        return [
            row
            for row in rows
            if row.recipient == to_them
            and not row.key.startswith(("answer:", "close:"))
            and row.state is not OutboxState.CANCELLED
        ]

    def _outgoing(self, key_prefix: str) -> Sequence[OutboxMessage]:
        with work(self.engine) as session:
            rows = select(OutboxMessage).where(col(OutboxMessage.key).startswith(key_prefix, autoescape=True))
            return session.scalars(rows.order_by(col(OutboxMessage.id))).all()


def _a_file(kind: MessageKind) -> dict[str, str]:
    kind = MessageKind.IMAGE if kind is MessageKind.MIXED else kind
    return {"kind": kind.value, "url": "https://files.example/1", "aeskey": "key"}


def _has_buttons(row: OutboxMessage) -> bool:
    card = row.as_card()
    is_private = Recipient.parse(row.recipient).kind == "person"
    return bool(card.buttons) and is_private and not card.closed_as


def _is(card: Card, wanted: Card | str) -> bool:
    return wanted in card.title if isinstance(wanted, str) else card == wanted


def _task(row: OutboxMessage) -> str:
    return f"{row.id}-{row.created_at:%Y%m%d%H%M%S%f}"


def words(card: Card) -> str:
    """Return everything that the card says, one part a line."""
    facts = (f"{label}：{value}" for label, value in card.facts)
    return "\n".join((card.title, *facts, *card.lines, *card.hints))
