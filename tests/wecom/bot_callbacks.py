"""The bodies of what is handed to the smart bot: messages and events as the platform writes them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.wecom.identity import Identity

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Handed:
    """A message or an event as it was handed to the bot."""

    req_id: str
    msgid: str
    chatid: str
    """The group's, or the userid for a single chat."""
    is_delivered: bool
    """False: nobody was connected, it is lost, and what answers it is refused (846605)."""
    cmd: str
    body: Body


class Writer:
    """Writes for one bot; every msgid is new unless it is given."""

    def __init__(self, identity: Identity, wall_clock: Callable[[], float]) -> None:
        self._identity, self._wall_clock = identity, wall_clock

    def message(self, userid: str, msgtype: str, part: Body, chatid: str | None = None, msgid: str = "") -> Body:
        """Return a message of a person: in the group `chatid`, or None for the single chat."""
        response_url = f"https://wecom.example/aibot/response?response_code={secrets.token_urlsafe(24)}"
        return {
            **self._head(userid, chatid, msgid),
            "response_url": response_url,
            "msgtype": msgtype,
            msgtype: part,
        }

    def event(self, eventtype: str, userid: str | None, part: Body | None = None, chatid: str | None = None) -> Body:
        """Return an event; its details stand nested under the event's own name. No person: disconnected_event."""
        nested = {} if part is None else {eventtype: part}
        event = {"eventtype": eventtype, **nested}
        return {**self._head(userid, chatid, ""), "msgtype": "event", "event": event}

    def named(self, words: str) -> str:
        """Return what stands in text.content where somebody says this to the bot in a group."""
        return f"@{self._identity.bot_name} {words}"

    def _head(self, userid: str | None, chatid: str | None, msgid: str) -> Body:
        head: Body = {
            "msgid": msgid or secrets.token_hex(16),
            "aibotid": self._identity.bot_id,
            "create_time": int(self._wall_clock()),
        }
        if userid is None:
            return head
        place = {"chattype": "single"} if chatid is None else {"chatid": chatid, "chattype": "group"}
        return {**head, **place, "from": {"userid": userid}}


def new_req_id() -> str:
    """Return the req_id of one callback."""
    return secrets.token_urlsafe(18)


def card_event(card: Body, key: str, chosen: dict[str, list[str]]) -> Body:
    """Return the details of a click on a card: the key, and what is chosen by question_key."""
    items = [{"question_key": asked, "option_ids": {"option_id": ids}} for asked, ids in chosen.items()]
    return {
        "card_type": card["card_type"],
        "event_key": key,
        "task_id": card.get("task_id", ""),
        "selected_items": {"selected_item": items},
    }
