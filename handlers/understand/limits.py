"""Read until when something is to be done; pure."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from config.lexicon import Festival
from handlers.understand.days import Calendar, Time, find_times, pick

_LIMITS_BEHIND = re.compile(
    r"\s*(?:之?前|以前|之内|以内|内|完成|整改|改完|改好|弄好|弄完|处理|清理|修好|换好|截止|到期)"
)
_LIMITS_BEFORE = re.compile(r"(?:期限|时限|限期|限|截止|务必|必须|要求|确保|计划|保证)(?:到|在|于|是|为|:)?\s*$")


def limit_of(said: str, ref: datetime, calendar: Calendar, festivals: Sequence[Festival]) -> date | None:
    """Return the last day that the value of a form's deadline means, None where it holds no time."""
    chosen = pick(find_times(said, ref, calendar, festivals, is_past=False), said)
    return None if chosen is None else _day(chosen)


def limit_in(text: str, ref: datetime, calendar: Calendar, festivals: Sequence[Festival]) -> date | None:
    """Return the last day that free text sets, None where it sets none: 昨天发现 is no deadline."""
    for time in find_times(text, ref, calendar, festivals, is_past=False):
        if (
            re.search(r"[前内]$", time.words)
            or _LIMITS_BEHIND.match(text, time.end)
            or _LIMITS_BEFORE.search(text[: time.begin])
        ):
            return _day(time)
    return None


def _day(time: Time) -> date:
    limit = time.deadline
    return limit.date() if isinstance(limit, datetime) else limit
