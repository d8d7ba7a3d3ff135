"""When each wake-up last ran and how it went: what /readyz and `check` show."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Field, Session, col

from storage.columns import Table
from storage.database import insert_new


class JobRun(Table, table=True):
    """The last run of one job, in the place of the one before."""

    __tablename__ = "job_run"

    name: str = Field(primary_key=True, max_length=60)
    ran_at: datetime
    handled: int = 0
    error: str = ""


def last_run(session: Session, name: str) -> datetime | None:
    """Return when the job last ran, None where it never did."""
    run = session.get(JobRun, name)
    return run.ran_at if run else None


def note(session: Session, runs: Sequence[JobRun]) -> None:
    """Write down how these jobs ran, each in the place of its run before."""
    if runs:
        rows = [run.model_dump() for run in runs]
        insert_new(session, JobRun, rows)
        session.execute(update(JobRun), rows)


def all_runs(session: Session) -> Sequence[JobRun]:
    """Return the last run of every job that ever ran, by name."""
    return session.scalars(select(JobRun).order_by(col(JobRun.name))).all()
