"""Read a question about figures into its parts; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from config.festival_table import FestivalTable
from config.lexicon import Lexicon
from handlers.questions import signs
from handlers.questions.periods import like, limit_in, periods_in, previous, year_before
from handlers.questions.query import CATEGORY_GROUPS, Query
from handlers.understand.days import Calendar
from handlers.understand.duty_when import festivals_named
from handlers.understand.numbers import number
from handlers.understand.units import UnitName, find_units, towns_in
from storage.figures import Period
from storage.vocabulary import Category, Grade

BRIEF_METRIC = "brief"
_SURE_ENOUGH = 84.0
_STRONG_WORD = 3
_SOON = timedelta(days=7)
_RATES = frozenset({"rectify_rate", "ontime_rate", "patrol_rate"})
_OF_UNITS = ("_missing", "_done", "patrol_full", "patrol_missing_all", "hazard_zero", "org_count")
_STOCKS = frozenset({"hazard_open", "hazard_overdue"})


@dataclass(frozen=True, slots=True)
class Known:
    """What the reader must know of the county: names, words, dates."""

    units: Sequence[UnitName]
    towns: Sequence[str]
    """Full names of the townships as the units have them: 张良镇."""
    owners: Sequence[str]
    lexicon: Lexicon
    calendar: Calendar
    festivals: FestivalTable


def read_query(text: str, ref: datetime, known: Known) -> Query | None:
    """Return the question that evened-out `text` asks, seen from `ref`; None where it is about no figure of ours."""
    towns, orgs, types, rest = _scope(text, known)
    topic = next((name for name, sign in signs.TOPICS if sign.search(rest)), "hazard")
    metrics = _metrics(topic, rest)
    if not metrics:
        return None
    query = Query(metrics, towns, orgs, types)
    query = _with_filters(query, topic, rest, known)
    query = _with_periods(query, topic, rest, ref, known)
    return _set_out(query, rest)


def _scope(text: str, known: Known) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str]:
    """Return townships, units and kinds of units that are named, and the text without the names of units.

    A township that stands in the name of a unit, 张良镇敬老院, is no limit of its own.
    """
    tables = known.lexicon.units
    plain_towns = towns_in(text, tables)
    matches = [one for one in find_units(text, known.units, tables) if one.score >= _SURE_ENOUGH]
    matches = [one for one in matches if one.words not in plain_towns]
    orgs = tuple(one.unit.name for one in matches)
    inside = {plain for plain in plain_towns if any(plain in one.unit.name for one in matches)}
    towns = tuple(_full_town(plain, known.towns) for plain in plain_towns if plain not in inside)
    rest = text
    for one in matches:
        rest = rest.replace(one.words, "＿")
    types = () if orgs else _types(rest)
    return towns, orgs, types, rest


def _full_town(plain: str, towns: Sequence[str]) -> str:
    return next((town for town in towns if town.startswith(plain)), plain)


def _types(text: str) -> tuple[str, ...]:
    # 「各敬老院」 sets out by unit and still means this kind of units alone.
    return next((kinds for kinds, sign in signs.ORG_TYPES if re.search(sign, text)), ())


def _metrics(topic: str, text: str) -> tuple[str, ...]:
    if topic == "hazard":
        if signs.BRIEF.search(text):
            return (BRIEF_METRIC,)
        if signs.UNITS_COUNTED.search(text) and not signs.ABOUT_HAZARDS.search(text):
            return ("org_count",)
        if signs.BOTH_WAYS.search(text):
            return ("hazard_new", "hazard_closed")
        if not signs.ASKS_FIGURES.search(text):
            return ()
        if signs.REMAINS.search(text):
            return ("hazard_open",)
    found = next((name for name, sign in signs.METRICS[topic] if sign.search(text)), None)
    return () if found is None else (found,)


def _with_filters(query: Query, topic: str, text: str, known: Known) -> Query:
    if topic == "holiday_check":
        return replace(query, festival=_festival(text, known))
    if topic != "hazard" or query.metrics[0] in ("org_count", BRIEF_METRIC):
        return query
    group = next((name for name in CATEGORY_GROUPS if name[:4] in text), "")
    query = replace(
        query,
        categories=() if group else _categories(text, known.lexicon),
        category_group=group,
        grade=next((grade for grade in Grade if re.search(rf"{grade.term}(?!般)", text)), None),
        owner=next((name for name in sorted(known.owners, key=len, reverse=True) if name in text), ""),
        source=next((source for source, sign in signs.SOURCES if sign.search(text)), None),
        is_extended=bool(signs.EXTENDED.search(text)),
    )
    if query.metrics == ("hazard_open",):
        state = next((state for state, sign in signs.STATES if sign.search(text)), None)
        return replace(query, state=state)
    return query


def _categories(text: str, lexicon: Lexicon) -> tuple[Category, ...]:
    """Return the categories that are named, by the words of questions, else by the lexicon's strong ones."""
    text = signs.NO_CATEGORY.sub(" ", text)
    named = {one: text.find(one.term) for one in Category if one.term in text}
    for category, sign in signs.CATEGORIES:
        if match := re.search(sign, text):
            named.setdefault(category, match.start())
    if not named:
        for word, term in lexicon.hazards.term_by_word.items():
            if term.weight >= _STRONG_WORD and len(word) > 1 and word in text:
                named[Category.from_term(term.category) or Category.OTHER] = text.find(word)
    return tuple(sorted(named, key=lambda category: named[category]))


def _festival(text: str, known: Known) -> str:
    codes = festivals_named(text, known.festivals, known.lexicon.festivals)
    return signs.short_festival(known.festivals.by_code[codes[0]].name) if codes else ""


def _with_periods(query: Query, topic: str, text: str, ref: datetime, known: Known) -> Query:
    calendar, festivals = known.calendar, known.lexicon.festivals
    if query.metrics == ("hazard_due",):
        soon = Period(ref.date(), ref.date() + _SOON)
        return replace(query, period=limit_in(text, ref, calendar, festivals) or soon)
    if topic == "holiday_check":
        # 国庆节前 names the check, not the days that are counted.
        return query
    periods = periods_in(text, ref, calendar, festivals)
    if not periods:
        return query
    query = replace(query, period=periods[0])
    if not signs.COMPARED.search(text):
        return query
    return _compared(query, periods, text, ref)


def _compared(query: Query, periods: list[Period], text: str, ref: datetime) -> Query:
    assert query.period is not None
    if signs.SAME_TIME_LAST_YEAR.search(text):
        return replace(query, compare=year_before(query.period))
    if len(periods) > 1:
        return replace(query, compare=periods[1])
    if signs.ONE_BEFORE.search(text):
        return replace(query, compare=previous(query.period))
    if re.search(r"[比较](?:起|着)?\s*(?:于)?\s*(?:上|去|昨|前)", text):
        return replace(query, period=like(query.period, ref.date()), compare=query.period)
    return query


def _set_out(query: Query, text: str) -> Query:
    if query.metrics == (BRIEF_METRIC,):
        return replace(query, output="report")
    if query.compare is not None:
        return replace(query, output="diff")
    group = _group(query, text) or _several(query, text)
    if group:
        query = _countable(query)
        limit = _limit(text)
        return replace(
            query, group_by=group, order=_order(query, text), limit=limit, output="top" if limit else "rank"
        )
    return replace(query, output=_output(query, text))


def _group(query: Query, text: str) -> str:
    named = next((name for name, sign in signs.GROUPS if sign.search(text)), "")
    is_of_units = query.metrics[0].endswith(_OF_UNITS)
    if signs.ORDERED.search(text) or signs.THRESHOLD.search(text):
        return named or "org"
    if named == "org" and not signs.EACH.search(text):
        return ""
    if named == "town" and is_of_units and not signs.EACH.search(text):
        return ""
    return named if named and (signs.EACH.search(text) or named not in ("org", "town")) else ""


def _several(query: Query, text: str) -> str:
    """Return how to set out a question about several townships, units or categories, each by itself."""
    if "各" not in text and "分别" not in text:
        return ""
    named = (("town", query.towns), ("org", query.orgs), ("category", query.categories))
    return next((group for group, names in named if len(names) > 1), "")


def _countable(query: Query) -> Query:
    """Return the question with a metric that can be ranked: of units that did not, how often they did not."""
    name = query.metrics[0]
    if name in ("patrol_missing", "patrol_missing_all"):
        return replace(query, metrics=("patrol_missing_times",))
    return query


def _limit(text: str) -> int | None:
    if match := signs.HOW_MANY.search(text):
        return number(match["a"] or match["b"])
    return 1 if signs.ONE_WANTED.search(text) else None


def _order(query: Query, text: str) -> str:
    if query.metrics[0] in _RATES:
        return "asc" if signs.LOWEST_FIRST.search(text) or signs.WORST.search(text) else "desc"
    if query.metrics[0] == "avg_days":
        return "asc" if re.search(r"最快|最短|最少|最低", text) else "desc"
    return "asc" if re.search(r"最(?:少|低)|从[少低小]|倒数", text) else "desc"


def _output(query: Query, text: str) -> str:
    name = query.metrics[0]
    if name in _RATES:
        return "rate"
    if name == "avg_days":
        return "avg"
    if name.endswith("_attendees"):
        return "sum"
    if len(query.metrics) > 1 or name.endswith(("_count", "_times")):
        return "count"
    if signs.LISTED.search(text) and not signs.HOW_MUCH.search(text):
        return "list"
    if signs.YES_OR_NO.search(text) and not signs.COUNTED.search(text):
        return "bool"
    return "count"
