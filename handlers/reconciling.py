"""The account of hazards of one month for some units 「对账」: what was frozen, else what the books say now."""

from collections.abc import Collection, Iterable
from dataclasses import astuple
from datetime import date, datetime

from sqlmodel import Session

from config.zone import TZ
from handlers.rules import hazard_account as rules
from handlers.rules.hazard_flow import Flow
from handlers.texts.reconciliation import Line, Told
from storage import books, reconciliations, units
from storage.books import Entry
from storage.hazards import OPEN_STATES
from storage.reconciliations import Reconciliation


def usual_month(session: Session, now: datetime) -> date:
    """Return the month that is meant where none is named: the last one where it is frozen, else this one."""
    this = rules.month_of(now.astimezone(TZ).date())
    return rules.month_before(this) if reconciliations.last_month(session) == rules.month_before(this) else this


def gather(session: Session, month: date, unit_ids: Collection[int] | None, *, whose: str, now: datetime) -> Told:
    """Return the account of the month for these units; None: of all, also those no longer active.

    What the frozen month says is read, never worked out again.
    """
    entries = [one for one in books.entries(session) if unit_ids is None or one.unit_id in unit_ids]
    freezes = reconciliations.freezes(session)
    account_by_unit = rules.accounts(entries, month, freezes)
    frozen = _of(session, month, unit_ids)
    name_by_id = {unit.id: unit.name for unit in units.everyone(session)}
    lines = (
        [Line(name_by_id[one.unit_id], Flow(one.carried, one.opened, one.closed, one.open)) for one in frozen]
        if frozen
        else [Line(name_by_id[unit_id], account.flow) for unit_id, account in sorted(account_by_unit.items())]
    )
    everything = rules.total(account_by_unit)
    before = _of(session, rules.month_before(month), unit_ids)
    stood_open = {number for one in frozen for number in one.open_numbers}
    return Told(
        month=month,
        whose=whose,
        frozen_at=min((one.frozen_at for one in frozen), default=None),
        sum=Line(whose, _sum(lines)),
        units=tuple(line for line in lines if line.flow != Flow(0, 0, 0, 0)),
        overdue=sum(one.overdue for one in frozen) if frozen else len(everything.overdue),
        major=sum(one.major_open for one in frozen) if frozen else len(everything.major),
        open_numbers=tuple(sorted(stood_open if frozen else everything.open)),
        opened_numbers=tuple(sorted(everything.opened)),
        closed_numbers=tuple(sorted(everything.closed)),
        late_in=tuple(sorted(everything.late)),
        late_after=tuple(_late_after(entries, month, freezes)),
        closed_after=tuple(
            sorted(one.number for one in entries if one.number in stood_open and one.state not in OPEN_STATES)
        ),
        wrong=tuple(rules.differing(entries, month, freezes, then=frozen, before=before)),
        at=now,
    )


def _of(session: Session, month: date, unit_ids: Collection[int] | None) -> list[Reconciliation]:
    return [one for one in reconciliations.of_month(session, month) if unit_ids is None or one.unit_id in unit_ids]


def _sum(lines: Iterable[Line]) -> Flow:
    flows = [astuple(line.flow) for line in lines]
    return Flow(*map(sum, zip(*flows, strict=True))) if flows else Flow(0, 0, 0, 0)


def _late_after(entries: Iterable[Entry], month: date, freezes: rules.Freezes) -> Iterable[int]:
    """Yield what was found up to the end of the frozen month and came into the books after it was frozen."""
    end, frozen_at = rules.begin_of(rules.month_after(month)), freezes.get(month)
    if frozen_at is None:
        return
    for one in entries:
        if one.entered_at is not None and one.entered_at > frozen_at and one.reported_at < end:
            yield one.number
