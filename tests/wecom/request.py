"""One request as the fake's endpoints see it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """The parts of an HTTP request that WeCom looks at."""

    method: str
    endpoint: str
    """The path after /cgi-bin/, as in "message/send"."""
    query: dict[str, str]
    body: bytes
    content_type: str
