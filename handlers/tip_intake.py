"""Take a tip down, from a chat or from the public page: receipt, clocks, who deals with it; nothing of the teller."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from config.clock import TZ
from handlers import tip_finding as finding
from handlers import tip_notices as notices
from handlers.desk import Desk
from handlers.random_code import new_code
from handlers.reported_unit import unit_names
from handlers.rules.tip_access import About
from handlers.rules.tip_limits import limit_at
from handlers.texts import tip_office as texts
from handlers.understand.emergency import emergency_in
from handlers.understand.units import certain_unit, find_units
from storage import evidence, tips
from storage.evidence import Evidence
from storage.tips import FROM_PAGE, Tip
from storage.units import Tree, Unit
from storage.vocabulary import EvidenceKind, Phase

FROM_CHAT = "chat:"
KINDS = (EvidenceKind.IMAGE, EvidenceKind.VIDEO, EvidenceKind.FILE, EvidenceKind.VOICE)


class NobodyToTell(Exception):
    """Everybody who could deal with the tip is concerned by it."""


@dataclass(frozen=True, slots=True)
class Told:
    """One tip as it came, freed of what names its teller."""

    origin: str
    """A digest: `chat_origin` or `page_origin`."""
    text: str
    unit: Unit | None
    unit_name: str
    sealed: str
    pieces: Sequence[Evidence] = ()


def chat_origin(message: str) -> str:
    """Return the name of a tip for the message channel:message_id."""
    return f"{FROM_CHAT}{_digest(message)}"


def page_origin(form: str) -> str:
    """Return the name of a tip for the form of the public page."""
    return f"{FROM_PAGE}{_digest(form)}"


def subject(tip: Tip) -> str:
    """Return the subject of what shows the tip."""
    return f"tip:{tip.id}"


def unit_in(text: str, tree: Tree, desk: Desk) -> Unit | None:
    """Return the one unit that the text names beyond doubt."""
    named = certain_unit(find_units(text, unit_names(tree.by_id.values()), desk.lexicon.units))
    return None if named is None else tree.by_id[named.id]


def take(session: Session, told: Told, *, tree: Tree, desk: Desk, now: datetime) -> Tip:
    """Write the tip down and tell those who deal with it; a repeat returns the tip that there is.

    Raises NobodyToTell.
    """
    if (known := tips.by_origin(session, told.origin)) is not None:
        return known
    unit_id = told.unit.id if told.unit else None
    office = finding.office_for(session, tree, unit_id, told.text)
    whom = finding.handlers_of(session, tree, About(unit_id, told.text, office))
    if not whom:
        raise NobodyToTell
    table, today = desk.tables.tips, now.astimezone(TZ).date()
    row = {
        "origin": told.origin,
        "unit_id": unit_id,
        "unit_name": told.unit_name[:80],
        "told": told.text,
        "received_at": now,
        "respond_by": limit_at(today, table.respond, table.day_ends_at, desk.calendar),
        "settle_by": limit_at(today, table.settle, table.day_ends_at, desk.calendar),
        "sealed": told.sealed,
        "office_id": office,
    }
    # A receipt that another tip has already is refused by its unique key: then the next one is taken.
    while not tips.add(session, {**row, "receipt": f"JB{new_code()}"}):
        if (known := tips.by_origin(session, told.origin)) is not None:
            return known
    tip = tips.by_origin(session, told.origin)
    assert tip is not None
    tips.write(session, tip, "received", by=None, now=now)
    attach(session, tip, told.pieces, now=now)
    is_urgent = emergency_in(told.text, desk.lexicon.emergency) is not None
    card = texts.arrived(tip, unit_of(tip, tree), len(told.pieces))
    notices.tell_office(session, tip, whom, card, "arrived", now=now, is_urgent=is_urgent)
    return tip


def attach(session: Session, tip: Tip, pieces: Sequence[Evidence], *, now: datetime) -> None:
    """Join pictures and files to the tip and take off them who sent them."""
    if pieces:
        evidence.use(session, pieces, subject(tip), Phase.BEFORE, person_id=None, now=now)
        evidence.cover(session, pieces)


def unit_of(tip: Tip, tree: Tree) -> str:
    """Return the name of the unit that the tip is about; "" where none is known."""
    unit = tree.by_id.get(tip.unit_id) if tip.unit_id is not None else None
    return unit.name if unit else tip.unit_name


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
