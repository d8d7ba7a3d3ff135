"""Holidays, festivals and lunar dates in expressions of time: 国庆节前, 节后上班第一天, 腊月二十三前; pure."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache

from config.festival_days import lunar_day, qingming, solar_term
from config.lexicon import Festival
from handlers.understand.day_span import ONE_DAY, YEAR_SHIFT, Block, DaySpan, Moment, valid_day
from handlers.understand.numbers import number
from handlers.understand.words import any_of

_BEFORE = r"(?:之前|以前|前头|前夕|前夜|头里|到来前|来临前|来之前|前)(?:最后一天|一天)?"
_TAIL = (
    rf"(?P<before>(?:放假|假期|长假|小长假|黄金周)?(?:开始|来临)?{_BEFORE})"
    rf"|(?P<last>(?:放假|长假|小长假|假期)(?:结束|收尾){_BEFORE})"
    r"|(?P<after>(?:放假|长假|假期|收假)?(?:之?后|过后|过完)?(?:的)?(?:上班|复工|开工|收假)?(?:第一个工作日|第一天上班|上班第一天|首个工作日|第(?P<count>[二三四五六七八九十])个工作日|上班首日|第一天|复工|开工|上班))"
    r"|(?P<during>(?:放假|长假|小长假|黄金周|假期|节日)?(?:期间|假期|长假|小长假|黄金周))"
    r"|(?P<past>(?:长假)?(?:之后|以后|过后|过完|后))"
    r"|(?P<itself>当天|当日|那天)"
)
_ANY = re.compile(
    rf"(?:(?P<name>节|放假|长假|假期|假|收假|节假日|节日)(?:{_TAIL}))(?!检|排|安全|自|大|全)|(?P<whole>节日期间|假日期间|放假期间|假期)"
)
_LUNAR = re.compile(
    r"(?P<head>农历|阴历)?(?P<month>正月|腊月|冬月|(?:(?<=农历)|(?<=阴历))(?:[一二三四五六七八九十]|十[一二])月|大年)"
    r"(?P<day>初[一二三四五六七八九十]|廿[一二三四五六七八九]|二十[一二三四五六七八九]?|三十|十[一二三四五六七八九]|十)?"
    rf"(?P<before>{_BEFORE})?"
)


def festival_spans(text: str, moment: Moment, places: Iterable[int]) -> Iterator[tuple[re.Match[str], DaySpan]]:
    """Yield every holiday, festival or lunar expression with its days, in no particular order.

    `places` are those of the `festival_patterns` that may be found.
    """
    resolvers, patterns = (_lunar, _named, _unnamed), festival_patterns(tuple(moment.festivals))
    for place in places:
        for match in patterns[place].finditer(text):
            if span := resolvers[place](match, moment):
                yield match, span


@lru_cache(maxsize=8)
def festival_patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Return what lunar dates, festivals of these names, and holidays without a name are found by."""
    named = re.compile(
        rf"(?:(?P<year>{any_of(tuple(YEAR_SHIFT))})的?)?(?<![\d一二三四五六七八九十去今明半前后每整当全])(?P<name>{any_of(names)})(?:节)?(?:{_TAIL})?"
    )
    return _LUNAR, named, _ANY


def _lunar(match: re.Match[str], moment: Moment) -> DaySpan | None:
    word = match["month"]
    month = {"正月": 1, "大年": 1, "冬月": 11, "腊月": 12}.get(word) or number(word) or 1
    day = _lunar_number(match["day"])
    if word == "大年" and (day is None or day == 30):
        month, day = 12, day or 1
        if match["day"] is None:
            return None
    spans = [_lunar_span(moment.today.year + shift, month, day) for shift in (-1, 0, 1)]
    return moment.nearest(spans)


def _lunar_number(text: str | None) -> int | None:
    return number(text.replace("初", "").replace("廿", "二十")) if text else None


def _lunar_span(year: int, month: int, day: int | None) -> DaySpan:
    """Return the day, or the whole lunar month where no day is named; the 30th of a short month is its last day."""
    last = lunar_day(year + month // 12, month % 12 + 1, 1) - ONE_DAY
    first = lunar_day(year, month, 1)
    return DaySpan.day(min(first + timedelta(days=day - 1), last)) if day else DaySpan(first, last)


def _named(match: re.Match[str], moment: Moment) -> DaySpan | None:
    festival, name = moment.festivals[match["name"]], match["name"]
    groups = match.groupdict()
    if name in ("年", "大年") and not (groups["before"] or groups["after"] or groups["past"]):
        return None
    is_bare = not any(groups[key] for key in _TAILS)
    if (is_bare and name in _ALSO_WEATHER) or (name in _FALLS and not groups["before"]):
        return None
    if is_bare and name in _ALSO_NUMBERS and match.string[match.end() : match.end() + 1] in _COUNTED:
        return None
    if groups["itself"]:
        years = (moment.today.year + shift for shift in (-1, 0, 1))
        return moment.nearest([DaySpan.day(day) for year in years if (day := _own_day(festival, year))])
    return _of_blocks(_blocks(festival, moment, match["year"]), groups, moment)


_TAILS = ("before", "last", "after", "during", "past", "itself")
_ALSO_WEATHER = frozenset(("大寒", "小寒", "大暑", "小暑", "白露", "霜降", "小满"))
"""Terms whose names alone say how cold it is, or call a person."""
_FALLS = frozenset(("大雪", "小雪", "雨水"))
"""Terms that fall from the sky: only what is to be done before them leans on the calendar."""
_ALSO_NUMBERS = frozenset(("十一", "五一", "六一", "七一", "八一", "三八"))
_COUNTED = frozenset("号日月条个点人具处名年家次天")


def _unnamed(match: re.Match[str], moment: Moment) -> DaySpan | None:
    holidays = {festival.holiday: festival for festival in moment.festivals.values() if festival.holiday}
    blocks = [block for festival in holidays.values() for block in _blocks(festival, moment)]
    return _of_blocks(blocks, match.groupdict(), moment)


def _of_blocks(blocks: Iterable[DaySpan], groups: dict[str, str | None], moment: Moment) -> DaySpan | None:
    """Return what the tail makes of the holiday that is meant: the next one, or for the past the last one."""
    blocks = list(blocks)
    if groups.get("before"):
        days = [_like(block, block.start - ONE_DAY) for block in blocks]
        return moment.nearest(days)
    if groups.get("after") or groups.get("past"):
        count = number(groups.get("count") or "") or 1
        days = [_like(block, moment.calendar.add_workdays(block.end, count)) for block in blocks]
        return moment.nearest(days)
    if groups.get("last"):
        return moment.nearest([_like(block, block.end) for block in blocks])
    begun = [block for block in blocks if block.start <= moment.today]
    ahead = [block for block in blocks if block.end >= moment.today]
    nearest = min(ahead, key=lambda block: block.start, default=None)
    if nearest and (nearest.start <= moment.today or not (moment.is_past or groups.get("during"))):
        return nearest
    return max(begun, key=lambda block: block.start, default=None)


def _like(block: DaySpan, day: date) -> DaySpan:
    return DaySpan(day, day, None, block.is_provisional)


def _blocks(festival: Festival, moment: Moment, named_year: str | None = None) -> Iterator[DaySpan]:
    shifts = (YEAR_SHIFT[named_year],) if named_year else (-1, 0, 1)
    for year in (moment.today.year + shift for shift in shifts):
        block: Block | None = moment.calendar.block(year, festival.holiday) if festival.holiday else None
        if block:
            yield DaySpan(block.first, block.last, None, block.is_provisional)
        elif day := _own_day(festival, year):
            yield DaySpan.day(day)


def _own_day(festival: Festival, year: int) -> date | None:
    if festival.holiday == "清明节":
        return qingming(year)
    if festival.is_term:
        return solar_term(year, festival.term)
    if festival.lunar:
        return _lunar_span(year, *festival.lunar).end
    return valid_day(year, *festival.solar) if festival.solar else None
