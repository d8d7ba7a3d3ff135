"""Tell people about a hazard (or a unit) once, and never those who have just acted themselves."""

from collections.abc import Iterable

from handlers.intent import Asking
from storage import outbox
from storage.messages import Card, Recipient
from storage.people import Person
from storage.vocabulary import Urgency


def tell(
    asking: Asking, people: Iterable[Person | None], card: Card, *, what: str, is_urgent: bool = False
) -> list[str]:
    """Put the card into the outbox of each person but the sender; return the names of those who are told.

    `what` names the occasion, such as 12:submit: nobody is told of one occasion twice by one message.
    """
    return tell_of(asking, people, card, what=f"hazard:{what}", is_urgent=is_urgent)


def tell_of(
    asking: Asking, people: Iterable[Person | None], card: Card, *, what: str, is_urgent: bool = False
) -> list[str]:
    """Do as `tell` of anything else; `what` begins with what it is about."""
    told: dict[str, str] = {}
    for person in people:
        if person is None or not person.is_active or person.id == asking.person.id or person.userid in told:
            continue
        told[person.userid] = person.name
        outbox.enqueue(
            asking.session,
            f"{what}:{asking.origin}:{person.id}",
            Recipient.person(person.userid),
            card,
            urgency=Urgency.URGENT if is_urgent else Urgency.PROMPT,
            now=asking.now,
        )
    return list(told.values())
