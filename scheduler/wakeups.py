"""A few fixed wake-ups in memory; the rows decide what is due, so a missed one needs no catching up."""

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from time import monotonic

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from config.clock import Clock
from config.tables import Tables
from config.zone import TZ
from scheduler.jobs import (
    books_audit,
    decision_watch,
    duty_close,
    duty_escalate,
    duty_plan,
    duty_remind,
    evening_list,
    expiry_watch,
    gaps_ask,
    hazard_escalate,
    hazard_follow,
    hot_work_watch,
    inspection_watch,
    major_weekly,
    morning_list,
    plan_watch,
    reconcile,
    report_draft,
    section_weekly,
    tip_forget,
    tip_urge,
)
from scheduler.jobs.books_audit import BooksWrong
from scheduler.piecework import SomeFailed
from scheduler.rules.duty_reminder import settle
from storage import duty_changes, job_runs
from storage.database import reading, work
from storage.job_runs import JobRun

log = logging.getLogger(__name__)

Job = Callable[[Engine, datetime, Tables], int]

EVERY = timedelta(seconds=15)
EVERY_BY_JOB = {
    duty_plan.NAME: timedelta(hours=1),
    hazard_follow.NAME: timedelta(minutes=10),
    tip_forget.NAME: timedelta(hours=1),
    expiry_watch.NAME: timedelta(hours=1),
    decision_watch.NAME: timedelta(minutes=10),
    plan_watch.NAME: timedelta(minutes=30),
    books_audit.NAME: timedelta(hours=1),
    report_draft.NAME: timedelta(minutes=10),
    duty_escalate.NAME: timedelta(minutes=5),
}
"""What is not run at every tick."""
CLOCK_LOOKED_AT_EVERY = timedelta(seconds=2)
JUMP = timedelta(seconds=2)

# Planned before closed, closed before asked for: each reads what the one before has written, the audit all of it.
# The evening list before single reminders: its place in the day is kept for it.
JOBS: Mapping[str, Job] = {
    duty_plan.NAME: duty_plan.run,
    duty_close.NAME: duty_close.run,
    morning_list.NAME: morning_list.run,
    evening_list.NAME: evening_list.run,
    duty_remind.NAME: duty_remind.run,
    duty_escalate.NAME: duty_escalate.run,
    hazard_escalate.NAME: hazard_escalate.run,
    hazard_follow.NAME: hazard_follow.run,
    hot_work_watch.NAME: hot_work_watch.run,
    inspection_watch.NAME: inspection_watch.run,
    reconcile.NAME: reconcile.run,
    report_draft.NAME: report_draft.run,
    gaps_ask.NAME: gaps_ask.run,
    major_weekly.NAME: major_weekly.run,
    section_weekly.NAME: section_weekly.run,
    expiry_watch.NAME: expiry_watch.run,
    decision_watch.NAME: decision_watch.run,
    plan_watch.NAME: plan_watch.run,
    tip_urge.NAME: tip_urge.run,
    tip_forget.NAME: tip_forget.run,
    books_audit.NAME: books_audit.run,
}


def times_of_day(tables: Tables) -> tuple[time, ...]:
    """Return when something is said every day though no row waits for it: the lists of morning and evening."""
    rules = tables.reminders
    wanted = (rules.push.morning.at, rules.push.evening.at)
    return tuple(settle(datetime.combine(date.min, at, TZ), rules, minds_quiet_hours=True).time() for at in wanted)


def tick(engine: Engine, now: datetime, tables: Tables) -> int:
    """Run what is to be run at `now`; return how much was handled. A job that fails is noted, the others run."""
    with reading(engine) as session:
        last = {run.name: run.ran_at for run in job_runs.all_runs(session)}
        changed = duty_changes.last_touched(session)
    runs = [
        _run(engine, now, tables, name, job)
        for name, job in JOBS.items()
        if _is_due(name, last.get(name), changed, now)
    ]
    try:
        with work(engine) as session:
            # A plan that failed keeps its old time: it is tried again at the next tick, from where it stopped.
            job_runs.note(session, [run for run in runs if not (run.error and run.name == duty_plan.NAME)])
    except SQLAlchemyError:
        log.exception("the runs at %s could not be noted", now)
    return sum(run.handled for run in runs)


def _run(engine: Engine, now: datetime, tables: Tables, name: str, job: Job) -> JobRun:
    try:
        return JobRun(name=name, ran_at=now, handled=job(engine, now, tables))
    except (SomeFailed, BooksWrong) as failed:
        return JobRun(name=name, ran_at=now, error=str(failed))
    except Exception as failed:
        log.exception("job %s failed", name)
        return JobRun(name=name, ran_at=now, error=f"{type(failed).__name__}: {failed}"[:500])


def _is_due(name: str, last: datetime | None, changed: datetime | None, now: datetime) -> bool:
    if name not in EVERY_BY_JOB or last is None:
        return True
    # What somebody has just changed is planned at once.
    is_changed = name == duty_plan.NAME and changed is not None and changed >= last
    return is_changed or not last <= now < last + EVERY_BY_JOB[name]


class Wakeups:
    """Calls `tick` every few seconds on a thread of its own, also after the machine's clock was set."""

    def __init__(self, engine: Engine, clock: Clock, tables: Tables, on_tick: Callable[[], object]) -> None:
        """Take the parts; `on_tick` is called after each tick that handled something."""
        self._engine = engine
        self._clock = clock
        self._tables = tables
        self._on_tick = on_tick
        self._offset = self._drift()
        self._scheduler = BackgroundScheduler(
            timezone=TZ, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def start(self) -> None:
        """Begin; the first tick is at once."""
        at_once = datetime.now(TZ)  # noqa: TID251 - the scheduler's own time, not the county's
        self._scheduler.add_job(
            self._tick, "interval", seconds=EVERY.total_seconds(), id="tick", next_run_time=at_once
        )
        self._scheduler.start()

    def stop(self) -> None:
        """End, waiting for a tick that is running."""
        self._scheduler.shutdown(wait=True)

    def look_at_clock(self) -> None:
        """Wake the scheduler where the machine's clock was set: set back, it would sleep till the old time."""
        offset = self._drift()
        if abs(offset - self._offset) > JUMP.total_seconds():
            log.warning("the machine's clock was set by %.0f s", offset - self._offset)
            self._scheduler.modify_job("tick", next_run_time=datetime.now(TZ))  # noqa: TID251
        self._offset = offset

    def _tick(self) -> None:
        if tick(self._engine, self._clock(), self._tables):
            self._on_tick()

    @staticmethod
    def _drift() -> float:
        return datetime.now(TZ).timestamp() - monotonic()  # noqa: TID251
