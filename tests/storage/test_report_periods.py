"""The periods that reports are about, at their edges."""

from datetime import date

import pytest

from storage.report_periods import before, holding, last_ended
from storage.vocabulary import ReportKind


@pytest.mark.parametrize(
    ("kind", "day", "first", "last", "key"),
    [
        (ReportKind.TEN_DAYS, date(2026, 2, 10), date(2026, 2, 1), date(2026, 2, 10), "2026-02-1"),
        (ReportKind.TEN_DAYS, date(2026, 2, 11), date(2026, 2, 11), date(2026, 2, 20), "2026-02-2"),
        (ReportKind.TEN_DAYS, date(2026, 2, 21), date(2026, 2, 21), date(2026, 2, 28), "2026-02-3"),
        (ReportKind.TEN_DAYS, date(2026, 12, 31), date(2026, 12, 21), date(2026, 12, 31), "2026-12-3"),
        (ReportKind.MONTH, date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29), "2028-02"),
        (ReportKind.QUARTER, date(2026, 9, 30), date(2026, 7, 1), date(2026, 9, 30), "2026-Q3"),
        (ReportKind.QUARTER, date(2026, 10, 1), date(2026, 10, 1), date(2026, 12, 31), "2026-Q4"),
        (ReportKind.HALF_YEAR, date(2026, 6, 30), date(2026, 1, 1), date(2026, 6, 30), "2026-H1"),
        (ReportKind.YEAR, date(2026, 6, 30), date(2026, 1, 1), date(2026, 12, 31), "2026"),
    ],
)
def test_a_day_lies_in_one_period_of_each_kind(
    kind: ReportKind, day: date, first: date, last: date, key: str
) -> None:
    span = holding(kind, day)

    assert (span.first, span.last, span.key) == (first, last, key)


@pytest.mark.parametrize("kind", list(ReportKind))
def test_periods_follow_each_other_without_a_gap(kind: ReportKind) -> None:
    span = holding(kind, date(2026, 3, 1))

    assert (span.first - before(span).last).days == 1
    assert last_ended(kind, span.first) == before(span)
    assert last_ended(kind, span.last) == before(span)
