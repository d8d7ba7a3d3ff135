"""When an entry of a register runs out, which reminder that asks for, and how many benchmarks there must be; pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from config.register_table import PAIRING, PLAN_REVIEW, SMART_TEST, RegisterTable
from storage.registers import RegisterEntry
from storage.vocabulary import AssessmentKind, RegisterKind

OVER = 0
"""The step of what has run out."""
_PERCENT = 100


def expires_on(entry: RegisterEntry, table: RegisterTable) -> date | None:
    """Return the last day on which the entry counts, None for what does not run out.

    The day that was said goes before the one by the table. A building counts by its appraisal, where it is one that
    somebody has built for themselves 「自建房」 (T13-5).
    """
    if entry.due_on is not None:
        return entry.due_on
    if entry.kind is RegisterKind.RESIDENTS:
        paired = entry.facts.get("paired_on") if needs_pairing(entry) else None
        return table.due_again(PAIRING, date.fromisoformat(str(paired))) if paired else None
    what = _again(entry)
    return table.due_again(what, entry.done_on) if what and entry.done_on is not None else None


def needs_pairing(entry: RegisterEntry) -> bool:
    """Return whether people live there who must be led out by somebody of their own (T12-6)."""
    return any(entry.facts.get(key) for key in ("disabled", "dementia"))


def is_over(entry: RegisterEntry, today: date, table: RegisterTable) -> bool:
    """Return whether the entry has run out; its last day still counts."""
    last = expires_on(entry, table)
    return last is not None and last < today


def step(last: date | None, today: date, days: Sequence[int]) -> int | None:
    """Return the reminder that is due at `today`: the fewest of `days` that are reached, OVER after the last day.

    None: too early for any, or nothing runs out. After an outage it is the latest alone.
    """
    if last is None:
        return None
    left = (last - today).days
    if left < 0:
        return OVER
    return min((one for one in days if left <= one), default=None)


def benchmarks_wanted(institutions: int, percent: int) -> int:
    """Return how many benchmark institutions there must be at least: the share, rounded up (T3-2)."""
    return -(-institutions * percent // _PERCENT)


def valid(entries: Iterable[RegisterEntry], today: date, table: RegisterTable) -> list[RegisterEntry]:
    """Return the entries that have not run out."""
    return [one for one in entries if not is_over(one, today, table)]


def _again(entry: RegisterEntry) -> str:
    match entry.kind:
        case RegisterKind.ASSESSMENT:
            return str(entry.facts.get("assessment", ""))
        case RegisterKind.SMART_SYSTEM:
            return SMART_TEST if entry.facts.get("installed") else ""
        case RegisterKind.PLAN:
            return PLAN_REVIEW
        case RegisterKind.BUILDING:
            return AssessmentKind.HOUSE.value if entry.facts.get("self_built") else ""
        case _:
            return ""
