"""Which moments of a duty an exception moves 「例外」, and from which day it may hold; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum

from config.duty_change import CHANGEABLE
from config.duty_moment import Anchor, Moment
from config.duty_period import Cadence, period_of
from config.duty_table import DutyRule, Owing, Slot

LONGEST_AHEAD = timedelta(days=400)


class Refusal(StrEnum):
    """Why it cannot be planned so."""

    NO_SLOT = "no_slot"
    COUNT = "count"
    WEEKDAY = "weekday"
    CADENCE = "cadence"
    PAST = "past"
    FAR = "far"


class ChangeRefused(Exception):
    """It cannot be planned so."""

    def __init__(self, why: Refusal, rounds: int = 0) -> None:
        """Take the reason, and how many times a day or a period must be told."""
        super().__init__(why.value)
        self.why, self.rounds = why, rounds


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be otherwise."""

    part: str
    times: Sequence[tuple[time, bool]]
    weekday: int
    cadence: Cadence | None


def moved_times(rule: DutyRule, unit: Owing, wanted: Wanted) -> Mapping[str, Moment]:
    """Return the due moment by the key of the slot that is moved, empty where only the cadence changes.

    Raises ChangeRefused where times and slots do not match.
    """
    slots = [slot for slot in rule.slots if slot.is_owed_by(unit) and slot.key.startswith(wanted.part)]
    if not slots:
        raise ChangeRefused(Refusal.NO_SLOT)
    if not wanted.times:
        return {}
    if len(wanted.times) != len(slots):
        raise ChangeRefused(Refusal.COUNT, len(slots))
    return {slot.key: _moment(slot, *at, wanted) for slot, at in zip(slots, wanted.times, strict=True)}


def _moment(slot: Slot, at: time, is_after_midnight: bool, wanted: Wanted) -> Moment:
    if wanted.weekday:
        return Moment(Anchor.FIRST, wanted.weekday - 1, at)
    if wanted.part == "night":
        return Moment(Anchor.FIRST, int(is_after_midnight), at)
    return replace(slot.due, at=at)


def check_cadence(rule: DutyRule, wanted: Wanted) -> None:
    """Raise ChangeRefused where the duty cannot come round so."""
    if wanted.cadence is None:
        if wanted.weekday and rule.cadence is not Cadence.WEEKLY:
            raise ChangeRefused(Refusal.WEEKDAY)
        return
    if rule.cadence not in CHANGEABLE or rule.season is not None:
        raise ChangeRefused(Refusal.CADENCE)
    if any(moment.days > 0 for slot in rule.slots for moment in (slot.opens,)):
        raise ChangeRefused(Refusal.CADENCE)


def first_day(said: date | None, today: date) -> date:
    """Return from which day it holds: tomorrow where none was said. Raises ChangeRefused for a day that has begun."""
    tomorrow = today + timedelta(days=1)
    if said is None:
        return tomorrow
    if said < tomorrow:
        raise ChangeRefused(Refusal.PAST)
    if said > today + LONGEST_AHEAD:
        raise ChangeRefused(Refusal.FAR)
    return said


def first_whole(rule: DutyRule, day: date) -> date:
    """Return the first day from `day` on with which a period begins: the running one is finished as it began."""
    running = period_of(rule.cadence, day)
    return day if running.first == day else running.last + timedelta(days=1)


def last_day_of_ended(valid_from: date, today: date) -> date:
    """Return the last day on which a period may begin under an exception that is taken back today.

    What has begun keeps it; one that has not begun to hold never does.
    """
    return max(today, valid_from - timedelta(days=1)) if valid_from <= today else valid_from - timedelta(days=1)
