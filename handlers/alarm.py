"""What comes before everything else: somebody tells of a present danger 「火情、伤人」."""

from datetime import datetime

from sqlmodel import Session

from config.clock import TZ
from handlers.texts import emergency as texts
from handlers.understand.emergency import Emergency
from handlers.understand.tip_words import without_contacts
from storage import outbox, people, units
from storage.messages import Card, Incoming, Recipient
from storage.people import Person
from storage.vocabulary import Level, Role, Urgency


def first_steps(session: Session, danger: Emergency, person: Person | None) -> Card:
    """Return what the sender is told: what saves lives, and who can be called."""
    reachable = [f"{one.name} {one.phone}".strip() for one in _to_be_told(session, person)]
    return texts.first_steps(danger.code, reachable)


def tell(
    session: Session,
    incoming: Incoming,
    danger: Emergency,
    person: Person | None,
    *,
    now: datetime,
    is_shielded: bool = False,
) -> None:
    """Tell everybody who is named for the sender's unit; `is_shielded`: without who the sender is."""
    unit = units.tree(session).by_id.get(person.unit_id) if person else None
    words, sender, phone = incoming.text, person.name if person else incoming.sender, person.phone if person else ""
    if is_shielded:
        words, _ = without_contacts(words, (sender, incoming.sender, phone))
        sender, phone = texts.NAMELESS, ""
    card = texts.alarm(
        danger.term,
        words=words,
        sender=sender,
        phone=phone,
        unit=unit.name if unit else "",
        at=now.astimezone(TZ),
    )
    for one in _to_be_told(session, person):
        if one.userid != incoming.sender:
            key = f"alarm:{incoming.channel}:{incoming.message_id}:{one.id}"
            outbox.enqueue(session, key, Recipient.person(one.userid), card, urgency=Urgency.URGENT, now=now)


def _to_be_told(session: Session, person: Person | None) -> list[Person]:
    if person is None:
        return list(people.with_role(session, Role.ADMIN))
    tree = units.tree(session)
    told: dict[int | None, Person] = {}
    for unit in [*tree.above(person.unit_id), tree.superior(person.unit_id, Level.SECTION)]:
        if unit is not None and unit.id is not None:
            for one in people.of_unit(
                session, unit.id, Role.HEAD, Role.SAFETY_OFFICER, Role.TOWNSHIP, Role.SECTION, Role.LEADER
            ):
                told[one.id] = one
    return list(told.values())
