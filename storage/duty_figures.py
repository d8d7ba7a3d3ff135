"""Read-only figures about duties: rounds of the night, meetings, drills, trainings, festival checks (taxonomy §6)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import Session, col

from config.clock import TZ
from storage.duties import Duty, DutyRecord
from storage.figures import Period
from storage.vocabulary import DutyState

PATROL = "patrol"
FESTIVAL_CHECK = "holiday_check"
ROUNDS_A_NIGHT = 2
"""How often the night shift goes round (taxonomy §6: 有住宿的机构每晚应巡 2 次)."""

_DONE = (DutyState.DONE, DutyState.LATE)
_NIGHT_SLOTS = "%/night%"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done and told: a meeting, a drill, a training."""

    unit_id: int
    day: date
    attendees: int


def nights(session: Session, period: Period | None, today: date) -> Period | None:
    """Return the nights of the period that are over, from the first that was ever planned; None where none is.

    The night of `today` has not ended; without a period it is all nights that are known of.
    """
    first_slot = session.scalar(
        select(func.min(col(Duty.slot))).where(col(Duty.code) == PATROL, col(Duty.slot).like(_NIGHT_SLOTS))
    )
    if first_slot is None:
        return None
    first = date.fromisoformat(first_slot.partition("/")[0])
    first = max(first, period.first) if period else first
    last = min(period.last, today - _ONE_DAY) if period else today - _ONE_DAY
    return Period(first, last) if first <= last else None


def rounds_owed(session: Session, unit_ids: Collection[int], over: Period) -> dict[int, int]:
    """Return for each unit how many rounds it owed in these nights, excused ones 「免办」 taken off."""
    owed = ROUNDS_A_NIGHT * ((over.last - over.first).days + 1)
    excused = _rounds(session, unit_ids, over, (DutyState.EXCUSED,))
    return {unit_id: owed - excused.get(unit_id, 0) for unit_id in unit_ids}


def rounds_done(session: Session, unit_ids: Collection[int], over: Period) -> dict[int, int]:
    """Return for each unit how many rounds were confirmed in these nights, late ones included."""
    done = _rounds(session, unit_ids, over, _DONE)
    return {unit_id: done.get(unit_id, 0) for unit_id in unit_ids}


def _rounds(
    session: Session, unit_ids: Collection[int], over: Period, states: tuple[DutyState, ...]
) -> dict[int, int]:
    # Slots begin with the day, so that the days of a period are a range of texts.
    rows = session.execute(
        select(col(Duty.unit_id), func.count())
        .where(
            col(Duty.unit_id).in_(unit_ids),
            col(Duty.code) == PATROL,
            col(Duty.slot) >= f"{over.first}/",
            col(Duty.slot) < f"{over.last + _ONE_DAY}/",
            col(Duty.slot).like(_NIGHT_SLOTS),
            col(Duty.state).in_(states),
        )
        .group_by(col(Duty.unit_id))
    )
    return {unit_id: count for unit_id, count in rows}


def done(session: Session, unit_ids: Collection[int], code: str, period: Period | None) -> list[Done]:
    """Return what these units did of one duty, earliest first; the same thing told twice counts once."""
    rows = select(col(DutyRecord.unit_id), col(DutyRecord.happened_at), col(DutyRecord.facts)).where(
        col(DutyRecord.code) == code, col(DutyRecord.unit_id).in_(unit_ids)
    )
    if period is not None:
        rows = rows.where(
            col(DutyRecord.happened_at) >= _midnight(period.first),
            col(DutyRecord.happened_at) < _midnight(period.last + _ONE_DAY),
        )
    return [
        Done(unit_id, happened_at.astimezone(TZ).date(), facts.get("attendees") or 0)
        for unit_id, happened_at, facts in session.execute(rows.order_by(col(DutyRecord.happened_at)))
        if not facts.get("is_repeat")
    ]


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one unit owed one duty, and how often it did it; excused ones 「免办」 are not owed."""

    owed: int
    done: int
    excused: int


def tallies(session: Session, unit_ids: Collection[int], over: Period) -> dict[tuple[int, str], Tally]:
    """Return for (unit, duty) what fell due in these days; late ones count as done; nothing due: no key."""
    rows = session.execute(
        select(
            col(Duty.unit_id),
            col(Duty.code),
            func.sum(case((col(Duty.state) != DutyState.EXCUSED, 1), else_=0)),
            func.sum(case((col(Duty.state).in_(_DONE), 1), else_=0)),
            func.sum(case((col(Duty.state) == DutyState.EXCUSED, 1), else_=0)),
        )
        .where(col(Duty.unit_id).in_(unit_ids), *_due_in(over))
        .group_by(col(Duty.unit_id), col(Duty.code))
    )
    return {(unit_id, code): Tally(owed, done, excused) for unit_id, code, owed, done, excused in rows}


def missed(session: Session, unit_id: int, code: str, over: Period) -> list[str]:
    """Return the slots of one duty that fell due in these days and were not done, earliest first."""
    rows = select(col(Duty.slot)).where(
        col(Duty.unit_id) == unit_id,
        col(Duty.code) == code,
        col(Duty.state).in_((DutyState.WAITING, DutyState.MISSED)),
        *_due_in(over),
    )
    return list(session.scalars(rows.order_by(col(Duty.due_at))))


def missed_by_unit(session: Session, unit_ids: Collection[int], over: Period) -> list[tuple[str, int, int]]:
    """Return (duty, unit id, how often) of what was missed in these days and not reported since, by duty."""
    rows = session.execute(
        select(col(Duty.code), col(Duty.unit_id), func.count())
        .where(
            col(Duty.unit_id).in_(unit_ids),
            col(Duty.state) == DutyState.MISSED,
            col(Duty.cutoff_at) >= _midnight(over.first),
            col(Duty.cutoff_at) < _midnight(over.last + _ONE_DAY),
        )
        .group_by(col(Duty.code), col(Duty.unit_id))
        .order_by(col(Duty.code), func.count().desc(), col(Duty.unit_id))
    )
    return [(code, unit_id, count) for code, unit_id, count in rows]


def done_once(session: Session, code: str) -> date | None:
    """Return the day on which a duty that is owed once was done first, None where nobody has told of it."""
    first = session.scalar(select(func.min(col(DutyRecord.happened_at))).where(col(DutyRecord.code) == code))
    return first.astimezone(TZ).date() if first else None


def unbroken(session: Session, unit_ids: Collection[int], codes: Collection[str], over: Period) -> dict[int, bool]:
    """Return for each unit that owed one of these duties in these days whether it has missed none so far."""
    is_missed = case((col(Duty.state) == DutyState.MISSED, 1), else_=0)
    rows = session.execute(
        select(col(Duty.unit_id), func.sum(is_missed))
        .where(
            col(Duty.unit_id).in_(unit_ids),
            col(Duty.code).in_(codes),
            col(Duty.state) != DutyState.EXCUSED,
            *_due_in(over),
        )
        .group_by(col(Duty.unit_id))
    )
    return {unit_id: not missed for unit_id, missed in rows}


def told_anything(session: Session, unit_ids: Collection[int], over: Period) -> set[int]:
    """Return the units that told of any duty done in these days."""
    rows = select(col(DutyRecord.unit_id)).where(
        col(DutyRecord.unit_id).in_(unit_ids),
        col(DutyRecord.happened_at) >= _midnight(over.first),
        col(DutyRecord.happened_at) < _midnight(over.last + _ONE_DAY),
    )
    return set(session.scalars(rows.distinct()))


def _due_in(over: Period) -> tuple[ColumnElement[bool], ...]:
    return col(Duty.due_at) >= _midnight(over.first), col(Duty.due_at) < _midnight(over.last + _ONE_DAY)


def checked(session: Session, unit_ids: Collection[int], slot: str) -> set[int]:
    """Return the units that made the check of one festival, named by its slot: 2026-national-day."""
    rows = select(col(Duty.unit_id)).where(
        col(Duty.unit_id).in_(unit_ids),
        col(Duty.code) == FESTIVAL_CHECK,
        col(Duty.slot) == slot,
        col(Duty.state).in_(_DONE),
    )
    return set(session.scalars(rows))


@dataclass(frozen=True, slots=True)
class Round:
    """One duty in one period over some units."""

    code: str
    slot: str
    due_at: datetime
    owed: int
    done: int


def rounds(session: Session, unit_ids: Collection[int], *, since: datetime, opened_by: datetime) -> list[Round]:
    """Return the rounds of these units that are due after `since` and open by `opened_by`, soonest due first.

    Excused units 「免办」 owe nothing.
    """
    is_done = case((col(Duty.state).in_(_DONE), 1), else_=0)
    due_at = func.max(col(Duty.due_at))
    rows = session.execute(
        select(col(Duty.code), col(Duty.slot), due_at, func.count(), func.sum(is_done))
        .where(
            col(Duty.unit_id).in_(unit_ids),
            col(Duty.due_at) > since,
            col(Duty.opens_at) <= opened_by,
            col(Duty.state) != DutyState.EXCUSED,
        )
        .group_by(col(Duty.code), col(Duty.slot))
        .order_by(due_at, col(Duty.code), col(Duty.slot))
    )
    return [Round(code, slot, due, owed, done) for code, slot, due, owed, done in rows]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TZ)
