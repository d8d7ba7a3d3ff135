"""When a reminder is said: outside quiet hours, off the full hour, and what becomes of it after an outage; pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.reminder_table import QuietHours, ReminderTable
from config.zone import TZ
from storage.vocabulary import OWN_STEP

CUTOFF = "cutoff"
"""The step that is the missing list 「未办名单」; the others are numbered from "1"."""


def own_step(name: str, unit_id: int) -> str:
    """Return the name of a unit's own step."""
    return f"{name}{OWN_STEP}{unit_id}"


def kind_of(step: str) -> str:
    """Return which step it is, whoever it is for: "1", "2" … or CUTOFF."""
    return step.partition(OWN_STEP)[0]


def is_list(step: str) -> bool:
    """Return whether the step is a missing list."""
    return kind_of(step) == CUTOFF


def _whose(step: str) -> str:
    return step.partition(OWN_STEP)[2]


_ROUND_MINUTES = (0, 30)


@dataclass(frozen=True, slots=True)
class DueStep:
    """A reminder step whose time has come: one group, one duty, one period."""

    unit_id: int
    """The unit whose group is told."""
    code: str
    slot: str
    step: str
    due_at: datetime
    cutoff_at: datetime
    """When the duty counts as missed: after that a prompt to do it is too late."""
    minds_quiet_hours: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of the due steps; those in none of the five wait on. Each part is in the order of due time."""

    alone: tuple[DueStep, ...]
    """Said as a card of its own."""
    together: Mapping[int, tuple[DueStep, ...]]
    """By unit: held up by an outage, said in one card for all."""
    side_by_side: tuple[tuple[DueStep, ...], ...]
    """Several at one time in one place, said in one card: prompts, those of the night, missing lists, each apart."""
    superseded: tuple[DueStep, ...]
    """A later step of the same duty and period is said instead."""
    expired: tuple[DueStep, ...]
    """Not worth saying any more."""


def settle(wanted: datetime, rules: ReminderTable, *, minds_quiet_hours: bool) -> datetime:
    """Return when something wanted at `wanted` is said, in the county's zone.

    Within quiet hours it moves to their end; on a full or half hour it moves on by `rules.off_round`.
    """
    at = wanted.astimezone(TZ)
    if minds_quiet_hours:
        at = _after_quiet(at, rules.quiet)
    return at + rules.off_round if at.minute in _ROUND_MINUTES else at


def decide(due: Sequence[DueStep], now: datetime, rules: ReminderTable) -> Decision:
    """Return what becomes of steps that are due by `now` and not yet said.

    While it is quiet only steps that do not mind are decided. A prompt expires at its cut-off, a missing list after
    `rules.forget_after`. Of several prompts for one duty the last is said. What is later than `rules.late_after`
    is said in one card for each unit, unless it is the only one. What falls due there at the same time is said in one
    card as well, so that the first morning of a quarter is no flood; prompts that fall due within
    `rules.push.gather_ahead` go along with one that is due.
    """
    is_quiet = rules.quiet.covers(now.astimezone(TZ).time())
    in_order = sorted(
        (step for step in due if not (is_quiet and _minds(step))), key=lambda step: (step.due_at, step.code)
    )
    ready = [step for step in in_order if step.due_at <= now]
    expired = tuple(step for step in ready if _is_expired(step, now, rules.forget_after))
    alive = [step for step in ready if not _is_expired(step, now, rules.forget_after)]
    last = {(step.unit_id, step.code, step.slot, is_list(step.step), _whose(step.step)): step for step in alive}
    latest = set(last.values())
    said = [step for step in alive if step in latest]
    together = _late_by_unit(said, now - rules.late_after)
    in_time = [step for step in said if step not in together.get(step.unit_id, ())]
    side_by_side = _side_by_side(in_time, _early(in_order, ready, now, rules))
    gathered = {step for steps in side_by_side for step in steps}
    return Decision(
        alone=tuple(step for step in in_time if step not in gathered),
        together=together,
        side_by_side=side_by_side,
        superseded=tuple(step for step in alive if step not in latest),
        expired=expired,
    )


def _after_quiet(at: datetime, quiet: QuietHours) -> datetime:
    if not quiet.covers(at.time()):
        return at
    end = at.replace(hour=quiet.end.hour, minute=quiet.end.minute, second=0, microsecond=0)
    return end if end > at else end + timedelta(days=1)


def _minds(step: DueStep) -> bool:
    # Those who read a missing list are not the night shift: it waits for the morning, also for a night duty.
    return step.minds_quiet_hours or is_list(step.step)


def _is_expired(step: DueStep, now: datetime, forget_after: timedelta) -> bool:
    return now - step.due_at > forget_after if is_list(step.step) else now >= step.cutoff_at


def _late_by_unit(said: Sequence[DueStep], late_before: datetime) -> dict[int, tuple[DueStep, ...]]:
    late: defaultdict[int, list[DueStep]] = defaultdict(list)
    for step in said:
        if step.due_at < late_before:
            late[step.unit_id].append(step)
    return {unit_id: tuple(steps) for unit_id, steps in late.items() if len(steps) > 1}


def _early(
    in_order: Sequence[DueStep], ready: Sequence[DueStep], now: datetime, rules: ReminderTable
) -> Sequence[DueStep]:
    """Return the prompts that may be said before their time; one whose duty is spoken of now keeps its time."""
    spoken_of = {(step.unit_id, step.code, step.slot) for step in ready}
    return [
        step
        for step in in_order
        if now < step.due_at <= now + rules.push.gather_ahead
        and not is_list(step.step)
        and step.minds_quiet_hours
        and (step.unit_id, step.code, step.slot) not in spoken_of
    ]


def _side_by_side(steps: Sequence[DueStep], early: Sequence[DueStep]) -> tuple[tuple[DueStep, ...], ...]:
    found: defaultdict[tuple[int, bool, bool], list[DueStep]] = defaultdict(list)
    for step in steps:
        found[_card_of(step)].append(step)
    for step in early:
        if _card_of(step) in found:
            found[_card_of(step)].append(step)
    return tuple(tuple(same) for same in found.values() if len(same) > 1)


def _card_of(step: DueStep) -> tuple[int, bool, bool]:
    return step.unit_id, is_list(step.step), step.minds_quiet_hours or is_list(step.step)
