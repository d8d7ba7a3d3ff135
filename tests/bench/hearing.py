"""How long it takes to understand one message, against a bare `jieba.lcut` of the same text in the same run."""

import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import jieba

from config.calendar import WorkCalendar
from config.lexicon import read_lexicon
from handlers.understand.read import predict

ROOT = Path(__file__).parents[2]
ROWS = ROOT / "tests" / "understand" / "rows"
_KINDS = ("hazards", "intents", "deadlines")
_REF = "2026-11-23T10:00+08:00"


def rows() -> Iterator[dict[str, Any]]:
    """Return our own messages of all kinds, each once, so that no cache of a message before helps the next."""
    for kind in _KINDS:
        for line in (ROWS / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield {"id": row["id"], "text": row["text"], "ref": row.get("ref", _REF)}


def run() -> Mapping[str, float]:
    """Return the number of messages, the p50 and p99 of understanding and of jieba, and the starts, in ms."""
    jieba.setLogLevel(60)
    start = time.perf_counter()
    lexicon, calendar = read_lexicon(ROOT / "config" / "lexicon"), WorkCalendar()
    predict({"id": "", "text": "二楼东头灭火器过期", "ref": _REF}, lexicon, calendar)
    start_ours = time.perf_counter() - start
    start = time.perf_counter()
    jieba.lcut("二楼东头灭火器过期")
    start_jieba = time.perf_counter() - start
    messages = list(rows())
    ours = _times(lambda row: predict(row, lexicon, calendar), messages)
    bare = _times(lambda row: jieba.lcut(row["text"]), messages)
    return {
        "count": len(messages),
        "ours_p50": statistics.median(ours),
        "ours_p99": statistics.quantiles(ours, n=100)[98],
        "bare_p50": statistics.median(bare),
        "bare_p99": statistics.quantiles(bare, n=100)[98],
        "start_ours": start_ours * 1000,
        "start_bare": start_jieba * 1000,
    }


def _times(do: Callable[[dict[str, Any]], object], messages: list[dict[str, Any]]) -> list[float]:
    taken = []
    for row in messages:
        start = time.perf_counter()
        do(row)
        taken.append((time.perf_counter() - start) * 1000)
    return taken
