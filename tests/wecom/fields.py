"""Small checks on request bodies, shared by everything that validates."""

import json
import re
from typing import Any

from tests.wecom.replies import Refused

TOO_LONG = 45002
BAD_VALUE = 40058

_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u(?!00[0-7])[0-9a-fA-F]{4}")
"""A JSON escape of anything beyond ASCII; control characters must be escaped and may be."""


def read_json(body: bytes) -> dict[str, Any]:
    """Return the request body. Raises Refused: 40033 not plain UTF-8, 40058 not a JSON object."""
    if b"\\u" in body and _ESCAPED.search(body):
        raise Refused(40033)
    try:
        payload = json.loads(body.decode())
    except UnicodeDecodeError as error:
        raise Refused(40033) from error
    except ValueError as error:
        raise Refused(BAD_VALUE) from error
    if not isinstance(payload, dict):
        raise Refused(BAD_VALUE)
    return payload


def section(parent: dict[str, Any], name: str, missing: int = 40063) -> dict[str, Any]:
    """Return the object `name`. Raises Refused(missing) where there is none."""
    value = parent.get(name)
    if not isinstance(value, dict):
        raise Refused(missing)
    return value


def optional(parent: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the object `name`, {} where it is absent. Raises Refused where it is something else."""
    return section({name: {}, **parent}, name, BAD_VALUE)


def items(parent: dict[str, Any], name: str, most: int, code: int, *, least: int = 0) -> list[dict[str, Any]]:
    """Return the list of objects `name` (absent: empty). Raises Refused(code) where its length is not allowed."""
    value = parent.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Refused(BAD_VALUE)
    if not least <= len(value) <= most:
        raise Refused(code)
    return value


def words(parent: dict[str, Any], name: str, missing: int) -> str:
    """Return the text `name`. Raises Refused(missing) where it is absent, blank or no text."""
    value = parent.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Refused(missing)
    return value


def within(parent: dict[str, Any], name: str, *, chars: int = 0, size: int = 0, code: int = TOO_LONG) -> None:
    """Raise Refused(code) where the text `name` exceeds `chars` characters or `size` bytes; 0 = no such limit."""
    value = parent.get(name, "")
    if not isinstance(value, str):
        raise Refused(BAD_VALUE)
    if (chars and len(value) > chars) or (size and len(value.encode()) > size):
        raise Refused(code)


def address(parent: dict[str, Any], name: str, missing: int, scheme: int = 45034) -> None:
    """Raise Refused where `name` is absent (missing), has no http scheme (scheme) or exceeds 2048 bytes."""
    value = words(parent, name, missing)
    if not value.startswith(("http://", "https://")):
        raise Refused(scheme)
    within(parent, name, size=2048)


def one_of(parent: dict[str, Any], name: str, allowed: range | tuple[int, ...], code: int = BAD_VALUE) -> None:
    """Raise Refused(code) where `name` is present and none of the allowed integers."""
    if name in parent and (isinstance(parent[name], bool) or parent[name] not in allowed):
        raise Refused(code)
