"""An issued report closes the bureau's duty to make it: 月通报, 季通报, 按季排名, 半年小结, 全年总评 (T4-4…T4-8)."""

from collections.abc import Mapping
from dataclasses import replace

from sqlmodel import Session

from handlers import duty_book as book
from handlers.duty_book import Confirmation
from handlers.duty_period import slot_of_day
from handlers.intent import Asking
from storage import reports
from storage.report_periods import Span
from storage.reports import Report
from storage.vocabulary import Level, ReportKind

_CODES: Mapping[ReportKind, tuple[str, ...]] = {
    ReportKind.MONTH: ("month_circular",),
    ReportKind.QUARTER: ("quarter_circular", "quarter_ranking"),
    ReportKind.HALF_YEAR: ("half_year_summary",),
    ReportKind.YEAR: ("year_review",),
}
"""Codes of config/duties.toml. The dispatch of ten days is more than its sheet: it is told in words (T4-3)."""


def is_drafted(session: Session, code: str, slot: str) -> bool:
    """Return whether the report that fulfils the bureau's duty of this period was made: its letter reminds of it."""
    kind = next((one for one, codes in _CODES.items() if code in codes), None)
    return kind is not None and reports.was_made(session, kind, slot)


def enter(report: Report, span: Span, asking: Asking) -> None:
    """Record the report for the duties that it fulfils; those that the bureau does not owe are left out."""
    by_code = asking.desk.tables.duties.by_code
    for unit in asking.tree.by_id.values():
        if unit.level is not Level.BUREAU:
            continue
        for code in _CODES.get(report.kind, ()):
            rule = by_code.get(code)
            if rule is None or not any(slot.is_owed_by(unit) for slot in rule.slots):
                continue
            slot = slot_of_day(rule, span.last, asking.desk.tables)
            told = Confirmation(code, unit, (slot,), asking.now, {"report": report.title})
            book.enter_period(told, told.facts, slot, replace(asking, shown=()))
