"""The demo county: 鲁山县 with invented people, and a year of records, carried by the project itself."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session

from config.tables import Tables
from handlers.papers import records_file
from scheduler import history
from storage import roster
from storage.columns import Table
from storage.roster import GroupRow, PersonRow, Roster, UnitRow
from storage.vocabulary import Role, UnitType

_FOLDER = Path(__file__).parent / "lushan"

Row = Mapping[str, Any]


def load(session: Session, now: datetime, tables: Tables) -> None:
    """Put the demo county into the caller's transaction: units, people, groups, a year of records."""
    roster.apply(session, demo_roster(), now=now)
    history.bring_in(session, records_file.parse((_FOLDER / "records.json").read_bytes(), now=now), tables, now=now)


def clear(session: Session) -> None:
    """Remove everything that is remembered, in the caller's transaction."""
    for table in reversed(Table.metadata.sorted_tables):
        session.connection().execute(delete(table))


def demo_roster() -> Roster:
    """Return the demo county's units, people and groups."""
    county = _county()
    return Roster(
        units=tuple(map(_unit, county["units"])),
        people=tuple(map(_person, county["people"])),
        groups=tuple(GroupRow(row["name"], row["unit"], chat_id=row["chat_id"]) for row in county["groups"]),
    )


def quick_picks() -> tuple[Mapping[str, str], ...]:
    """Return whom a visitor is offered first (userid, label): from the night shift up to the deputy director."""
    return tuple(_county()["quick_picks"])


def titles() -> Mapping[str, str]:
    """Return by userid what a person of the demo county is called: 「院长」, 「夜班护理员」."""
    return {row["userid"]: row["title"] for row in _county()["people"]}


def circles() -> Mapping[str, frozenset[str]]:
    """Return by group name who is in a group whose members are not simply those below its unit.

    The members are terms of roles, and 「局属单位」 for the institutions directly below the bureau.
    """
    return {row["name"]: frozenset(row["members"]) for row in _county()["groups"] if "members" in row}


@cache
def _county() -> Mapping[str, Any]:
    county: Mapping[str, Any] = json.loads((_FOLDER / "roster.json").read_text("utf-8"))
    return county


def _unit(row: Row) -> UnitRow:
    unit_type = UnitType.from_term(row["type"])
    assert unit_type is not None, row
    return UnitRow(
        name=row["name"],
        type=unit_type,
        short_names=tuple(row["short_names"]),
        parent=row.get("parent", ""),
        town=row.get("town", ""),
        is_residential=row.get("residential", False),
        headcount=row.get("headcount"),
        section=row.get("section", ""),
    )


def _person(row: Row) -> PersonRow:
    role = Role.from_term(row["role"])
    assert role is not None, row
    return PersonRow(row["userid"], row["name"], row["unit"], role, substitute=row.get("substitute", ""))
