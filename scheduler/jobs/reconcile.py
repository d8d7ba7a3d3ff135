"""Freeze the account of hazards of the month that is over 「对账」 (T6-7); what does not add up is an alarm."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from handlers.rules import hazard_account as rules
from handlers.rules.access import scope
from handlers.rules.hazard_account import Account
from handlers.texts import reconciliation as texts
from storage import books, outbox, people, reconciliations, units
from storage.database import reading, work
from storage.messages import Recipient
from storage.reconciliations import Reconciliation
from storage.vocabulary import Role, Urgency

NAME = "reconcile"
_ALARMED = (Role.SECTION, Role.LEADER, Role.ADMIN)


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Freeze each month that is over and not frozen yet, oldest first; return how many months."""
    with reading(engine) as session:
        months = _due(session, now, tables)
    return sum(_freeze(engine, month, now) for month in months)


def _due(session: Session, now: datetime, tables: Tables) -> Sequence[date]:
    """Return the months to freeze; none before something was entered: the books were not kept then."""
    ended = rules.month_before(rules.month_of((now - tables.reminders.reconcile_after).astimezone(TZ).date()))
    last = reconciliations.last_month(session)
    first = ended if last is None else rules.month_after(last)
    if first > ended:
        return []
    entered = books.first_entered(session)
    if entered is None or entered >= rules.begin_of(rules.month_after(ended)):
        return []
    months = [first]
    while months[-1] < ended:
        months.append(rules.month_after(months[-1]))
    return months


def _freeze(engine: Engine, month: date, now: datetime) -> bool:
    with work(engine) as session:
        entries = books.entries(session)
        freezes = reconciliations.freezes(session)
        account_by_unit = rules.accounts(entries, month, freezes)
        unit_ids = sorted({*units.tree(session).by_id, *account_by_unit})
        rows = [_row(month, one, account_by_unit.get(one, Account()), now) for one in unit_ids]
        if not reconciliations.freeze(session, rows):
            return False
        before = reconciliations.of_month(session, rules.month_before(month))
        wrong = rules.differing(entries, month, freezes, then=rows, before=before)
        if wrong:
            # What vanished from the books is known by the list in which it stood.
            unit_by_number = {number: row.unit_id for row in before for number in row.open_numbers}
            unit_by_number |= {one.number: one.unit_id for one in entries}
            _alarm(session, month, {number: unit_by_number[number] for number in wrong}, now)
        return True


def _row(month: date, unit_id: int, account: Account, now: datetime) -> Reconciliation:
    return Reconciliation(
        month=month,
        unit_id=unit_id,
        carried=len(account.carried),
        opened=len(account.opened),
        closed=len(account.closed),
        open=len(account.open),
        overdue=len(account.overdue),
        major_open=len(account.major),
        open_numbers=sorted(account.open),
        frozen_at=now,
    )


def _alarm(session: Session, month: date, unit_by_number: Mapping[int, int], now: datetime) -> None:
    """Tell the sections, the leaders and the administrators, each of the hazards that they may see."""
    tree = units.tree(session)
    for person in (one for role in _ALARMED for one in people.with_role(session, role)):
        seen = scope(person, tree)
        numbers = sorted(number for number, unit_id in unit_by_number.items() if unit_id in seen)
        if numbers:
            outbox.enqueue(
                session,
                f"reconcile:{month}:{person.id}",
                Recipient.person(person.userid),
                texts.alarm(month, numbers),
                urgency=Urgency.URGENT,
                now=now,
            )
