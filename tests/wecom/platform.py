"""The state of the fake tenant: who exists, what was sent, what each reader saw, what is to go wrong next."""

import itertools
import secrets
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from tests.wecom.bot_files import BotFiles
from tests.wecom.contact_book import ContactBook
from tests.wecom.faults import Fault
from tests.wecom.identity import Identity
from tests.wecom.limits import HOUR, MINUTE, BlockingGate, Limits, SilentGate, Window
from tests.wecom.media import DAY, MediaStore
from tests.wecom.replies import Refused, Reply
from tests.wecom.seen import Seen, cut_text, readable
from tests.wecom.tokens import Tokens

if TYPE_CHECKING:
    from tests.wecom.gateway import Gateway

EVERYBODY = "*"
"""As the only user: any userid exists."""
RESPONSE_CODE_LIFETIME = 3 * DAY


class Platform:
    """Everything that WeCom remembers; written by the server's thread, read by tests at any time."""

    def __init__(
        self,
        identity: Identity | None = None,
        *,
        users: Iterable[str] = (EVERYBODY,),
        webhook_keys: Iterable[str] = (),
        callback_url: str | None = None,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        token_lifetime: float = 7200,
    ) -> None:
        self.identity = identity or Identity()
        self.users = {user.lower(): user for user in users}
        """The contact book, by lower-cased userid: userids compare without case."""
        self.contacts = ContactBook()
        """What the interfaces of the contact book tell of it; messages go by `users`."""
        self.webhook_keys = set(webhook_keys)
        """Take one out and its group is gone (93000)."""
        self.callback_url = callback_url
        """Where the console says callbacks go; None: interactive cards are refused (43012)."""
        self.limits = limits or Limits()
        self.clock = clock
        self.token_lifetime = token_lifetime
        self.api_url = ""
        """Set by whoever serves this platform: http://127.0.0.1:PORT/cgi-bin."""
        self.gateway: Gateway | None = None
        """The smart bot's long connection, where one is served."""
        self.latency: dict[str, float] = {}
        """Seconds that an endpoint takes, by endpoint; real time, not the platform's clock."""
        self.at_once: Counter[str] = Counter()
        """Requests that are open right now, by endpoint."""
        self.reset()

    def reset(self) -> None:
        """Forget all that happened: messages, tokens, files, counters, faults. Settings and connections stay."""
        self.calls: Counter[str] = Counter()
        """Requests that arrived, by endpoint, faults included."""
        self.errcodes: Counter[tuple[str, int]] = Counter()
        """Answers by (endpoint, errcode)."""
        self.most_at_once: Counter[str] = Counter()
        """The most requests that were open at the same moment, by endpoint."""
        self.seen: list[Seen] = []
        self.silently_dropped: list[Seen] = []
        """Beyond a member's 30 a minute or 1000 an hour: accepted, never shown."""
        self.dropped_duplicates = 0
        """Requests accepted and not shown because the same bytes came before (enable_duplicate_check)."""
        self.tokens = Tokens(self.token_lifetime)
        self.media = MediaStore()
        self.bot_files = BotFiles()
        self.sent: dict[str, tuple[float, list[Seen]]] = {}
        """What a msgid showed to whom, with its time."""
        self.accepted_bodies: dict[bytes, tuple[float, Reply]] = {}
        self.used_task_ids: set[str] = set()
        self._seen_by: defaultdict[tuple[str, str], list[Seen]] = defaultdict(list)
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._response_codes: dict[str, tuple[float, list[Seen]]] = {}
        self._members: dict[str, SilentGate] = {}
        self._webhooks: dict[str, BlockingGate] = {}
        self._apis: dict[str, tuple[BlockingGate, BlockingGate]] = {}
        self._ordinals = itertools.count(1)
        if self.gateway is not None:
            self.gateway.forget()

    def fail_next(self, endpoint: str, fault: Fault, times: int = 1) -> None:
        """Let the next `times` requests to `endpoint` ("message/send") go wrong, after those already queued."""
        self._faults[endpoint].extend([fault] * times)

    def next_fault(self, endpoint: str) -> Fault:
        """Return and use up the fault that is due; a plain Fault() changes nothing."""
        queue = self._faults[endpoint]
        return queue.popleft() if queue else Fault()

    def forget_faults(self) -> None:
        """Let everything that is still queued go right."""
        self._faults.clear()

    def seen_by_person(self, userid: str) -> list[Seen]:
        """Return what this person saw from the app, oldest first."""
        return list(self._seen_by["person", userid.lower()])

    def seen_in_group(self, webhook_key: str) -> list[Seen]:
        """Return what the group behind this webhook saw, oldest first."""
        return list(self._seen_by["group", webhook_key])

    def arrived(self, endpoint: str) -> None:
        """Count a request as open."""
        self.calls[endpoint] += 1
        self.at_once[endpoint] += 1
        self.most_at_once[endpoint] = max(self.most_at_once[endpoint], self.at_once[endpoint])

    def left(self, endpoint: str) -> None:
        """Count a request as over, however it ended."""
        self.at_once[endpoint] -= 1

    def void_token(self, errcode: int = 42001) -> None:
        """End the app's living token early; it answers 42001 (or 40014) from now on."""
        self.tokens.void(errcode)

    def knows(self, userid: str) -> bool:
        """Return whether this userid is in the contact book."""
        return EVERYBODY in self.users or userid.lower() in self.users

    def show(self, kind: str, reader: str, payload: dict[str, Any], msgid: str = "") -> Seen:
        """Put a message before a reader, or drop it silently where a member had too many.

        `kind` is "person" or "group". Returns what was seen or would have been (ordinal 0).
        """
        now = self.clock()
        seen = _as_read(kind, reader, payload, now, msgid)
        if kind == "person" and not self._member(reader).admits(now):
            self.silently_dropped.append(seen)
            return seen
        seen.ordinal = next(self._ordinals)
        self.seen.append(seen)
        self._seen_by[kind, reader.lower() if kind == "person" else reader].append(seen)
        return seen

    def new_response_code(self, msgid: str = "") -> str:
        """Return a code for one update of the cards of `msgid`: every card sent and every click brings one."""
        code = secrets.token_urlsafe(32)
        _, cards = self.sent.get(msgid, (0.0, []))
        self._response_codes[code] = (self.clock(), cards)
        return code

    def use_response_code(self, code: object) -> list[Seen]:
        """Return the cards that the code may update. Raises Refused(60140): unknown, used, or after 72 h."""
        made_at, cards = self._response_codes.pop(str(code), (None, []))
        if made_at is None or self.clock() - made_at >= RESPONSE_CODE_LIFETIME:
            raise Refused(60140)
        return cards

    def admit_call(self, endpoint: str) -> None:
        """Raise Refused(45009) where the corp calls this API too often."""
        if endpoint not in self._apis:
            minute = BlockingGate(self.limits.api_per_minute, MINUTE)
            self._apis[endpoint] = (minute, BlockingGate(self.limits.api_per_hour, HOUR))
        now = self.clock()
        if not all(gate.admits(now) for gate in self._apis[endpoint]):
            raise Refused(45009)

    def admit_webhook(self, key: str) -> None:
        """Raise Refused(45009) where this webhook speaks too often."""
        gate = self._webhooks.setdefault(key, BlockingGate(self.limits.webhook_per_minute, MINUTE))
        if not gate.admits(self.clock()):
            raise Refused(45009)

    def _member(self, userid: str) -> SilentGate:
        name = userid.lower()
        if name not in self._members:
            minute = Window(self.limits.member_per_minute, MINUTE)
            self._members[name] = SilentGate(minute, Window(self.limits.member_per_hour, HOUR))
        return self._members[name]


def _as_read(kind: str, reader: str, payload: dict[str, Any], now: float, msgid: str) -> Seen:
    msgtype = payload["msgtype"]
    part = payload[msgtype]
    seen = Seen(0, now, reader, msgtype, readable(msgtype, payload), payload, msgid)
    if kind == "person" and msgtype == "text":
        seen.text, seen.is_cut, seen.is_broken = cut_text(part["content"])
    seen.mentioned = (*part.get("mentioned_list", ()), *part.get("mentioned_mobile_list", ()))
    return seen
