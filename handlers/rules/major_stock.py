"""The stock of major hazards 「重大存量」 against its milestone (G-3e), and how it burns down in a week; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from config.zone import TZ


@dataclass(frozen=True, slots=True)
class Major:
    """One open major hazard."""

    number: int
    unit: str
    what: str
    found_on: date
    parts: int
    """How many of the five 「五落实」 are told."""
    is_supervised: bool
    """Whether it is supervised by name 「挂牌督办」."""
    owner: str
    """"" for nobody."""
    quiet_days: int
    """Since somebody last showed that it goes on."""
    days_over: int
    """0 where it is not overdue."""


@dataclass(frozen=True, slots=True)
class Week:
    """How the stock changed in the last seven days: before + opened = closed + now."""

    before: int
    opened: int
    closed: int
    now: int


@dataclass(frozen=True, slots=True)
class Stock:
    """The open major hazards of some units."""

    milestone: date
    old: Sequence[Major]
    """Found on or before the milestone: each must go, or have a file of supervision."""
    new: Sequence[Major]
    week: Week

    @property
    def unsupervised(self) -> list[int]:
        """Return the numbers of the old ones that nobody supervises by name."""
        return [one.number for one in self.old if not one.is_supervised]

    @property
    def count(self) -> int:
        """Return how many they are in all."""
        return len(self.old) + len(self.new)


def stock(found: Sequence[Major], milestone: date, week: Week) -> Stock:
    """Return the stock parted at the milestone, that day included, in the order given."""
    return Stock(
        milestone=milestone,
        old=[one for one in found if one.found_on <= milestone],
        new=[one for one in found if one.found_on > milestone],
        week=week,
    )


def week(still_open: Iterable[datetime], struck_off: Iterable[datetime], since: datetime) -> Week:
    """Return how the stock changed since the moment.

    `still_open` is when each that is open was found, `struck_off` when each that was struck off since was.
    """
    open_, gone = list(still_open), list(struck_off)
    opened = sum(at >= since for at in (*open_, *gone))
    return Week(before=len(open_) + len(gone) - opened, opened=opened, closed=len(gone), now=len(open_))


def quiet_days(last: datetime, today: date) -> int:
    """Return for how many days nothing was heard."""
    return (today - last.astimezone(TZ).date()).days
