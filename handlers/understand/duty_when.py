"""Read when a duty was done: the day, the night and its rounds, the festival; pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from config.festival_table import FestivalTable
from config.lexicon import Festival
from handlers.understand.days import Calendar, Time, find_times

_NIGHT = re.compile(
    r"夜巡|巡夜|查夜|夜间|夜里|夜班|晚上|晚间|[昨今前当]晚|[昨前]夜|凌晨|半夜|后半夜|前半夜|夜儿黑|黑[了里]"
)
_DAY = re.compile(r"白天|日间|上午|下午|中午|早上|日巡查|今早|早班|白班")
_BOTH_ROUNDS = re.compile(
    r"(?<!第)(?:两|二|2)\s*(?:次|遍|趟|回)(?:都|均|全)?|(?:一二|1、?2|一、二|第一第二)(?:次|遍|趟)"
)
_ROUND = re.compile(r"第\s*([一二12])\s*(?:次|遍|趟|回|班)|(?:^|[\s，。:])([一二])巡")
_LIMIT = re.compile(r"(?:前|内|前头|到期|截止)$")
_NUMBER = {"一": 1, "1": 1, "二": 2, "2": 2}
_LONGEST_BACK = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said about when; every part may be missing."""

    day: date | None = None
    at: datetime | None = None
    """The moment, aware, where a time of day was named."""
    is_night: bool | None = None
    rounds: tuple[int, ...] = ()


def read_when(
    text: str, fields: Mapping[str, str], ref: datetime, calendar: Calendar, festivals: Sequence[Festival]
) -> Said:
    """Return when the duty was done by its words, seen from `ref`; a form's 时间 wins over the rest.

    Limits (周五前) and festivals (国庆节前检查) do not say when it was done.
    """
    times = [
        one
        for one in find_times(fields.get("时间") or text, ref, calendar, festivals, is_past=True)
        if one.rule != "festival" and not _LIMIT.search(one.words)
    ]
    past = next((one for one in times if _day_of(one, ref) is not None), None)
    event = past.event if past else None
    return Said(
        day=_day_of(past, ref) if past else None,
        at=event if isinstance(event, datetime) else None,
        is_night=_is_night(text),
        rounds=_rounds(text),
    )


def festivals_named(text: str, table: FestivalTable, festivals: Sequence[Festival]) -> tuple[str, ...]:
    """Return the codes of the festivals of the table that the text names, in the order of the table."""
    return tuple(code for code, one in table.by_code.items() if _is_named(text, one.name, festivals))


def _is_named(text: str, name: str, festivals: Sequence[Festival]) -> bool:
    synonyms = {word for one in festivals if one.holiday == name for word in one.names}
    words = {name, name.removeprefix("全国")} | {word for word in synonyms if len(word) > 1}
    # 十一 is also a number: it only names the holiday before 节, 假 or the end of the word.
    return any(
        re.search(rf"{word}(?![月日号个次人条处])" if word in ("十一", "五一") else word, text) for word in words
    )


def _day_of(time_: Time, ref: datetime) -> date | None:
    """Return the day meant: of a longer time today where it holds today, else its last day; None for the future."""
    first, last = time_.period
    today = ref.astimezone(time_.event.tzinfo).date() if isinstance(time_.event, datetime) else ref.date()
    if first > today or last < today - _LONGEST_BACK:
        return None
    return min(last, today)


def _is_night(text: str) -> bool | None:
    if _NIGHT.search(text):
        return True
    return False if _DAY.search(text) else None


def _rounds(text: str) -> tuple[int, ...]:
    if _BOTH_ROUNDS.search(text):
        return (1, 2)
    match = _ROUND.search(text)
    return (_NUMBER[match[1] or match[2]],) if match else ()
