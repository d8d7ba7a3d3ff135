"""What stands before the people of one chat with the smart bot."""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from tests.wecom.bot_frames import Frame
from tests.wecom.media import File
from tests.wecom.seen import Seen, readable

SINGLE, GROUP = 1, 2


@dataclass(slots=True)
class BotSeen(Seen):
    """One message of the bot; `reader` is its chatid: the userid in a single chat, else the group's.

    `text` follows what stands there now: a stream's last frame, a card's replacement. `payload` is what
    was sent first, `updates` are the bodies of later stream frames and of card updates.
    """

    chat_type: int = SINGLE
    """1 single, 2 group."""
    cmd: str = ""
    """How it came: aibot_send_msg, aibot_respond_msg, aibot_respond_welcome_msg."""
    req_id: str = ""
    """Of the frame it came by: for replies that of the message or event which they answer."""
    is_finished: bool = True
    """False while a stream has not been finished."""
    replaced_by: dict[str, Any] | None = None
    """The card that took this one's place."""
    file: File | None = None
    """Of an image, a voice, a video or a file."""

    @property
    def card(self) -> dict[str, Any]:
        """Return the card as it stands there now. Raises KeyError where this is none."""
        first: dict[str, Any] = self.payload["template_card"]
        return self.replaced_by or first

    def as_json(self) -> dict[str, Any]:
        """Return the same in JSON types; a file without its bytes, but with their md5 and size."""
        told = {name: value for name, value in asdict(self).items() if name != "file"}
        if self.file:
            digest, size = hashlib.md5(self.file.content).hexdigest(), len(self.file.content)
            told["file"] = {"kind": self.file.kind, "filename": self.file.filename, "size": size, "md5": digest}
        return told


@dataclass(slots=True)
class Stream:
    """A reply that grows in place."""

    req_id: str
    began_at: float
    seen: BotSeen

    def grow(self, body: dict[str, Any]) -> None:
        """Put the full text of a further frame in place."""
        self.seen.updates.append(body)
        self.seen.text = body["stream"]["content"]
        self.seen.is_finished = body["stream"]["finish"]


def as_seen(frame: Frame, body: dict[str, Any], ordinal: int, chat: tuple[str, int], file: File | None) -> BotSeen:
    """Return what the people of this chat (chatid, chat_type) get to see of a frame."""
    msgtype = body["msgtype"]
    chatid, chat_type = chat
    seen = BotSeen(ordinal, frame.time, chatid, msgtype, readable(msgtype, body), body)
    seen.chat_type, seen.cmd, seen.req_id, seen.file = chat_type, frame.cmd, frame.req_id, file
    seen.is_finished = msgtype != "stream" or body["stream"]["finish"]
    return seen


def choices_of(card: dict[str, Any]) -> dict[str, set[str]]:
    """Return the option ids that the card lets one choose from, by question_key."""
    questions = [card[name] for name in ("button_selection", "checkbox") if name in card]
    questions += card.get("select_list", [])
    return {asked["question_key"]: {option["id"] for option in asked["option_list"]} for asked in questions}


def keys_of(card: dict[str, Any]) -> set[str]:
    """Return the keys of everything on the card that can be clicked and reported."""
    clickable = [*card.get("button_list", []), *card.get("action_menu", {}).get("action_list", [])]
    clickable += [card["submit_button"]] if "submit_button" in card else []
    return {one["key"] for one in clickable if "key" in one}
