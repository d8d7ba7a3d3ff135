"""Read a question about figures into its parts; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from config.festival_table import FestivalTable
from config.lexicon import Lexicon
from handlers.questions import limit_signs as limits
from handlers.questions import signs
from handlers.questions.compare import with_periods
from handlers.questions.layout import are_apart, set_out
from handlers.questions.metric import BRIEF_METRIC, metrics_in, topic_of
from handlers.questions.query import Query
from handlers.understand.days import Calendar, find_times
from handlers.understand.duty_when import festivals_named
from handlers.understand.units import UnitName, find_units, towns_in
from storage.vocabulary import Category

_SURE_ENOUGH = 84.0
_STRONG_WORD = 3
_OF_CONDUCT = frozenset({Category.MGMT, Category.DRILL})
"""What people did or left undone: its words (登记, 例会, 没开会) are those of the work itself in a question."""
_Limit = TypeVar("_Limit")


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


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures are asked for; empty: all that one may see."""

    towns: tuple[str, ...]
    orgs: tuple[str, ...]
    types: tuple[str, ...]
    rest: str
    """The text without the names of units."""


def read_query(text: str, ref: datetime, known: Known) -> Query | None:
    """Return the question that evened-out `text` asks, seen from `ref`; None where it is about no figure of ours."""
    scope = scope_in(text, known)
    rest = scope.rest
    if signs.OUTSIDE.search(rest):
        return None
    metrics = metrics_in(rest) or _whole_picture(rest, ref, known)
    if not metrics:
        return None
    query = Query(metrics, scope.towns, scope.orgs, scope.types)
    query = filters_in(query, rest, known)
    query = with_periods(query, rest, ref, known.calendar, known.lexicon.festivals)
    return set_out(query, rest)


def _whole_picture(text: str, ref: datetime, known: Known) -> tuple[str, ...]:
    """Return the metric of 「下汤镇上月情况」, where nothing but place and time is named."""
    rest = text
    for name in towns_in(rest, known.lexicon.units):
        rest = re.sub(rf"{name}(?:镇|乡|街道|办)?", "＿", rest)
    for time_ in find_times(rest, ref, known.calendar, known.lexicon.festivals, is_past=True):
        rest = rest.replace(time_.words, "＿")
    left = rest.replace("＿", "")
    is_whole = signs.BRIEF_REST.fullmatch(left) or (left != text and signs.HOW_IS_IT.fullmatch(left))
    return (BRIEF_METRIC,) if is_whole else ()


def scope_in(text: str, known: Known) -> Scope:
    """Return which townships, units and kinds of units are named.

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
    return Scope(towns, orgs, types, rest)


def _full_town(plain: str, towns: Sequence[str]) -> str:
    return next((town for town in towns if town.startswith(plain)), plain)


def _types(text: str) -> tuple[str, ...]:
    # 「各敬老院」 sets out by unit and still means this kind of units alone.
    named: dict[str, None] = {}
    for kinds, sign in limits.ORG_TYPES:
        if re.search(sign, text):
            named |= dict.fromkeys(kinds)
            text = re.sub(sign, "", text)
    return tuple(named)


def filters_in(query: Query, text: str, known: Known) -> Query:
    """Return the question with what limits the hazards that count, or the festival whose checks do."""
    topic = topic_of(query.metrics[0])
    if topic == "holiday_check":
        return replace(query, festival=_festival(text, known))
    if topic != "hazard" or query.metrics[0] in ("org_count", BRIEF_METRIC):
        return query
    group = next((name for name, sign in limits.CATEGORY_GROUPS if sign.search(text)), "")
    query = replace(
        query,
        categories=() if group else _categories(text, known.lexicon),
        category_group=group,
        grade=_only(limits.GRADES, text),
        owner=next((name for name in sorted(known.owners, key=len, reverse=True) if name in text), ""),
        source=_only(limits.SOURCES, text),
        is_extended=bool(limits.EXTENDED.search(text)),
    )
    if query.metrics == ("hazard_open",):
        return replace(query, state=_only(limits.STATES, text))
    return query


def _only(signs_: Sequence[tuple[_Limit, re.Pattern[str]]], text: str) -> _Limit | None:
    """Return what is named; None where nothing is, or several: then each is asked for by itself."""
    found = [one for one, sign in signs_ if sign.search(text)]
    return found[0] if len(found) == 1 or (found and not are_apart(text)) else None


def _categories(text: str, lexicon: Lexicon) -> tuple[Category, ...]:
    """Return the categories that are named, by the words of questions, else by the lexicon's strong ones."""
    text = limits.NO_CATEGORY.sub(" ", text)
    named = {one: text.find(one.term) for one in Category if one.term in text}
    for category, sign in limits.CATEGORIES:
        if match := re.search(sign, text):
            named.setdefault(category, match.start())
    if not named:
        # 「公寓」 names whose hazards are asked for, and in a report what is lived in.
        for _, sign in limits.ORG_TYPES:
            text = re.sub(sign, " ", text)
        for word, term in lexicon.hazards.term_by_word.items():
            category = Category.from_term(term.category) or Category.OTHER
            if term.weight >= _STRONG_WORD and len(word) > 1 and category not in _OF_CONDUCT and word in text:
                named[category] = text.find(word)
    return tuple(sorted(named, key=lambda category: named[category]))


def _festival(text: str, known: Known) -> str:
    codes = festivals_named(text, known.festivals, known.lexicon.festivals)
    return limits.short_festival(known.festivals.by_code[codes[0]].name) if codes else ""
