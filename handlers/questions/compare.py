"""Read the days that a question is about, and those that they are compared with; pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from config.lexicon import Festival
from handlers.questions import layout_signs as signs
from handlers.questions.periods import like, limit_in, months_on, previous, year_before
from handlers.questions.query import Query
from handlers.understand.days import Calendar, Time, find_times
from storage.figures import Period

_SOON = _WEEK = timedelta(days=7)
_ONE_DAY = timedelta(days=1)


def with_periods(query: Query, text: str, ref: datetime, calendar: Calendar, festivals: Sequence[Festival]) -> Query:
    """Return the question with the days that `text` names, and with those that they are compared with."""
    if query.metrics == ("hazard_due",):
        soon = Period(ref.date(), ref.date() + _SOON)
        return replace(query, period=limit_in(text, ref, calendar, festivals) or soon)
    if query.metrics[0].startswith("holiday_check"):
        # 国庆节前 names the check, not the days that are counted.
        return query
    times = find_times(text, ref, calendar, festivals, is_past=True)
    periods = [_past(Period(*one.period), ref.date()) for one in times]
    is_compared = bool(signs.COMPARED.search(text))
    if not periods:
        return _usual(query, text, ref.date()) if is_compared else query
    query = replace(query, period=periods[0])
    if is_compared:
        return _compared(query, periods, times, text, ref.date())
    return replace(query, period=_joined(periods)) if len(periods) > 1 else query


def _past(period: Period, today: date) -> Period:
    """Return 「周末」 as the one that has been, where it is asked about on a weekday."""
    days = (period.last - period.first).days + 1
    return Period(period.first - _WEEK, period.last - _WEEK) if period.first > today and days < _WEEK.days else period


def _usual(query: Query, text: str, today: date) -> Query:
    """Return what is meant where no days are named: this year with 「同比」, this month with 「环比」."""
    if signs.SAME_TIME_LAST_YEAR.search(text):
        year = Period(date(today.year, 1, 1), date(today.year, 12, 31))
        return replace(query, period=year, compare=year_before(year))
    if "环比" in text:
        month = like(Period(today.replace(day=1), today.replace(day=2)), today)
        return replace(query, period=month, compare=previous(month))
    return query


def _compared(query: Query, periods: list[Period], times: Sequence[Time], text: str, today: date) -> Query:
    first = periods[0]
    if signs.SAME_TIME_LAST_MONTH.search(text):
        return _so_far(query, today)
    if signs.SAME_TIME_LAST_YEAR.search(text):
        here = next((one for one in periods if one.first.year == today.year), None) or months_on(first, 12)
        return replace(query, period=here, compare=year_before(here))
    if len(periods) > 1:
        base_first = signs.BASE_FIRST.search(text[: times[0].begin]) and not signs.BASE_FIRST.search(
            text[times[0].end : times[1].begin]
        )
        here, there = (periods[1], first) if base_first else (first, periods[1])
        return replace(query, period=here, compare=there)
    if re.search(signs.LIKE_BEFORE.pattern + r"[^，。]{0,6}(?:比|相比|[多少高低快慢降升涨])", text) or re.search(
        r"[比较](?:起|着)?\s*(?:于)?\s*(?:上|去|昨|前)", text
    ):
        return replace(query, period=like(first, today), compare=first)
    return replace(query, compare=previous(first)) if signs.ONE_BEFORE.search(text) else query


def _so_far(query: Query, today: date) -> Query:
    """Return this month so far beside as many days of the month before."""
    month = like(Period(today.replace(day=1), today.replace(day=2)), today)
    before = previous(month)
    return replace(query, period=month, compare=Period(before.first, before.first + (today - month.first)))


def _joined(periods: Sequence[Period]) -> Period:
    """Return the days from the first to the last, where one period follows the other; else the first."""
    ordered = sorted(set(periods), key=lambda one: one.first)
    for before, after in pairwise(ordered):
        if after.first != before.last + _ONE_DAY:
            return periods[0]
    return Period(ordered[0].first, ordered[-1].last)
