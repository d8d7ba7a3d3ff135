"""The reading of emergency plans 「应急预案到岗到位」 (T12-5): asked of everybody of the unit, confirmed, counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from storage import outbox, people, plan_readings, registers
from storage.messages import Card, Recipient
from storage.people import Person
from storage.registers import RegisterEntry
from storage.vocabulary import RegisterKind, Urgency


@dataclass(frozen=True, slots=True)
class Reading:
    """One version of a unit's plan and who has read it; those who have left are not counted."""

    entry: RegisterEntry
    read: Sequence[Person]
    unread: Sequence[Person]


def standing(session: Session, unit_id: int) -> RegisterEntry | None:
    """Return the plan that holds at the unit, None where none is registered."""
    return registers.find(session, unit_id, RegisterKind.PLAN, "")


def ask(session: Session, entry: RegisterEntry, card: Card, *, now: datetime, but: int | None = None) -> int:
    """Ask everybody of the unit who was not asked yet; return how many. `but` has just said it: nobody tells them."""
    assert entry.id is not None
    staff = people.of_unit(session, entry.unit_id)
    new = plan_readings.ask(session, entry.id, staff, now=now)
    tell(session, [one for one in staff if one.id in new and one.id != but], card, f"plan:{entry.id}:ask", now=now)
    return len(new)


def of(session: Session, entry: RegisterEntry) -> Reading:
    """Return who of the unit has read the plan and who has not, by id."""
    assert entry.id is not None
    done = {one.person_id for one in plan_readings.of_entry(session, entry.id) if one.read_at is not None}
    staff = people.of_unit(session, entry.unit_id)
    return Reading(entry, [one for one in staff if one.id in done], [one for one in staff if one.id not in done])


def tell(session: Session, whom: Iterable[Person], card: Card, key: str, *, now: datetime) -> bool:
    """Send the card to each, once for the key; return whether anybody was sent it."""
    sent = [
        outbox.enqueue(
            session,
            f"{key}:{one.id}",
            Recipient.person(one.userid),
            card,
            urgency=Urgency.PROMPT,
            now=now,
        )
        for one in whom
    ]
    return any(sent)
