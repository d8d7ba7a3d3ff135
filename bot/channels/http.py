"""HTTP calls to WeCom: their failures become TryLater or GiveUp, and their addresses stay secret."""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from typing import Any

import httpx2

from bot.channels.channel import Fetched, GiveUp, TooLarge, TryLater
from bot.wire import media, words
from bot.wire.verdicts import Fault, Outcome, verdict

JSON_TYPE = {"content-type": "application/json; charset=utf-8"}

_QUERY = re.compile(r"\?\S*")


class _WithoutQuery(logging.Filter):
    """Cuts the query off every logged address: a webhook key and an access token travel in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _QUERY.sub("?…", record.getMessage()), None
        return True


logging.getLogger("httpx2").addFilter(_WithoutQuery())


class Declined(TryLater):
    """WeCom answered with an error code where a file was expected."""

    def __init__(self, errcode: int) -> None:
        """Take the code."""
        super().__init__(words.REFUSED.format(meaning=verdict(errcode).meaning, errcode=errcode))
        self.errcode = errcode


_AS_IT_IS = {"accept-encoding": "identity"}

AT_ONCE = 16
"""Connections of one channel: at WeCom's usual pace enough for its own limit of 10,000 calls a minute."""


class Caller:
    """The connections of one channel."""

    def __init__(self, timeout: timedelta) -> None:
        """Take how long connecting, one write and one read may last."""
        # Every call looks through all connections, so spare ones cost more than they bring.
        self._client = httpx2.AsyncClient(
            timeout=timeout.total_seconds(),
            limits=httpx2.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE),
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def call(self, method: str, url: str, query: Mapping[str, str], **request: Any) -> Mapping[str, Any]:
        """Return WeCom's JSON answer, whatever its errcode.

        Raises TryLater where there is none; `may_have_arrived` unless it is certain that WeCom did not take it.
        """
        address = _address(url, tuple(query.items()))
        with _failures_named():
            response = await self._client.request(method, address, **request)
        if response.status_code >= 500:
            raise TryLater(words.SERVER_FAILED.format(status=response.status_code), may_have_arrived=True)
        return _answer(response.status_code, response.content)

    async def download(self, url: str, query: Mapping[str, str], *, max_bytes: int) -> Fetched:
        """Return the file behind an address, as it is sent there, with the name from its Content-Disposition.

        Raises Declined where WeCom answers with an error code, TooLarge beyond `max_bytes`, GiveUp where the address
        is none, TryLater otherwise: an address that has died looks like a network that fails, so time decides.
        """
        try:
            # Addresses of files carry signatures that must stay as they are.
            address = _address(url, tuple(query.items())) if query else httpx2.URL(url)
        except httpx2.InvalidURL:
            raise GiveUp(words.NO_ADDRESS) from None
        with _failures_named():
            async with self._client.stream("GET", address, headers=_AS_IT_IS) as response:
                content = await _read(response, max_bytes)
        _refuse_all_but_a_file(response, content)
        return Fetched(content, media.filename(response.headers.get("content-disposition", "")))


@lru_cache(maxsize=512)
def _address(url: str, query: tuple[tuple[str, str], ...]) -> httpx2.URL:
    # Putting a long token into an address costs as much as a tenth of the whole call.
    return httpx2.URL(url, params=dict(query))


@contextmanager
def _failures_named() -> Iterator[None]:
    try:
        yield
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
        # `from None` here and below: the cause knows the address, and the address is a credential.
        raise TryLater(words.NO_CONNECTION.format(error=type(error).__name__)) from None
    except httpx2.TransportError as error:
        reason = words.NO_ANSWER.format(error=type(error).__name__)
        raise TryLater(reason, may_have_arrived=True) from None


async def _read(response: httpx2.Response, max_bytes: int) -> bytes:
    # Raw, not decoded: a few bytes can be packed that fill the memory when they are unpacked.
    content = bytearray()
    async for chunk in response.aiter_raw():
        content += chunk
        if len(content) > max_bytes:
            raise TooLarge(words.TOO_LARGE)
    return bytes(content)


def _refuse_all_but_a_file(response: httpx2.Response, content: bytes) -> None:
    """Return where this is a file. Raises Declined or TryLater."""
    status, kind = response.status_code, response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if status != 200:
        raise TryLater((words.SERVER_FAILED if status >= 500 else words.NOT_WECOM).format(status=status))
    # A file that somebody sent may well be JSON or a page; then it has a name.
    if "content-disposition" in response.headers:
        return
    if kind == "application/json":
        raise Declined(int(_answer(status, content)["errcode"]))
    if kind == "text/html":
        raise TryLater(words.NOT_WECOM.format(status=status))


def _answer(status: int, content: bytes) -> Mapping[str, Any]:
    # A login portal or a proxy on the way answers with a page: what we sent did not get through to WeCom.
    not_wecom = TryLater(words.NOT_WECOM.format(status=status))
    try:
        answer = json.loads(content)
    except ValueError:
        raise not_wecom from None
    if not isinstance(answer, dict) or not isinstance(answer.get("errcode"), int):
        raise not_wecom
    return answer


@contextmanager
def nothing_said_yet() -> Iterator[None]:
    """Let what fails inside, an upload for one, count as not arrived: nobody has seen anything of it."""
    try:
        yield
    except TryLater as failure:
        raise TryLater(str(failure), wait=failure.wait) from None


def raise_unless_taken(answer: Mapping[str, Any], *, hold: timedelta) -> None:
    """Return where WeCom took the request. Raises TryLater or GiveUp by its errcode, never with its errmsg.

    `hold` is how long WeCom refuses a receiver that heard too much (45009).
    """
    found = verdict(answer["errcode"])
    reason = words.REFUSED.format(meaning=found.meaning, errcode=answer["errcode"])
    match found.outcome:
        case Outcome.DELIVERED:
            return
        case Outcome.GIVE_UP:
            raise GiveUp(reason, is_for_admin=found.fault is Fault.CONFIG)
        case Outcome.HOLD:
            raise TryLater(reason, wait=hold)
        case _:
            raise TryLater(reason)
