"""Read how the answer to a question is set out: one figure, names, by groups, in which order, how many; pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.questions import layout_signs as signs
from handlers.questions import limit_signs as limits
from handlers.questions.metric import BRIEF_METRIC
from handlers.questions.query import Query
from handlers.questions.signs import APART, HOW_MANY_OF, Sign
from handlers.understand.numbers import number

RATES = frozenset({"rectify_rate", "ontime_rate", "patrol_rate"})
_OF_UNITS = ("_missing", "_done", "patrol_full", "patrol_missing_all", "hazard_zero", "org_count")


def set_out(query: Query, text: str) -> Query:
    """Return the question with grouping, order, limit and kind of output as the text has them."""
    if query.metrics == (BRIEF_METRIC,):
        return replace(query, output="report")
    if query.compare is not None:
        return replace(query, output="diff")
    group = group_in(query, text)
    return grouped(_countable(query), group, text) if group else replace(query, output=_output(query, text))


def grouped(query: Query, group: str, text: str) -> Query:
    """Return the question set out by this group, in the order and to the number that the text has."""
    limit = _limit(text)
    return replace(query, group_by=group, order=_order(query, text), limit=limit, output="top" if limit else "rank")


def group_in(query: Query, text: str) -> str:
    """Return what the text sets the answer out by; "" for one figure, or where there is no such group."""
    group = "" if len(query.metrics) > 1 else _several(query, text) or _group(query, text)
    return "" if query.metrics == ("org_count",) and group not in ("town", "org") else group


def plain_output(metrics: Sequence[str], before: str = "") -> str:
    """Return the output of these metrics where the text says nothing of it: names where names were wanted before."""
    rest = "list" if before == "list" and not metrics[0].endswith(("_count", "_times")) else "count"
    return _fixed_output(metrics) or rest


def are_apart(text: str) -> bool:
    """Return whether each of several is asked for by itself: 各几条, 自查几条检查几条."""
    return bool(APART.search(text)) or len(HOW_MANY_OF.findall(text)) > 1


def _group(query: Query, text: str) -> str:
    if said := _first(signs.BY, text):
        return said
    named = _first(signs.NAMED, text)
    is_of_units = query.metrics[0].endswith(_OF_UNITS)
    if signs.ORDERED.search(text) or signs.THRESHOLD.search(text):
        return named or _first(signs.RANKED, text) or "org"
    if named not in ("org", "town") or signs.EACH.search(text):
        return named
    asks_which = named == "town" or (query.metrics[0].startswith("hazard") and not is_of_units)
    return named if asks_which and _asks_for_units(query, text) else ""


def _asks_for_units(query: Query, text: str) -> bool:
    """Return whether a question without 各 or 最 wants units named, and not the hazards: 哪些单位有超期的."""
    return bool(signs.WHICH_OF_THEM.search(text)) and not query.orgs


def _first(found: Sequence[Sign], text: str) -> str:
    return next((name for name, sign in found if sign.search(text)), "")


def _several(query: Query, text: str) -> str:
    """Return how to set out a question about several townships, units or categories, each by itself."""
    if not are_apart(text) and not signs.WHICH_OF_SEVERAL.search(text):
        return ""
    named = (("town", query.towns), ("org", query.orgs), ("category", query.categories))
    of_rows = (("source", limits.SOURCES), ("grade", limits.GRADES), ("status", limits.STATES))
    found = [group for group, names in named if len(names) > 1]
    found += [group for group, rows in of_rows if sum(bool(sign.search(text)) for _, sign in rows) > 1]
    return found[0] if found else ""


def _countable(query: Query) -> Query:
    """Return the question with a metric that can be ranked: of units that did not, how often they did not."""
    if query.metrics[0] in ("patrol_missing", "patrol_missing_all") and query.group_by == "":
        return replace(query, metrics=("patrol_missing_times",))
    return query


def _limit(text: str) -> int | None:
    if match := signs.HOW_MANY.search(text):
        return number(match["a"] or match["b"])
    if signs.FIRST_FEW.search(text):
        return signs.FEW
    return 1 if signs.ONE_WANTED.search(text) else None


def _order(query: Query, text: str) -> str:
    if query.metrics[0] in RATES:
        return "asc" if signs.LOWEST_FIRST.search(text) or signs.WORST.search(text) else "desc"
    if query.metrics[0] == "avg_days":
        return "asc" if re.search(r"最快|最短|最少|最低|从[快少短低]|快(?:些|点)?$", text) else "desc"
    return "asc" if re.search(r"最(?:少|低)|从[低少小]|倒数|(?<!多)少(?:些|点)?[？?]?$", text) else "desc"


def _output(query: Query, text: str) -> str:
    name = query.metrics[0]
    if fixed := _fixed_output(query.metrics):
        return fixed
    if len(query.metrics) > 1 or name.endswith(("_count", "_times")):
        return "count"
    is_yes_or_no = bool(signs.YES_OR_NO.search(text)) and not signs.COUNTED.search(text)
    if is_yes_or_no and not signs.NAMES_WANTED.search(text):
        return "bool"
    if signs.LISTED.search(text) and not signs.HOW_MUCH.search(text):
        return "list"
    return "count"


def _fixed_output(metrics: Sequence[str]) -> str:
    if metrics[0] in RATES:
        return "rate"
    if metrics[0] == "avg_days":
        return "avg"
    return "sum" if metrics[0].endswith("_attendees") else ""
