"""A unit's exception to a duty 「例外」 (T4-9): other times or another cadence for periods from a day on; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from config.duty_moment import Moment, WorkdayShift
from config.duty_period import CIVIL, Cadence, cadence_of
from config.duty_table import DutyRule, Slot

CHANGEABLE = tuple(one for one in CIVIL if one is not Cadence.DAILY)
"""Between these cadences a unit's duty may be moved; what comes every day has slots of its own."""
_BEFORE_DUE = timedelta(hours=2)
_MORNING = Moment.parse("first 09:20").at
_ANY_DAY = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class DutyChange:
    """What is otherwise for one unit."""

    code: str
    valid_from: date
    """Periods that begin on this day or later are under it: those before keep what they had."""
    valid_until: date | None
    """The last day on which a period under it may begin; None: for good."""
    times: Mapping[str, Moment]
    """When it is due, by the key of the slot."""
    cadence: Cadence | None = None
    """How often it comes round; None: as for all."""

    def holds_for(self, first: date) -> bool:
        """Return whether a period that begins on this day is under it."""
        return self.valid_from <= first <= (self.valid_until or first)


def rule_on(rule: DutyRule, changes: Iterable[DutyChange], first: date) -> DutyRule:
    """Return the rule for a period of the unit that begins on `first`; `changes` in the order of saying.

    Where two say something of one slot, the later one holds.
    """
    for change in changes:
        if change.code == rule.code and change.holds_for(first):
            rule = _changed(rule, change)
    return rule


def cadences(rule: DutyRule, changes: Iterable[DutyChange]) -> tuple[Cadence, ...]:
    """Return every cadence that the duty has for the unit at some time, the usual one first."""
    others = (change.cadence for change in changes if change.code == rule.code and change.cadence is not None)
    return tuple(dict.fromkeys((rule.cadence, *others)))


def for_period(rule: DutyRule, slot: str) -> DutyRule:
    """Return the rule with the cadence that wrote the slot text, which differs for a unit with an exception."""
    cadence = cadence_of(slot.partition("/")[0])
    if rule.cadence not in CIVIL or rule.season is not None or cadence is None or cadence is rule.cadence:
        return rule
    return replace(rule, cadence=cadence)


def _changed(rule: DutyRule, change: DutyChange) -> DutyRule:
    slots = tuple(_moved(slot, change.times[slot.key]) if slot.key in change.times else slot for slot in rule.slots)
    if change.cadence is None:
        return replace(rule, slots=slots)
    return replace(rule, slots=slots, cadence=change.cadence, season=None)


def _moved(slot: Slot, due: Moment) -> Slot:
    """Return the slot with another due time; opening, reminders and cut-off move along."""
    if slot.due.anchor is due.anchor:
        by = _offset(due) - _offset(slot.due)
        reminders = tuple(_later(one, by) if one.anchor is due.anchor else one for one in slot.reminders)
        return replace(
            slot,
            due=due,
            opens=_later(slot.opens, by) if _is_behind(slot.opens, due) else slot.opens,
            cutoff=_later(slot.cutoff, by) if slot.cutoff.anchor is due.anchor else slot.cutoff,
            reminders=reminders,
        )
    # Of another day of the period nobody can say how far it moved: it is asked for that morning, and before it.
    reminders = (replace(due, at=_MORNING), _later(due, -_BEFORE_DUE))
    return replace(slot, due=due, reminders=reminders, workday=WorkdayShift.KEEP)


def _is_behind(opens: Moment, due: Moment) -> bool:
    return opens.anchor is due.anchor and _offset(opens) + _BEFORE_DUE > _offset(due)


def _offset(moment: Moment) -> timedelta:
    return timedelta(days=moment.days, hours=moment.at.hour, minutes=moment.at.minute)


def _later(moment: Moment, by: timedelta) -> Moment:
    at = datetime.combine(_ANY_DAY, moment.at) + by
    return Moment(moment.anchor, moment.days + (at.date() - _ANY_DAY).days, at.time())


def standing(changes: Sequence[DutyChange], on: date) -> list[DutyChange]:
    """Return the changes under which a period that begins on this day or later may be."""
    return [one for one in changes if one.valid_until is None or one.valid_until >= max(on, one.valid_from)]
