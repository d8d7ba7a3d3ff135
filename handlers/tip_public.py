"""Tips from the public page: taken down like those of chats, and shown to whoever has the receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers import tip_adding
from handlers import tip_intake as intake
from handlers import tip_notices as notices
from handlers.desk import Desk
from handlers.texts import emergency as emergency_texts
from handlers.texts import tip as texts
from handlers.tip_intake import NobodyToTell, Told, unit_of
from handlers.understand.emergency import emergency_in
from handlers.understand.tip_words import receipt_in, without_contacts
from handlers.understand.words import normalise
from storage import evidence, tips, units
from storage.tips import OPEN_STATES, SAID
from storage.units import Tree, Unit
from storage.vocabulary import TipState

__all__ = ["Filed", "FromPage", "NobodyToTell", "Picture", "Shown", "add", "file", "look", "unit_name"]

CHANNEL = "page"
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class FromPage:
    """What was filled in."""

    form_id: str
    unit_id: str
    unit: str
    text: str
    contact: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is in the evidence folder."""

    sha256: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class Filed:
    """What is shown once a tip was taken down."""

    receipt: str
    unit: str
    pictures: int
    respond_by: str
    settle_by: str
    first_step: str
    """What to do at once where the words tell of a present danger; "" otherwise."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown by the receipt; "" for a limit that is met."""

    receipt: str
    state: str
    received: str
    respond_by: str
    settle_by: str
    said: Sequence[tuple[str, str]]
    is_open: bool
    """Whether something may still be added."""


def unit_name(session: Session, unit_id: str) -> str:
    """Return the name of the unit that a poster names, "" where there is none."""
    unit = _poster_unit(units.tree(session), unit_id)
    return unit.name if unit else ""


def file(session: Session, form: FromPage, pictures: Sequence[Picture], *, desk: Desk, now: datetime) -> Filed:
    """Take the tip down; a repeat of the form gives the same receipt. Raises NobodyToTell."""
    tree = units.tree(session)
    origin = intake.page_origin(form.form_id)
    tip = tips.by_origin(session, origin)
    if tip is None:
        told, contact = without_contacts(form.text, ())
        contacts = "；".join(one for one in (form.contact, contact) if one)
        unit = _unit(form, tree, desk)
        one = Told(
            origin,
            told,
            unit,
            unit.name if unit else form.unit,
            desk.box.seal({notices.CONTACT: contacts}),
            [
                evidence.add_picture(session, CHANNEL, sha256=one.sha256, mime=one.mime, size=one.size, now=now)
                for one in pictures
            ],
        )
        tip = intake.take(session, one, tree=tree, desk=desk, now=now)
    said = normalise(form.text, desk.lexicon.words).text
    danger = emergency_in(said, desk.lexicon.emergency)
    return Filed(
        receipt=tip.receipt,
        unit=unit_of(tip, tree),
        pictures=len(pictures),
        respond_by=texts.moment(tip.respond_by),
        settle_by=texts.moment(tip.settle_by),
        first_step=emergency_texts.first_steps(danger.code, ()).title if danger else "",
    )


def add(session: Session, typed: str, text: str, *, desk: Desk, now: datetime) -> bool:
    """Add words to the open tip with this receipt; return False where there is none. The same words twice: once."""
    tip = tips.by_receipt(session, receipt_in(typed))
    if tip is None or tip.state not in OPEN_STATES:
        return False
    told, contact = without_contacts(text, ())
    if not tip_adding.was_just_added(session, tip, told):
        tip_adding.add(session, tip, told, contact, tree=units.tree(session), desk=desk, now=now)
    return True


def look(session: Session, typed: str) -> Shown | None:
    """Return what became of the tip with this receipt, None where there is none."""
    receipt = receipt_in(typed.strip())
    tip = tips.by_receipt(session, receipt) if receipt else None
    if tip is None:
        return None
    return Shown(
        receipt=tip.receipt,
        state=texts.state(tip.state),
        received=texts.moment(tip.received_at),
        respond_by=texts.moment(tip.respond_by) if tip.state is TipState.RECEIVED else "",
        settle_by=texts.moment(tip.settle_by) if tip.state in OPEN_STATES else "",
        said=[(texts.moment(one.at), one.note) for one in tips.events(session, tip, SAID)],
        is_open=tip.state in OPEN_STATES,
    )


def _unit(form: FromPage, tree: Tree, desk: Desk) -> Unit | None:
    """Return the unit that is meant: the poster's as long as its name was not changed, else the one that is named."""
    of_poster = _poster_unit(tree, form.unit_id)
    if of_poster is not None and of_poster.name == form.unit:
        return of_poster
    said = normalise(form.unit or form.text, desk.lexicon.words).text
    return intake.unit_in(said, tree, desk)


def _poster_unit(tree: Tree, unit_id: str) -> Unit | None:
    is_number = unit_id.isascii() and unit_id.isdecimal() and len(unit_id) <= _MOST_DIGITS
    return tree.by_id.get(int(unit_id)) if is_number else None
