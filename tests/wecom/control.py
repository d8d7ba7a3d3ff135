"""The handles /_control/ by which another process steers the fake and looks at what readers saw."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.wecom import gateway_control
from tests.wecom.faults import fault_named
from tests.wecom.platform import Platform
from tests.wecom.replies import Reply, html
from tests.wecom.request import Request

PREFIX = "/_control/"


def answer(platform: Platform, request: Request) -> Reply:
    """Answer one control request; 404 for an unknown handle, 400 where its body makes no sense."""
    handle = _handle(platform, request)
    if handle is None:
        return html(404)
    try:
        found = handle()
    except (KeyError, TypeError, ValueError):
        return html(400)
    return Reply(json.dumps(found, ensure_ascii=False).encode())


def _handle(platform: Platform, request: Request) -> Callable[[], Any] | None:
    name = (request.method, request.endpoint)
    if name in _HANDLES:
        return partial(_HANDLES[name], platform, request)
    if name in gateway_control.HANDLES and platform.gateway is not None:
        return partial(gateway_control.HANDLES[name], platform.gateway, request)
    return None


def counts(platform: Platform) -> dict[str, Any]:
    """Return the figures of a run: calls, answers, what was shown and what was dropped."""
    return {
        "calls": dict(platform.calls),
        "errcodes": {f"{endpoint} {code}": n for (endpoint, code), n in sorted(platform.errcodes.items())},
        "most_at_once": dict(platform.most_at_once),
        "seen": len(platform.seen),
        "dropped_duplicates": platform.dropped_duplicates,
        "silently_dropped": len(platform.silently_dropped),
    }


def _fail(platform: Platform, request: Request) -> dict[str, Any]:
    wish = json.loads(request.body)
    fault = fault_named(wish["fault"], wish.get("value", 0))
    platform.fail_next(wish["endpoint"], fault, wish.get("times", 1))
    return {}


def _latency(platform: Platform, request: Request) -> dict[str, Any]:
    platform.latency.update(json.loads(request.body))
    return {}


def _void_token(platform: Platform, request: Request) -> dict[str, Any]:
    platform.void_token(json.loads(request.body or b"{}").get("errcode", 42001))
    return {}


def _reset(platform: Platform, request: Request) -> dict[str, Any]:
    platform.reset()
    return {}


def _counts(platform: Platform, request: Request) -> dict[str, Any]:
    return counts(platform)


def _seen(platform: Platform, request: Request) -> list[dict[str, Any]]:
    after = int(request.query.get("after", "0"))
    return [seen.as_json() for seen in platform.seen if seen.ordinal > after]


_HANDLES: dict[tuple[str, str], Callable[[Platform, Request], Any]] = {
    ("POST", "fail"): _fail,
    ("POST", "latency"): _latency,
    ("POST", "void_token"): _void_token,
    ("POST", "reset"): _reset,
    ("GET", "counts"): _counts,
    ("GET", "seen"): _seen,
}
