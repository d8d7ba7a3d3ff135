"""Who may put right what was told of a duty, and what it says then; pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers.rules.access import Standing
from handlers.rules.duty_evidence import took_part

_OF_A_FAULT = ("problem", "place", "handled", "open_problem")


def may_correct(standing: Standing, *, is_own: bool, told_at: datetime, now: datetime, own_within: timedelta) -> bool:
    """Return whether the person may correct the record: who told it for a while, the offices above at any time."""
    return standing is Standing.SUPERIOR or (is_own and now - told_at <= own_within)


def corrected(before: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the record says once `told` is put right; how many took part follows from the counts."""
    after = {**before, **told}
    if told.get("result") == "normal":
        after = {key: value for key, value in after.items() if key not in _OF_A_FAULT}
    if ("staff" in told or "residents" in told) and "attendees" not in told:
        after["attendees"] = took_part(after)
    return after
