"""Records of years past: what they have in common, and their units; a row is known again by its origin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from storage.units import Unit
from storage.vocabulary import UnitType

ORIGIN = "import:"
"""What came from elsewhere has an origin that begins with this."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows were new and how many were there before."""

    added: int
    known: int


@dataclass(frozen=True, slots=True)
class PastUnit:
    """One institution as the records name it."""

    name: str
    type: UnitType
    town: str
    is_residential: bool


def put_units(session: Session, rows: Iterable[PastUnit]) -> tuple[str, ...]:
    """Add the units that are not stored, below the township office of their town; return the names that are new.

    An office or a bureau that is lacking is added as well; what is stored stays as it is.
    """
    stored = {unit.name: unit for unit in session.scalars(select(Unit).order_by(col(Unit.id)))}
    before = set(stored)
    for row in rows:
        if row.name not in stored:
            parent = _office(session, stored, row.town) if row.town else _bureau(session, stored)
            _add(session, stored, row.name, row.type, parent, row.town, is_residential=row.is_residential)
    return tuple(name for name in stored if name not in before)


def _office(session: Session, stored: dict[str, Unit], town: str) -> Unit:
    offices = [unit for unit in stored.values() if unit.type is UnitType.TOWNSHIP]
    known = next((unit for unit in offices if unit.town == town or unit.name.startswith(town)), None)
    if known is not None:
        return known
    return _add(session, stored, f"{town}{UnitType.TOWNSHIP.term}", UnitType.TOWNSHIP, _bureau(session, stored), town)


def _bureau(session: Session, stored: dict[str, Unit]) -> Unit:
    known = next((unit for unit in stored.values() if unit.type is UnitType.BUREAU), None)
    return known or _add(session, stored, UnitType.BUREAU.term, UnitType.BUREAU, None, "")


def _add(
    session: Session,
    stored: dict[str, Unit],
    name: str,
    unit_type: UnitType,
    parent: Unit | None,
    town: str,
    *,
    is_residential: bool = False,
) -> Unit:
    unit = Unit(
        name=name, type=unit_type, parent_id=parent.id if parent else None, town=town, is_residential=is_residential
    )
    session.add(unit)
    session.flush()
    stored[name] = unit
    return unit


def unit_by_name(session: Session) -> Mapping[str, Unit]:
    """Return all units, active or not, by full name."""
    return {unit.name: unit for unit in session.scalars(select(Unit))}


def ids_by_origin(session: Session, origin: Any, row_id: Any) -> Mapping[str, int]:
    """Return the ids of what came from elsewhere, by origin."""
    return {one: number for one, number in session.execute(select(origin, row_id).where(origin.startswith(ORIGIN)))}
