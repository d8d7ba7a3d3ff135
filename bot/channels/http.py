"""HTTP calls to WeCom: their failures become TryLater or GiveUp, and their addresses stay secret."""

import asyncio
import json
import logging
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx2

from bot.channels.channel import GiveUp, TryLater
from bot.wire import words
from bot.wire.verdicts import Fault, Outcome, verdict

JSON_TYPE = {"content-type": "application/json; charset=utf-8"}

_QUERY = re.compile(r"\?\S*")


class _WithoutQuery(logging.Filter):
    """Cuts the query off every logged address: a webhook key and an access token travel in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _QUERY.sub("?…", record.getMessage()), None
        return True


logging.getLogger("httpx2").addFilter(_WithoutQuery())


class Caller:
    """The connections of one channel."""

    def __init__(self, timeout: timedelta) -> None:
        """Take how long connecting, one write and one read may last; a whole call lasts twice that at most."""
        seconds = timeout.total_seconds()
        self._longest_call = 2 * seconds
        self._client = httpx2.AsyncClient(
            timeout=seconds, limits=httpx2.Limits(max_connections=64, max_keepalive_connections=64)
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def call(self, method: str, url: str, **request: Any) -> Mapping[str, Any]:
        """Return WeCom's JSON answer, whatever its errcode.

        Raises TryLater where there is none; `may_have_arrived` unless it is certain that WeCom did not take it.
        """
        try:
            # A platform that answers byte by byte must not outlast our lease on the message.
            async with asyncio.timeout(self._longest_call):
                response = await self._client.request(method, url, **request)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            # `from None` here and below: the cause knows the address, and the address is a credential.
            raise TryLater(words.NO_CONNECTION.format(error=type(error).__name__)) from None
        except (httpx2.TransportError, TimeoutError) as error:
            reason = words.NO_ANSWER.format(error=type(error).__name__)
            raise TryLater(reason, may_have_arrived=True) from None
        if response.status_code >= 500:
            raise TryLater(words.SERVER_FAILED.format(status=response.status_code), may_have_arrived=True)
        return _answer(response)


def _answer(response: httpx2.Response) -> Mapping[str, Any]:
    # A login portal or a proxy on the way answers with a page: what we sent did not get through to WeCom.
    not_wecom = TryLater(words.NOT_WECOM.format(status=response.status_code))
    try:
        answer = json.loads(response.content)
    except ValueError:
        raise not_wecom from None
    if not isinstance(answer, dict) or not isinstance(answer.get("errcode"), int):
        raise not_wecom
    return answer


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
