"""Read-only: which period of each duty a unit's list 「清单」 shows, what was ever done or missed of it (S2-4)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from storage.duties import Duty, DutyRecord
from storage.people import Person
from storage.vocabulary import DutyState

_RECENT = timedelta(days=3)
"""What closed within these days is found at once, with everything that is open; what closed before, duty by duty."""

Line = tuple[str, str]
"""Duty and the key of its slot: patrol, night1."""


def shown(session: Session, unit_id: int, codes: Collection[str], now: datetime) -> Mapping[Line, list[Duty]]:
    """Return for each line the periods that it shows, earliest first: those open and not done, and the latest opened.

    Where none has opened yet it is the next one; a line that has no row is left out.
    """
    rows = _rows(session, unit_id, codes, now)
    by_line: defaultdict[Line, list[Duty]] = defaultdict(list)
    for row in rows:
        by_line[row.code, row.slot.partition("/")[2]].append(row)
    return {line: _chosen(found, now) for line, found in by_line.items()}


def _rows(session: Session, unit_id: int, codes: Collection[str], now: datetime) -> Sequence[Duty]:
    of_unit = select(Duty).where(col(Duty.unit_id) == unit_id, col(Duty.code).in_(codes))
    near = session.scalars(of_unit.where(col(Duty.cutoff_at) >= now - _RECENT)).all()
    opened = {row.code for row in near if row.opens_at <= now}
    over = [
        session.scalars(
            select(Duty)
            .where(col(Duty.unit_id) == unit_id, col(Duty.code) == code, col(Duty.opens_at) <= now)
            .order_by(col(Duty.opens_at).desc(), col(Duty.id))
            .limit(1)
        ).first()
        for code in codes
        if code not in opened
    ]
    return [*near, *(row for row in over if row is not None)]


def _chosen(rows: Sequence[Duty], now: datetime) -> list[Duty]:
    """Return the rows of one line that are shown."""
    opened = sorted((row for row in rows if row.opens_at <= now), key=lambda row: (row.opens_at, row.id or 0))
    if not opened:
        return [min(rows, key=lambda row: row.opens_at)]
    return [row for row in opened if row is opened[-1] or row.state is DutyState.WAITING]


def missed_ever(session: Session, unit_id: int) -> set[str]:
    """Return the duties of which the unit missed some period."""
    rows = select(col(Duty.code)).where(col(Duty.unit_id) == unit_id, col(Duty.state) == DutyState.MISSED)
    return set(session.scalars(rows.distinct()))


def done_ever(session: Session, unit_id: int) -> set[str]:
    """Return the duties that the unit ever told to have done."""
    return set(session.scalars(select(col(DutyRecord.code)).where(col(DutyRecord.unit_id) == unit_id).distinct()))


def doers(session: Session, record_ids: Collection[int]) -> Mapping[int, str]:
    """Return the name of who told it, by the id of the record; a record of nobody is left out."""
    rows = session.execute(
        select(col(DutyRecord.id), col(Person.name))
        .join(Person, col(Person.id) == col(DutyRecord.person_id))
        .where(col(DutyRecord.id).in_(record_ids))
    )
    return {record_id: name for record_id, name in rows}
