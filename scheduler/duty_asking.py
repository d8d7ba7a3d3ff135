"""Who is asked for a duty of a period at one place, and who of them has not done it: the same in every list."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from config.tables import Tables
from handlers import report_duties
from handlers.texts import decision as decision_texts
from handlers.texts import duty as texts
from handlers.texts.duty import Asked
from scheduler.rules import duty_cadence
from storage import decisions, duties
from storage.duties import Duty
from storage.units import Tree
from storage.vocabulary import DutyState, Level


def owed(session: Session, tree: Tree, unit_id: int, code: str, slot: str, step: str | None = None) -> Sequence[Duty]:
    """Return the duties of this period that are asked for at the unit, by one step or at all, by unit name.

    A report that was drafted is left out until its cut-off: the letter with the draft has reminded of it.
    """
    rows = duties.told_by(session, tree, unit_id, code, slot, step)
    if not report_duties.is_drafted(session, code, slot):
        return rows
    return [
        row for row in rows if row.state is not DutyState.WAITING or tree.by_id[row.unit_id].level != Level.BUREAU
    ]


def asked(
    session: Session, tree: Tree, code: str, slot: str, rows: Sequence[Duty], *, planned_at: datetime, tables: Tables
) -> Asked:
    """Return what a card says of these duties of one period."""
    not_done = [row.unit_id for row in rows if row.state in duties.NOT_DONE]
    never = duties.never_done(session, not_done, code)
    missing_notice = duty_cadence.unannounced(tables.duties.by_code[code], slot, tables)
    return texts.asked(
        tables,
        code,
        slot,
        due_at=max((row.due_at for row in rows), default=planned_at),
        total=len(rows),
        not_done=[tree.by_id[one].name for one in not_done],
        remarks=(
            *_left_open(session, code, not_done, tables),
            *texts.remarks(
                never=[tree.by_id[one].name for one in never],
                unannounced_year=missing_notice.year if missing_notice else None,
                festival=missing_notice.festival if missing_notice else "",
            ),
        ),
    )


def _left_open(session: Session, code: str, owing: Sequence[int], tables: Tables) -> list[str]:
    """Return the remark about what earlier meetings of this kind decided and nobody has carried out."""
    if code not in tables.confirmations.decisions.meetings:
        return []
    left = [one for one in decisions.open_of(session, owing) if one.code == code]
    return [decision_texts.remark(len({one.unit_id for one in left}), len(left))] if left else []


def asked_now(
    session: Session,
    tree: Tree,
    unit_id: int,
    code: str,
    slot: str,
    *,
    planned_at: datetime,
    tables: Tables,
    step: str | None = None,
) -> Asked | None:
    """Return what a card says now of a duty of one period, None where nobody is left to be asked."""
    if code not in tables.duties.by_code:
        return None
    rows = owed(session, tree, unit_id, code, slot, step)
    found = asked(session, tree, code, slot, rows, planned_at=planned_at, tables=tables)
    return found if found.not_done else None
