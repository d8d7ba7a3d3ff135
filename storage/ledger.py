"""The hazard ledger 「台账」: every hazard of a choice with all that is known of it, in one query per table."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, String, and_, cast, literal, or_, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from config.clock import TZ
from storage.evidence import Evidence, EvidenceUse
from storage.extensions import Extension
from storage.figures import Period
from storage.hazard_plans import HazardPlan
from storage.hazard_tags import HazardTag
from storage.hazards import OPEN_STATES, Hazard, HazardEvent, Rung
from storage.people import Person
from storage.reconciliations import came_late, freezes
from storage.supervisions import Supervision
from storage.units import Unit
from storage.vocabulary import (
    EvidenceKind,
    EvidenceState,
    Grade,
    HazardAction,
    HazardState,
    Phase,
    PlanPart,
    RungState,
    Tag,
)

T = TypeVar("T")

_SUBJECT = "hazard:"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Picture:
    """One stored picture of a hazard."""

    phase: Phase
    received_at: datetime
    file: str
    """Its path below the data folder."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One hazard of the ledger; "" and None where nothing is known."""

    hazard: Hazard
    unit: Unit
    reporter: str
    """Also of a tip: whoever draws the ledger keeps it back."""
    acceptor: str
    measures: str
    """What was last said to have been done."""
    opinion: str
    """What was said when it was accepted."""
    extensions: tuple[tuple[Extension, str], ...]
    """Wishes for a later deadline, oldest first, each with the name of who decided on it."""
    pictures: tuple[Picture, ...]
    """In the order in which they were sent."""
    rung: Rung | None
    """The last rung that was said."""
    tags: tuple[Tag, ...] = ()
    """In the order of the vocabulary."""
    supervisions: tuple[Supervision, ...] = ()
    """Oldest first, those that were lifted too."""
    plan: Mapping[PlanPart, str] = field(default_factory=dict)
    """What was last said of each of the five 「五落实」."""
    campaign: str = ""
    """What the special action is called that it counts under; "" where nobody looked it up or there is none."""
    is_late: bool = False
    """Whether it was entered after its month had been frozen 「补报」."""


Choice = ColumnElement[bool]
"""Which hazards the ledger lists; those made void are in none."""


def reported_in(period: Period) -> Choice:
    """Choose what was reported in the period, whatever became of it."""
    return and_(_within(col(Hazard.reported_at), period), col(Hazard.state) != HazardState.VOID)


def closed_in(period: Period) -> Choice:
    """Choose what was struck off in the period."""
    return and_(_within(col(Hazard.closed_at), period), col(Hazard.state) == HazardState.CLOSED)


def still_open() -> Choice:
    """Choose what is not struck off yet."""
    return col(Hazard.state).in_(OPEN_STATES)


def open_of(period: Period) -> Choice:
    """Choose what was reported in the period and is not struck off yet."""
    return and_(still_open(), reported_in(period))


def open_or_closed_in(period: Period) -> Choice:
    """Choose what is not struck off yet, and what was struck off in the period."""
    return or_(still_open(), closed_in(period))


def overdue_on(day: date) -> Choice:
    """Choose what is not struck off and should have been rectified before the day."""
    return and_(still_open(), col(Hazard.due_on) < day)


def of_grade(grade: Grade) -> Choice:
    """Choose what has the grade."""
    return col(Hazard.grade) == grade


def all_of(*choices: Choice) -> Choice:
    """Choose what all of these choose; at least one is given."""
    return and_(*choices)


def entries(session: Session, choice: Choice, unit_ids: Collection[int] | None) -> list[Entry]:
    """Return the chosen hazards of these units by number; None: of all units, also those no longer active."""
    wanted = choice if unit_ids is None else and_(choice, col(Hazard.unit_id).in_(unit_ids))
    ids = select(col(Hazard.id)).where(wanted)
    name_by_person = {
        person_id: name for person_id, name in session.execute(select(col(Person.id), col(Person.name)))
    }
    notes = _notes(session, ids)
    extensions = _by_hazard(session.scalars(_of(Extension, col(Extension.hazard_id), ids)), lambda one: one.hazard_id)
    pictures = _pictures(session, ids)
    rung_by_hazard = _rungs(session, ids)
    tags = _tags(session, ids)
    frozen = freezes(session)
    orders = _by_hazard(session.scalars(_of(Supervision, col(Supervision.hazard_id), ids)), lambda one: one.hazard_id)
    plans = _by_hazard(session.scalars(_of(HazardPlan, col(HazardPlan.hazard_id), ids)), lambda one: one.hazard_id)
    listed = select(Hazard, Unit).join(Unit, col(Unit.id) == col(Hazard.unit_id)).where(wanted)
    found: list[Entry] = []
    for hazard, unit in session.execute(listed.order_by(col(Hazard.number))):
        found.append(
            Entry(
                hazard=hazard,
                unit=unit,
                reporter=name_by_person.get(hazard.reported_by, ""),
                acceptor=name_by_person.get(hazard.closed_by, ""),
                measures=notes.get((hazard.id, HazardAction.SUBMIT), ""),
                opinion=notes.get((hazard.id, HazardAction.ACCEPT), ""),
                extensions=tuple((one, name_by_person.get(one.decided_by, "")) for one in extensions[hazard.id]),
                pictures=tuple(pictures[hazard.id]),
                rung=rung_by_hazard.get(hazard.id),
                tags=tuple(tags.get(hazard.id or 0, ())),
                supervisions=tuple(orders[hazard.id]),
                is_late=came_late(hazard.reported_at, hazard.entered_at, frozen),
                plan={one.part: one.said for one in plans[hazard.id]},
            )
        )
    return found


def _within(column: Mapped[datetime] | Mapped[datetime | None], period: Period) -> Choice:
    return and_(column >= _midnight(period.first), column < _midnight(period.last + _ONE_DAY))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TZ)


def _of(table: type[T], hazard_id: Mapped[int], ids: Select[int | None]) -> Select[T]:
    return select(table).where(hazard_id.in_(ids)).order_by(table.id)  # type: ignore[attr-defined]


def _by_hazard(rows: Iterable[T], hazard_of: Callable[[T], int]) -> Mapping[int, Sequence[T]]:
    found: defaultdict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[hazard_of(row)].append(row)
    return found


def _notes(session: Session, ids: Select[int | None]) -> dict[tuple[int | None, HazardAction], str]:
    """Return the last words said to each kind of move that the ledger quotes."""
    told = (
        select(col(HazardEvent.hazard_id), col(HazardEvent.action), col(HazardEvent.note))
        .where(
            col(HazardEvent.hazard_id).in_(ids),
            col(HazardEvent.action).in_([HazardAction.SUBMIT, HazardAction.ACCEPT]),
        )
        .order_by(col(HazardEvent.id))
    )
    return {(hazard_id, action): note for hazard_id, action, note in session.execute(told)}


def _pictures(session: Session, ids: Select[int | None]) -> Mapping[int, Sequence[Picture]]:
    subjects = ids.with_only_columns(literal(_SUBJECT) + cast(col(Hazard.id), String))
    rows = (
        select(EvidenceUse, Evidence)
        .join(Evidence, col(Evidence.id) == col(EvidenceUse.evidence_id))
        .where(
            col(EvidenceUse.subject).in_(subjects),
            col(EvidenceUse.withdrawn_at).is_(None),
            col(Evidence.kind) == EvidenceKind.IMAGE,
            col(Evidence.state) == EvidenceState.STORED,
        )
        .order_by(col(Evidence.id))
    )
    found: defaultdict[int, list[Picture]] = defaultdict(list)
    for use, one in session.execute(rows):
        found[int(use.subject.removeprefix(_SUBJECT))].append(Picture(use.phase, one.received_at, one.file))
    return found


def _rungs(session: Session, ids: Select[int | None]) -> dict[int | None, Rung]:
    said = _of(Rung, col(Rung.hazard_id), ids).where(col(Rung.state) == RungState.SAID)
    return {rung.hazard_id: rung for rung in session.scalars(said)}


def _tags(session: Session, ids: Select[int | None]) -> Mapping[int, Sequence[Tag]]:
    found: defaultdict[int, list[Tag]] = defaultdict(list)
    for row in session.scalars(select(HazardTag).where(col(HazardTag.hazard_id).in_(ids))):
        found[row.hazard_id].append(row.tag)
    order = list(Tag)
    return {hazard_id: sorted(tags, key=order.index) for hazard_id, tags in found.items()}
