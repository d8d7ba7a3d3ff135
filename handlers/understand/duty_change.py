"""Read what is to be otherwise for one unit: 张官营镇敬老院 夜巡改为 22:00和03:00 从12月1日起; pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from config.duty_period import Cadence
from handlers.understand.clock_times import clock_times
from handlers.understand.duty_words import CODE_BY_WORD, DUTY_WORD

_INTO = r"(?:的?(?:时间|周期|频次|次数))?\s*(?:改为|改成|改到|调整为|调整到|调整成|变更为)"
_SAID = re.compile(rf"(?P<before>.{{2,40}}?){_INTO}[ :，]*(?P<rest>.+)", re.DOTALL)
_FROM = re.compile(r"[，\s]*(?:从|自|于)(?P<day>[^\s，。]{2,12}?)(?:起|开始|以后|之后|执行)+")
_REASON = re.compile(r"[，。\s]*(?:原因|理由|因为|因)[ :，]*(?P<why>.{2,300})", re.DOTALL)
_NIGHT = re.compile(r"夜(?:间)?巡查?|夜查")
_DAY = re.compile(r"日间巡查|白天巡查|日巡查?")
_WEEKDAY = re.compile(r"(?:每?周|星期|礼拜)(?P<day>[一二三四五六日天])")
_CADENCES: Mapping[str, Cadence] = {
    r"每?(?:两|2|二)个?月(?:一次|1次)?|双月": Cadence.TWO_MONTHLY,
    r"每旬(?:一次|1次)?|每十天(?:一次)?": Cadence.TEN_DAYS,
    r"每个?月(?:一次|1次)?|月度": Cadence.MONTHLY,
    r"每个?季度?(?:一次|1次)?|季度": Cadence.QUARTERLY,
    r"每半年(?:一次|1次)?|半年(?:一次|1次)": Cadence.HALF_YEARLY,
    r"每个?周(?![一二三四五六日天])(?:一次|1次)?": Cadence.WEEKLY,
    r"每年(?:一次|1次)?": Cadence.YEARLY,
}
_BLANK = " ，。:\n的"


@dataclass(frozen=True, slots=True)
class ChangeSaid:
    """What was said of the change, as far as it was said."""

    unit: str
    code: str
    part: str
    """Which slots are meant: night, day; "" for the only one."""
    times: tuple[tuple[str, bool], ...]
    """Times of day in their order: 03:00, and whether it is after midnight of the evening that is spoken of."""
    weekday: int
    """1 for Monday; 0 where none was named."""
    cadence: str
    """A word of Cadence; "" where none was named."""
    start: str
    """The words of the day from which it is to hold; "" where none was named."""
    reason: str


def read_change(text: str) -> ChangeSaid | None:
    """Return the change that the text wishes for, None where it is about something else."""
    said = _SAID.fullmatch(text.strip())
    if said is None:
        return None
    found = _duty_in(said["before"])
    if found is None:
        return None
    unit, code, part = found
    rest, reason = _taken(_REASON, said["rest"], "why")
    rest, start = _taken(_FROM, rest, "day")
    times = tuple((f"{clock.at:%H:%M}", clock.is_next_day or clock.at.hour < 12) for clock in clock_times(rest))
    weekday = _WEEKDAY.search(rest)
    cadence = next((one for shape, one in _CADENCES.items() if re.search(shape, rest)), None)
    if not times and cadence is None:
        return None
    return ChangeSaid(
        unit=unit,
        code=code,
        part=part,
        times=times,
        weekday="一二三四五六日".index(weekday["day"].replace("天", "日")) + 1 if weekday else 0,
        cadence=cadence.value if cadence else "",
        start=start,
        reason=reason.strip(_BLANK),
    )


def _duty_in(text: str) -> tuple[str, str, str] | None:
    """Return the words of the unit, the duty's code, and which of its slots are meant."""
    for part, words in (("night", _NIGHT), ("day", _DAY)):
        if (found := words.search(text)) is not None:
            return text[: found.start()].strip(_BLANK), "patrol", part
    duty = DUTY_WORD.search(text)
    if duty is None or CODE_BY_WORD[duty[0]] == "patrol":
        return None
    return text[: duty.start()].strip(_BLANK), CODE_BY_WORD[duty[0]], ""


def _taken(pattern: re.Pattern[str], text: str, group: str) -> tuple[str, str]:
    """Return the text without what the pattern finds, and what it found."""
    found = pattern.search(text)
    return (text, "") if found is None else (text[: found.start()] + text[found.end() :], found[group])
