"""Read times of day: 20:00, 凌晨2点半, 早上8点十五分, 下午三点; pure."""

import re
from dataclasses import dataclass
from datetime import time

from handlers.understand.numbers import number

_PART = (
    r"凌晨|清晨|清早|一早|大早|早上|早晨|早间|上午|中午|午间|下午|午后|后半晌|傍晚|晚上|晚间|夜里|夜间|夜晚|"
    r"半夜|深夜|午夜|后晌|夜儿?黑|黑[里家了]|早|晚|夜|午|黑"
)
_HOUR = r"[一二三四五六七八九十两]{1,3}|[01]?\d|2[0-4]"
CLOCK = re.compile(
    rf"(?P<part>{_PART})?\s*(?<![\d.:：/])(?:"
    r"(?P<h1>[01]?\d|2[0-4]):(?P<m1>[0-5]\d)(?!\d)"
    rf"|(?P<h2>{_HOUR})(?:点钟?|时(?!间|候|限|段|效|常|不|刻|而|长))(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<m2>[0-5]?\d|[一二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九])分?(?!钟|分之|之[一二三四五六七八九]))?"
    r")(?!小时|个|滴|都|儿也|也没|要求|意见|建议|问题|:\d)"
)
_BARELY = re.compile(r"[一有差几]点(?:半|钟)?")


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day in a text: where it stands, what it says, and whether it carries the day over (晚上12点)."""

    start: int
    end: int
    at: time
    is_next_day: bool
    is_night: bool


def clock_times(text: str) -> tuple[ClockTime, ...]:
    """Return the times of day in `text`, in order. 「一点」 counts only after a part of the day (夜里一点)."""
    found = (_clock_time(match) for match in CLOCK.finditer(text))
    return tuple(clock for clock in found if clock)


def _clock_time(match: re.Match[str]) -> ClockTime | None:
    part = match["part"] or ""
    if match["h2"] == "一" and not (part or match["half"] or match["m2"]):
        return None
    hour = number(match["h1"] or match["h2"])
    if hour is None or hour > 24:
        return None
    hour, is_next_day = _hour(hour, part)
    minute = _minute(match)
    return ClockTime(
        match.start(), match.end(), time(hour, minute), is_next_day, bool(part) and part[0] in "晚夜半深午黑"
    )


def _hour(hour: int, part: str) -> tuple[int, bool]:
    if hour == 24 or (hour == 12 and part[:1] in ("晚", "夜", "半", "深", "黑") and part):
        return 0, True
    if part in ("下午", "午后", "后半晌", "后晌", "傍晚") and hour < 12:
        return hour + 12, False
    if part.startswith("晚") and 5 <= hour < 12:
        return hour + 12, False
    if part[:1] in ("夜", "半", "深", "黑") and part and 6 <= hour < 12:
        return hour + 12, False
    if part in ("中午", "午间") and hour < 4:
        return hour + 12, False
    return hour, False


def _minute(match: re.Match[str]) -> int:
    if match["half"]:
        return 30
    if match["quarter"]:
        return 15 if match["quarter"] == "一" else 45
    written = (match["m1"] or match["m2"] or "0").removeprefix("零") or "0"
    return number(written) or 0
