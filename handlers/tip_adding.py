"""Add to a tip what its teller says later: words, pictures, the unit, a way to be reached."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers import tip_finding as finding
from handlers import tip_intake as intake
from handlers import tip_notices as notices
from handlers.desk import Desk
from handlers.texts import tip_office as texts
from storage import tips
from storage.evidence import Evidence
from storage.tips import OPEN_STATES, Tip
from storage.units import Tree

_ADDED = "added"


def add(
    session: Session,
    tip: Tip,
    told: str,
    contact: str,
    pieces: Sequence[Evidence] = (),
    *,
    tree: Tree,
    desk: Desk,
    now: datetime,
) -> None:
    """Write down what was added to an open tip and tell those who deal with it."""
    _complete(session, tip, told, contact, tree=tree, desk=desk)
    tips.write(session, tip, _ADDED, told, by=None, now=now)
    intake.attach(session, tip, pieces, now=now)
    whom = finding.handlers_of(session, tree, finding.about(tip))
    card = texts.added(tip, intake.unit_of(tip, tree), told, len(pieces))
    what = f"{_ADDED}:{tips.events(session, tip)[-1].id}"
    notices.tell_office(session, tip, whom, card, what, now=now, is_urgent=False)


def was_just_added(session: Session, tip: Tip, told: str) -> bool:
    """Return whether these very words were the last that were added: a form that was sent twice."""
    added = tips.events(session, tip, _ADDED)
    return bool(added) and added[-1].note == told


def _complete(session: Session, tip: Tip, told: str, contact: str, *, tree: Tree, desk: Desk) -> None:
    values: dict[str, object] = {}
    if told:
        # Whoever is named in it must not deal with the tip from now on, so it stands with the rest.
        values["told"] = texts.with_addition(tip.told, told)
    unit = None if tip.unit_id is not None else intake.unit_in(told, tree, desk)
    if unit is not None and unit.id is not None:
        office = finding.office_for(session, tree, unit.id, tip.told + told)
        values |= {"unit_id": unit.id, "unit_name": unit.name, "office_id": tip.office_id or office}
    if contact and (sealed := desk.box.seal({**desk.box.open(tip.sealed), notices.CONTACT: contact})):
        values["sealed"] = sealed
    if values:
        tips.move(session, tip, of=OPEN_STATES, **values)
