"""Take tips from chats: the answer has the receipt and nothing else of it, and the message is covered."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from handlers import tip_adding
from handlers import tip_discretion as discretion
from handlers import tip_intake as intake
from handlers import tip_notices as notices
from handlers.desk import Desk
from handlers.intent import Asking
from handlers.reported_unit import unit_names
from handlers.texts import emergency as emergency_texts
from handlers.texts import tip as texts
from handlers.tip_intake import Told, unit_of
from handlers.understand.read import Heard as Hearing
from handlers.understand.tip_words import read_command, read_tip, without_contacts
from handlers.understand.units import find_units, says_own_unit
from storage import evidence, tips
from storage.messages import Card, Incoming
from storage.tips import OPEN_STATES, Tip
from storage.units import Tree, Unit
from storage.vocabulary import Level

GUESS = "anonymous_report"
"""What understanding calls free words that ask for secrecy (taxonomy §3)."""


def tell(text: str, asking: Asking) -> Card:
    """Take the tip of somebody on the roster; return the read-back."""
    if not asking.incoming.is_private:
        discretion.cover(asking.session, asking.incoming)
        return texts.only_in_private()
    if not text and not asking.shown:
        discretion.cover(asking.session, asking.incoming)
        return discretion.confidential(texts.how_to())
    person, sender = asking.person, asking.incoming.sender
    told, contact = without_contacts(text, (person.name, person.userid, sender, person.phone))
    unit = _unit(text, asking)
    sealed = asking.desk.box.seal({notices.USERID: sender, notices.CONTACT: contact})
    origin = intake.chat_origin(asking.origin)
    one = Told(origin, told, unit, unit.name if unit else "", sealed, asking.shown)
    discretion.cover_asking(asking)
    return _received(asking.session, one, tree=asking.tree, desk=asking.desk, now=asking.now)


def from_stranger(
    session: Session, incoming: Incoming, hearing: Hearing, *, tree: Tree, desk: Desk, now: datetime
) -> Card | None:
    """Take the tip of somebody who is on no roster, or say what became of one; None where it is neither."""
    command = read_command(hearing.text)
    if not incoming.is_private or (command is not None and command.verb not in ("progress", "add")):
        return None
    discretion.cover(session, incoming)
    if command is not None:
        tip = tips.by_receipt(session, command.receipt)
        return discretion.confidential(_progress(session, tip) if tip else texts.not_found(command.receipt))
    text = read_tip(hearing.text)
    told, contact = without_contacts(hearing.text if text is None else text, (incoming.sender,))
    if not told:
        return discretion.confidential(texts.how_to())
    unit = intake.unit_in(told, tree, desk)
    sealed = desk.box.seal({notices.USERID: incoming.sender, notices.CONTACT: contact})
    pieces = evidence.of_message(session, discretion.origin(incoming))
    one = Told(intake.chat_origin(discretion.origin(incoming)), told, unit, unit.name if unit else "", sealed, pieces)
    return _received(session, one, tree=tree, desk=desk, now=now)


def progress(receipt: str, asking: Asking) -> Card:
    """Return what became of the tip with this receipt, to anybody who has it."""
    discretion.cover(asking.session, asking.incoming)
    if not asking.incoming.is_private:
        return texts.only_in_private()
    if not receipt:
        return discretion.confidential(texts.which_receipt(texts.PROGRESS))
    tip = tips.by_receipt(asking.session, receipt)
    return discretion.confidential(_progress(asking.session, tip) if tip else texts.not_found(receipt))


def add(receipt: str, words: str, asking: Asking) -> Card:
    """Add words and pictures to an open tip, for anybody who has its receipt."""
    if not asking.incoming.is_private:
        discretion.cover(asking.session, asking.incoming)
        return texts.only_in_private()
    tip = tips.by_receipt(asking.session, receipt) if receipt else None
    if tip is None or tip.state not in OPEN_STATES or not (words or asking.shown):
        discretion.cover(asking.session, asking.incoming)
        return discretion.confidential(_not_added(tip, receipt))
    person = asking.person
    told, contact = without_contacts(words, (person.name, person.userid, asking.incoming.sender, person.phone))
    discretion.cover_asking(asking)
    pieces, tree, desk = asking.shown, asking.tree, asking.desk
    tip_adding.add(asking.session, tip, told, contact, pieces, tree=tree, desk=desk, now=asking.now)
    return discretion.confidential(texts.added(tip.receipt, len(asking.shown)))


def covered(session: Session, incoming: Incoming, card: Card) -> Card:
    """Return the answer to who speaks of a receipt in any other way: of that nothing is kept either."""
    discretion.cover(session, incoming)
    return discretion.confidential(card) if incoming.is_private else card


def not_told(session: Session, incoming: Incoming, card: Card) -> Card:
    """Return the first steps in an emergency for who meant to tell a tip: that was not taken down, nor kept."""
    return unread(session, incoming, replace(card, lines=(*card.lines, emergency_texts.no_tip())))


def unread(session: Session, incoming: Incoming, card: Card) -> Card:
    """Return the card for who meant to tell a tip that is not taken down: nothing of it is kept."""
    discretion.cover(session, incoming)
    return discretion.confidential(card) if incoming.is_private else card


def _received(session: Session, one: Told, *, tree: Tree, desk: Desk, now: datetime) -> Card:
    try:
        tip = intake.take(session, one, tree=tree, desk=desk, now=now)
    except intake.NobodyToTell:
        return discretion.confidential(texts.nobody_to_tell())
    is_kept = bool(tip.sealed)
    unit = unit_of(tip, tree)
    card = texts.received(tip.receipt, unit, tip.respond_by, len(one.pieces), is_kept=is_kept, can_push=is_kept)
    return discretion.confidential(card)


def said_to_tipster(session: Session, tip: Tip) -> list[tuple[datetime, str]]:
    """Return what was said to the tipster, oldest first."""
    return [(one.at, one.note) for one in tips.events(session, tip, tips.SAID)]


def _progress(session: Session, tip: Tip) -> Card:
    said = said_to_tipster(session, tip)
    return texts.progress(
        texts.Progress(tip.receipt, tip.state, tip.received_at, tip.respond_by, tip.settle_by, said)
    )


def _not_added(tip: Tip | None, receipt: str) -> Card:
    if not receipt:
        return texts.which_receipt(texts.ADDING)
    if tip is None:
        return texts.not_found(receipt)
    return texts.nothing_to_add(receipt) if tip.state in OPEN_STATES else texts.settled_before(receipt)


def _unit(text: str, asking: Asking) -> Unit | None:
    """Return the unit that the tip is about: the one that is named, else the teller's own where none is near."""
    lexicon = asking.desk.lexicon.units
    own = asking.unit if asking.unit.level is Level.INSTITUTION else None
    if says_own_unit(text, lexicon):
        return own or asking.unit
    named = intake.unit_in(text, asking.tree, asking.desk)
    is_another = bool(find_units(text, unit_names(asking.tree.by_id.values()), lexicon))
    return named if is_another else own
