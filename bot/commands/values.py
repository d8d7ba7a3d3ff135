"""Read the values of a command line; what is wrong with one is said in Chinese."""

from argparse import ArgumentTypeError
from datetime import date, datetime

from config.clock import TZ


def day(text: str) -> date:
    """Return the day that was written. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"要写成 2026-12-01 这样的日期，不能是 {text!r}") from None


def moment(text: str) -> datetime:
    """Return the moment that was written, of the county where it names no zone. Raises ArgumentTypeError."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"要写成 2026-12-01T08:00 这样的时间，不能是 {text!r}") from None
    return at if at.tzinfo else at.replace(tzinfo=TZ)
