"""The monthly account of hazards 「对账」 (T6-7): carried + opened = closed + open, for each unit; pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from config.zone import TZ
from handlers.rules.hazard_flow import Flow, flow_by_history, flow_by_row
from storage.books import Entry
from storage.reconciliations import Reconciliation, came_late
from storage.vocabulary import Grade

Freezes = Mapping[date, datetime]
"""When each frozen month, by its first day, was frozen."""

_LAST = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Account:
    """The numbers of the hazards of one unit, or of several, that came through a month."""

    carried: tuple[int, ...] = ()
    opened: tuple[int, ...] = ()
    """Those entered late 「补报」 among them: they belong to the month in which they came into the books."""
    closed: tuple[int, ...] = ()
    """Struck off and made void."""
    open: tuple[int, ...] = ()
    late: tuple[int, ...] = ()
    """Those of `opened` that were found in a month frozen before they were entered."""
    overdue: tuple[int, ...] = ()
    major: tuple[int, ...] = ()
    """Those open whose grade is major."""

    @property
    def flow(self) -> Flow:
        """Return how many they are."""
        return Flow(len(self.carried), len(self.opened), len(self.closed), len(self.open))

    def __add__(self, other: "Account") -> "Account":
        """Return both together."""
        return Account(
            self.carried + other.carried,
            self.opened + other.opened,
            self.closed + other.closed,
            self.open + other.open,
            self.late + other.late,
            self.overdue + other.overdue,
            self.major + other.major,
        )


def month_of(day: date) -> date:
    """Return the month of the day, by its first day."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """Return the first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)


def month_before(month: date) -> date:
    """Return the first day of the month before."""
    return (month - timedelta(days=1)).replace(day=1)


def begin_of(month: date) -> datetime:
    """Return the first moment of the month."""
    return datetime.combine(month, time(), TZ)


def is_late(entry: Entry, freezes: Freezes) -> bool:
    """Return whether the hazard came into the books after a month in which it was there had been frozen 「补报」."""
    return came_late(entry.reported_at, entry.entered_at, freezes)


def booked(entry: Entry, freezes: Freezes) -> Entry:
    """Return the hazard as the account sees it: of one entered late nothing happened before it was entered."""
    since = entry.entered_at
    if since is None or not is_late(entry, freezes):
        return entry
    return replace(
        entry,
        reported_at=max(entry.reported_at, since),
        closed_at=None if entry.closed_at is None else max(entry.closed_at, since),
        history=tuple(replace(one, at=max(one.at, since)) for one in entry.history),
    )


def accounts(entries: Iterable[Entry], month: date, freezes: Freezes) -> dict[int, Account]:
    """Return the account of the month by unit id; units without any hazard in it are left out."""
    begin, end = begin_of(month), begin_of(month_after(month)) - _LAST
    found: dict[int, Account] = {}
    for entry in entries:
        flow = flow_by_history(booked(entry, freezes), begin, end)
        one = (entry.number,)
        is_overdue = flow.open and entry.due_on < month_after(month)
        account = Account(
            carried=one * flow.carried,
            opened=one * flow.opened,
            closed=one * flow.closed,
            open=one * flow.open,
            late=one if flow.opened and is_late(entry, freezes) else (),
            overdue=one if is_overdue else (),
            major=one if flow.open and entry.grade is Grade.MAJOR else (),
        )
        if account != Account():
            found[entry.unit_id] = found.get(entry.unit_id, Account()) + account
    return found


def differing(
    entries: Sequence[Entry],
    month: date,
    freezes: Freezes,
    *,
    then: Sequence[Reconciliation],
    before: Sequence[Reconciliation],
) -> list[int]:
    """Return the numbers of the hazards for which the account of the month does not add up; empty where it does.

    `then` is what was written down when the month was frozen, `before` what was for the month before it; empty where
    it was not. Every hazard must balance, each month must begin with what the one before left, and what was frozen
    must still be what the books say of that time.
    """
    account_by_unit = accounts(entries, month, freezes)
    wrong = set(_unbalanced(entries, month, freezes))
    if before:
        carried = {unit_id: account.carried for unit_id, account in account_by_unit.items()}
        wrong |= _in_one_only({row.unit_id: row.open_numbers for row in before}, carried)
    if then:
        still_open = {unit_id: account.open for unit_id, account in account_by_unit.items()}
        wrong |= _in_one_only({row.unit_id: row.open_numbers for row in then}, still_open)
    for row in then:
        account = account_by_unit.get(row.unit_id, Account())
        if account.flow != Flow(row.carried, row.opened, row.closed, row.open):
            wrong |= {*account.carried, *account.opened, *row.open_numbers}
    return sorted(wrong)


def _unbalanced(entries: Iterable[Entry], month: date, freezes: Freezes) -> Iterator[int]:
    """Yield the hazards whose month does not balance, or whose row and history tell it differently."""
    begin, end = begin_of(month), begin_of(month_after(month)) - _LAST
    for entry in entries:
        seen = booked(entry, freezes)
        told = flow_by_history(seen, begin, end)
        if not told.is_balanced or told != flow_by_row(seen, begin, end):
            yield entry.number


def _in_one_only(one: Mapping[int, Collection[int]], other: Mapping[int, Collection[int]]) -> set[int]:
    """Return the numbers that stand under a unit in one list and not in the other."""
    return {n for unit_id in {*one, *other} for n in set(one.get(unit_id, ())) ^ set(other.get(unit_id, ()))}


def total(account_by_unit: Mapping[int, Account], unit_ids: Collection[int] | None = None) -> Account:
    """Return the accounts of these units together; None: of all."""
    found = Account()
    for unit_id, account in sorted(account_by_unit.items()):
        if unit_ids is None or unit_id in unit_ids:
            found += account
    return found
