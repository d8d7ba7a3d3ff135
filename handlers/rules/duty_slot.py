"""Which period a confirmation is for: the slot text that the cadence would write; pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from config.festival_table import Window

NIGHT = "night"
"""Keys of the slots of a night begin with this word."""

SECOND_ROUND_AFTER = timedelta(minutes=30)
"""A night confirmation this soon after the first is the same round told twice, not the second round."""

ROUNDS = (1, 2)
_NOON = time(12)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PatrolSaid:
    """What a person said about when the patrol was; every part may be missing."""

    day: date | None = None
    is_night: bool | None = None
    """None: neither day nor night was named."""
    rounds: tuple[int, ...] = ()
    """The rounds of the night that were named, 1 and 2; empty where none was."""


@dataclass(frozen=True, slots=True)
class NightHours:
    """From when to when a patrol belongs to the night if nobody says so; `until` is on the next day."""

    since: time
    until: time

    def covers(self, at: time) -> bool:
        """Return whether the time of day belongs to the night."""
        return at >= self.since or at < self.until


def patrol_slots(
    said: PatrolSaid, here: datetime, hours: NightHours | None, told: Mapping[int, datetime]
) -> tuple[str, ...]:
    """Return the slots that a patrol confirmation is for, `2026-11-23/day` or `…/night1`; at least one.

    `here` is the moment in the county's zone of which is spoken: the present one where nobody said another. `hours`
    is None where nobody patrols at night, `told` the rounds of that night confirmed so far with the moment of their
    confirmation. A night belongs to the day on which it began.
    """
    if not is_of_night(said, here, hours):
        return (f"{said.day or here.date()}/day",)
    night = night_of(said, here)
    rounds = said.rounds or (_round_meant(here, hours, night, told),)
    return tuple(f"{night}/{NIGHT}{one}" for one in rounds)


def is_of_night(said: PatrolSaid, here: datetime, hours: NightHours | None) -> bool:
    """Return whether a round of the night is meant, by the words or else by the time of day."""
    if said.is_night is not None:
        return said.is_night
    if said.rounds:
        return True
    return hours is not None and said.day in (None, here.date()) and hours.covers(here.time())


def night_of(said: PatrolSaid, here: datetime) -> date:
    """Return the day on which the night began that is spoken of: in the morning it is the night just over."""
    is_past_midnight = here.time() < _NOON
    if said.day is None or (said.day == here.date() and is_past_midnight):
        return here.date() - _ONE_DAY if is_past_midnight else here.date()
    return said.day


def _round_meant(here: datetime, hours: NightHours | None, night: date, told: Mapping[int, datetime]) -> int:
    if told:
        latest = max(told, key=lambda one: told[one])
        open_rounds = [one for one in ROUNDS if one not in told]
        return latest if here - told[latest] < SECOND_ROUND_AFTER or not open_rounds else open_rounds[0]
    # Within the hours after midnight of the very night it is the second round's turn.
    is_second_turn = here.date() == night + _ONE_DAY and hours is not None and here.time() < hours.until
    return ROUNDS[1] if is_second_turn else ROUNDS[0]


def week_slot(day: date) -> str:
    """Return the slot of the week that holds `day`: 2026-W48."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def quarter_slot(day: date) -> str:
    """Return the slot of the quarter that holds `day`: 2026-Q4."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def festival_slot(windows: Sequence[Window], day: date, codes: Collection[str]) -> str | None:
    """Return the slot of the festival check made on `day`: 2026-national-day.

    `codes` are the festivals that were named; where none was, the one whose window is open on `day`. A named one
    whose window is not open is the nearest before or after. None where nothing was named and no window is open.
    """
    wanted = [window for window in windows if not codes or window.code in codes]
    open_now = [window for window in wanted if window.opens_on <= day <= window.ends_on]
    if open_now:
        return _slot(min(open_now, key=lambda window: window.starts_on))
    if not codes or not wanted:
        return None
    return _slot(min(wanted, key=lambda window: max(day - window.ends_on, window.opens_on - day)))


def _slot(window: Window) -> str:
    return f"{window.year}-{window.code}"
