"""Leave no trace of who told a tip: of the messages nothing is kept but that they came."""

from dataclasses import replace

from sqlmodel import Session

from handlers.intent import Asking
from storage import inbox, topics
from storage.messages import Card, Incoming


def origin(incoming: Incoming) -> str:
    """Return channel:message_id."""
    return f"{incoming.channel}:{incoming.message_id}"


def cover(session: Session, incoming: Incoming, *earlier: str) -> None:
    """Keep neither sender nor words of this message and of `earlier` ones, channel:message_id each."""
    inbox.cover(session, {origin(incoming), *earlier})


def cover_asking(asking: Asking) -> None:
    """Cover the message and those that brought the pictures before it; what was spoken of before is forgotten.

    A picture that follows must not be taken for one of the hazard that the person spoke of before.
    """
    cover(asking.session, asking.incoming, *(one.origin for one in asking.shown))
    assert asking.person.id is not None
    topics.forget(asking.session, asking.incoming.conversation, asking.person.id)


def confidential(card: Card) -> Card:
    """Return the card for the tipster's eyes: no buttons, whose presses would be kept, and nothing kept once sent."""
    return replace(card, buttons=(), choices=(), subject="", is_confidential=True)
