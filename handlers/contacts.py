"""What the contact book 「通讯录」 says about people of the roster: who has left, is back, or is called otherwise.

Source: document/path/90970 (成员变更通知).
"""

import logging
from datetime import datetime

from sqlmodel import Session

from handlers import departure
from handlers.desk import Desk
from handlers.texts import contacts as texts
from storage import outbox, people
from storage.messages import Incoming, Recipient
from storage.people import Person
from storage.units import Unit
from storage.vocabulary import InboxState, Role, Urgency

log = logging.getLogger(__name__)

_EVENT = "change_contact"
_ACTIVATED = "1"
_DISABLED, _QUIT = "2", "5"
"""What Status says of an updated member; 4 「未激活」 is said of many who are still there."""


def changed(session: Session, incoming: Incoming, *, now: datetime, desk: Desk) -> InboxState:
    """Do what a change of the contact book asks for; return what became of the message.

    Nobody is added and nothing is deleted: the roster says who belongs to us.
    """
    details = incoming.details
    person = people.on_roster(session, str(details.get("user_id", "")))
    if details.get("event") != _EVENT or person is None:
        return InboxState.IGNORED
    change, status = details.get("change_type"), str(details.get("status", ""))
    is_renamed = change == "update_user" and _rename(session, person, str(details.get("new_user_id", "")))
    if change == "delete_user" or (change == "update_user" and status in (_DISABLED, _QUIT)):
        message = f"{incoming.channel}:{incoming.message_id}"
        departure.leave(session, person, message=message, now=now, desk=desk)
        return InboxState.DONE
    if change == "create_user" or (change == "update_user" and status == _ACTIVATED):
        return InboxState.DONE if _come_back(session, person, now=now) or is_renamed else InboxState.IGNORED
    return InboxState.DONE if is_renamed else InboxState.IGNORED


def _rename(session: Session, person: Person, userid: str) -> bool:
    if not userid or userid == person.userid:
        return False
    if not people.rename(session, person, userid):
        log.warning("person %s cannot take a new userid: somebody else of the roster has it", person.id)
        return False
    return True


def _come_back(session: Session, person: Person, *, now: datetime) -> bool:
    """Let somebody who had left be active again; return False where they had not."""
    if person.left_at is None:
        return False
    person.is_active, person.left_at = True, None
    card = texts.came_back(person.name, session.get_one(Unit, person.unit_id).name)
    for admin in people.with_role(session, Role.ADMIN):
        key = f"back:{person.id}:{now:%Y%m%d%H%M%S%f}:{admin.id}"
        outbox.enqueue(session, key, Recipient.person(admin.userid), card, urgency=Urgency.PROMPT, now=now)
    return True
