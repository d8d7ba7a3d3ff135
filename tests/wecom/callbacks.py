"""Posts callbacks to an address as WeCom does: sealed, within five seconds, again where it was not taken."""

import contextlib
import http.client
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from tests.wecom.callback_xml import Callbacks
from tests.wecom.crypto import Envelope, open_reply, seal, verification
from tests.wecom.identity import Identity

ANSWER_SECONDS = 5.0
VERIFY_SECONDS = 1.0
REPEATS = 3
"""After the first delivery."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request got back; status 0 where nothing came in time or the connection failed."""

    status: int
    body: bytes = b""
    content_type: str = ""


@dataclass(slots=True)
class Delivery:
    """How one callback fared."""

    answers: list[Answer] = field(default_factory=list)
    """One a try, in order."""

    @property
    def is_accepted(self) -> bool:
        """Return whether the last try got HTTP 200."""
        return bool(self.answers) and self.answers[-1].status == 200


class CallbackSender:
    """WeCom's end of the callback address of one app."""

    def __init__(
        self,
        url: str,
        identity: Identity | None = None,
        *,
        answer_seconds: float = ANSWER_SECONDS,
        verify_seconds: float = VERIFY_SECONDS,
    ) -> None:
        self.url, self.identity = url, identity or Identity()
        self.write = Callbacks(self.identity, time.time)
        """Writes the inner XML to deliver."""
        self._answer_seconds, self._verify_seconds = answer_seconds, verify_seconds

    def verify(self, echo: str = "1616140317555161061") -> list[str]:
        """Do the console's URL check; return what is wrong with the answer, [] where the address is accepted."""
        answer = self._request("GET", verification(echo, self.identity), None, self._verify_seconds)
        complaints = {
            f"status {answer.status}": answer.status != 200,
            f"content type {answer.content_type!r}": not answer.content_type.startswith("text/plain"),
            f"body {answer.body!r} instead of {echo!r}": answer.body != echo.encode(),
        }
        return [complaint for complaint, is_wrong in complaints.items() if is_wrong]

    def deliver(self, inner_xml: str) -> Delivery:
        """Post until the callback is taken with HTTP 200, at most four times."""
        delivery = Delivery()
        while len(delivery.answers) <= REPEATS and not delivery.is_accepted:
            delivery.answers.append(self.post(seal(inner_xml, self.identity)))
        return delivery

    def deliver_again(self, inner_xml: str, times: int = 2) -> Delivery:
        """Post the same callback `times` times, taken or not: WeCom's side may have missed the answers."""
        return Delivery([self.post(seal(inner_xml, self.identity)) for _ in range(times)])

    def post(self, envelope: Envelope) -> Answer:
        """Post one sealed request as it is, also a forged or a damaged one."""
        return self._request("POST", envelope.query, envelope.body, self._answer_seconds)

    def passive_reply(self, answer: Answer) -> str:
        """Return the inner XML of the reply in an answer. Raises crypto.Forged where WeCom would not show it."""
        return open_reply(answer.body.decode(), self.identity)

    def _request(self, method: str, query: dict[str, str], body: bytes | None, seconds: float) -> Answer:
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=seconds)
        with contextlib.closing(connection):
            try:
                headers = {"Content-Type": "text/xml"} if body is not None else {}
                connection.request(method, f"{parts.path}?{urlencode(query)}", body, headers)
                response = connection.getresponse()
                return Answer(response.status, response.read(), response.headers.get("Content-Type", ""))
            except (OSError, http.client.HTTPException):
                return Answer(0)
