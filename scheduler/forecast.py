"""What will be owed and asked for in days to come, worked out without writing anything."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session

from config.duty_table import Told
from config.tables import Tables
from config.zone import TZ
from scheduler import addressees
from scheduler.rules.duty_cadence import Occurrence, Planner, UnitFacts
from scheduler.rules.duty_reminder import is_list
from storage import duty_changes, units
from storage.messages import Recipient
from storage.units import Tree, Unit

_ONE_DAY = timedelta(days=1)
_STEP_REACH = timedelta(days=31)
"""How far outside its period a reminder may lie."""


@dataclass(frozen=True, slots=True)
class PlannedDuty:
    """One duty that one unit will owe."""

    unit: str
    occurrence: Occurrence
    unit_id: int


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """One card that will be said unless everybody has done it by then."""

    at: datetime
    code: str
    slot: str
    step: str
    """1, 2 … are reminders; `cutoff` is the missing list."""
    asked_at: str
    """The unit in whose group it is said."""
    recipients: tuple[Recipient, ...]
    units: tuple[str, ...]
    """Who is asked, by name."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What will happen in a span of days."""

    duties: tuple[PlannedDuty, ...]
    """By due time, duty, unit."""
    reminders: tuple[PlannedReminder, ...]
    """By time."""


def forecast(
    session: Session, first: date, last: date, tables: Tables, unit_ids: Collection[int] | None = None
) -> Forecast:
    """Return the duties of the periods that touch `first` to `last` (included), and the reminders of these days.

    Of all active units, or of `unit_ids` alone. Raises TablesWrong as the cadence does.
    """
    tree, looking = units.tree(session), _Looking(session, tables)
    wanted = [unit for unit_id, unit in tree.by_id.items() if unit_ids is None or unit_id in unit_ids]
    duties = [
        PlannedDuty(unit.name, one, unit.id or 0)
        for unit in wanted
        for one in looking.owed(unit, first, last + _ONE_DAY)
    ]
    return Forecast(
        duties=tuple(sorted(duties, key=lambda duty: (duty.occurrence.due_at, duty.occurrence.code, duty.unit))),
        reminders=tuple(_reminders(session, tree, wanted, (first, last), tables, looking)),
    )


class _Looking:
    """Looks ahead for the units of a session: each occurrence is worked out once, exceptions are minded."""

    def __init__(self, session: Session, tables: Tables) -> None:
        self._rules = tables.duties.by_code.values()
        self._planner = Planner(tables)
        self._changes = duty_changes.by_unit(session)

    def owed(self, unit: Unit, first: date, end: date) -> Iterator[Occurrence]:
        facts = UnitFacts.of(unit, self._changes.get(unit.id or 0, ()))
        for rule in self._rules:
            yield from self._planner.occurrences(rule, facts, first, end)


def _reminders(
    session: Session, tree: Tree, wanted: Sequence[Unit], days: tuple[date, date], tables: Tables, looking: _Looking
) -> Iterator[PlannedReminder]:
    with_group = {group.unit_id for group in units.groups(session)}
    asked: defaultdict[_Card, list[str]] = defaultdict(list)
    for unit in wanted:
        assert unit.id is not None
        told_at = tree.asked_at(unit.id, with_group)
        for one in looking.owed(unit, days[0] - _STEP_REACH, days[1] + _STEP_REACH):
            for step in one.steps:
                if days[0] <= step.due_at.astimezone(TZ).date() <= days[1]:
                    asked[_Card(step.due_at, one.code, one.slot, step.name, told_at)].append(unit.name)
    recipients = _Recipients(session, tree, tables)
    for card, names in sorted(asked.items()):
        yield PlannedReminder(
            at=card.at,
            code=card.code,
            slot=card.slot,
            step=card.step,
            asked_at=tree.by_id[card.told_at].name,
            recipients=recipients.of(card),
            units=tuple(sorted(names)),
        )


class _Card(NamedTuple):
    """What makes reminders of several units one card."""

    at: datetime
    code: str
    slot: str
    step: str
    told_at: int


class _Recipients:
    """Who hears a card; the same for every card of one place and kind, so it is looked up once."""

    def __init__(self, session: Session, tree: Tree, tables: Tables) -> None:
        self._session = session
        self._tree = tree
        self._tables = tables
        self._known: dict[tuple[int, tuple[Told, ...]], tuple[Recipient, ...]] = {}

    def of(self, card: _Card) -> tuple[Recipient, ...]:
        told = self._tables.duties.by_code[card.code].told_at_cutoff if is_list(card.step) else (Told.GROUP,)
        key = (card.told_at, told)
        if key not in self._known:
            self._known[key] = tuple(addressees.of_unit(self._session, self._tree, card.told_at, told))
        return self._known[key]
