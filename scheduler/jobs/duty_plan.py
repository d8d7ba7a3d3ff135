"""Write down the duties and reminder steps of the days ahead, each once."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from scheduler import piecework
from scheduler.rules.duty_cadence import Occurrence, Planner, UnitFacts
from storage import duties, duty_changes, job_runs, units
from storage.database import insert_new, reading
from storage.duties import Duty, ReminderStep
from storage.units import Unit

NAME = "duty_plan"
_ONE_DAY = timedelta(days=1)


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Plan what is not planned yet up to the configured days ahead; return how many rows are new.

    What fell due while nobody planned is written down as well, from the last run on. On the very first run nothing
    is asked for whose cut-off is over: nobody could have known.
    """
    with reading(engine) as session:
        last_run = job_runs.last_run(session, NAME)
        tree = units.tree(session)
        with_group = {group.unit_id for group in units.groups(session)}
        planned = duties.planned(session, after=now)
        since = last_run or now
        changes = duty_changes.by_unit(session)
        touched = duty_changes.touched_since(session, since)
    today = now.astimezone(TZ).date()
    first = since.astimezone(TZ).date() - _ONE_DAY
    end = today + tables.reminders.plan_ahead + _ONE_DAY

    planner = Planner(tables)
    rules = tables.duties.by_code.values()

    def owed_by(unit: Unit, first: date, end: date, since: datetime) -> Iterator[Occurrence]:
        facts = UnitFacts.of(unit, changes.get(unit.id or 0, ()))
        return (
            one for rule in rules for one in planner.occurrences(rule, facts, first, end) if one.cutoff_at > since
        )

    def is_planned(unit: Unit) -> bool:
        if unit.id in touched:
            return False
        # The last day tells whether the days ahead are planned, tomorrow whether they still fit unit and tables.
        probes = (owed_by(unit, day, day + _ONE_DAY, now) for day in (today + _ONE_DAY, end - _ONE_DAY))
        return all((unit.id, one.code, one.slot) in planned for one in chain.from_iterable(probes))

    new_rows = 0

    def plan(session: Session, unit: Unit) -> bool:
        nonlocal new_rows
        assert unit.id is not None
        owed = list(owed_by(unit, first, end, since))
        if unit.id in touched:
            _take_back(session, unit.id, {one.code for one in changes[unit.id]}, owed, now)
        version = tables.version("duties")
        new_rows += insert_new(session, Duty, [_duty(unit, one, version) for one in owed])
        told = tree.asked_at(unit.id, with_group)
        new_rows += insert_new(session, ReminderStep, [row for one in owed for row in _steps(told, one, since)])
        return bool(owed)

    piecework.each(engine, [unit for unit in tree.by_id.values() if not is_planned(unit)], plan)
    return new_rows


def _take_back(
    session: Session, unit_id: int, codes: Collection[str], owed: Sequence[Occurrence], now: datetime
) -> None:
    """Remove what an exception has moved: duties not begun and the unit's own steps; what has begun stays."""
    wanted = {(one.code, one.slot): (one.opens_at, one.due_at, one.cutoff_at) for one in owed}
    for duty in duties.not_begun(session, unit_id, codes, now=now):
        if wanted.get((duty.code, duty.slot)) != (duty.opens_at, duty.due_at, duty.cutoff_at):
            session.delete(duty)
    steps = {(one.code, one.slot, step.name, step.due_at) for one in owed for step in one.steps}
    for step in duties.own_steps(session, unit_id):
        if (step.code, step.slot, step.step, step.due_at) not in steps:
            session.delete(step)
    session.flush()


def _duty(unit: Unit, one: Occurrence, version: str) -> dict[str, Any]:
    return {
        "unit_id": unit.id,
        "code": one.code,
        "slot": one.slot,
        "opens_at": one.opens_at,
        "due_at": one.due_at,
        "cutoff_at": one.cutoff_at,
        "asked_from": one.asked_from,
        "policy_version": version,
    }


def _steps(told: int, one: Occurrence, since: datetime) -> Iterator[dict[str, Any]]:
    for step in one.steps:
        if step.due_at > since:
            yield {"unit_id": told, "code": one.code, "slot": one.slot, "step": step.name, "due_at": step.due_at}
