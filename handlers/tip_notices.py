"""Tell those who deal with a tip, and answer the tipster without keeping whom we answered."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from config.sealing import SealedBox
from storage import outbox
from storage.messages import Card, Recipient
from storage.people import Person
from storage.tips import Tip
from storage.vocabulary import Urgency

USERID, CONTACT = "userid", "contact"
"""What may be sealed of a tipster."""


def tell_office(
    session: Session, tip: Tip, people: Iterable[Person], card: Card, what: str, *, now: datetime, is_urgent: bool
) -> int:
    """Put the card into the outbox of each of them, once for each `what`; return how many were not told before.

    Nobody is left out for having told the tip: whom we leave out would be whom we know.
    """
    urgency = Urgency.URGENT if is_urgent else Urgency.PROMPT
    return sum(
        outbox.enqueue(
            session,
            f"tip:{tip.id}:{what}:{one.id}",
            Recipient.person(one.userid),
            card,
            urgency=urgency,
            now=now,
        )
        for one in people
    )


def tell_tipster(session: Session, tip: Tip, card: Card, what: str, box: SealedBox, *, now: datetime) -> bool:
    """Push the card to who told the tip; return False where that is not known.

    As an answer: where it cannot be delivered no officer is told about it. Once it has left, the row keeps neither
    words nor reader.
    """
    userid = box.open(tip.sealed).get(USERID, "")
    if not userid:
        return False
    key = f"tipster:{tip.id}:{what}"
    private = replace(card, is_confidential=True)
    outbox.enqueue(session, key, Recipient.person(userid), private, urgency=Urgency.ANSWER, now=now)
    return True
