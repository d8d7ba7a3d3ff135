"""Find tips that a person may know of, and who deals with a tip."""

from collections.abc import Sequence

from sqlmodel import Session

from handlers import hazard_finding as finding
from handlers.intent import Asking, Sorry
from handlers.rules.tip_access import About, may_handle
from handlers.texts import tip as texts
from storage import people, tips
from storage.people import Person
from storage.tips import Tip
from storage.units import Tree
from storage.vocabulary import Level, Role

_OFFICERS = (Role.TOWNSHIP, Role.SECTION, Role.LEADER)


def about(tip: Tip) -> About:
    """Return what decides who may know of the tip."""
    return About(tip.unit_id, tip.told, tip.office_id)


def find(asking: Asking, receipt: str) -> Tip:
    """Return the tip with this receipt that the asker deals with.

    Raises Sorry where there is none, and in the same words where the asker may not know of it.
    """
    tip = tips.by_receipt(asking.session, receipt)
    if tip is None or not may_handle(asking.person, asking.tree, about(tip)):
        raise Sorry(texts.not_found(receipt))
    return tip


def open_for(asking: Asking) -> list[Tip]:
    """Return the open tips that the asker deals with, the earliest limit first."""
    return [one for one in tips.open_tips(asking.session) if may_handle(asking.person, asking.tree, about(one))]


def office_for(session: Session, tree: Tree, unit_id: int | None, told: str) -> int | None:
    """Return the nearest office above the unit with somebody to deal with it; None: leaders and administrators."""
    for office in finding.offices_above(tree, unit_id) if unit_id is not None else ():
        if _of_office(session, tree, About(unit_id, told, office)):
            return office
    return None


def handlers_of(session: Session, tree: Tree, about: About) -> Sequence[Person]:
    """Return who deals with the tip; empty where everybody who could is concerned."""
    return _of_office(session, tree, about) or leaders(session, tree, about)


def above(session: Session, tree: Tree, about: About) -> Sequence[Person]:
    """Return who stands one level above those who deal with the tip: the section, else the leaders."""
    office = tree.by_id.get(about.office_id) if about.office_id is not None else None
    if office is not None and office.id is not None and office.level is Level.TOWNSHIP:
        section = tree.superior(office.id, Level.SECTION)
        found = people.of_unit(session, section.id, Role.SECTION) if section and section.id is not None else ()
        if allowed := [one for one in found if may_handle(one, tree, about)]:
            return allowed
    return leaders(session, tree, about)


def leaders(session: Session, tree: Tree, about: About) -> Sequence[Person]:
    """Return the leaders who may know of the tip, else the administrators."""
    for role in (Role.LEADER, Role.ADMIN):
        if found := [one for one in people.with_role(session, role) if may_handle(one, tree, about)]:
            return found
    return ()


def _of_office(session: Session, tree: Tree, about: About) -> Sequence[Person]:
    if about.office_id is None:
        return ()
    found = people.of_unit(session, about.office_id, *_OFFICERS)
    return [one for one in found if may_handle(one, tree, about)]
