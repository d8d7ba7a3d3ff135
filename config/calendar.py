"""Workdays and holidays by the State Council's yearly notices, and what stands in until one is out; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chinese_calendar import constants

from config import festival_days

_ONE_DAY = timedelta(days=1)
_NAMES = {
    "New Year's Day": festival_days.NEW_YEAR,
    "Spring Festival": festival_days.SPRING_FESTIVAL,
    "Tomb-sweeping Day": festival_days.QINGMING,
    "Labour Day": festival_days.LABOUR_DAY,
    "Dragon Boat Festival": festival_days.DRAGON_BOAT,
    "Mid-autumn Festival": festival_days.MID_AUTUMN,
    "National Day": festival_days.NATIONAL_DAY,
}
_FIRST_CONTESTED = (12, 29)
"""From this day of December on a day may belong to next year's arrangement: in 2018 the 29th became a workday."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Days off and make-up workdays 「调休」 as one notice gives them."""

    source: str
    off: Mapping[date, str]
    """Every day off with the holiday's name."""
    work: frozenset[date]
    """Weekend days that are worked."""
    announces: int | None = None
    """The year whose whole arrangement this is; None for a correction of single days."""


@dataclass(frozen=True, slots=True)
class HolidayBlock:
    """A holiday with the days off around it: both days included."""

    name: str
    first: date
    last: date
    is_provisional: bool


class WorkCalendar:
    """The one answer to “is this a workday”; it says which years are not announced and only counted provisionally."""

    def __init__(self, notices: Sequence[Notice] = ()) -> None:
        """Take the published arrangements that the library knows, then `notices` in order: the later one holds."""
        self._off: dict[date, str] = {day: _NAMES.get(name, name) for day, name in constants.holidays.items()}
        self._work: set[date] = set(constants.workdays)
        for notice in notices:
            self._apply(notice)
        by_notices = {notice.announces for notice in notices if notice.announces is not None}
        self.announced_years: frozenset[int] = frozenset(day.year for day in constants.holidays) | by_notices
        self._block_by_name: dict[tuple[int, str], HolidayBlock | None] = {}

    def is_announced(self, year: int) -> bool:
        """Return whether the arrangement of `year` is known."""
        return year in self.announced_years

    def is_provisional(self, first: date, last: date | None = None) -> bool:
        """Return whether any day from `first` to `last` (included) may still be moved by a notice to come."""
        return bool(self.provisional_years(first, last))

    def provisional_years(self, first: date, last: date | None = None) -> tuple[int, ...]:
        """Return the years, ascending, whose missing notice may still move a day from `first` to `last`, included."""
        last = last or first
        reach = last.year + 1 if (last.month, last.day) >= _FIRST_CONTESTED else last.year
        return tuple(year for year in range(first.year, reach + 1) if not self.is_announced(year))

    def is_workday(self, day: date) -> bool:
        """Return whether offices work on `day`.

        In a year that is not announced: weekdays without the legal holidays and the days made up for them 「补假」.
        """
        if day in self._work:
            return True
        if day in self._off or festival_days.is_weekend(day):
            return False
        return self.is_announced(day.year) or day not in festival_days.days_off_by_law(day.year)

    def add_workdays(self, day: date, workdays: int) -> date:
        """Return the n-th workday after `day`, which itself is day 0 and need not be a workday.

        Raises ValueError where `workdays` is below 1.
        """
        if workdays < 1:
            raise ValueError(f"{workdays} workdays cannot be counted forward")
        for _ in range(workdays):
            day = self.next_workday(day)
        return day

    def next_workday(self, day: date) -> date:
        """Return the first workday after `day`."""
        day += _ONE_DAY
        while not self.is_workday(day):
            day += _ONE_DAY
        return day

    def previous_workday(self, day: date) -> date:
        """Return the last workday before `day`."""
        day -= _ONE_DAY
        while not self.is_workday(day):
            day -= _ONE_DAY
        return day

    def workdays(self, first: date, last: date) -> tuple[date, ...]:
        """Return the workdays from `first` to `last` (included), ascending; empty where there are none."""
        days = (first + n * _ONE_DAY for n in range((last - first).days + 1))
        return tuple(day for day in days if self.is_workday(day))

    def block(self, year: int, name: str) -> HolidayBlock | None:
        """Return the holiday called `name` that ends in `year`, with the days off that touch it.

        In a year that is not announced: as it usually is, marked provisional. None where the year has none.
        Two holidays that make one block, as 国庆节 and 中秋节 of 2025, give the same days under either name.
        """
        if (year, name) not in self._block_by_name:
            self._block_by_name[year, name] = self._block(year, name)
        return self._block_by_name[year, name]

    def _block(self, year: int, name: str) -> HolidayBlock | None:
        if not self.is_announced(year):
            known = {name for _, name in festival_days.legal_days(year)}
            return HolidayBlock(name, *festival_days.usual_block(year, name), True) if name in known else None
        named = [day for day, holiday in self._off.items() if holiday == name and self._ends_in(day) == year]
        if not named:
            return None
        return HolidayBlock(name, self._edge(min(named), -_ONE_DAY), self._edge(max(named), _ONE_DAY), False)

    def blocks(self, year: int) -> tuple[HolidayBlock, ...]:
        """Return the legal holidays of `year` with the days off that touch them, earliest first."""
        names = dict.fromkeys(name for _, name in festival_days.legal_days(year))
        found = [block for name in names if (block := self.block(year, name)) is not None]
        return tuple(sorted(found, key=lambda block: block.first))

    def _apply(self, notice: Notice) -> None:
        if notice.announces is not None:
            self._off = {day: name for day, name in self._off.items() if day.year != notice.announces}
            self._work = {day for day in self._work if day.year != notice.announces}
        self._off = {day: name for day, name in self._off.items() if day not in notice.work} | dict(notice.off)
        self._work = (self._work - set(notice.off)) | notice.work

    def _ends_in(self, day: date) -> int:
        return self._edge(day, _ONE_DAY).year

    def _edge(self, day: date, step: timedelta) -> date:
        while not self.is_workday(day + step):
            day += step
        return day
