"""Answer a question about figures: read it, count, and say number, scope, period and how it is computed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from config.clock import TZ
from handlers.desk import Desk
from handlers.questions import limit_signs as limits
from handlers.questions import say, signs
from handlers.questions.behind import parts
from handlers.questions.follow_up import FollowUp, read_follow_up
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
    is_counted: bool = False
    """Whether a figure was given at all."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at the figures: what they may see, and when."""

    session: Session
    now: datetime
    tree: Tree
    desk: Desk
    scope: Collection[int]

    @property
    def today(self) -> date:
        """Return the day in the county."""
        return self.now.astimezone(TZ).date()

    @property
    def everything(self) -> list[Unit]:
        """Return all institutions."""
        return self.tree.at(Level.INSTITUTION)

    @property
    def units(self) -> list[Unit]:
        """Return the institutions that may be seen."""
        return [unit for unit in self.everything if unit.id in self.scope]


def ask(session: Session, text: str, *, now: datetime, tree: Tree, desk: Desk, scope: Collection[int]) -> Answered:
    """Answer `text` from the figures of the units in `scope`, as they stand at `now`.

    The answer is a number, a list of names or hazard numbers, true or false, [name, number] pairs, or a dictionary
    where several figures are asked for at once.
    """
    viewer = Viewer(session, now, tree, desk, scope)
    query = read(text, viewer)
    return _outside(text, viewer) if query is None else answer(query, viewer)


def _outside(text: str, viewer: Viewer) -> Answered:
    """Return that there is no such figure, with the nearest: 演练完成率 has none, how many drilled is known."""
    words = [say.no_such_figure(text)]
    if (near := signs.NO_SUCH_RATE.search(text)) is not None:
        query = read(text.replace(near[0], near["deed"]), viewer)
        words += [say.nearest(answer(query, viewer).text)] if query is not None else []
    return Answered(None, None, "\n".join(words))


def read(text: str, viewer: Viewer) -> Query | None:
    """Return the question that the words ask, None where it is about no figure of ours."""
    plain = normalise(text, viewer.desk.lexicon.words).text
    return read_query(plain, viewer.now.astimezone(TZ), _known(viewer))


def going_on(text: str, last: Query, viewer: Viewer) -> FollowUp | None:
    """Return what the words want of the last question, None where they do not go on from it."""
    plain = normalise(text, viewer.desk.lexicon.words).text
    return read_follow_up(plain, last, viewer.now.astimezone(TZ), _known(viewer))


def answer(query: Query, viewer: Viewer) -> Answered:
    """Count what the question asks for, of what the viewer may see, and say it."""
    slot = _festival_slot(query, viewer.desk, viewer.today)
    if not slot and query.metrics[0].startswith("holiday_check"):
        return Answered(query.as_json(), None, say.which_festival())
    units, everything = viewer.units, viewer.everything
    ours, meant = in_scope(units, query), in_scope(everything, query)
    if meant and not ours:
        return Answered(query.as_json(), None, say.not_in_your_charge(query))
    on = field_of(viewer.session, query, ours, viewer.today, slot)
    found, lines = _figures(query, on)
    is_partly_others = bool(query.towns or query.orgs) and len(ours) < len(meant)
    whose = say.everything(len(units), is_all=len(units) == len(everything))
    words = say.answer(query, lines, viewer.now, everything=whose, units=len(ours) if is_partly_others else None)
    return Answered(query.as_json(), found, words, is_counted=True)


def field(query: Query, viewer: Viewer) -> Field:
    """Return what the question is counted on, of what the viewer may see."""
    slot = _festival_slot(query, viewer.desk, viewer.today)
    return field_of(viewer.session, query, in_scope(viewer.units, query), viewer.today, slot)


def _known(viewer: Viewer) -> Known:
    """Return the names that a question may hold: of all units, so that those of others are not overheard."""
    names = [
        UnitName(unit.id, unit.name, tuple(unit.short_names), unit.town, unit.type.term)
        for unit in viewer.everything
        if unit.id is not None
    ]
    owners = hazards.owner_names(viewer.session, [unit.id for unit in viewer.units if unit.id is not None])
    towns = tuple(dict.fromkeys(unit.town for unit in viewer.everything if unit.town))
    desk = viewer.desk
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
    if metric not in figures.METRICS or query.output in ("rate", "avg"):
        return found, [say.figure(metric, found), *say.working(metric, parts(metric, on, query.period))]
    counted = numbers(metric, on, query.period)
    lines = say.hazard_numbers(metric, counted, is_long=query.output == "list")
    if query.output == "list":
        return counted, lines
    return len(counted), [*say.yes_or_no(metric, len(counted)), *lines] if query.output == "bool" else lines
