"""The demo county is whole: every unit has its place, every institution its people, every township its group."""

from collections import Counter

import pytest
from sqlalchemy import Engine, func, select
from sqlmodel import Session

from bot.sandbox import county
from bot.sandbox.chats import group_chats
from bot.sandbox.clock import START
from storage import hazards, people, roster, units
from storage.database import reading, work
from storage.duties import DutyRecord
from storage.hazards import Hazard
from storage.people import Person
from storage.units import Tree
from storage.vocabulary import Level, Role
from tests.builders import a_desk


@pytest.fixture
def loaded(sqlite_engine: Engine) -> Engine:
    """Give the county without its records: people and places are the same, and there at once."""
    with work(sqlite_engine) as session:
        roster.apply(session, county.demo_roster(), now=START)
    return sqlite_engine


def roles_of(session: Session, unit_id: int) -> Counter[Role]:
    return Counter(person.role for person in people.of_unit(session, unit_id))


def by_userid(session: Session, userid: str) -> Person:
    person = people.by_userid(session, userid)
    assert person is not None
    return person


def tree_of(engine: Engine) -> Tree:
    with reading(engine) as session:
        return units.tree(session)


def test_it_has_one_bureau_24_township_offices_and_33_institutions(loaded: Engine) -> None:
    tree = tree_of(loaded)

    assert [len(tree.at(level)) for level in Level] == [1, 4, 24, 33]


def test_every_institution_stands_below_its_township_or_the_bureau(loaded: Engine) -> None:
    tree = tree_of(loaded)

    for unit in tree.at(Level.INSTITUTION):
        above = tree.above(unit.id or 0)[1]
        is_of_the_county = unit.name.startswith("县")
        assert above.level is (Level.BUREAU if is_of_the_county else Level.TOWNSHIP)
        assert is_of_the_county or above.town == unit.town


def test_every_township_has_a_section_in_charge(loaded: Engine) -> None:
    tree = tree_of(loaded)

    for unit in tree.at(Level.TOWNSHIP):
        section = tree.superior(unit.id or 0, Level.SECTION)
        assert section is not None, unit.name
        assert section.level is Level.SECTION


def test_every_institution_has_a_head_a_safety_officer_and_staff(loaded: Engine) -> None:
    with reading(loaded) as session:
        for unit in units.tree(session).at(Level.INSTITUTION):
            roles = roles_of(session, unit.id or 0)
            assert (roles[Role.HEAD], roles[Role.SAFETY_OFFICER]) == (1, 1), unit.name
            assert roles[Role.STAFF] >= 1, unit.name


def test_every_township_office_has_its_people_and_its_group(loaded: Engine) -> None:
    with reading(loaded) as session:
        tree = units.tree(session)
        for unit in tree.at(Level.TOWNSHIP):
            group = units.group_of(session, tree, unit.id or 0)
            assert roles_of(session, unit.id or 0) == {Role.TOWNSHIP: 2}
            assert group is not None
            assert group.unit_id == unit.id


def test_the_institutions_of_the_county_hear_in_their_own_group(loaded: Engine) -> None:
    with reading(loaded) as session:
        tree = units.tree(session)
        group = units.group_of(session, tree, by_userid(session, "fuliyuan_yuanzhang").unit_id)

    assert group is not None
    assert group.name == "局属单位民政安全群"


def test_a_substitute_is_somebody_else_of_the_same_unit(loaded: Engine) -> None:
    with reading(loaded) as session:
        for person in people.everybody(session):
            if person.substitute_userid:
                substitute = by_userid(session, person.substitute_userid)
                assert substitute.unit_id == person.unit_id
                assert substitute.id != person.id


def test_the_quick_picks_go_from_the_night_shift_up_to_the_bureau(loaded: Engine) -> None:
    with reading(loaded) as session:
        picked = [by_userid(session, pick["userid"]).role for pick in county.quick_picks()]

    assert picked == [Role.STAFF, Role.HEAD, Role.TOWNSHIP, Role.LEADER]


def test_a_township_group_holds_its_institutions_its_office_and_the_section_in_charge(loaded: Engine) -> None:
    with reading(loaded) as session:
        chats = {chat.title: set(chat.members) for chat in group_chats(session)}

    members = chats["张良镇民政安全群"]
    assert {"zhangliang_yeban", "zhangliang_yuanzhang", "zhangliang_suozhang", "yanglao_guzhang"} <= members
    assert not {"malou_yuanzhang", "fenguan_fujuzhang", "fuliyuan_yuanzhang"} & members


def test_the_bureaus_two_groups_are_not_the_whole_county(loaded: Engine) -> None:
    with reading(loaded) as session:
        chats = {chat.title: set(chat.members) for chat in group_chats(session)}

    of_the_county, offices = chats["局属单位民政安全群"], chats["鲁山县民政安全工作群"]
    assert {"fuliyuan_yuanzhang", "fenguan_fujuzhang"} <= of_the_county
    assert {"zhangliang_suozhang", "fenguan_fujuzhang"} <= offices
    assert not {"zhangliang_yuanzhang", "zhangliang_suozhang"} & of_the_county
    assert not {"zhangliang_yuanzhang", "fuliyuan_yuanzhang"} & offices


def test_it_comes_with_a_year_of_records_and_can_be_loaded_again(sqlite_engine: Engine) -> None:
    for _ in range(2):
        with work(sqlite_engine) as session:
            county.clear(session)
            county.load(session, START, a_desk().tables)

    with work(sqlite_engine) as session:
        all_hazards = session.scalars(select(Hazard)).all()
        still_open = hazards.open_in(session, set(units.tree(session).by_id))
        assert (len(all_hazards), len(still_open)) == (300, 49)
        assert all(hazard.place and hazard.problem for hazard in all_hazards)
        assert sum(hazard.owner_id is not None for hazard in still_open) == 25
        assert session.scalar(select(func.count()).select_from(DutyRecord)) == 9976
        assert hazards.new_numbers(session, START.date()) == (301, "YH20261123-007")
