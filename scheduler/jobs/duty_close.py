"""Mark what is past its cut-off as missed 「未办」; a later confirmation makes it a late one."""

from datetime import datetime

from sqlalchemy import Engine

from config.tables import Tables
from storage import duties
from storage.database import work

NAME = "duty_close"


def run(engine: Engine, now: datetime, _tables: Tables) -> int:
    """Return how many duties became missed."""
    with work(engine) as session:
        return duties.miss(session, now=now)
