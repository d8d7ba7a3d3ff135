"""How the fake answers: JSON verdicts as WeCom words them, files, and pages that are no JSON at all."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

JSON_TYPE = b"application/json; charset=UTF-8"

WORDS = {
    -1: "system busy",
    40001: "invalid credential",
    40014: "invalid access_token",
    41001: "access_token missing",
    42001: "access_token expired",
    45009: "api freq out of limit",
    45033: "api concurrent out of limit",
    93000: "invalid webhook url",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer; `errcode` is what its body says, for counting."""

    body: bytes
    status: int = 200
    content_type: bytes = JSON_TYPE
    headers: tuple[tuple[bytes, bytes], ...] = ()
    errcode: int = 0


class Refused(Exception):
    """The request is answered with an error code instead of being done."""

    def __init__(self, errcode: int, *, extra: Mapping[str, Any] | None = None) -> None:
        super().__init__(errcode)
        self.errcode = errcode
        self.extra = dict(extra or {})


def success(**fields: Any) -> Reply:
    """Return errcode 0 with these fields."""
    answer = {"errcode": 0, "errmsg": "ok", **fields}
    return Reply(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode())


def refusal(errcode: int, **fields: Any) -> Reply:
    """Return an error as WeCom words it: with a hint id and the caller's address, which nobody may show on."""
    words = WORDS.get(errcode, "refused")
    errmsg = (
        f"{words}, hint: [1700000000123456789], from ip: 203.0.113.7, "
        f"more info at https://open.work.weixin.qq.com/devtool/query?e={errcode}"
    )
    answer = {"errcode": errcode, "errmsg": errmsg, **fields}
    return Reply(json.dumps(answer, ensure_ascii=False).encode(), errcode=errcode)


def html(status: int) -> Reply:
    """Return a page as a proxy or a login portal on the way would."""
    page = f"<html><head><title>{status}</title></head><body><center>nginx</center></body></html>"
    return Reply(page.encode(), status, b"text/html; charset=utf-8")
