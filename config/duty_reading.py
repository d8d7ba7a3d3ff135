"""Readers for the optional values of a duty: days, spans, seasons, lists of words."""

from collections.abc import Callable, Collection
from datetime import date

Season = tuple[tuple[int, int], tuple[int, int]]
"""Month and day, first and last."""


def day(found: object) -> date:
    """Read a day."""
    if not isinstance(found, date):
        raise ValueError("日期要写成 2026-03-01 这样，不加引号")  # noqa: TRY004 - one kind of fault for all readers
    return found


def span(found: object) -> tuple[date, date]:
    """Read a first and a last day."""
    match found:
        case [date() as first, date() as last] if first <= last:
            return first, last
    raise ValueError("要写成 [首日, 末日]，例如 [2024-05-13, 2024-12-31]")


def season(found: object) -> Season:
    """Read the same days of every year: 06-01/06-30."""
    try:
        first, last = (date.fromisoformat(f"2023-{part}") for part in str(found).split("/"))
    except ValueError:
        raise ValueError("要写成 06-01/06-30 这样的起止月日") from None
    if first > last:
        raise ValueError("起止月日要按先后排")
    return (first.month, first.day), (last.month, last.day)


def words(found: object) -> tuple[str, ...]:
    """Read a list of texts that are not empty."""
    listed = found if isinstance(found, list) else []
    if not listed or not all(isinstance(one, str) and one.strip() for one in listed):
        raise ValueError("要写成不为空的文字的列表")
    return tuple(listed)


def one_of(known: Collection[str]) -> Callable[[object], str]:
    """Return the reader of one code out of `known`."""

    def read(found: object) -> str:
        if found not in known:
            raise ValueError(f"只能写 {'、'.join(known)}")
        return str(found)

    return read


def names(known: Collection[str]) -> Callable[[object], tuple[str, ...]]:
    """Return the reader of a list of codes out of `known`, which may be empty."""

    def read(found: object) -> tuple[str, ...]:
        if not isinstance(found, list) or any(one not in known for one in found) or len(set(found)) < len(found):
            raise ValueError(f"要写成列表，不重复，只能用 {'、'.join(known)}")
        return tuple(found)

    return read
