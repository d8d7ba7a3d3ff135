"""Duties of years past, put in together: what was done, each once, and what was missed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col

from storage.database import insert_new
from storage.duties import NOT_DONE, Duty, DutyRecord
from storage.records import ORIGIN, Count, ids_by_origin
from storage.vocabulary import DutyState


@dataclass(frozen=True, slots=True)
class Period:
    """One round of a duty, as config/duties.toml has it today."""

    slot: str
    opens_at: datetime
    due_at: datetime
    cutoff_at: datetime
    policy_version: str


@dataclass(frozen=True, slots=True)
class PastDuty:
    """One thing that was done."""

    origin: str
    """The name by which a second import knows it again; begins with ORIGIN."""
    unit_id: int
    code: str
    happened_at: datetime
    facts: Mapping[str, Any]
    period: Period | None
    """None where the unit owes no such duty: it was done all the same."""

    @property
    def state(self) -> DutyState:
        """Return the state of the duty that it closes."""
        is_late = self.period is not None and self.happened_at > self.period.cutoff_at
        return DutyState.LATE if is_late else DutyState.DONE


@dataclass(frozen=True, slots=True)
class MissedDuty:
    """One thing that was owed and not done."""

    unit_id: int
    code: str
    period: Period


def put_done(session: Session, done: Sequence[PastDuty]) -> Mapping[str, Count]:
    """Add what was done and the duties that it closes; return by code how many records were new.

    A duty that is planned already is closed by what was done; one that is closed already stays as it is.
    """
    known = set(session.scalars(select(col(DutyRecord.origin)).where(col(DutyRecord.origin).startswith(ORIGIN))))
    new = [row for row in {row.origin: row for row in done}.values() if row.origin not in known]
    insert_new(session, DutyRecord, [_record(row) for row in new])
    _close(session, _first_by_period(new))
    all_by_code, new_by_code = Counter(row.code for row in done), Counter(row.code for row in new)
    return {code: Count(new_by_code[code], all_by_code[code] - new_by_code[code]) for code in all_by_code}


def put_missed(session: Session, missed: Sequence[MissedDuty]) -> int:
    """Add the duties that were not done; one that is stored already stays as it is. Return how many are new."""
    return insert_new(session, Duty, [_duty(row.unit_id, row.code, row.period) for row in missed])


def _first_by_period(done: Sequence[PastDuty]) -> Mapping[tuple[int, str, str], tuple[PastDuty, Period]]:
    """Return for each unit and period what was done first: that is what closed the duty."""
    first: dict[tuple[int, str, str], tuple[PastDuty, Period]] = {}
    for row in sorted(done, key=lambda row: row.happened_at):
        if row.period is not None:
            first.setdefault((row.unit_id, row.code, row.period.slot), (row, row.period))
    return first


def _close(session: Session, first_by_period: Mapping[tuple[int, str, str], tuple[PastDuty, Period]]) -> None:
    record_ids = ids_by_origin(session, col(DutyRecord.origin), col(DutyRecord.id))
    planned = {
        (unit_id, code, slot): (duty_id, state)
        for unit_id, code, slot, duty_id, state in session.execute(
            select(col(Duty.unit_id), col(Duty.code), col(Duty.slot), col(Duty.id), col(Duty.state)).where(
                col(Duty.code).in_({code for _, code, _ in first_by_period})
            )
        )
    }
    to_add, to_close = [], []
    for key, (row, period) in first_by_period.items():
        closed = {"state": row.state, "done_at": row.happened_at, "record_id": record_ids[row.origin]}
        if key not in planned:
            to_add.append(_duty(row.unit_id, row.code, period) | closed)
        elif planned[key][1] in NOT_DONE:
            to_close.append({"row_id": planned[key][0], **closed})
    insert_new(session, Duty, to_add)
    if to_close:
        session.connection().execute(update(Duty).where(col(Duty.id) == bindparam("row_id")), to_close)


def _record(row: PastDuty) -> dict[str, Any]:
    return {
        "origin": row.origin,
        "unit_id": row.unit_id,
        "code": row.code,
        "happened_at": row.happened_at,
        "reported_at": row.happened_at,
        "facts": dict(row.facts),
        "is_late": row.state is DutyState.LATE,
    }


def _duty(unit_id: int, code: str, period: Period) -> dict[str, Any]:
    return {
        "unit_id": unit_id,
        "code": code,
        "slot": period.slot,
        "opens_at": period.opens_at,
        "due_at": period.due_at,
        "cutoff_at": period.cutoff_at,
        "state": DutyState.MISSED,
        "policy_version": period.policy_version,
    }
