"""Which report or period somebody names: 10月通报, 本旬调度, 2026年第3季度通报, 上半年小结, 去年全年总评; pure."""

import re
from collections.abc import Callable
from datetime import date

from handlers.understand.months import MONTH, named_month
from storage.report_periods import Span, before, holding, last_ended
from storage.vocabulary import ReportKind

_YEAR = r"(?:(?P<year>20\d\d)年|(?P<ago>去年)|今年|本年)?的?"
_RELATIVE = r"(?P<relative>本|这个?|上一?个?)"
_DAY_BY_PART = {"上旬": 1, "中旬": 11, "下旬": 21}
_NTH = {"一": 1, "二": 2, "三": 3, "四": 4}
_MONTHLY = rf"(?P<month>{MONTH.pattern})的?"
_QUARTERLY = rf"(?:{_YEAR}第?(?P<nth>[1-4一二三四])个?季度?|{_RELATIVE}季度?)的?"
_HALF = rf"{_YEAR}(?P<half>[上下])半年度?的?"
_TEN_DAYS = rf"(?:{_MONTHLY})?(?P<part>[上中下]旬)的?|(?P<relative>本|这个?|这一|上一?个|上一)旬的?|(?:{_MONTHLY})"


def _ten_days(found: re.Match[str], today: date) -> Span | None:
    kind = ReportKind.TEN_DAYS
    if found["relative"]:
        return _related(found["relative"], kind, today)
    month = named_month(found["month1"] or found["month2"] or "", today) or today.replace(day=1)
    return holding(kind, month.replace(day=_DAY_BY_PART[found["part"] or "下旬"]))


def _month(found: re.Match[str], today: date) -> Span | None:
    month = named_month(found["month"], today)
    return holding(ReportKind.MONTH, month) if month else None


def _quarter(found: re.Match[str], today: date) -> Span | None:
    if found["relative"]:
        return _related(found["relative"], ReportKind.QUARTER, today)
    nth = _NTH.get(found["nth"]) or int(found["nth"])
    return _begun(found, ReportKind.QUARTER, nth * 3, today)


def _half_year(found: re.Match[str], today: date) -> Span | None:
    return _begun(found, ReportKind.HALF_YEAR, 6 if found["half"] == "上" else 12, today)


def _year(found: re.Match[str], today: date) -> Span | None:
    named = _year_of(found, today) or (today.year if found[0].startswith(("今年", "本年")) else None)
    return holding(ReportKind.YEAR, date(named, 1, 1)) if named else None


def _begun(found: re.Match[str], kind: ReportKind, month: int, today: date) -> Span:
    """Return the period that ends with the month; without a year the latest that has begun."""
    named = _year_of(found, today)
    span = holding(kind, date(named or today.year, month, 1))
    return span if named or span.first <= today else holding(kind, date(today.year - 1, month, 1))


def _year_of(found: re.Match[str], today: date) -> int | None:
    if found["year"]:
        return int(found["year"])
    return today.year - 1 if found["ago"] else None


def _related(word: str, kind: ReportKind, today: date) -> Span:
    span = holding(kind, today)
    return before(span) if word.startswith("上") else span


_Read = Callable[[re.Match[str], date], Span | None]


def _distinct(pattern: str) -> str:
    """Return the pattern with the parts of a month unnamed and each `month` numbered, so that it may stand twice."""
    plain = re.sub(r"\(\?P<(?:year|last_year|number|chinese|this|last)>", "(?:", pattern)
    for nth in (1, 2):
        plain = plain.replace("(?P<month>", f"(?P<month{nth}>", 1)
    return plain


_REPORTS: tuple[tuple[ReportKind, re.Pattern[str], _Read], ...] = (
    (ReportKind.TEN_DAYS, re.compile(rf"(?:{_distinct(_TEN_DAYS)})旬?调度(?:单|表)?"), _ten_days),
    (ReportKind.MONTH, re.compile(rf"{_MONTHLY}(?:安全)?(?:月度?)?通报"), _month),
    (ReportKind.QUARTER, re.compile(rf"{_QUARTERLY}(?:安全)?(?:排名)?通报"), _quarter),
    (ReportKind.HALF_YEAR, re.compile(rf"{_HALF}(?:工作|安全)?小结"), _half_year),
    (ReportKind.YEAR, re.compile(rf"{_YEAR}(?:全年|年度|年终)?(?:工作|安全)?总评"), _year),
)
_BARE = (
    (ReportKind.TEN_DAYS, re.compile(r"旬调度(?:单|表)?")),
    (ReportKind.MONTH, re.compile(r"月度?(?:安全)?通报")),
    (ReportKind.QUARTER, re.compile(r"季度?(?:安全)?(?:排名)?通报")),
    (ReportKind.HALF_YEAR, re.compile(r"半年(?:度|工作|安全)?小结")),
    (ReportKind.YEAR, re.compile(r"(?:全年|年度|年终)(?:工作|安全)?总评")),
)
_RANKED: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (re.compile(_QUARTERLY), _quarter),
    (re.compile(_HALF), _half_year),
    (re.compile(r"(?:(?P<year>20\d\d)年|(?P<ago>去年)|今年|本年)(?:全年|年度)?的?"), _year),
)


_MOVE = re.compile(r"(?:请)?(?P<does>签发|作废)[\s:，]*(?P<said>.+)", re.DOTALL)


def read_move(text: str) -> tuple[str, str] | None:
    """Return what is to be done with a report, 签发 or 作废, and the words that name it with what follows."""
    found = _MOVE.fullmatch(text.strip())
    if found is None or not is_report(found["said"]):
        return None
    return found["does"], found["said"]


def is_report(text: str) -> bool:
    """Return whether the text begins by naming a report."""
    return bool(_words(text))


def leading_report(text: str, today: date) -> tuple[Span, str] | None:
    """Return the report that the text begins with, and what follows it; None where it names none.

    Without a period it is the latest that is over; a period without a year is the latest that has begun.
    """
    words = _words(text)
    for _, pattern, read in _REPORTS:
        if (found := pattern.fullmatch(words)) and (span := read(found, today)):
            return span, text[len(words) :]
    for kind, pattern in _BARE:
        if pattern.fullmatch(words):
            return last_ended(kind, today), text[len(words) :]
    return None


def leading_ranked(text: str, today: date) -> tuple[Span | None, str]:
    """Return the quarter, half-year or year that the text begins with, None for none, and what follows it."""
    for pattern, read in _RANKED:
        if (found := pattern.match(text)) and found[0] and (span := read(found, today)):
            return span, text[found.end() :]
    return None, text


def _words(text: str) -> str:
    """Return the words at the beginning that name a report, the longest that do; "" for none."""
    patterns = (*(pattern for _, pattern, _ in _REPORTS), *(pattern for _, pattern in _BARE))
    return max((found[0] for one in patterns if (found := one.match(text))), key=len, default="")
