"""Hazards 「隐患」, everything that happened to them, and the rungs of their escalation."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, exists, func, select, text, update
from sqlmodel import Field, Session, col

from storage import counters
from storage.columns import Table, word_field
from storage.database import insert_new
from storage.vocabulary import Category, Grade, HazardAction, HazardSource, HazardState, RungState, VoidReason

OPEN_STATES = (
    HazardState.TO_CONFIRM,
    HazardState.RETURNED,
    HazardState.TO_ASSIGN,
    HazardState.TO_RECTIFY,
    HazardState.RECTIFYING,
    HazardState.NOT_ACCEPTED,
    HazardState.TO_ACCEPT,
)
_OPEN = text("state not in ('closed', 'void')")
_WAITING = text("state = 'waiting'")


class Hazard(Table, table=True):
    """One hazard of one unit; never deleted, only moved by the lifecycle."""

    __table_args__ = (Index("ix_hazard_open", "due_on", sqlite_where=_OPEN, postgresql_where=_OPEN),)

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    """What people type: 「整改完成 12」."""
    code: str = Field(unique=True, max_length=30)
    """What the ledger shows: YH20261123-003."""
    origin: str = Field(unique=True, max_length=260)
    """The message that reported it: a repeat of the message makes no second hazard."""
    unit_id: int = Field(foreign_key="unit.id", index=True)
    place: str = ""
    problem: str
    category: Category = word_field(Category)
    grade: Grade = word_field(Grade)
    suggested_grade: Grade | None = word_field(Grade, default=None)
    """What the bot suggests and nobody has decided; the clause is in `grade_reason`."""
    grade_reason: str = ""
    source: HazardSource = word_field(HazardSource)
    state: HazardState = word_field(HazardState)
    reported_at: datetime = Field(index=True)
    reported_by: int | None = Field(default=None, foreign_key="person.id")
    due_on: date
    """The last day for rectifying, that day included."""
    is_extended: bool = False
    owner_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    owner_name: str = ""
    submitted_at: datetime | None = None
    submitted_by: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = Field(default=None, index=True)
    closed_by: int | None = Field(default=None, foreign_key="person.id")
    paused_until: datetime | None = None
    """Somebody answered 「收到」: the ladder goes on after this moment."""
    ladder_version: str = Field(default="", max_length=20)
    deadline_version: str = Field(default="", max_length=20)
    entered_at: datetime | None = None
    """When it came into the books, where that was after it was found 「补录」; None: when it was reported."""
    is_on_the_spot: bool = False
    """Opened and accepted in one visit with both photos 「立行立改」."""
    void_reason: VoidReason | None = word_field(VoidReason, default=None)
    merged_into: int | None = Field(default=None, foreign_key="hazard.id", index=True)
    """The hazard at the same place that this report was merged into 「并入」; void, and still seen."""
    repeat_of: int | None = Field(default=None, foreign_key="hazard.id", index=True)
    """The earlier hazard of the same unit, place and category within the configured time 「同一处再次上报」."""
    reopened_from: int | None = Field(default=None, foreign_key="hazard.id", index=True)
    """The struck-off hazard whose recheck failed 「回头看」."""
    inspection_id: int | None = Field(default=None, foreign_key="inspection.id", index=True)
    """The visit in which it was found."""
    register_entry_id: int | None = None
    """The test or assessment in the register that found it (T6-2, T13-2)."""
    campaign: str = Field(default="", max_length=40, index=True)
    """The code of the special action 「专项行动」 that it counts under (config/campaigns.toml)."""
    needs_engineering: bool = False
    """A C or D grade building: closed by engineering acceptance and a new appraisal, never by photos (T13-4)."""
    funds_planned: int | None = None
    """In yuan (S1-7)."""
    funds_spent: int | None = None
    """In yuan."""


class HazardEvent(Table, table=True):
    """One thing that happened to a hazard; rows are only added."""

    __tablename__ = "hazard_event"

    id: int | None = Field(default=None, primary_key=True)
    hazard_id: int = Field(foreign_key="hazard.id", index=True)
    at: datetime
    action: HazardAction = word_field(HazardAction)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    state_before: HazardState | None = word_field(HazardState, default=None)
    state_after: HazardState = word_field(HazardState)
    message: str = Field(default="", max_length=260)
    """channel:message_id of the message that did it."""
    note: str = ""


class Rung(Table, table=True):
    """One rung of a hazard's ladder, counted from the deadline that it stands for."""

    __tablename__ = "hazard_rung"
    __table_args__ = (
        UniqueConstraint("hazard_id", "deadline", "rung"),
        Index("ix_hazard_rung_waiting", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: int | None = Field(default=None, primary_key=True)
    hazard_id: int = Field(foreign_key="hazard.id", index=True)
    deadline: date
    rung: int
    """From 1."""
    due_at: datetime
    state: RungState = word_field(RungState, default=RungState.WAITING)
    said_at: datetime | None = None
    told: str = ""
    """Names of those who were told, for the history."""


def new_numbers(session: Session, today: date) -> tuple[int, str]:
    """Return the next short number and the next ledger code of the day."""
    day = f"{today:%Y%m%d}"
    return counters.take_next(session, "hazard"), f"YH{day}-{counters.take_next(session, f'hazard-{day}'):03d}"


def by_number(session: Session, number: int) -> Hazard | None:
    """Return the hazard with this short number."""
    return session.scalars(select(Hazard).where(col(Hazard.number) == number)).first()


def by_code(session: Session, code: str) -> Hazard | None:
    """Return the hazard with this ledger code, in any case."""
    return session.scalars(select(Hazard).where(col(Hazard.code) == code.upper())).first()


def by_origin(session: Session, origin: str) -> Hazard | None:
    """Return the hazard that this message reported."""
    return session.scalars(select(Hazard).where(col(Hazard.origin) == origin)).first()


def open_in(session: Session, unit_ids: Collection[int]) -> Sequence[Hazard]:
    """Return the open hazards of these units, earliest deadline first."""
    rows = select(Hazard).where(col(Hazard.state).in_(OPEN_STATES), col(Hazard.unit_id).in_(unit_ids))
    return session.scalars(rows.order_by(col(Hazard.due_on), col(Hazard.number))).all()


def registered_in(session: Session, unit_ids: Collection[int]) -> Sequence[Hazard]:
    """Return the hazards of these units by number, those that were made void left out."""
    rows = select(Hazard).where(col(Hazard.unit_id).in_(unit_ids), col(Hazard.state) != HazardState.VOID)
    return session.scalars(rows.order_by(col(Hazard.number))).all()


def noted(session: Session, hazard_ids: Collection[int], beginning: str) -> set[int]:
    """Return which of these hazards were amended with a note that begins so."""
    rows = select(col(HazardEvent.hazard_id)).where(
        col(HazardEvent.hazard_id).in_(hazard_ids),
        col(HazardEvent.action) == HazardAction.AMEND,
        col(HazardEvent.note).startswith(beginning, autoescape=True),
    )
    return set(session.scalars(rows))


def like(session: Session, hazard: Hazard, *, since: datetime) -> Hazard | None:
    """Return the latest hazard of the same unit, category and place reported since then, an open one first.

    Never itself, nor one made void. None where the hazard names no place: nothing can be said of it.
    """
    if not hazard.place:
        return None
    rows = select(Hazard).where(
        col(Hazard.state) != HazardState.VOID,
        col(Hazard.unit_id) == hazard.unit_id,
        col(Hazard.category) == hazard.category,
        col(Hazard.place) == hazard.place,
        col(Hazard.reported_at) >= since,
        col(Hazard.origin) != hazard.origin,
    )
    is_closed = col(Hazard.state) == HazardState.CLOSED
    return session.scalars(rows.order_by(is_closed, col(Hazard.number).desc())).first()


def major_open(session: Session) -> Sequence[int]:
    """Return the ids of the open major hazards, earliest deadline first."""
    rows = select(col(Hazard.id)).where(col(Hazard.state).in_(OPEN_STATES), col(Hazard.grade) == Grade.MAJOR)
    return [one for one in session.scalars(rows.order_by(col(Hazard.due_on), col(Hazard.id))) if one is not None]


def merged_into(session: Session, hazard_id: int) -> Sequence[Hazard]:
    """Return the reports that were merged into this hazard, by number."""
    rows = select(Hazard).where(col(Hazard.merged_into) == hazard_id)
    return session.scalars(rows.order_by(col(Hazard.number))).all()


def reopened(session: Session, hazard_id: int) -> Sequence[Hazard]:
    """Return the hazards that were opened because a recheck of this one failed, by number."""
    rows = select(Hazard).where(col(Hazard.reopened_from) == hazard_id)
    return session.scalars(rows.order_by(col(Hazard.number))).all()


def move(session: Session, hazard: Hazard, after: HazardState, **values: Any) -> bool:
    """Bring the hazard from the state in which it was read to `after`; return False where somebody was faster.

    The row is read again either way. `values` are other columns that change with the state.
    """
    moved = session.connection().execute(
        update(Hazard)
        .where(col(Hazard.id) == hazard.id, col(Hazard.state) == hazard.state)
        .values(state=after, **values)
    )
    session.refresh(hazard)
    return moved.rowcount == 1


def hold(session: Session, hazard: Hazard) -> None:
    """Read the hazard anew and let nobody else change it before the end of this unit of work."""
    session.refresh(hazard, with_for_update=True)


def amend(session: Session, hazard: Hazard, **values: Any) -> None:
    """Put columns of a hazard right that was held before; its state stays."""
    session.connection().execute(update(Hazard).where(col(Hazard.id) == hazard.id).values(values))
    session.refresh(hazard)


def events(session: Session, hazard_id: int) -> Sequence[HazardEvent]:
    """Return what happened to the hazard, oldest first."""
    rows = select(HazardEvent).where(col(HazardEvent.hazard_id) == hazard_id)
    return session.scalars(rows.order_by(col(HazardEvent.id))).all()


def rungs(session: Session, hazard_id: int) -> Sequence[Rung]:
    """Return the rungs planned or climbed so far, oldest first."""
    return session.scalars(select(Rung).where(col(Rung.hazard_id) == hazard_id).order_by(col(Rung.id))).all()


def stop_rungs(session: Session, hazard_id: int) -> int:
    """Stop the rungs that nobody has been told of yet; return how many."""
    stopped = session.connection().execute(
        update(Rung)
        .where(col(Rung.hazard_id) == hazard_id, col(Rung.state) == RungState.WAITING)
        .values(state=RungState.STOPPED)
    )
    return stopped.rowcount


def without_waiting_rung(session: Session, *, due_by: date) -> Sequence[int]:
    """Return the ids of open hazards due by this day whose next rung is not planned, earliest deadline first."""
    planned = exists().where(
        col(Rung.hazard_id) == col(Hazard.id),
        col(Rung.deadline) == col(Hazard.due_on),
        col(Rung.state) == RungState.WAITING,
    )
    rows = select(col(Hazard.id)).where(
        col(Hazard.state).not_in([HazardState.CLOSED, HazardState.VOID]), col(Hazard.due_on) <= due_by, ~planned
    )
    return list(session.scalars(rows.order_by(col(Hazard.due_on), col(Hazard.id))))


def due_rungs(session: Session, *, now: datetime) -> Sequence[int]:
    """Return the ids of the rungs whose time has come, earliest first."""
    rows = select(col(Rung.id)).where(col(Rung.state) == RungState.WAITING, col(Rung.due_at) <= now)
    return list(session.scalars(rows.order_by(col(Rung.due_at), col(Rung.id))))


def next_rung_due(session: Session, *, after: datetime) -> datetime | None:
    """Return when the next rung after this moment is due, None where none is planned."""
    return session.scalar(
        select(func.min(col(Rung.due_at))).where(col(Rung.state) == RungState.WAITING, col(Rung.due_at) > after)
    )


def climbed(session: Session, hazard_id: int, deadline: date) -> int:
    """Return the highest rung that was said for this deadline, 0 for none."""
    highest = session.scalar(
        select(func.max(col(Rung.rung))).where(
            col(Rung.hazard_id) == hazard_id, col(Rung.deadline) == deadline, col(Rung.state) == RungState.SAID
        )
    )
    return highest or 0


def plan_rung(session: Session, hazard: Hazard, number: int, due_at: datetime) -> bool:
    """Write the rung down; return False where it stands there already.

    One that was stopped waits again: a deadline that was put off may be brought back to the same day.
    """
    row = {"hazard_id": hazard.id, "deadline": hazard.due_on, "rung": number, "due_at": due_at}
    if insert_new(session, Rung, [row]) == 1:
        return True
    revived = session.connection().execute(
        update(Rung)
        .where(
            col(Rung.hazard_id) == hazard.id,
            col(Rung.deadline) == hazard.due_on,
            col(Rung.rung) == number,
            col(Rung.state) == RungState.STOPPED,
        )
        .values(state=RungState.WAITING, due_at=due_at, said_at=None)
    )
    return revived.rowcount == 1


def move_rung(session: Session, rung_id: int, *, due_at: datetime) -> None:
    """Put a waiting rung off to `due_at`, as after an answer 「收到」."""
    session.connection().execute(
        update(Rung).where(col(Rung.id) == rung_id, col(Rung.state) == RungState.WAITING).values(due_at=due_at)
    )


def settle_rung(
    session: Session, rung_id: int, *, state: RungState, now: datetime, told: str = "", rung: int | None = None
) -> bool:
    """Decide a waiting rung, once however many processes try; `rung` where it was passed upwards meanwhile."""
    values = {"state": state, "said_at": now, "told": told} | ({} if rung is None else {"rung": rung})
    settled = session.connection().execute(
        update(Rung).where(col(Rung.id) == rung_id, col(Rung.state) == RungState.WAITING).values(values)
    )
    return settled.rowcount == 1


def owner_names(session: Session, unit_ids: Collection[int]) -> Sequence[str]:
    """Return the names of those who own hazards of these units, each once, by name."""
    names = select(col(Hazard.owner_name)).where(col(Hazard.unit_id).in_(unit_ids), col(Hazard.owner_name) != "")
    return session.scalars(names.distinct().order_by(col(Hazard.owner_name))).all()
