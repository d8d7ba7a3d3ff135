"""When within a period something is due or said, as config/duties.toml writes it: `last-7 09:10`."""

import re
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from config.reading import clock_time


class Anchor(StrEnum):
    """The day of a period that a moment is counted from; START 「节日首日」 is the festival's own first day."""

    FIRST = "first"
    LAST = "last"
    FIRST_WORKDAY = "first_workday"
    LAST_WORKDAY = "last_workday"
    START = "start"


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of day some days before or after a day of the period: `last-7 09:10`."""

    anchor: Anchor
    days: int
    at: time

    @classmethod
    def parse(cls, found: object) -> "Moment":
        """Return the moment that was written. Raises ValueError, in Chinese, where it is none."""
        match = re.fullmatch(r"([a-z_]+)([+-]\d+)? (\d\d:\d\d)", found) if isinstance(found, str) else None
        if match is None or match[1] not in set(Anchor):
            raise ValueError(f"时间要写成 first 10:10 或 last-7 09:10 这样，开头只能用 {'、'.join(Anchor)}")
        return cls(Anchor(match[1]), int(match[2] or 0), clock_time(match[3]))

    def written(self) -> str:
        """Return the moment as `parse` reads it."""
        return f"{self.anchor.value}{f'{self.days:+d}' if self.days else ''} {self.at:%H:%M}"

    @property
    def needs_workdays(self) -> bool:
        """Return whether the moment moves with the work calendar."""
        return self.anchor in (Anchor.FIRST_WORKDAY, Anchor.LAST_WORKDAY)


def moments(found: object) -> tuple[Moment, ...]:
    """Read a list of moments."""
    if not isinstance(found, list):
        raise ValueError('要写成列表，例如 ["first 09:10"]')  # noqa: TRY004 - one kind of fault for all readers
    return tuple(map(Moment.parse, found))


class WorkdayShift(StrEnum):
    """What becomes of a due time or reminder on a day on which offices do not work."""

    KEEP = "keep"
    EARLIER = "earlier"
    LATER = "later"
