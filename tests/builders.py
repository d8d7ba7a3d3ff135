"""Builders: the units, people and hazards that tests speak of, each with what the test does not care about."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from config.tables import FOLDERS, NAMES
from handlers.desk import Desk, load_desk
from storage import counters, hazards
from storage.database import work
from storage.hazards import Hazard, HazardEvent
from storage.people import Person
from storage.units import Unit
from storage.vocabulary import Category, Grade, HazardAction, HazardSource, HazardState, Role, UnitType

CONFIG = Path(__file__).parent.parent / "config"
MONDAY_TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday 23 November 2026, 10:00 in the county."""

T = TypeVar("T")
_serial = count(1)


@cache
def a_desk() -> Desk:
    """Return the configuration that is delivered with the project."""
    folder = Path(tempfile.gettempdir())
    return load_desk(CONFIG, folder / "minan-tests-cache", folder / "minan-tests-data")


def copy_tables(folder: Path) -> None:
    """Copy the delivered tables, holidays left out, so that a test can change them."""
    for name in NAMES:
        shutil.copy(CONFIG / f"{name}.toml", folder)
    for name in FOLDERS:
        shutil.copytree(CONFIG / name, folder / name)


def kept(session: Session, row: T) -> T:
    """Return the row with its id, stored in the caller's transaction."""
    session.add(row)
    session.flush()
    return row


def a_unit(
    session: Session,
    name: str = "",
    *,
    type: UnitType = UnitType.CARE_HOME,
    parent: Unit | None = None,
    section: Unit | None = None,
    **more: Any,
) -> Unit:
    """Return a stored unit; a care home without superior unless told otherwise."""
    unit = Unit(
        name=name or f"第{next(_serial)}敬老院",
        type=type,
        parent_id=parent.id if parent else None,
        section_id=section.id if section else None,
        **more,
    )
    return kept(session, unit)


def a_person(
    session: Session, unit: Unit, role: Role = Role.STAFF, *, userid: str = "", name: str = "", **more: Any
) -> Person:
    """Return a stored person of the unit; an ordinary member of staff unless told otherwise."""
    serial = next(_serial)
    userid = userid or f"user{serial}"
    assert unit.id is not None
    return kept(
        session,
        Person(
            userid=userid, userid_key=userid.lower(), name=name or f"员工{serial}", unit_id=unit.id, role=role, **more
        ),
    )


def a_hazard(
    session: Session,
    unit: Unit,
    *,
    state: HazardState = HazardState.TO_RECTIFY,
    reporter: Person | None = None,
    owner: Person | None = None,
    reported_at: datetime = MONDAY_TEN,
    due_on: date = date(2026, 11, 27),
    **more: Any,
) -> Hazard:
    """Return a stored hazard with the event of its report; general and to be rectified unless told otherwise."""
    number, code = hazards.new_numbers(session, reported_at.date())
    assert unit.id is not None
    facts: dict[str, Any] = {
        "origin": f"test:{number}#1",
        "place": "二楼东头",
        "problem": "安全出口堆了轮椅",
        "category": Category.EXIT,
        "grade": Grade.GENERAL,
        "source": HazardSource.SELF_CHECK,
        "owner_name": owner.name if owner else "",
    }
    hazard = kept(
        session,
        Hazard(
            number=number,
            code=code,
            unit_id=unit.id,
            state=state,
            reported_at=reported_at,
            reported_by=reporter.id if reporter else None,
            due_on=due_on,
            owner_id=owner.id if owner else None,
            **(facts | more),
        ),
    )
    assert hazard.id is not None
    kept(
        session,
        HazardEvent(
            hazard_id=hazard.id,
            at=reported_at,
            action=HazardAction.REPORT,
            person_id=hazard.reported_by,
            state_after=HazardState.TO_RECTIFY,
            message=hazard.origin,
        ),
    )
    return hazard


@dataclass(frozen=True, slots=True)
class County:
    """A small county: one of everything, and people in every role."""

    bureau: Unit
    section: Unit
    town: Unit
    """张良镇民政所, in the charge of the section."""
    home: Unit
    """张良镇敬老院, below the town."""
    other_town: Unit
    other_home: Unit
    """马楼乡敬老院, below the other town, which no section is in charge of."""
    welfare: Unit
    """县社会福利院, directly below the bureau."""
    person_by_userid: dict[str, Person]


def a_county(engine: Engine, *, wants_mornings: bool = True) -> County:
    """Return a stored county: leader, admin, section; ma and ma2 in the town; li, wang and zhang in the home.

    Whoever runs it by the real clock must not want the lists of the morning, or something comes until noon.
    """
    with work(engine) as session:
        bureau = a_unit(session, "鲁山县民政局", type=UnitType.BUREAU)
        section = a_unit(session, "养老服务股", type=UnitType.SECTION, parent=bureau)
        town = a_unit(session, "张良镇民政所", type=UnitType.TOWNSHIP, parent=bureau, section=section, town="张良镇")
        home = a_unit(
            session, "张良镇敬老院", parent=town, short_names=["张良院"], town="张良镇", is_residential=True
        )
        other_town = a_unit(session, "马楼乡民政所", type=UnitType.TOWNSHIP, parent=bureau, town="马楼乡")
        other_home = a_unit(session, "马楼乡敬老院", parent=other_town, town="马楼乡", is_residential=True)
        welfare = a_unit(session, "县社会福利院", type=UnitType.WELFARE_HOME, parent=bureau, is_residential=True)
        staff = [
            a_person(session, bureau, Role.LEADER, userid="leader", name="陈局长"),
            a_person(session, bureau, Role.ADMIN, userid="admin", name="孙管理"),
            a_person(session, section, Role.SECTION, userid="section", name="周股长"),
            a_person(session, town, Role.TOWNSHIP, userid="ma", name="马建国", phone="0375-1"),
            a_person(session, town, Role.TOWNSHIP, userid="ma2", name="郭干事"),
            a_person(session, home, Role.HEAD, userid="li", name="李秀英", phone="0375-2"),
            a_person(session, home, Role.SAFETY_OFFICER, userid="wang", name="王铁柱"),
            a_person(session, home, Role.STAFF, userid="zhang", name="张小花"),
            a_person(session, other_town, Role.TOWNSHIP, userid="niu", name="牛所长"),
            a_person(session, other_home, Role.HEAD, userid="hou", name="侯院长"),
            a_person(session, welfare, Role.HEAD, userid="fu", name="付院长"),
        ]
        for one in () if wants_mornings else staff:
            one.morning_off_at = MONDAY_TEN
        counters.raise_to(session, "hazard", 11)
        return County(
            bureau, section, town, home, other_town, other_home, welfare, {one.userid: one for one in staff}
        )
