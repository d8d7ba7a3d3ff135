"""Planned duties 「任务」, the records that close them, and the reminder steps that ask for them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Index, UniqueConstraint, and_, case, func, or_, select, text, update
from sqlmodel import Field, Session, col

from config.clock import TZ
from storage.columns import Table, json_field, word_field
from storage.database import insert_new
from storage.units import Group, Tree, Unit
from storage.vocabulary import OWN_STEP, DutyState, StepState

_WAITING = text("state = 'waiting'")


class Duty(Table, table=True):
    """One unit owes one duty in one period; exists before it is due."""

    __table_args__ = (
        UniqueConstraint("unit_id", "code", "slot"),
        Index("ix_duty_waiting", "cutoff_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_duty_period", "code", "due_at"),
        Index("ix_duty_cutoff", "cutoff_at"),
        Index("ix_duty_slot", "code", "slot", "cutoff_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    code: str = Field(max_length=40)
    """A key of config/duties.toml."""
    slot: str = Field(max_length=60)
    """The period, as the cadence names it: 2026-11-23/night1, 2026-W48, 2026-Q4."""
    opens_at: datetime
    due_at: datetime
    cutoff_at: datetime
    """When it counts as missed and the missing list is made."""
    asked_from: datetime | None = None
    """From when it stands among what is to be done; None: from when it opens."""
    state: DutyState = word_field(DutyState, default=DutyState.WAITING)
    done_at: datetime | None = None
    record_id: int | None = Field(default=None, foreign_key="duty_record.id")
    excuse: str = ""
    """Why it need not be done 「免办」, and who said so."""
    policy_version: str = Field(default="", max_length=20)


class DutyRecord(Table, table=True):
    """What was done, as it was told; rows are added, and what is corrected keeps its versions."""

    __tablename__ = "duty_record"
    __table_args__ = (Index("ix_duty_record_unit", "unit_id", "code", "happened_at"),)

    id: int | None = Field(default=None, primary_key=True)
    origin: str = Field(unique=True, max_length=260)
    """The message that told it: a repeat of the message makes no second record."""
    unit_id: int = Field(foreign_key="unit.id")
    code: str = Field(max_length=40)
    happened_at: datetime
    reported_at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id")
    facts: dict[str, Any] = json_field(default_factory=dict)
    is_late: bool = False


class ReminderStep(Table, table=True):
    """One step of reminding one township (or the bureau) of one duty in one period."""

    __tablename__ = "reminder_step"
    __table_args__ = (
        UniqueConstraint("unit_id", "code", "slot", "step"),
        Index("ix_reminder_step_waiting", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id")
    """The unit whose group is told: a township office or the bureau."""
    code: str = Field(max_length=40)
    slot: str = Field(max_length=60)
    step: str = Field(max_length=20)
    """1, 2 … are reminders; `cutoff` is the missing list."""
    due_at: datetime
    state: StepState = word_field(StepState, default=StepState.WAITING)
    said_at: datetime | None = None


def of_period(session: Session, code: str, slot: str, unit_ids: Collection[int]) -> Sequence[Duty]:
    """Return these units' duties of one period, by unit id."""
    rows = select(Duty).where(col(Duty.code) == code, col(Duty.slot) == slot, col(Duty.unit_id).in_(unit_ids))
    return session.scalars(rows.order_by(col(Duty.unit_id))).all()


def of_unit(session: Session, unit_id: int, code: str, *, since: datetime, until: datetime) -> Sequence[Duty]:
    """Return the unit's duties of one kind with since ≤ due_at < until, earliest first."""
    rows = select(Duty).where(
        col(Duty.unit_id) == unit_id, col(Duty.code) == code, col(Duty.due_at) >= since, col(Duty.due_at) < until
    )
    return session.scalars(rows.order_by(col(Duty.due_at), col(Duty.id))).all()


def open_of_unit(session: Session, unit_ids: Collection[int], *, now: datetime) -> Sequence[Duty]:
    """Return the duties of these units that are open now and not done, earliest due first."""
    rows = select(Duty).where(
        col(Duty.state) == DutyState.WAITING, col(Duty.unit_id).in_(unit_ids), col(Duty.opens_at) <= now
    )
    return session.scalars(rows.order_by(col(Duty.due_at), col(Duty.id))).all()


def to_do(session: Session, unit_ids: Collection[int], *, now: datetime) -> Sequence[Duty]:
    """Return the open duties of these units that are asked for by now, earliest due first."""
    return [one for one in open_of_unit(session, unit_ids, now=now) if is_asked(one, now)]


def is_asked(duty: Duty, now: datetime) -> bool:
    """Return whether the duty stands by now among what is to be done."""
    return (duty.asked_from or duty.opens_at) <= now


def missed(session: Session, unit_ids: Collection[int], *, cut_off_since: datetime, now: datetime) -> Sequence[Duty]:
    """Return the duties of these units whose cut-off was between and that were not done, earliest due first."""
    rows = select(Duty).where(
        col(Duty.state) == DutyState.MISSED,
        col(Duty.unit_id).in_(unit_ids),
        col(Duty.cutoff_at) >= cut_off_since,
        col(Duty.cutoff_at) <= now,
    )
    return session.scalars(rows.order_by(col(Duty.due_at), col(Duty.id))).all()


def ahead(session: Session, unit_id: int, *, now: datetime) -> Sequence[Duty]:
    """Return what the unit has still to do and can do in time, also what is not open yet, earliest due first."""
    rows = select(Duty).where(
        col(Duty.state) == DutyState.WAITING, col(Duty.unit_id) == unit_id, col(Duty.cutoff_at) >= now
    )
    return session.scalars(rows.order_by(col(Duty.due_at), col(Duty.id))).all()


def of_slot(session: Session, unit_id: int, code: str, slot: str) -> Duty | None:
    """Return the unit's duty of one period as it stands now, None where none was planned."""
    found = select(Duty).where(col(Duty.unit_id) == unit_id, col(Duty.code) == code, col(Duty.slot) == slot)
    return session.scalars(found, execution_options={"populate_existing": True}).first()


def open_at(session: Session, unit_id: int, code: str, at: datetime) -> Duty | None:
    """Return the unit's waiting duty of this kind that could be done in time at `at`, the earliest due; or None."""
    rows = select(Duty).where(
        *(col(Duty.unit_id) == unit_id, col(Duty.code) == code, col(Duty.state) == DutyState.WAITING),
        *(col(Duty.opens_at) <= at, col(Duty.cutoff_at) >= at),
    )
    return session.scalars(rows.order_by(col(Duty.due_at))).first()


def last_missed(session: Session, unit_id: int, code: str) -> Duty | None:
    """Return the unit's latest missed duty of this kind, None where it missed none."""
    rows = select(Duty).where(
        col(Duty.unit_id) == unit_id, col(Duty.code) == code, col(Duty.state) == DutyState.MISSED
    )
    return session.scalars(rows.order_by(col(Duty.due_at).desc())).first()


def add_record(session: Session, record: DutyRecord) -> DutyRecord:
    """Keep the record; return the one that the same message left before, where there is one."""
    insert_new(session, DutyRecord, [record.model_dump(exclude={"id"})])
    return session.scalars(select(DutyRecord).where(col(DutyRecord.origin) == record.origin)).one()


def record_by_origin(session: Session, origin: str) -> DutyRecord | None:
    """Return what this message told of one period, None where it told nothing."""
    return session.scalars(select(DutyRecord).where(col(DutyRecord.origin) == origin)).first()


def latest_record(session: Session, unit_id: int, codes: Collection[str], *, since: datetime) -> DutyRecord | None:
    """Return what the unit told last of one of these duties since then, None where it told nothing."""
    rows = select(DutyRecord).where(
        col(DutyRecord.unit_id) == unit_id, col(DutyRecord.code).in_(codes), col(DutyRecord.reported_at) >= since
    )
    return session.scalars(rows.order_by(col(DutyRecord.reported_at).desc(), col(DutyRecord.id).desc())).first()


def latest_records(session: Session, unit_id: int, code: str, limit: int = 40) -> Sequence[DutyRecord]:
    """Return what the unit told last of one duty, newest first."""
    rows = select(DutyRecord).where(col(DutyRecord.unit_id) == unit_id, col(DutyRecord.code) == code)
    return session.scalars(rows.order_by(col(DutyRecord.id).desc()).limit(limit)).all()


def records_on(session: Session, unit_id: int, code: str, day: date) -> Sequence[DutyRecord]:
    """Return what the unit told of one duty as happened on `day`, oldest first."""
    begin = datetime.combine(day, time(), TZ)
    rows = select(DutyRecord).where(
        col(DutyRecord.unit_id) == unit_id,
        col(DutyRecord.code) == code,
        col(DutyRecord.happened_at) >= begin,
        col(DutyRecord.happened_at) < begin + timedelta(days=1),
    )
    return session.scalars(rows.order_by(col(DutyRecord.id))).all()


def close(session: Session, duty_id: int, state: DutyState, *, at: datetime, record_id: int) -> bool:
    """Mark a duty that is waiting or missed as done or reported late; return False where it was closed before."""
    closed = session.connection().execute(
        update(Duty)
        .where(col(Duty.id) == duty_id, col(Duty.state).in_([DutyState.WAITING, DutyState.MISSED]))
        .values(state=state, done_at=at, record_id=record_id)
    )
    return closed.rowcount == 1


def planned(session: Session, *, after: datetime) -> set[tuple[int, str, str]]:
    """Return (unit id, code, slot) of every duty whose cut-off lies after this moment."""
    rows = session.execute(
        select(col(Duty.unit_id), col(Duty.code), col(Duty.slot)).where(col(Duty.cutoff_at) > after)
    )
    return {(unit_id, code, slot) for unit_id, code, slot in rows}


NOT_DONE = (DutyState.WAITING, DutyState.MISSED)


def miss(session: Session, *, now: datetime) -> int:
    """Mark the duties whose cut-off is over as missed; return how many."""
    missed = session.connection().execute(
        update(Duty)
        .where(col(Duty.state) == DutyState.WAITING, col(Duty.cutoff_at) <= now)
        .values(state=DutyState.MISSED)
    )
    return missed.rowcount


def due_steps(session: Session, *, by: datetime) -> Sequence[tuple[ReminderStep, datetime]]:
    """Return the waiting steps whose time comes by then, earliest first, each with the cut-off of its duty."""
    cutoff = (
        select(func.max(col(Duty.cutoff_at)))
        .where(col(Duty.code) == col(ReminderStep.code), col(Duty.slot) == col(ReminderStep.slot))
        .scalar_subquery()
    )
    rows = session.execute(
        select(ReminderStep, cutoff)
        .where(col(ReminderStep.state) == StepState.WAITING, col(ReminderStep.due_at) <= by)
        .order_by(col(ReminderStep.due_at), col(ReminderStep.id))
    )
    return [(step, cutoff_at if cutoff_at is not None else step.due_at) for step, cutoff_at in rows]


def settle_step(
    session: Session, unit_id: int, code: str, slot: str, step: str, *, state: StepState, now: datetime
) -> bool:
    """Decide a waiting step; return False where another process has decided it."""
    settled = session.connection().execute(
        update(ReminderStep)
        .where(
            col(ReminderStep.unit_id) == unit_id,
            col(ReminderStep.code) == code,
            col(ReminderStep.slot) == slot,
            col(ReminderStep.step) == step,
            col(ReminderStep.state) == StepState.WAITING,
        )
        .values(state=state, said_at=now)
    )
    return settled.rowcount == 1


def next_step(session: Session, *, after: datetime) -> datetime | None:
    """Return when the next reminder after this moment is due, None where none is planned."""
    return session.scalar(
        select(func.min(col(ReminderStep.due_at))).where(
            col(ReminderStep.state) == StepState.WAITING, col(ReminderStep.due_at) > after
        )
    )


def steps_between(session: Session, unit_id: int, after: datetime, until: datetime) -> Sequence[ReminderStep]:
    """Return the unit's steps that wait for after < due_at ≤ until, earliest first."""
    rows = select(ReminderStep).where(
        col(ReminderStep.state) == StepState.WAITING,
        col(ReminderStep.due_at) > after,
        col(ReminderStep.due_at) <= until,
        # Not by the index of units: all that was ever said to one grows with the years, what waits does not.
        col(ReminderStep.unit_id) + 0 == unit_id,
    )
    return session.scalars(rows.order_by(col(ReminderStep.due_at), col(ReminderStep.id))).all()


def lacking(
    session: Session, unit_ids: Collection[int], *, due_since: datetime, cut_off_since: datetime, now: datetime
) -> Sequence[tuple[str, str]]:
    """Return (code, slot) of what these units should have done by now and have not, earliest due first.

    That is what was due since then and is still in its grace, and what was missed 「未办」 since `cut_off_since`.
    """
    in_grace = and_(col(Duty.state) == DutyState.WAITING, col(Duty.due_at) >= due_since, col(Duty.due_at) <= now)
    missed = and_(
        col(Duty.state) == DutyState.MISSED, col(Duty.cutoff_at) >= cut_off_since, col(Duty.cutoff_at) <= now
    )
    rows = session.execute(
        select(col(Duty.code), col(Duty.slot))
        .where(col(Duty.unit_id).in_(unit_ids), or_(in_grace, missed))
        .group_by(col(Duty.code), col(Duty.slot))
        .order_by(func.min(col(Duty.due_at)), col(Duty.code), col(Duty.slot))
    )
    return [(code, slot) for code, slot in rows]


def told_by(
    session: Session, tree: Tree, unit_id: int, code: str, slot: str, step: str | None = None
) -> Sequence[Duty]:
    """Return the duties of one period that are asked for in the group of `unit_id`, by unit name.

    Excused ones are left out; of one `step` alone, those units as well that it does not ask: a unit with other times
    has steps of its own.

    A unit is asked in the group of the nearest unit at or above it that has one; where nobody above has a group,
    it is asked at its direct superior.
    """
    with_group = set(session.scalars(select(col(Group.unit_id)).where(col(Group.is_active))))
    asked = [one for one in tree.below(unit_id) if tree.asked_at(one, with_group) == unit_id]
    owed = [duty for duty in of_period(session, code, slot, asked) if duty.state is not DutyState.EXCUSED]
    if step is None:
        return sorted(owed, key=lambda duty: tree.by_id[duty.unit_id].name)
    whose = step.partition(OWN_STEP)[2]
    apart = {int(whose)} if whose else _units_apart(session, unit_id, code, slot)
    owed = [duty for duty in owed if (duty.unit_id in apart) is bool(whose)]
    return sorted(owed, key=lambda duty: tree.by_id[duty.unit_id].name)


def _units_apart(session: Session, unit_id: int, code: str, slot: str) -> set[int]:
    """Return the units that have steps of their own in this period."""
    steps = select(col(ReminderStep.step)).where(
        *(col(ReminderStep.unit_id) == unit_id, col(ReminderStep.code) == code, col(ReminderStep.slot) == slot),
        col(ReminderStep.step).contains(OWN_STEP),
    )
    return {int(step.partition(OWN_STEP)[2]) for step in session.scalars(steps)}


def not_begun(session: Session, unit_id: int, codes: Collection[str], *, now: datetime) -> Sequence[Duty]:
    """Return the duties of these kinds that the unit need not do yet: planned, not open and not done."""
    rows = select(Duty).where(
        *(col(Duty.unit_id) == unit_id, col(Duty.code).in_(codes), col(Duty.state) == DutyState.WAITING),
        col(Duty.opens_at) > now,
    )
    return session.scalars(rows.order_by(col(Duty.id))).all()


def own_steps(session: Session, unit_id: int) -> Sequence[ReminderStep]:
    """Return the steps that are for this unit alone and not said yet."""
    rows = select(ReminderStep).where(
        col(ReminderStep.state) == StepState.WAITING, col(ReminderStep.step).endswith(f"{OWN_STEP}{unit_id}")
    )
    return session.scalars(rows.order_by(col(ReminderStep.id))).all()


def never_done(session: Session, unit_ids: Collection[int], code: str) -> Sequence[int]:
    """Return which of these units have never done the duty 「从未」, by id."""
    # One look for each unit: to read all that it ever did would cost more every day.
    has_done = select(col(DutyRecord.id)).where(col(DutyRecord.unit_id) == col(Unit.id), col(DutyRecord.code) == code)
    ever = select(col(Unit.id)).where(col(Unit.id).in_(unit_ids), has_done.exists())
    return sorted(set(unit_ids) - set(session.scalars(ever)))


def excuse(session: Session, unit_id: int, code: str, why: str, *, until: datetime, now: datetime) -> Sequence[str]:
    """Spare the unit what is open now, missed and not a day past its cut-off, or opens before `until`.

    Return the slots, earliest first.
    """
    excused = session.execute(
        update(Duty)
        .where(
            col(Duty.unit_id) == unit_id,
            col(Duty.code) == code,
            col(Duty.state).in_(NOT_DONE),
            col(Duty.cutoff_at) > now - timedelta(days=1),
            or_(col(Duty.opens_at) <= now, col(Duty.opens_at) < until),
        )
        .values(state=DutyState.EXCUSED, excuse=why[:500])
        .returning(col(Duty.opens_at), col(Duty.slot))
    )
    return [slot for _, slot in sorted((opens_at, slot) for opens_at, slot in excused)]


def restore(session: Session, unit_id: int, code: str, *, now: datetime) -> Sequence[str]:
    """Take back what was excused and is not a day past its cut-off; return the slots, earliest first."""
    restored = session.execute(
        update(Duty)
        .where(
            col(Duty.unit_id) == unit_id,
            col(Duty.code) == code,
            col(Duty.state) == DutyState.EXCUSED,
            col(Duty.cutoff_at) > now - timedelta(days=1),
        )
        .values(state=case((col(Duty.cutoff_at) <= now, DutyState.MISSED), else_=DutyState.WAITING), excuse="")
        .returning(col(Duty.opens_at), col(Duty.slot))
    )
    return [slot for _, slot in sorted((opens_at, slot) for opens_at, slot in restored)]
