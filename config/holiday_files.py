"""Read the bureau's own notices of days off and make-up workdays: config/holidays/*.toml."""

from collections.abc import Sequence
from datetime import date, timedelta

from config.calendar import Notice
from config.festival_days import is_weekend
from config.reading import Section


def read_notice(top: Section) -> Notice:
    """Return the notice of one file. Raises TablesWrong."""
    source = top.text("source")
    announces = _year(top)
    off = dict(day for entry in top.sections("off") for day in _days_off(entry)) if top.has("off") else {}
    work = _workdays(top, top.entry("work")) if top.has("work") else frozenset()
    top.finish()
    if off.keys() & work:
        raise top.wrong("work", "同一天不能又放假又上班", sorted(map(str, off.keys() & work)))
    _check_year(top, announces, [*off, *work])
    return Notice(source=source, off=off, work=work, announces=announces)


def _year(top: Section) -> int | None:
    if not top.has("announces"):
        return None
    year = top.entry("announces")
    if not isinstance(year, int) or not 2000 <= year <= 2100:
        raise top.wrong("announces", "要写年份，例如 2027", year)
    return year


def _days_off(entry: Section) -> Sequence[tuple[date, str]]:
    name, first, last = entry.text("name"), _day(entry, "first"), _day(entry, "last")
    entry.finish()
    length = (last - first).days + 1
    # No notice ever gave more; a longer one is a wrong month.
    if not 1 <= length <= 16:
        raise entry.wrong("last", "末日要在首日之后的两周之内", str(last))
    return [(first + timedelta(days=n), name) for n in range(length)]


def _day(entry: Section, key: str) -> date:
    found = entry.entry(key)
    if not isinstance(found, date):
        raise entry.wrong(key, "要写日期，例如 2027-02-05", found)
    return found


def _workdays(top: Section, found: object) -> frozenset[date]:
    if not isinstance(found, list) or not all(isinstance(day, date) and is_weekend(day) for day in found):
        raise top.wrong("work", "要写成日期的列表，只写要上班的周六、周日", found)
    return frozenset(found)


def _check_year(top: Section, announces: int | None, days: Sequence[date]) -> None:
    # A notice may move the last days of the December before.
    stray = [str(day) for day in days if announces is not None and day.year not in (announces, announces - 1)]
    if stray or (announces is not None and len(days) == 0):
        raise top.wrong("announces", "放假和上班的日子要在这一年", stray)
