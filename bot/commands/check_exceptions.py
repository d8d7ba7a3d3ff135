"""Which units do a duty at other times or in another cadence than the tables say 「例外」 (T4-9)."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from bot.commands.finding import Finding, hint
from config.tables import Tables
from config.zone import TZ
from handlers import duty_change
from handlers.texts.duty_change import in_line
from storage import duty_changes, units

AREA = "任务例外"


def exception_findings(session: Session, tables: Tables, now: datetime) -> Iterator[Finding]:
    """Yield a hint for each exception under which a period may still begin."""
    tree = units.tree(session)
    for row in duty_changes.in_force(session, now.astimezone(TZ).date(), list(tree.by_id)):
        unit = tree.by_id[row.unit_id].name
        yield hint(AREA, f"{unit} {in_line(duty_change.told(session, row, unit, tables))}")
