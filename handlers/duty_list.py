"""Gather the list 「清单」 of one unit: every duty that it owes, and how the present period of each stands (S2-4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from config.duty_table import DutyRule
from config.tables import Tables
from config.zone import TZ
from handlers import duty_change
from handlers.rules.duty_list import Mark, Standing, mark_of
from handlers.texts.duty_change import in_line
from handlers.texts.duty_list import Checklist, Entry
from storage import duty_figures, duty_lists
from storage.duties import Duty
from storage.duty_figures import Tally
from storage.figures import Period
from storage.units import Unit


@dataclass(frozen=True, slots=True)
class _Known:
    """What the entries are made of."""

    missed: set[str]
    done: set[str]
    doers: Mapping[int, str]
    tallies: Mapping[tuple[int, str], Tally]
    tables: Tables
    now: datetime


def gather(session: Session, unit: Unit, tables: Tables, now: datetime) -> Checklist:
    """Return the unit's list, in the order of the table of duties; a duty of which no period is planned is in it."""
    assert unit.id is not None
    rules = [rule for rule in tables.duties.by_code.values() if any(slot.is_owed_by(unit) for slot in rule.slots)]
    shown = duty_lists.shown(session, unit.id, [rule.code for rule in rules], now)
    records = [row.record_id for rows in shown.values() for row in rows if row.record_id is not None]
    today = now.astimezone(TZ).date()
    this_year = Period(date(today.year, 1, 1), today)
    known = _Known(
        missed=duty_lists.missed_ever(session, unit.id),
        done=duty_lists.done_ever(session, unit.id),
        doers=duty_lists.doers(session, records),
        tallies=duty_figures.tallies(session, [unit.id], this_year),
        tables=tables,
        now=now,
    )
    entries = tuple(entry for rule in rules for entry in _entries(rule, unit, shown, known))
    exceptions = tuple(in_line(one) for one in duty_change.in_force(session, unit, tables, today))
    return Checklist(unit=unit.name, at=now, entries=entries, exceptions=exceptions)


def _entries(
    rule: DutyRule, unit: Unit, shown: Mapping[duty_lists.Line, list[Duty]], known: _Known
) -> Iterator[Entry]:
    keys = dict.fromkeys(slot.key for slot in rule.slots if slot.is_owed_by(unit))
    rows = [row for key in keys for row in shown.get((rule.code, key), ())]
    for row in rows:
        yield _entry(rule, row, known)
    if not rows and _is_to_come(rule, known):
        yield Entry(name=rule.name, basis=rule.basis, mark=Mark.NOT_YET)


def _is_to_come(rule: DutyRule, known: _Known) -> bool:
    """Return whether the duty is still owed some day: a dated goal of the past is not."""
    return rule.once is None or rule.once[1] >= known.now.astimezone(TZ).date()


def _entry(rule: DutyRule, row: Duty, known: _Known) -> Entry:
    standing = Standing(
        state=row.state,
        asked_from=row.asked_from or row.opens_at,
        due_at=row.due_at,
        was_missed=rule.code in known.missed,
        was_done=rule.code in known.done,
    )
    tally = known.tallies.get((row.unit_id, rule.code), Tally(0, 0, 0))
    return Entry(
        name=rule.name,
        basis=rule.basis,
        mark=mark_of(standing, known.now),
        period=known.tables.duty_title(rule.code, row.slot),
        opens_at=row.opens_at,
        due_at=row.due_at,
        cutoff_at=row.cutoff_at,
        done_at=row.done_at,
        done_by=known.doers.get(row.record_id or 0, ""),
        excuse=row.excuse,
        owed_this_year=tally.owed,
        done_this_year=tally.done,
    )
