"""Bring a hazard ledger 「台账」 in: what would become of each row, and then all of it or nothing."""

import sys
from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlmodel import Session

from config.clock import TZ
from config.lexicon import read_lexicon
from config.settings import Settings
from config.tables import load_tables
from handlers.papers.ledger_reading import read_ledger
from handlers.papers.ledger_rows import Knowledge, resolve, told_differently
from handlers.papers.workbook import BookWrong
from storage import past_ledger, people, units
from storage.hazards import Hazard
from storage.past_ledger import LedgerHazard

_SAID_EVERY = 1000
_REMARKS_SHOWN = 50
_PROBLEM_SHOWN = 30


def bring_in(
    session: Session, content: bytes, settings: Settings, now: datetime, *, row_by_row: bool
) -> Iterator[str]:
    """Put the ledger into the caller's transaction and yield what was done. Raises BookWrong with all faults."""
    tables = load_tables(settings.config_dir)
    known = Knowledge(
        units=units.everyone(session),
        people=people.everybody(session),
        hazards=tables.hazards,
        campaigns=tables.campaigns,
        calendar=tables.calendar,
        lexicon=read_lexicon(settings.config_dir / "lexicon"),
        now=now.astimezone(TZ),
    )
    found = resolve(read_ledger(content), known, _say_progress)
    stored = past_ledger.known(session, found.hazards)
    faults = [*found.faults, *_of_others(found.hazards, stored, known)]
    if faults:
        raise BookWrong(faults)
    new = [row for row in found.hazards if row.origin not in stored]
    past_ledger.put(session, new, now=now)
    if row_by_row:
        yield from (_told(row, stored.get(row.origin)) for row in found.hazards)
    yield f"台账：新增 {len(new)} 条隐患，原来就有 {len(found.hazards) - len(new)} 条（没有改动）"
    shown = found.remarks[:_REMARKS_SHOWN]
    yield from (f"提示：{remark}" for remark in shown)
    if len(found.remarks) > len(shown):
        yield f"提示：……还有 {len(found.remarks) - len(shown)} 处"


def _say_progress(count: int) -> None:
    if count % _SAID_EVERY == 0:
        print(f"已看 {count} 行……", file=sys.stderr)


def _of_others(rows: list[LedgerHazard], stored: Mapping[str, Hazard], known: Knowledge) -> Iterator[str]:
    """Yield the rows whose number is that of another unit's hazard in the books."""
    name_by_id = {unit.id: unit.name for unit in known.units}
    for row in rows:
        hazard = stored.get(row.origin)
        if hazard is not None and hazard.unit_id != row.unit_id:
            yield f"{row.where}：编号 {row.code} 在库里是“{name_by_id[hazard.unit_id]}”的隐患，不是“{row.unit}”的"


def _told(row: LedgerHazard, hazard: Hazard | None) -> str:
    what = f"{row.unit} {row.place} {row.problem[:_PROBLEM_SHOWN]}".replace("  ", " ")
    if hazard is None:
        return f"{row.where}：新增 {what}（{row.state.term}，期限 {row.due_on}）"
    differs = told_differently(row, hazard)
    said = f"；和库里不同、没有改的：{'、'.join(differs)}" if differs else ""
    return f"{row.where}：已有 {hazard.number}号 {what}{said}"
