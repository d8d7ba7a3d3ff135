"""The fake as an ASGI application: finds the endpoint, applies the fault that is due, answers.

A plain function without a framework, because benchmarks measure what runs against it.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import parse_qsl

from tests.wecom import app_api, bot_files, contact_api, control, webhook_api
from tests.wecom.faults import Fault
from tests.wecom.platform import Platform
from tests.wecom.replies import Refused, Reply, html, refusal
from tests.wecom.request import Request

PREFIX = "/cgi-bin/"
HANG_UP = "wecom.hang_up"
"""Where the server puts, into the scope, the function that closes the connection at once."""

Scope = Any
Handler = Callable[[Platform, Request], Reply]


class Receive(Protocol):
    """ASGI's receive."""

    async def __call__(self) -> Any:
        """Return the next event."""


class Send(Protocol):
    """ASGI's send."""

    async def __call__(self, message: Any, /) -> None:
        """Send one event."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """How one address is called."""

    method: str
    handler: Handler
    needs_token: bool = True


ENDPOINTS = {
    "gettoken": Endpoint("GET", app_api.gettoken, needs_token=False),
    "getcallbackip": Endpoint("GET", app_api.getcallbackip),
    "message/send": Endpoint("POST", app_api.send_message),
    "message/recall": Endpoint("POST", app_api.recall),
    "message/update_template_card": Endpoint("POST", app_api.update_card),
    "media/upload": Endpoint("POST", app_api.upload_media),
    "media/get": Endpoint("GET", app_api.get_media),
    "department/list": Endpoint("GET", contact_api.list_departments),
    "user/list": Endpoint("GET", contact_api.list_users),
    "user/simplelist": Endpoint("GET", contact_api.list_users_simply),
    "webhook/send": Endpoint("POST", webhook_api.send, needs_token=False),
    bot_files.ENDPOINT: Endpoint("GET", bot_files.download, needs_token=False),
    "webhook/upload_media": Endpoint("POST", webhook_api.upload, needs_token=False),
}
WRONG_METHOD = {"GET": 43001, "POST": 43002}


class App:
    """Serves one platform."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        path: str = scope["path"]
        if path.startswith(control.PREFIX):
            request = await _read(scope, receive, path.removeprefix(control.PREFIX))
            await _write(send, control.answer(self._platform, request))
            return
        request = await _read(scope, receive, path.removeprefix(PREFIX))
        if not path.startswith(PREFIX) or request.endpoint not in ENDPOINTS:
            await _write(send, html(404))
            return
        self._platform.arrived(request.endpoint)
        try:
            await self._answer(scope, receive, send, request)
        finally:
            self._platform.left(request.endpoint)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, request: Request) -> None:
        platform = self._platform
        fault = platform.next_fault(request.endpoint)
        wait = platform.latency.get(request.endpoint, 0.0) + fault.wait_before
        if wait and await _left_within(wait, receive):
            return
        reply = self._process(request, fault)
        if fault.wait_after and await _left_within(fault.wait_after, receive):
            return
        if fault.hangs_up:
            await _hang_up(scope, receive)
            return
        platform.errcodes[request.endpoint, reply.errcode] += 1
        if fault.cuts_short:
            await _write_half(send, reply)
            await _hang_up(scope, receive)
            return
        await _write(send, reply)

    def _process(self, request: Request, fault: Fault) -> Reply:
        if fault.voids_token_with:
            self._platform.void_token(fault.voids_token_with)
        reply = handle(self._platform, request) if fault.processes else html(200)
        return fault.instead or reply


def handle(platform: Platform, request: Request) -> Reply:
    """Return WeCom's answer to a request that arrived whole."""
    try:
        return _admitted(platform, request).handler(platform, request)
    except Refused as refused:
        return refusal(refused.errcode, **refused.extra)


def _admitted(platform: Platform, request: Request) -> Endpoint:
    """Return the endpoint. Raises Refused where method, token or rate do not let the request in."""
    endpoint = ENDPOINTS[request.endpoint]
    if request.method != endpoint.method:
        raise Refused(WRONG_METHOD[endpoint.method])
    if endpoint.needs_token:
        platform.tokens.check(request.query.get("access_token", ""), platform.clock())
    platform.admit_call(request.endpoint)
    return endpoint


async def _read(scope: Scope, receive: Receive, endpoint: str) -> Request:
    chunks = []
    more = True
    while more:
        event = await receive()
        chunks.append(event.get("body", b""))
        more = event.get("more_body", False)
    query = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
    content_type = dict(scope["headers"]).get(b"content-type", b"").decode("latin-1")
    return Request(scope["method"], endpoint, query, b"".join(chunks), content_type)


async def _write(send: Send, reply: Reply) -> None:
    await _write_head(send, reply)
    await send({"type": "http.response.body", "body": reply.body})


async def _write_half(send: Send, reply: Reply) -> None:
    await _write_head(send, reply)
    await send({"type": "http.response.body", "body": reply.body[: len(reply.body) // 2], "more_body": True})


async def _write_head(send: Send, reply: Reply) -> None:
    headers = [
        (b"content-type", reply.content_type),
        (b"content-length", str(len(reply.body)).encode()),
        *reply.headers,
    ]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})


async def _left_within(seconds: float, receive: Receive) -> bool:
    """Wait, and return whether the caller went away meanwhile."""
    try:
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return False
    return True


async def _hang_up(scope: Scope, receive: Receive) -> None:
    scope[HANG_UP]()
    while (await receive())["type"] != "http.disconnect":
        pass
