"""What stands in the conversations: every message as it is in the database, the latest pushes, what is quoted."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from bot.sandbox import attachments, said, told
from bot.sandbox.chats import Chat, chats_of, group_chats, private_chat
from bot.sandbox.phone import Phones
from bot.wire import draw
from storage import people
from storage.messages import Card, Recipient
from storage.outbox import OutboxMessage
from storage.people import Person
from storage.vocabulary import Role

Json = dict[str, Any]

_FEED_LENGTH = 800
_MINUTE = len("2026-11-23T10:00")
_QUOTE_BYTES = 2048


def overview(session: Session, userid: str, phones: Phones) -> list[Json]:
    """Return the person's chats with their last message and how many have arrived; the latest first, groups after."""
    rows = [_overview_row(session, chat, userid, phones) for chat in chats_of(session, userid)]
    return [rows[0], *sorted(rows[1:], key=lambda row: row["last"]["at"] if row["last"] else "", reverse=True)]


def history(session: Session, chat: Chat, phones: Phones, *, limit: int) -> Json:
    """Return the last `limit` messages, oldest first, and whether there are older ones.

    What the program has covered since it was sent 「举报」 is still on the phone.
    """
    names = {person.userid: person.name for person in people.everybody(session)}
    from_people = said.shown(session, said.newest(session, chat, limit + 1), names)
    from_bot = told.shown(session, told.newest(session, chat, limit + 1))
    there = {message["id"] for message in from_bot}
    from_bot += [letter for letter in phones.of(chat.conversation) if letter["id"] not in there]
    # What was said and answered in the same instant: the question first.
    messages = sorted(
        from_people + from_bot, key=lambda message: (message["at"], message["is_robot"], message["order"])
    )
    return {"messages": messages[-limit:], "has_more": len(messages) > limit}


def feed(session: Session) -> list[Json]:
    """Return the latest pushes to anybody, newest first; the same words to many at once are one, with all readers.

    Answers are not pushes.
    """
    chat_by_recipient = {recipient: chat for chat in group_chats(session) for recipient in chat.recipients}
    person_by_userid = {person.userid: person for person in people.everybody(session)}
    pushes: dict[tuple[str, str], Json] = {}
    for row in told.newest_pushes(session, _FEED_LENGTH):
        card, at = told.card_in(row), told.at(row)
        push = {"at": at, "title": card["title"], "is_warning": card["is_warning"], "to": []}
        together = pushes.setdefault((card["title"], at[:_MINUTE]), push)
        together["to"].append(_reader(row, chat_by_recipient.get(row.recipient), person_by_userid))
    return list(pushes.values())


def quoted(session: Session, chat: Chat, message_id: str) -> Json:
    """Return what a message that quotes this one carries: `quote`, `quote_media`; empty where it is not here."""
    if message_id.startswith("out-"):
        row_id = message_id.removeprefix("out-")
        letter = session.get(OutboxMessage, int(row_id)) if row_id.isdecimal() else None
        if letter is None or letter.recipient not in chat.recipients:
            return {}
        return _quoted_card(session, letter.as_card())
    message = said.named(session, chat, message_id)
    found = {"quote": message.body, "quote_media": message.details.get("media")} if message else {}
    return {name: value for name, value in found.items() if value}


def _quoted_card(session: Session, card: Card) -> Json:
    if not card.file:
        return {"quote": draw.text(card, _QUOTE_BYTES)}
    kind = "image" if attachments.of_card(session, card).is_picture else "file"
    return {"quote_media": [{"kind": kind, "sent": card.file, "name": card.title}]}


def _overview_row(session: Session, chat: Chat, userid: str, phones: Phones) -> Json:
    last = history(session, chat, phones, limit=1)["messages"]
    arrived = told.count(session, chat) + said.count_others(session, chat, userid) + len(phones.of(chat.conversation))
    return {
        "conversation": chat.conversation,
        "title": chat.title,
        "is_group": chat.is_group,
        "members": len(chat.members),
        "arrived": arrived,
        "last": last[0] if last else None,
    }


def _reader(row: OutboxMessage, chat: Chat | None, people: Mapping[str, Person]) -> Json:
    """Return where a push went, and through whose eyes a visitor looks at it; "" where nobody is there."""
    if chat is None:
        userid = Recipient.parse(row.recipient).name
        person = people.get(userid)
        to = person.name if person else userid
        return {"to": to, "conversation": private_chat(userid).conversation, "reader": userid if person else ""}
    members = [people[userid] for userid in chat.members if userid in people]
    # The township office sees most of a group's business.
    offices = [person for person in members if person.role is Role.TOWNSHIP]
    first = next(iter(offices or members), None)
    return {"to": chat.title, "conversation": chat.conversation, "reader": first.userid if first else ""}
