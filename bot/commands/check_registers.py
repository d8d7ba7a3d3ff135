"""What the registers lack by township: the same counts as in chat (T2-1, T2-2, T3-2, T13, T14)."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from bot.commands.finding import Finding, hint
from config.tables import Tables
from config.zone import TZ
from handlers import register_figures, registers
from handlers.texts import register_overview as texts
from storage import units

AREA = "登记册"


def register_findings(session: Session, tables: Tables, now: datetime) -> Iterator[Finding]:
    """Yield the counts of the whole and of each township, as hints; nothing where there is no institution."""
    tree = units.tree(session)
    found = registers.holdings(session, tree, set(tree.by_id))
    if not found:
        return
    counted = register_figures.counted(found, tree, now.astimezone(TZ).date(), tables.registers)
    yield hint(AREA, texts.in_one_line("全部", counted.whole))
    for town, figures in counted.by_town.items():
        yield hint(AREA, texts.in_one_line(town, figures))
