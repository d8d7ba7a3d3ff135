"""Who is meant by owner, head, township office … for one unit; somebody higher where there is nobody."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from config.duty_table import Told
from storage import people, responsibilities, units
from storage.messages import Recipient
from storage.people import Person
from storage.units import Tree
from storage.vocabulary import Level, Responsibility, Role

_LEVEL_AND_ROLE = {
    Told.TOWNSHIP: (Level.TOWNSHIP, Role.TOWNSHIP),
    Told.SECTION: (Level.SECTION, Role.SECTION),
    Told.LEADER: (Level.BUREAU, Role.LEADER),
}
_BY_NAME = {
    Told.UNIT_HEAD: Responsibility.MAIN,
    Told.TOWNSHIP: Responsibility.TERRITORY,
    Told.SECTION: Responsibility.SUPERVISION,
}
"""Who answers for it by name comes before whoever has the role (T1-2: these names drive escalation)."""


def people_of(session: Session, tree: Tree, unit_id: int, told: Told) -> Sequence[Person]:
    """Return the people who are `told` for the unit, empty where there is nobody; not for owners and groups.

    Where somebody of the roster answers for it by name it is that person alone.
    """
    if told in _BY_NAME and (named := responsibilities.person_for(session, unit_id, _BY_NAME[told])) is not None:
        return [named]
    if told is Told.UNIT_HEAD:
        return people.of_unit(session, unit_id, Role.HEAD)
    level, role = _LEVEL_AND_ROLE[told]
    superior = tree.superior(unit_id, level)
    return [] if superior is None or superior.id is None else people.of_unit(session, superior.id, role)


def of_unit(session: Session, tree: Tree, unit_id: int, told: Iterable[Told]) -> list[Recipient]:
    """Return who hears about the unit's subordinates, each once; never empty while there is an administrator.

    Where the unit has no group of its own, those in charge of it stand in; where nobody is found, the administrators.
    """
    group = next((one for one in units.groups(session) if one.unit_id == unit_id), None)
    found: dict[str, Recipient] = {}
    for one in told:
        if one is Told.GROUP and group is not None and group.id is not None:
            recipients = [Recipient.group(group.id)]
        else:
            recipients = [Recipient.person(person.userid) for person in _in_charge(session, tree, unit_id, one)]
        found |= {str(recipient): recipient for recipient in recipients}
    return list(found.values()) or [Recipient.person(one.userid) for one in people.with_role(session, Role.ADMIN)]


def _in_charge(session: Session, tree: Tree, unit_id: int, told: Told) -> Sequence[Person]:
    if told is not Told.GROUP:
        return people_of(session, tree, unit_id, told)
    return people.of_unit(session, unit_id, Role.TOWNSHIP, Role.SECTION, Role.LEADER)
