"""Whom a letter goes to, as storage knows it, and which channel can take it there."""

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session

from bot.channels.channel import Address, Channel
from storage import units
from storage.outbox import Letter
from storage.units import Group


def addresses(session: Session, letters: Sequence[Letter]) -> dict[int, Address]:
    """Return the address of each letter by its row id; a group that is gone has nothing that a channel could use."""
    needs_groups = any(letter.recipient.kind != "person" for letter in letters)
    groups = units.groups(session) if needs_groups else ()
    by_id = {str(group.id): group for group in groups}
    by_chat = {group.chat_id: group for group in groups if group.chat_id}
    return {letter.row_id: _address(letter, by_id, by_chat) for letter in letters}


def _address(letter: Letter, by_id: Mapping[str, Group], by_chat: Mapping[str, Group]) -> Address:
    kind, name = letter.recipient.kind, letter.recipient.name
    group, userid, chat_id = None, "", ""
    if kind == "group":
        group = by_id.get(name)
    elif kind == "chat" and name.startswith("group:"):
        chat_id = name.removeprefix("group:")
        group = by_chat.get(chat_id)
    else:
        userid = name.removeprefix("private:")
    return Address(
        recipient=letter.recipient,
        userid=userid,
        webhook_key=group.webhook_key if group else "",
        chat_id=group.chat_id if group else chat_id,
        reply_channel=letter.reply_channel,
        reply_handle=letter.reply_handle,
        letter=letter.row_id,
    )


def choose(channels: Iterable[Channel], letter: Letter, address: Address) -> Channel | None:
    """Return the channel that the first try used, else the one that is answered, else the first that reaches."""
    reaching = [channel for channel in channels if channel.reaches(address)]
    for name in filter(None, (letter.channel, letter.reply_channel)):
        for channel in reaching:
            if channel.name == name:
                return channel
    return reaching[0] if reaching else None
