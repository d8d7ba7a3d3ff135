"""The duties of units as entries of a calendar file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from config.duty_period import Cadence
from config.tables import Tables
from config.zone import TZ
from handlers.papers.calendar_file import Appointment
from handlers.rules.duty_dates import year_to_announce
from handlers.texts import duty as texts


@dataclass(frozen=True, slots=True)
class Owed:
    """What a calendar must know of one duty, planned or foreseen."""

    unit_id: int
    unit: str
    code: str
    slot: str
    due_at: datetime


def appointments(owed: Iterable[Owed], tables: Tables) -> Iterator[Appointment]:
    """Return an entry for each, in the same order; duties that the tables no longer have are left out.

    Only duties have entries: a visit that is not announced 「四不两直」 is none, so it can be in no calendar (T9-2).
    """
    for one in owed:
        rule = tables.duties.by_code.get(one.code)
        if rule is None:
            continue
        year, festival = year_to_announce(rule, one.slot, one.due_at.astimezone(TZ).date(), tables) or (None, "")
        yield Appointment(
            unit_id=one.unit_id,
            unit=one.unit,
            code=one.code,
            slot=one.slot,
            name=rule.name,
            period=tables.duty_title(one.code, one.slot),
            due_at=one.due_at,
            basis=rule.basis,
            to_type=texts.how_to(one.code, one.slot),
            is_daily=rule.cadence is Cadence.DAILY,
            remark="".join(texts.remarks(never=(), unannounced_year=year, festival=festival)),
        )
