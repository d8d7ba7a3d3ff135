"""Where the answer to a message goes."""

from sqlmodel import Session

from storage import units
from storage.messages import Incoming, Recipient


def reader(session: Session, incoming: Incoming) -> Recipient:
    """Return who reads the answer: the sender in a private chat, else the group, stored or not."""
    if incoming.is_private:
        return Recipient.person(incoming.sender)
    group = units.group_by_chat(session, incoming.conversation.removeprefix("group:"))
    return Recipient.chat(incoming.conversation) if group is None or group.id is None else Recipient.group(group.id)
