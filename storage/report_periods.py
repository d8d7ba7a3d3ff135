"""The periods that reports are about: ten days 「旬」, months, quarters, half-years, years; pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from storage.figures import Period
from storage.vocabulary import ReportKind

_ONE_DAY = timedelta(days=1)
_MONTHS = {ReportKind.MONTH: 1, ReportKind.QUARTER: 3, ReportKind.HALF_YEAR: 6, ReportKind.YEAR: 12}
_SECOND, _THIRD = 11, 21
"""The days on which the second and the third ten days of a month begin."""
RANKED = frozenset({ReportKind.QUARTER, ReportKind.HALF_YEAR, ReportKind.YEAR})
"""The reports that hold a ranking (T4-6)."""


@dataclass(frozen=True, slots=True)
class Span:
    """One period of one kind of report."""

    kind: ReportKind
    first: date
    last: date

    @property
    def key(self) -> str:
        """Return how the period is stored: 2026-10-1, 2026-10, 2026-Q4, 2026-H2, 2026."""
        nth = (self.first.month - 1) // _MONTHS.get(self.kind, 1) + 1
        match self.kind:
            case ReportKind.TEN_DAYS:
                return f"{self.first:%Y-%m}-{min(self.first.day // 10, 2) + 1}"
            case ReportKind.MONTH:
                return f"{self.first:%Y-%m}"
            case ReportKind.QUARTER:
                return f"{self.first.year}-Q{nth}"
            case ReportKind.HALF_YEAR:
                return f"{self.first.year}-H{nth}"
            case ReportKind.YEAR:
                return str(self.first.year)

    @property
    def days(self) -> Period:
        """Return its days."""
        return Period(self.first, self.last)

    @property
    def quarters(self) -> int:
        """Return how many quarters it holds; 0 where it is shorter than one."""
        return _MONTHS.get(self.kind, 0) // 3


def holding(kind: ReportKind, day: date) -> Span:
    """Return the period of this kind that holds the day."""
    if kind is ReportKind.TEN_DAYS:
        begin = _THIRD if day.day >= _THIRD else _SECOND if day.day >= _SECOND else 1
        last = _month_after(day.replace(day=1), 1) - _ONE_DAY if begin == _THIRD else day.replace(day=begin + 9)
        return Span(kind, day.replace(day=begin), last)
    months = _MONTHS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Span(kind, first, _month_after(first, months) - _ONE_DAY)


def before(span: Span) -> Span:
    """Return the period of the same kind before it."""
    return holding(span.kind, span.first - _ONE_DAY)


def last_ended(kind: ReportKind, today: date) -> Span:
    """Return the latest period of this kind that is over today."""
    return before(holding(kind, today))


def _month_after(first: date, months: int) -> date:
    year, month = divmod(first.month - 1 + months, 12)
    return date(first.year + year, month + 1, 1)
