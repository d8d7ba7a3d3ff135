"""The days on which graves are visited 「祭扫」 and the weeks before them: config/rites.toml (T7-7…T7-11)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from config.festival_days import lunar_day, solar_term
from config.reading import Section, flag, whole

_ONE_DAY = timedelta(days=1)
_TERMS = ("清明", "冬至")


@dataclass(frozen=True, slots=True)
class RiteDay:
    """How the day is found in any year: a lunar month and day, or a solar term."""

    lunar: tuple[int, int] | None
    term: str = ""

    @classmethod
    def parse(cls, found: object) -> "RiteDay":
        """Return the day that was written. Raises ValueError, in Chinese, where it is none."""
        match = re.fullmatch(r"农历(\d{1,2})-(\d{1,2})|节气(\S+)", found) if isinstance(found, str) else None
        if match is not None and match[3] in _TERMS:
            return cls(None, match[3])
        if match is not None and match[1] and 1 <= int(match[1]) <= 12 and 1 <= int(match[2]) <= 29:
            return cls((int(match[1]), int(match[2])))
        raise ValueError(f"要写成 农历7-15 或 节气清明 这样，节气只能用 {'、'.join(_TERMS)}")

    def of(self, year: int) -> date:
        """Return the day in (for a lunar day: in the lunar year that begins in) `year`."""
        return solar_term(year, self.term) if self.lunar is None else lunar_day(year, *self.lunar)


@dataclass(frozen=True, slots=True)
class Rite:
    """One day of visiting graves."""

    code: str
    name: str
    is_asked: bool
    day: RiteDay


@dataclass(frozen=True, slots=True)
class RiteWindow:
    """The weeks before the day in one year; both days are included."""

    code: str
    name: str
    year: int
    opens_on: date
    day: date


@dataclass(frozen=True, slots=True)
class RiteTable:
    """All such days by code, in the order of the file."""

    by_code: Mapping[str, Rite]
    opens_before: timedelta
    """How long before the day the plan is asked for."""
    watched_before: timedelta
    watched_after: timedelta
    """How long around the day fire is watched every day."""

    def windows(self, year: int) -> tuple[RiteWindow, ...]:
        """Return the windows of the days of `year`, earliest first."""
        found = [
            RiteWindow(rite.code, rite.name, day.year, day - self.opens_before, day)
            for rite in self.by_code.values()
            if rite.is_asked
            for day in (rite.day.of(year),)
        ]
        return tuple(sorted(found, key=lambda window: (window.opens_on, window.code)))

    def watched_days(self, first: date, end: date) -> Iterator[date]:
        """Return the days from `first` to `end` (not included) on which fire is watched, in order."""
        days = {
            window.day + n * _ONE_DAY
            for year in range(first.year - 1, end.year + 2)
            for window in self.windows(year)
            for n in range(-self.watched_before.days, self.watched_after.days + 1)
        }
        yield from sorted(day for day in days if first <= day < end)

    def title(self, period: str) -> str:
        """Return how people call a window: 2026年清明节."""
        year, _, rite_code = period.partition("-")
        rite = self.by_code.get(rite_code)
        return f"{year}年{rite.name if rite is not None else rite_code}"


def read_rites(top: Section) -> RiteTable:
    """Return the days of the file. Raises TablesWrong."""
    days = {key: timedelta(days=top.settled(key, whole(0))) for key in _SPANS}
    rites = {code: _read_rite(code, top.section(code)) for code in top.names() if code not in _SPANS}
    return RiteTable(rites, *days.values())


_SPANS = ("opens_before_days", "watched_before_days", "watched_after_days")


def _read_rite(code: str, section: Section) -> Rite:
    rite = Rite(
        code=code,
        name=section.text("name"),
        is_asked=section.settled("is_asked", flag),
        day=section.settled("day", RiteDay.parse),
    )
    section.finish()
    return rite
