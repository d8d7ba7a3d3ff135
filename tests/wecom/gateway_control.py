"""The handles /_control/bot/ by which another process steers the smart bot's side and looks at what readers saw."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from tests.wecom.bot_callbacks import Handed
from tests.wecom.gateway import Gateway
from tests.wecom.request import Request

ACTS = frozenset(
    {"say", "send_image", "send_voice", "enter_chat", "event", "message", "know_chat"}
    | {"close", "abort", "freeze", "kick", "stop_listening", "listen_again", "write_raw"}
)
"""Methods of Gateway that may be called by name, with arguments in JSON."""
SETTINGS = frozenset({"answers_pings", "refuses_auth", "auth_errcode", "silence_seconds", "pads_keys"})


def counts(gateway: Gateway) -> dict[str, Any]:
    """Return the figures of a run: connections, subscriptions, what went wrong, how much was shown."""
    with gateway.changed:
        return {
            "is_connected": gateway.line is not None,
            "subscribes": gateway.subscribes,
            "most_live": gateway.most_live,
            "lines": [{"number": line.number, "pings": line.pings, "closed": line.closed} for line in gateway.lines],
            "complaints": list(gateway.complaints),
            "over_limit": dict(gateway.over_limit),
            "seen": len(gateway.seen),
        }


def _act(gateway: Gateway, request: Request) -> Any:
    wish = json.loads(request.body)
    if wish["name"] not in ACTS:
        raise KeyError(wish["name"])
    done = getattr(gateway, wish["name"])(**wish["arguments"])
    return asdict(done) if isinstance(done, Handed) else done


def _again(gateway: Gateway, request: Request) -> Any:
    return asdict(gateway.again(Handed(**json.loads(request.body))))


def _click(gateway: Gateway, request: Request) -> Any:
    wish = json.loads(request.body)
    (seen,) = (seen for seen in gateway.seen if seen.ordinal == wish["ordinal"])
    return asdict(gateway.click(seen, wish["key"], wish["chosen"]))


def _set(gateway: Gateway, request: Request) -> dict[str, Any]:
    wish = json.loads(request.body)
    if wish.keys() - SETTINGS:
        raise KeyError
    for name, value in wish.items():
        setattr(gateway, name, value)
    return {}


def _counts(gateway: Gateway, request: Request) -> dict[str, Any]:
    return counts(gateway)


def _seen(gateway: Gateway, request: Request) -> list[dict[str, Any]]:
    after = int(request.query.get("after", "0"))
    with gateway.changed:
        return [seen.as_json() for seen in gateway.seen if seen.ordinal > after]


def _frames(gateway: Gateway, request: Request) -> list[dict[str, Any]]:
    with gateway.changed:
        return [asdict(frame) for frame in gateway.frames]


HANDLES: dict[tuple[str, str], Callable[[Gateway, Request], Any]] = {
    ("POST", "bot/act"): _act,
    ("POST", "bot/again"): _again,
    ("POST", "bot/click"): _click,
    ("POST", "bot/set"): _set,
    ("GET", "bot/counts"): _counts,
    ("GET", "bot/seen"): _seen,
    ("GET", "bot/frames"): _frames,
}
