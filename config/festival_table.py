"""The windows in which every institution is checked once: festivals and 两会, config/festivals.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from config.calendar import WorkCalendar
from config.reading import Section, flag, whole

Span = tuple[date, date]
"""First and last day, both included."""


@dataclass(frozen=True, slots=True)
class Window:
    """One festival of one year: the days in which the check is asked for, all of them included."""

    code: str
    name: str
    year: int
    opens_on: date
    starts_on: date
    ends_on: date
    is_provisional: bool
    """The dates of this year are not announced; these are assumed."""
    unannounced_event: str = ""
    """The event whose own dates are missing; "" where it is the year's holiday arrangement."""


@dataclass(frozen=True, slots=True)
class Festival:
    """One festival or event and its dates, year by year."""

    code: str
    name: str
    is_asked: bool
    basis: str
    holiday: str
    """The holiday of the work calendar that gives the dates of years not entered; "" where `usual` does."""
    usual: tuple[tuple[int, int], tuple[int, int]] | None
    """Month and day, first and last, of years not entered, where no holiday gives them."""
    dates: Mapping[int, Span]

    def span(self, year: int, calendar: WorkCalendar) -> tuple[Span, bool] | None:
        """Return its days in `year` and whether they are provisional; None where the year has none."""
        if year in self.dates:
            return self.dates[year], False
        if self.usual is not None:
            (first_month, first_day), (last_month, last_day) = self.usual
            return (date(year, first_month, first_day), date(year, last_month, last_day)), True
        block = calendar.block(year, self.holiday)
        return None if block is None else ((block.first, block.last), block.is_provisional)


@dataclass(frozen=True, slots=True)
class FestivalTable:
    """All festivals by code, in the order of the file."""

    by_code: Mapping[str, Festival]
    opens_before: timedelta
    """How long before the first day the window opens."""

    def windows(self, year: int, calendar: WorkCalendar) -> tuple[Window, ...]:
        """Return the windows of the festivals that end in `year`, earliest opening first.

        A festival whose days lie within another's, as 中秋节 within 国庆节 of 2025, is checked with that one.
        """
        asked = [festival for festival in self.by_code.values() if festival.is_asked]
        found = [window for festival in asked if (window := self._window(festival, year, calendar)) is not None]
        alone = [
            window
            for n, window in enumerate(found)
            if not any(_swallows(other, window, is_listed_before=m < n) for m, other in enumerate(found))
        ]
        return tuple(sorted(alone, key=lambda window: (window.opens_on, window.code)))

    def title(self, period: str) -> str:
        """Return how people call a window: 2026年国庆节."""
        year, _, festival_code = period.partition("-")
        festival = self.by_code.get(festival_code)
        return f"{year}年{festival.name if festival is not None else festival_code}"

    def _window(self, festival: Festival, year: int, calendar: WorkCalendar) -> Window | None:
        known = festival.span(year, calendar)
        if known is None:
            return None
        (first, last), is_provisional = known
        return Window(
            code=festival.code,
            name=festival.name,
            year=year,
            opens_on=first - self.opens_before,
            starts_on=first,
            ends_on=last,
            is_provisional=is_provisional,
            unannounced_event=festival.name if is_provisional and festival.usual is not None else "",
        )


def _swallows(wide: Window, narrow: Window, *, is_listed_before: bool) -> bool:
    if wide is narrow or not (wide.starts_on <= narrow.starts_on and narrow.ends_on <= wide.ends_on):
        return False
    return (wide.starts_on, wide.ends_on) != (narrow.starts_on, narrow.ends_on) or is_listed_before


def read_festivals(top: Section) -> FestivalTable:
    """Return the festivals of the file. Raises TablesWrong."""
    days = top.settled("opens_before_days", whole(0))
    festivals = {
        festival_code: _read_festival(festival_code, top.section(festival_code))
        for festival_code in top.names()
        if festival_code != "opens_before_days"
    }
    return FestivalTable(festivals, timedelta(days=days))


def _read_festival(festival_code: str, section: Section) -> Festival:
    name = section.text("name")
    otherwise = section.settled("otherwise", _otherwise)
    festival = Festival(
        code=festival_code,
        name=name,
        is_asked=section.settled("is_asked", flag),
        basis=section.text("basis"),
        holiday=name if otherwise is None else "",
        usual=otherwise,
        dates=section.settled("dates", _dates),
    )
    section.finish()
    return festival


def _otherwise(found: object) -> tuple[tuple[int, int], tuple[int, int]] | None:
    fault = ValueError("要写 holiday（按放假安排）或 03-01/03-15 这样的起止月日")
    if found == "holiday":
        return None
    if not isinstance(found, str):
        raise fault
    try:
        first, last = (date.fromisoformat(f"2023-{part}") for part in found.split("/"))
    except ValueError:
        raise fault from None
    if first > last:
        raise fault
    return (first.month, first.day), (last.month, last.day)


def _dates(found: object) -> dict[int, Span]:
    if not isinstance(found, list):
        raise ValueError("要写成 [[首日, 末日], …]")  # noqa: TRY004 - one kind of fault for all readers
    spans = [_span(one) for one in found]
    by_year = {last.year: (first, last) for first, last in spans}
    if len(by_year) < len(spans):
        raise ValueError("同一年写了两次")
    return by_year


def _span(found: object) -> Span:
    match found:
        case [date() as first, date() as last] if first <= last:
            return first, last
    raise ValueError("每一项要写成 [首日, 末日]，例如 [2026-03-04, 2026-03-12]")
