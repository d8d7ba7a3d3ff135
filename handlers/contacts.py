"""What the contact book 「通讯录」 says about people of the roster: who has left."""

from datetime import datetime

from sqlmodel import Session

from storage.messages import Incoming
from storage.vocabulary import InboxState


def changed(session: Session, incoming: Incoming, *, now: datetime) -> InboxState:
    """Do what a change of the contact book asks for; return what became of the message."""
    return InboxState.IGNORED
