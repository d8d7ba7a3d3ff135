"""What the platform remembers of its smart bot: who spoke to it, what it said, what it may answer, what was wrong."""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.wecom.bot_frames import ECHOING, TOO_OFTEN, UNKNOWN_CHAT, Frame
from tests.wecom.bot_seen import BotSeen, Stream, as_seen
from tests.wecom.bot_uploads import Uploads
from tests.wecom.contents import Shelf
from tests.wecom.limits import HOUR, MINUTE, SilentGate, Window
from tests.wecom.media import File
from tests.wecom.platform import Platform
from tests.wecom.replies import Refused

WAIT_SECONDS = 10.0
MESSAGE = "message"
"""The kind of a callback that is no event."""


class Ordered(Refused):
    """Refused because a test wanted it so; nothing to complain of."""


@dataclass(slots=True)
class Callback:
    """A message or an event that was handed to the bot, as long as it may be answered."""

    req_id: str
    kind: str
    """MESSAGE or the eventtype."""
    chatid: str
    chat_type: int
    at: float
    card: BotSeen | None = None
    """What was clicked."""
    is_answered: bool = False
    """A welcome or a card update came: these may come once."""


class BotMemory:
    """Written by the gateway's thread, read by tests at any time; `changed` is held while it is written."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.changed = threading.Condition()
        self.forget()

    def forget(self) -> None:
        """Forget all that happened, but not who is connected."""
        self.seen: list[BotSeen] = []
        """Everything the bot showed to anybody, oldest first."""
        self.frames: list[Frame] = []
        """Every frame that a client wrote and that could be read, oldest first."""
        self.complaints: list[str] = []
        """What clients did wrong; [] after a run of a good client. Ordered faults are not in here."""
        self.over_limit: Counter[str] = Counter()
        """Replies and pushes beyond 30 a minute or 1000 an hour, by chatid."""
        self.chats: dict[str, int] = {}
        """chat_type by chatid of the chats in which somebody spoke to the bot; case counts."""
        self.shut_chats: set[str] = set()
        """Chats into which a push fails with 93006 although somebody spoke there."""
        self.callbacks: dict[str, Callback] = {}
        self.streams: dict[str, Stream] = {}
        self.uploads = Uploads()
        self.task_ids: set[str] = set()
        self._req_ids: set[str] = set()
        self._gates: dict[str, SilentGate] = {}
        self._ordinals = itertools.count(1)

    def wait_until(self, is_so: Callable[[], Any], seconds: float = WAIT_SECONDS) -> Any:
        """Return what `is_so` returns as soon as that is true.

        It is asked after every change of the gateway. Raises AssertionError after `seconds` of real time.
        """
        give_up_at = time.monotonic() + seconds
        with self.changed:
            while not (found := is_so()):
                if not self.changed.wait(max(give_up_at - time.monotonic(), 0)) and not is_so():
                    raise AssertionError(f"not so after {seconds} s; complaints: {self.complaints}")
        return found

    def know_chat(self, chatid: str, chat_type: int) -> None:
        """Let it be so that somebody spoke to the bot in this chat before: 1 single, 2 group."""
        with self.changed:
            self.chats[chatid] = chat_type

    def complain(self, words: str) -> None:
        """Note what a client did wrong."""
        self.complaints.append(words)

    def note(self, frame: Frame) -> None:
        """Note that a frame came, and whether its req_id should have been a new one."""
        self.frames.append(frame)
        if frame.cmd not in ECHOING:
            frame.is_repeated = frame.req_id in self._req_ids or frame.req_id in self.callbacks
            self._req_ids.add(frame.req_id)

    def shelf(self) -> Shelf:
        """Return the files that the bot may use now."""
        return Shelf(self.platform.media, owner=self.platform.identity.bot_id, now=self.platform.clock())

    def admit(self, chatid: str) -> None:
        """Count one reply or push in a chat. Raises Refused(45009) beyond its limits."""
        limits = self.platform.limits
        if chatid not in self._gates:
            minute, hour = Window(limits.chat_per_minute, MINUTE), Window(limits.chat_per_hour, HOUR)
            self._gates[chatid] = SilentGate(minute, hour)
        self._admit(self._gates[chatid], chatid)

    def admit_upload(self) -> None:
        """Count one upload of the bot. Raises Refused(45009) beyond 30 a minute or 1000 an hour."""
        limits = self.platform.limits
        minute, hour = Window(limits.bot_uploads_per_minute, MINUTE), Window(limits.bot_uploads_per_hour, HOUR)
        self._admit(self._gates.setdefault("", SilentGate(minute, hour)), "")

    def _admit(self, gate: SilentGate, name: str) -> None:
        if not gate.admits(self.platform.clock()):
            self.over_limit[name] += 1
            raise Refused(TOO_OFTEN)

    def chat_of(self, chatid: object, chat_type: int) -> tuple[str, int]:
        """Return (chatid, chat_type) of a chat that takes pushes; 0 finds either. Raises Refused(93006)."""
        known = self.chats.get(str(chatid))
        if known is None or chat_type not in (0, known):
            raise Refused(UNKNOWN_CHAT)
        if chatid in self.shut_chats:
            raise Ordered(UNKNOWN_CHAT)
        return str(chatid), known

    def show(self, frame: Frame, body: dict[str, Any], chat: tuple[str, int]) -> BotSeen:
        """Put a checked message before the people of a chat (chatid, chat_type)."""
        seen = as_seen(frame, body, next(self._ordinals), chat, self._file(body))
        self.seen.append(seen)
        if "task_id" in body.get("template_card", {}):
            self.task_ids.add(body["template_card"]["task_id"])
        return seen

    def _file(self, body: dict[str, Any]) -> File | None:
        part = body[body["msgtype"]]
        if "media_id" not in part:
            return None
        shelf = self.shelf()
        return shelf.media.get(part["media_id"], now=shelf.now, owner=shelf.owner)
