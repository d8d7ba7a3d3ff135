"""Who is on the page: people, groups, and which conversations each of them reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.channels.channel import Address
from bot.sandbox import county
from storage import people, units
from storage.messages import Recipient
from storage.people import Person
from storage.units import Group, Tree, Unit
from storage.vocabulary import Level

CHANNEL = "sandbox"
ROBOT = "民安"
STRANGER = "bu_zai_huamingce"
"""A userid that no roster has: what happens when somebody unknown writes."""

Json = dict[str, Any]


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
    unit_by_id = units.tree(session).by_id
    known = [_on_roll(person, unit_by_id.get(person.unit_id)) for person in people.everybody(session)]
    stranger = {
        "userid": STRANGER,
        "name": "生面孔",
        "unit": "不在花名册",
        "town": "",
        "title": "未登记的人",
        "role": "",
    }
    here = {person["userid"] for person in known}
    return {
        "people": [*known, stranger],
        "quick_picks": [pick for pick in county.quick_picks() if pick["userid"] in here],
        "groups": [
            {"conversation": chat.conversation, "title": chat.title, "members": chat.members}
            for chat in group_chats(session)
        ],
    }


def conversation_at(address: Address) -> str:
    """Return the conversation in which a message to `address` is read."""
    match address.recipient.kind:
        case "person":
            return private_chat(address.recipient.name).conversation
        case "group":
            return f"group:{address.chat_id or address.recipient.name}"
        case _:
            return address.recipient.name


def _on_roll(person: Person, unit: Unit | None) -> Json:
    return {
        "userid": person.userid,
        "name": person.name,
        "unit": unit.name if unit else "",
        "town": unit.town if unit else "",
        "title": county.titles().get(person.userid, person.role.term),
        "role": person.role.term,
    }


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
