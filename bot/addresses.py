"""Whom a letter goes to, as storage knows it, and which channel can take it there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from bot.channels.channel import Address, Channel
from storage import chats, units
from storage.outbox import Letter
from storage.units import Group


def addresses(session: Session, letters: Sequence[Letter]) -> dict[int, Address]:
    """Return the address of each letter by its row id; a group that is gone has nothing that a channel could use."""
    needs_groups = any(letter.recipient.kind != "person" for letter in letters)
    groups = units.groups(session) if needs_groups else ()
    by_id = {str(group.id): group for group in groups}
    by_chat = {group.chat_id: group for group in groups if group.chat_id}
    found = [_address(letter, by_id, by_chat) for letter in letters]
    heard_by = chats.heard_by(session, {_conversation(address) for address in found})
    return {address.letter: replace(address, heard_by=heard_by.get(_conversation(address), {})) for address in found}


def _conversation(address: Address) -> str:
    return f"private:{address.userid}" if address.userid else f"group:{address.chat_id}"


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
        # Row numbers begin again in a new database, tasks must not.
        task=f"{letter.row_id}-{letter.created_at:%Y%m%d%H%M%S%f}",
    )


def choose(
    channels: Iterable[Channel], letter: Letter, address: Address, *, may_have_arrived: bool
) -> Channel | None:
    """Return the channel that is to carry the letter, None where none reaches the address.

    What may have arrived by one channel is repeated by no other. Otherwise those that are up are looked at first: the
    one that was tried before, else the one that is answered, else the first in the order of preference.
    """
    reaching = [channel for channel in channels if channel.reaches(address)]
    tried = next((channel for channel in reaching if channel.name == letter.channel), None)
    if tried is not None and may_have_arrived:
        return tried
    for name in (letter.channel, letter.reply_channel):
        for channel in reaching:
            if channel.name == name and channel.is_up():
                return channel
    return next((channel for channel in reaching if channel.is_up()), next(iter(reaching), None))
