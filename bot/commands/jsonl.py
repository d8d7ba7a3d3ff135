"""Lines of JSON from standard input, each answered by a line of JSON; a line that cannot be read is named."""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from config.clock import TZ

Row = Mapping[str, Any]
LONGEST_TEXT = 20_000


def answer_lines(answer: Callable[[Row], Mapping[str, Any]]) -> int:
    """Write `answer` of each `{"id", "text", "ref"}` on standard input; return 1 where a line was wrong, else 0."""
    failed = 0
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            row = _row(line)
        except ValueError as fault:
            print(f"第 {number} 行：{fault}", file=sys.stderr)
            failed = 1
        else:
            # Flushed, so that whoever feeds us line by line is answered line by line.
            print(json.dumps(answer(row), ensure_ascii=False), flush=True)
    return failed


def _row(line: str) -> Row:
    """Return the object of one line. Raises ValueError, in Chinese."""
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        raise ValueError("不是正确的 JSON") from None
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("text"), str):
        raise ValueError('要写成 {"id": …, "text": "…", "ref": "…"}')
    if len(row["text"]) > LONGEST_TEXT:
        raise ValueError(f"text 太长，最多 {LONGEST_TEXT} 个字")
    if row.get("ref"):
        moment_of(row["ref"])
    return row


def moment_of(ref: object) -> datetime:
    """Return the moment that a `ref` names, of the county where it names no zone. Raises ValueError, in Chinese."""
    try:
        at = datetime.fromisoformat(str(ref))
    except ValueError:
        raise ValueError("ref 要写成 2026-11-23T10:00:00+08:00 这样") from None
    return at if at.tzinfo else at.replace(tzinfo=TZ)
