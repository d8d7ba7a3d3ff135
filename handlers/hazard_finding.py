"""Find the hazards that a person may see, and the people that a hazard concerns."""

from collections.abc import Collection, Sequence

from sqlmodel import Session

from config.hazard_table import HazardTable, LeastLevel
from handlers.inspection_sight import sees
from handlers.intent import Asking, Sorry
from handlers.rules.access import Standing, scope, standing
from handlers.rules.hazard_authority import is_high, is_of_level, offices_of_level
from handlers.texts import hazard as texts
from handlers.texts.hazard import Happened
from handlers.viewer import Viewer
from storage import hazards, people, responsibilities
from storage.hazards import Hazard
from storage.people import Person
from storage.units import Tree
from storage.vocabulary import Level, Responsibility, Role

_ACCEPT_BY_NAME = (Responsibility.TERRITORY, Responsibility.SUPERVISION)


def find(asking: Asking, typed: str) -> Hazard:
    """Return the hazard with the number or ledger code that was typed: 12, 012, YH20261123-003.

    Raises Sorry where there is none, and in the same words where the asker may not see it.
    """
    found = (
        hazards.by_number(asking.session, int(typed)) if typed.isdigit() else hazards.by_code(asking.session, typed)
    )
    if found is None or not sees(found.unit_id, asking):
        raise Sorry(texts.not_found(typed))
    return found


def open_hazards(asking: Viewer) -> Sequence[Hazard]:
    """Return the open hazards that the asker may see, earliest deadline first."""
    return hazards.open_in(asking.session, scope(asking.person, asking.tree))


def name_of(session: Session, person_id: int | None) -> str:
    """Return the person's name, also of one who has left; "" for nobody."""
    person = session.get(Person, person_id) if person_id is not None else None
    return person.name if person else ""


def is_active_owner(session: Session, hazard: Hazard) -> bool:
    """Return whether the owner is on the roster and has not left."""
    owner = session.get(Person, hazard.owner_id) if hazard.owner_id is not None else None
    return owner is not None and owner.is_active


def rectifiers(hazard: Hazard) -> set[int]:
    """Return the ids of those who rectify or rectified: none of them may accept."""
    return {one for one in (hazard.owner_id, hazard.submitted_by) if one is not None}


def acceptors(session: Session, tree: Tree, hazard: Hazard, table: HazardTable) -> list[Person]:
    """Return who is asked to accept, of those who are high enough for the grade: as `superiors`."""
    return superiors(session, tree, hazard, least=table.acceptance[hazard.grade.value])


def superiors(
    session: Session, tree: Tree, hazard: Hazard, *, least: LeastLevel = LeastLevel.TOWNSHIP
) -> list[Person]:
    """Return who decides about the hazard, from `least` upwards: who answers for the unit by name, else an office.

    By name that is the territorial, else the supervising one (T1-2), of those who stand above the unit; of offices
    the township's, else the section in charge, else the bureau, else the admins. Never somebody who rectified.
    """
    for one in _ACCEPT_BY_NAME:
        named = responsibilities.person_for(session, hazard.unit_id, one)
        if named is None or named.id in rectifiers(hazard):
            continue
        is_high_enough = is_of_level(named.role, least)
        if is_high_enough and standing(named, tree, hazard.unit_id) is Standing.SUPERIOR:
            return [named]
    above = offices(tree, hazard)
    high = offices_of_level([tree.by_id[one].level for one in above], least)
    return officers(session, [above[n] for n in high], but=rectifiers(hazard))


def accepting_level(tree: Tree, hazard: Hazard, table: HazardTable) -> LeastLevel:
    """Return from which level upwards the hazard may be accepted: the lowest there is that the grade allows."""
    wanted = table.acceptance[hazard.grade.value]
    levels = [tree.by_id[one].level for one in offices(tree, hazard)]
    return wanted if any(is_high(level, wanted) for level in levels) else LeastLevel.TOWNSHIP


def offices(tree: Tree, hazard: Hazard) -> list[int]:
    """Return the ids of the offices above the hazard's unit, nearest first: township, section in charge, bureau."""
    return offices_above(tree, hazard.unit_id)


def offices_above(tree: Tree, unit_id: int) -> list[int]:
    """Return the ids of the offices above the unit, nearest first: township, section in charge, bureau."""
    above = tree.above(unit_id)
    township = next((one for one in above if one.level is Level.TOWNSHIP), None)
    found = [township, tree.superior(unit_id, Level.SECTION), above[-1] if above else None]
    ids = [one.id for one in found if one is not None and one.id is not None]
    return [one for one in dict.fromkeys(ids) if one != unit_id]


def officers(session: Session, offices: Sequence[int], *, but: Collection[int | None]) -> list[Person]:
    """Return the officers of the first office that has any who are not in `but`, else the leaders and admins."""
    for office in offices:
        found = people.of_unit(session, office, Role.TOWNSHIP, Role.SECTION, Role.LEADER)
        if allowed := [one for one in found if one.id not in but]:
            return allowed
    leaders = [*people.with_role(session, Role.LEADER), *people.with_role(session, Role.ADMIN)]
    return [one for one in leaders if one.id not in but]


def history(session: Session, hazard: Hazard) -> list[Happened]:
    """Return what happened to the hazard, oldest first, with names."""
    assert hazard.id is not None
    return [
        Happened(event.at, event.action, name_of(session, event.person_id) or texts.NOBODY, event.note)
        for event in hazards.events(session, hazard.id)
    ]


def brought_here(session: Session, hazard: Hazard) -> Happened | None:
    """Return what brought the hazard into its present state, None where that was not recorded."""
    assert hazard.id is not None
    changes = [
        event
        for event in hazards.events(session, hazard.id)
        if event.state_after is hazard.state and event.state_before is not event.state_after
    ]
    if not changes:
        return None
    last = changes[-1]
    return Happened(last.at, last.action, name_of(session, last.person_id) or texts.NOBODY, last.note)
