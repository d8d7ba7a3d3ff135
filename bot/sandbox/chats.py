"""What the page shows: people, groups, and every message as it stands in the database."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.channels.channel import Address
from bot.sandbox import county
from config.clock import TZ
from storage import people, units
from storage.inbox import InboxMessage
from storage.messages import Recipient
from storage.outbox import OutboxMessage
from storage.people import Person
from storage.units import Group, Tree
from storage.vocabulary import InboxState, Level, OutboxState, Role, Urgency

CHANNEL = "sandbox"
ROBOT = "民安"
STRANGER = "bu_zai_huamingce"
"""A userid that no roster has: what happens when somebody unknown writes."""

Json = dict[str, Any]

_ARRIVED = (
    col(OutboxMessage.channel) == CHANNEL,
    col(OutboxMessage.body) != "",
    # While it is being sent it is on the page already: its body was kept before.
    col(OutboxMessage.state).in_([OutboxState.SENDING, OutboxState.SENT, OutboxState.UNKNOWN]),
)
_FEED_LENGTH = 800
_MINUTE = len("2026-11-23T10:00")


@dataclass(frozen=True, slots=True)
class Chat:
    """One conversation and the addresses under which messages to it are stored."""

    conversation: str
    title: str
    members: tuple[str, ...]
    """Userids; one for a private chat."""
    recipients: tuple[str, ...]

    @property
    def is_group(self) -> bool:
        """Return whether several people read it."""
        return self.conversation.startswith("group:")


def private_chat(userid: str) -> Chat:
    """Return the private chat of this person with the bot."""
    conversation = f"private:{userid}"
    recipients = (str(Recipient.person(userid)), str(Recipient.chat(conversation)))
    return Chat(conversation, ROBOT, (userid,), recipients)


def group_chats(session: Session) -> list[Chat]:
    """Return all groups, by name."""
    tree = units.tree(session)
    everybody = people.everybody(session)
    chats = [_group_chat(group, tree, everybody) for group in units.groups(session)]
    return sorted(chats, key=lambda chat: chat.title)


def chats_of(session: Session, userid: str) -> list[Chat]:
    """Return the private chat with the bot, then the groups that the person is in."""
    return [private_chat(userid), *(chat for chat in group_chats(session) if userid in chat.members)]


def roll(session: Session) -> Json:
    """Return everybody and every group, for choosing: people in the order of the roster, then the stranger."""
    titles = county.titles()
    unit_by_id = units.tree(session).by_id
    known = [
        {
            "userid": person.userid,
            "name": person.name,
            "unit": unit_by_id[person.unit_id].name if person.unit_id in unit_by_id else "",
            "title": titles.get(person.userid, person.role.term),
            "role": person.role.term,
        }
        for person in people.everybody(session)
    ]
    stranger = {"userid": STRANGER, "name": "生面孔", "unit": "不在花名册", "title": "未登记的人", "role": ""}
    here = {person["userid"] for person in known}
    return {
        "people": [*known, stranger],
        "quick_picks": [pick for pick in county.quick_picks() if pick["userid"] in here],
        "groups": [
            {"conversation": chat.conversation, "title": chat.title, "members": chat.members}
            for chat in group_chats(session)
        ],
    }


def overview(session: Session, userid: str) -> list[Json]:
    """Return the person's chats with their last message and how many have arrived; the latest first, groups after."""
    rows = [_overview_row(session, chat, userid) for chat in chats_of(session, userid)]
    return [rows[0], *sorted(rows[1:], key=lambda row: row["last"]["at"] if row["last"] else "", reverse=True)]


def history(session: Session, chat: Chat, *, limit: int) -> Json:
    """Return the last `limit` messages, oldest first, and whether there are older ones."""
    names = _names(session)
    said = [_said(row, names) for row in _received(session, chat, limit + 1)]
    told = [_told(row) for row in _sent(session, chat, limit + 1)]
    # What was said and answered in the same instant: the question first.
    messages = sorted(said + told, key=lambda message: (message["at"], message["is_robot"], message["order"]))
    return {"messages": messages[-limit:], "has_more": len(messages) > limit}


def feed(session: Session) -> list[Json]:
    """Return the latest pushes to anybody, newest first; the same words to many at once are one, with all readers.

    Answers are not pushes.
    """
    chat_by_recipient = {recipient: chat for chat in group_chats(session) for recipient in chat.recipients}
    person_by_userid = {person.userid: person for person in people.everybody(session)}
    rows = session.scalars(
        select(OutboxMessage)
        .where(*_ARRIVED, col(OutboxMessage.urgency) != Urgency.ANSWER)
        .order_by(col(OutboxMessage.first_tried_at).desc(), col(OutboxMessage.id).desc())
        .limit(_FEED_LENGTH)
    )
    pushes: dict[tuple[str, str], Json] = {}
    for row in rows:
        card, at = json.loads(row.body), _moment(row.first_tried_at or row.created_at)
        push = {"at": at, "title": card["title"], "is_warning": card["is_warning"], "to": []}
        together = pushes.setdefault((card["title"], at[:_MINUTE]), push)
        together["to"].append(_reader(row, chat_by_recipient.get(row.recipient), person_by_userid))
    return list(pushes.values())


def conversation_at(address: Address) -> str:
    """Return the conversation in which a message to `address` is read."""
    match address.recipient.kind:
        case "person":
            return private_chat(address.recipient.name).conversation
        case "group":
            return f"group:{address.chat_id or address.recipient.name}"
        case _:
            return address.recipient.name


def _group_chat(group: Group, tree: Tree, everybody: Sequence[Person]) -> Chat:
    assert group.id is not None
    chat_id = group.chat_id or str(group.id)
    conversation = f"group:{chat_id}"
    recipients = (str(Recipient.group(group.id)), str(Recipient.chat(conversation)))
    return Chat(conversation, group.name, _members(group, tree, everybody), recipients)


def _members(group: Group, tree: Tree, everybody: Sequence[Person]) -> tuple[str, ...]:
    circle = county.circles().get(group.name)
    if circle is not None:
        return tuple(person.userid for person in everybody if _terms(person, tree) & circle)
    ids = tree.below(group.unit_id)
    in_charge = tree.by_id[group.unit_id].section_id if group.unit_id in tree.by_id else None
    return tuple(person.userid for person in everybody if person.unit_id in ids or person.unit_id == in_charge)


def _terms(person: Person, tree: Tree) -> set[str]:
    unit = tree.by_id.get(person.unit_id)
    if unit is None or unit.level is not Level.INSTITUTION:
        return {person.role.term}
    superior = tree.by_id.get(unit.parent_id) if unit.parent_id is not None else None
    return {"局属单位"} if superior is not None and superior.level is Level.BUREAU else set()


def _overview_row(session: Session, chat: Chat, userid: str) -> Json:
    last = history(session, chat, limit=1)["messages"]
    return {
        "conversation": chat.conversation,
        "title": chat.title,
        "is_group": chat.is_group,
        "members": len(chat.members),
        "arrived": _count_arrived(session, chat, userid),
        "last": last[0] if last else None,
    }


def _count_arrived(session: Session, chat: Chat, userid: str) -> int:
    told = select(func.count()).where(col(OutboxMessage.recipient).in_(chat.recipients), *_ARRIVED)
    said = select(func.count()).where(
        col(InboxMessage.channel) == CHANNEL,
        col(InboxMessage.conversation) == chat.conversation,
        col(InboxMessage.sender) != userid,
    )
    return (session.scalar(told) or 0) + (session.scalar(said) or 0)


def _received(session: Session, chat: Chat, limit: int) -> Iterable[InboxMessage]:
    return session.scalars(
        select(InboxMessage)
        .where(col(InboxMessage.channel) == CHANNEL, col(InboxMessage.conversation) == chat.conversation)
        .order_by(col(InboxMessage.id).desc())
        .limit(limit)
    )


def _sent(session: Session, chat: Chat, limit: int) -> Iterable[OutboxMessage]:
    return session.scalars(
        select(OutboxMessage)
        .where(col(OutboxMessage.recipient).in_(chat.recipients), *_ARRIVED)
        .order_by(col(OutboxMessage.first_tried_at).desc(), col(OutboxMessage.id).desc())
        .limit(limit)
    )


def _said(row: InboxMessage, names: Mapping[str, str]) -> Json:
    return {
        "id": row.message_id,
        "at": _moment(row.received_at),
        "order": row.id,
        "is_robot": False,
        "sender": row.sender,
        "name": names.get(row.sender, "生面孔"),
        "text": row.body,
        "is_waiting": row.state is InboxState.WAITING,
        "trouble": "没能处理，请重新发送" if row.state is InboxState.DEAD else "",
    }


def _told(row: OutboxMessage) -> Json:
    card = json.loads(row.body)
    return {
        "id": f"out-{row.id}",
        "at": _moment(row.first_tried_at or row.created_at),
        "order": row.id,
        "is_robot": True,
        "sender": "",
        "name": ROBOT,
        "text": card["title"],
        "card": card,
        "is_push": row.urgency is not Urgency.ANSWER,
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


def _names(session: Session) -> dict[str, str]:
    return {person.userid: person.name for person in people.everybody(session)}


def _moment(at: datetime) -> str:
    return at.astimezone(TZ).isoformat(timespec="microseconds")
