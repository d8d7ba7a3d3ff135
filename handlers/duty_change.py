"""Decide an exception of a unit to one of its duties 「例外」, take it back, tell of it (T4-9)."""

from datetime import date, datetime

from sqlmodel import Session

from config.duty_moment import Moment
from config.duty_period import Cadence
from config.tables import Tables
from config.zone import TZ
from handlers.intent import Asking, Sorry
from handlers.rules.access import Standing, standing
from handlers.rules.duty_change import last_day_of_ended
from handlers.texts import duty_change as texts
from handlers.texts.duty_change import Told
from storage import duty_changes
from storage.duty_changes import DutyException
from storage.people import Person
from storage.units import Unit


def told(session: Session, row: DutyException, unit: str, tables: Tables) -> Told:
    """Return the exception as it is told."""
    assert row.id is not None
    rule = tables.duties.by_code.get(row.code)
    term_by_key = {slot.key: slot.term for slot in rule.slots} if rule else {}
    times = [(term_by_key.get(key, ""), Moment.parse(written)) for key, written in row.times.items()]
    cadence = Cadence(row.cadence) if row.cadence else None
    is_weekly = (cadence or (rule.cadence if rule else None)) is Cadence.WEEKLY
    return Told(
        number=row.id,
        unit=unit,
        duty=rule.name if rule else row.code,
        what=texts.what(times, cadence, is_weekly=is_weekly),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        reason=row.reason,
        decided_by=_name(session, row.decided_by),
        ended_by=_name(session, row.ended_by) if row.ended_at else "",
    )


def history(session: Session, unit: Unit, tables: Tables) -> list[Told]:
    """Return all exceptions of the unit, in the order in which they were said."""
    assert unit.id is not None
    return [told(session, row, unit.name, tables) for row in duty_changes.history(session, unit.id)]


def in_force(session: Session, unit: Unit, tables: Tables, on: date) -> list[Told]:
    """Return those that hold for a period of the unit that begins on this day or later."""
    assert unit.id is not None
    return [told(session, row, unit.name, tables) for row in duty_changes.in_force(session, on, [unit.id])]


def end(number: int, asking: Asking) -> DutyException:
    """Take the exception back for the periods that have not begun. Raises Sorry."""
    row = asking.session.get(DutyException, number)
    stands = standing(asking.person, asking.tree, row.unit_id) if row is not None else Standing.OUTSIDE
    if row is None or stands is Standing.OUTSIDE:
        raise Sorry(texts.no_such(number))
    if stands is not Standing.SUPERIOR:
        raise Sorry(texts.only_superiors())
    if row.ended_at is not None:
        raise Sorry(texts.ended_before(number))
    row.valid_until = last_day_of_ended(row.valid_from, _day(asking.now))
    row.ended_by, row.ended_at = asking.person.id, asking.now
    asking.session.add(row)
    asking.session.flush()
    return row


def _day(at: datetime) -> date:
    return at.astimezone(TZ).date()


def _name(session: Session, person_id: int | None) -> str:
    person = session.get(Person, person_id) if person_id is not None else None
    return person.name if person else ""
