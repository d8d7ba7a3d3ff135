"""Answer a question about figures: read it, count, and say number, scope, period and how it is computed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from config.clock import TZ
from handlers.desk import Desk
from handlers.questions import limit_signs as limits
from handlers.questions import say
from handlers.questions.measure import Field, as_number, brief, by_group, field_of, in_scope, measure, numbers
from handlers.questions.metric import BRIEF_METRIC
from handlers.questions.query import Query
from handlers.questions.read import Known, read_query
from handlers.understand.units import UnitName
from handlers.understand.words import normalise
from storage import figures, hazards
from storage.figures import Number
from storage.units import Tree, Unit
from storage.vocabulary import Level


@dataclass(frozen=True, slots=True)
class Answered:
    """The question as it was read, its answer in JSON types, and the answer in words."""

    query: dict[str, Any] | None
    """None where the question is about no figure of ours."""
    answer: Any
    text: str


def ask(session: Session, text: str, *, now: datetime, tree: Tree, desk: Desk, scope: Collection[int]) -> Answered:
    """Answer `text` from the figures of the units in `scope`, as they stand at `now`.

    The answer is a number, a list of names or hazard numbers, true or false, [name, number] pairs, or a dictionary
    where several figures are asked for at once.
    """
    everything = tree.at(Level.INSTITUTION)
    units = [unit for unit in everything if unit.id in scope]
    known = _known(session, everything, units, desk)
    query = read_query(normalise(text, desk.lexicon.words).text, now.astimezone(TZ), known)
    if query is None:
        return Answered(None, None, say.no_such_figure(text))
    today = now.astimezone(TZ).date()
    slot = _festival_slot(query, desk, today)
    if not slot and query.metrics[0].startswith("holiday_check"):
        return Answered(query.as_json(), None, say.which_festival())
    if in_scope(everything, query) and not in_scope(units, query):
        return Answered(query.as_json(), None, say.not_in_your_charge(query))
    on = field_of(session, query, in_scope(units, query), today, slot)
    answer, lines = _figures(query, on)
    whose = say.everything(len(units), is_all=len(units) == len(everything))
    return Answered(query.as_json(), answer, say.answer(query, lines, now, everything=whose))


def _known(session: Session, everything: list[Unit], units: list[Unit], desk: Desk) -> Known:
    """Return the names that a question may hold: of all units, so that those of others are not overheard."""
    names = [
        UnitName(unit.id, unit.name, tuple(unit.short_names), unit.town, unit.type.term)
        for unit in everything
        if unit.id is not None
    ]
    owners = hazards.owner_names(session, [unit.id for unit in units if unit.id is not None])
    towns = tuple(dict.fromkeys(unit.town for unit in everything if unit.town))
    return Known(names, towns, owners, desk.lexicon, desk.calendar, desk.tables.festivals)


def _festival_slot(query: Query, desk: Desk, today: date) -> str:
    """Return the slot of the latest check of the festival whose window has opened; of any, where none is named."""
    windows = [
        window
        for year in (today.year - 1, today.year, today.year + 1)
        for window in desk.tables.festivals.windows(year, desk.calendar)
        if window.opens_on <= today and query.festival in ("", limits.short_festival(window.name))
    ]
    latest = max(windows, key=lambda window: window.opens_on, default=None)
    return f"{latest.year}-{latest.code}" if latest else ""


def _figures(query: Query, on: Field) -> tuple[Any, list[str]]:
    """Return the answer and the lines that say it."""
    if query.metrics == (BRIEF_METRIC,):
        found = brief(on, query.period)
        return found, [say.figure(name, value) for name, value in found.items()]
    if len(query.metrics) > 1:
        several = {name: as_number(measure(name, on, query.period)) for name in query.metrics}
        return several, [say.figure(name, value) for name, value in several.items()]
    if query.group_by:
        return _ranked(query, on)
    if query.compare is not None:
        return _difference(query, on)
    return _single(query, on)


def _ranked(query: Query, on: Field) -> tuple[Any, list[str]]:
    groups = by_group(query, on)
    shown = groups[: query.limit] if query.limit else groups
    tied = [one for one in groups[len(shown) :] if shown and one[1] == shown[-1][1]]
    return [[name, value] for name, value in shown], say.ranking(query.metrics[0], shown, tied)


def _difference(query: Query, on: Field) -> tuple[Number | None, list[str]]:
    metric = query.metrics[0]
    current = as_number(measure(metric, on, query.period))
    before = as_number(measure(metric, on, query.compare))
    difference = None if current is None or before is None else round(current - before, 1)
    return difference, say.difference(query, current, before, difference)


def _single(query: Query, on: Field) -> tuple[Any, list[str]]:
    metric = query.metrics[0]
    found = measure(metric, on, query.period)
    if isinstance(found, list):
        return (found if query.output == "list" else len(found)), say.names(metric, found)
    if metric in figures.METRICS and query.output in ("list", "bool"):
        counted = numbers(metric, on, query.period)
        return (counted if query.output == "list" else len(counted)), say.hazard_numbers(metric, counted)
    return found, [say.figure(metric, found)]
