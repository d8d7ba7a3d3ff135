"""Give letters up, and tell the officer in charge that somebody was not reached."""

from datetime import datetime

from sqlmodel import Session

from handlers.texts import papers, trouble
from storage import outbox, people, units
from storage.messages import Recipient
from storage.outbox import Letter
from storage.people import Person
from storage.units import Group, Tree
from storage.vocabulary import Level, Role, Urgency

KEY = "undelivered:"


def bury(session: Session, letter: Letter, *, reason: str, is_for_admin: bool, now: datetime) -> None:
    """Mark the letter dead and tell about it.

    Not where it was an answer: who asked sees that none came. But of a file they have read that it would follow.
    """
    if not outbox.give_up(session, letter, error=reason):
        return
    if letter.urgency is not Urgency.ANSWER:
        tell(session, letter, reason=reason, is_for_admin=is_for_admin, now=now)
    elif letter.card.file:
        card = papers.not_arrived(letter.card.title, reason)
        outbox.enqueue(session, f"{KEY}{letter.row_id}", letter.recipient, card, urgency=Urgency.ANSWER, now=now)


def end(session: Session, letter: Letter, *, reason: str, may_have_arrived: bool, now: datetime) -> None:
    """Settle the letter after its last try: of unknown outcome where it is a prompt that may have arrived."""
    if may_have_arrived and letter.urgency is Urgency.PROMPT:
        outbox.mark_unknown(session, letter, error=reason)
    else:
        bury(session, letter, reason=reason, is_for_admin=False, now=now)


def tell(session: Session, letter: Letter, *, reason: str, is_for_admin: bool, now: datetime) -> bool:
    """Enqueue one note about `letter`; return whether there is one.

    None about a note itself, which could go round for ever, and none where everybody who could be told is the
    one who was not reached.
    """
    if letter.key.startswith(KEY):
        return False
    person, group = _reader(session, letter)
    officer = next(iter(_officers(session, person, group, is_for_admin=is_for_admin)), None)
    if officer is None:
        return False
    tree = units.tree(session)
    return outbox.enqueue(
        session,
        f"{KEY}{letter.row_id}",
        Recipient.person(officer.userid),
        trouble.undelivered(_named(tree, letter, person, group), letter.card.title, reason),
        urgency=Urgency.URGENT if letter.urgency is Urgency.URGENT else Urgency.PROMPT,
        now=now,
    )


def _reader(session: Session, letter: Letter) -> tuple[Person | None, Group | None]:
    if letter.recipient.kind == "person":
        return people.by_userid(session, letter.recipient.name), None
    groups = units.groups(session)
    return None, next(
        (group for group in groups if str(Recipient.group(group.id or 0)) == str(letter.recipient)), None
    )


def _officers(session: Session, person: Person | None, group: Group | None, *, is_for_admin: bool) -> list[Person]:
    """Return who may be told, first choice first: the township office in charge, then the administrators."""
    unit = person or group
    found = list(people.with_role(session, Role.ADMIN))
    if unit is not None and not is_for_admin:
        township = units.tree(session).superior(unit.unit_id, Level.TOWNSHIP)
        if township is not None and township.id is not None:
            found = [*people.of_unit(session, township.id, Role.TOWNSHIP), *found]
    return [officer for officer in found if person is None or officer.id != person.id]


def _named(tree: Tree, letter: Letter, person: Person | None, group: Group | None) -> str:
    if group is not None:
        return group.name
    if person is None:
        return trouble.stranger(letter.recipient.name)
    unit = tree.by_id.get(person.unit_id)
    return trouble.person(person.name, unit.name if unit else "")
