"""When the reports are drafted, and who approves and issues them: config/reports.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from config.gap_table import DaysOff
from config.reading import Section, clock_time, code, codes

KINDS = ("ten_days", "month", "quarter", "half_year", "year")
"""As storage.vocabulary.ReportKind calls them."""
_ROLES = ("township", "section", "leader", "admin")


@dataclass(frozen=True, slots=True)
class ReportTable:
    """The rules that all reports share."""

    draft_at_by_kind: Mapping[str, time]
    """When on the day after the period the draft is made; of all KINDS."""
    on_days_off: DaysOff
    told: tuple[str, ...]
    """The roles that are sent the draft."""
    approvers: tuple[str, ...]
    """The roles that may issue it and make it void."""
    major_stock_before: date
    """Major hazards found up to this day are the stock that is to be gone (G-3e)."""


def read_reports(top: Section) -> ReportTable:
    """Return the rules of the file. Raises TablesWrong."""
    times = top.section("draft_at")
    table = ReportTable(
        draft_at_by_kind={kind: times.settled(kind, clock_time) for kind in KINDS},
        on_days_off=top.settled("on_days_off", code(DaysOff)),
        told=top.settled("told", codes(_ROLES)),
        approvers=top.settled("approvers", codes(_ROLES)),
        major_stock_before=top.settled("major_stock_before", _day),
    )
    times.finish()
    top.finish()
    return table


def _day(found: object) -> date:
    try:
        return date.fromisoformat(found if isinstance(found, str) else "")
    except ValueError:
        raise ValueError("日期要写成 2024-12-31 这样") from None
