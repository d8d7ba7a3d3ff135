"""How reports and their periods are called: 2026年10月上旬调度, 2026年第3季度."""

from datetime import date

from storage.report_periods import Span
from storage.vocabulary import ReportKind

_TENS = ("上旬", "中旬", "下旬")


def called(span: Span) -> str:
    """Return how the report is called, which is also how one asks for it."""
    match span.kind:
        case ReportKind.TEN_DAYS:
            return f"{days(span)}调度"
        case ReportKind.MONTH | ReportKind.QUARTER:
            return f"{days(span)}通报"
        case ReportKind.HALF_YEAR:
            return f"{days(span)}小结"
        case ReportKind.YEAR:
            return f"{days(span)}全年总评"


def days(span: Span) -> str:
    """Return how the period is called."""
    year, month = span.first.year, span.first.month
    match span.kind:
        case ReportKind.TEN_DAYS:
            return f"{year}年{month}月{_TENS[min(span.first.day // 10, 2)]}"
        case ReportKind.MONTH:
            return f"{year}年{month}月"
        case ReportKind.QUARTER:
            return f"{year}年第{(month + 2) // 3}季度"
        case ReportKind.HALF_YEAR:
            return f"{year}年{'上' if month == 1 else '下'}半年"
        case ReportKind.YEAR:
            return f"{year}年"


def day(one: date) -> str:
    """Return the day as it is read in a sentence."""
    return f"{one.month}月{one.day}日"
