"""The roster put in: what is added, what is changed, what is only reported, what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from storage import people, roster, units
from storage.database import reading, work
from storage.people import Person
from storage.roster import GroupRow, PersonRow, Roster, UnitRow, UnitsInCircle, UnknownUnit
from storage.units import Group, Unit
from storage.vocabulary import Level, Role, UnitType

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

BUREAU = UnitRow("县民政局", UnitType.BUREAU, parent="")
SECTION = UnitRow("养老服务股", UnitType.SECTION, parent="县民政局")
OFFICE = UnitRow("张良镇民政所", UnitType.TOWNSHIP, parent="县民政局", town="张良镇", section="养老服务股")
HOME = UnitRow(
    "张良镇敬老院", UnitType.CARE_HOME, ("张良敬老院",), "张良镇民政所", "张良镇", is_residential=True, headcount=46
)
COUNTY = Roster(
    units=(HOME, OFFICE, SECTION, BUREAU),
    people=(
        PersonRow("ZhangSan", "张三", "张良镇敬老院", Role.HEAD, "13800000001", "lisi"),
        PersonRow("lisi", "李四", "张良镇敬老院", Role.SAFETY_OFFICER),
    ),
    groups=(GroupRow("张良镇安全群", "张良镇民政所", "11111111-2222-3333-4444-555555555555", ""),),
)


def put(session: Session, rows: Roster) -> roster.Changes:
    """Put a roster in at NOW."""
    return roster.apply(session, rows, now=NOW)


def test_units_stand_in_their_tree_whatever_their_order(engine: Engine) -> None:
    with work(engine) as session:
        put(session, COUNTY)

    with reading(engine) as session:
        tree = units.tree(session)
        home = units.by_name(session, "张良镇敬老院")
        assert home is not None
        assert home.id is not None
        assert [unit.name for unit in tree.above(home.id)] == ["张良镇敬老院", "张良镇民政所", "县民政局"]
        section = tree.superior(home.id, Level.SECTION)
        assert section is not None
        assert section.name == "养老服务股"
        assert (home.short_names, home.headcount, home.is_residential) == (["张良敬老院"], 46, True)


def test_the_first_roster_adds_everything_and_says_so(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        changes = put(session, COUNTY)

    assert changes.units.added == ("张良镇敬老院", "张良镇民政所", "养老服务股", "县民政局")
    assert changes.people.added == ("张三(ZhangSan)", "李四(lisi)")
    assert changes.groups.added == ("张良镇安全群",)
    assert changes.units.changed == changes.units.unchanged == changes.units.missing == ()


def test_the_same_roster_again_changes_nothing(engine: Engine) -> None:
    with work(engine) as session:
        put(session, COUNTY)
    with work(engine) as session:
        changes = put(session, COUNTY)

    assert not any(tally.is_new or tally.missing for tally in (changes.units, changes.people, changes.groups))
    assert len(changes.units.unchanged) == 4
    with reading(engine) as session:
        assert len(session.scalars(select(Person)).all()) == 2


def test_only_what_changed_is_changed(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        put(session, COUNTY)
    moved = replace(COUNTY.people[1], unit="张良镇民政所", role=Role.TOWNSHIP)
    with work(sqlite_engine) as session:
        changes = put(session, Roster(units=(replace(HOME, headcount=47),), people=(COUNTY.people[0], moved)))

    assert changes.units.changed == ("张良镇敬老院",)
    assert (changes.people.changed, changes.people.unchanged) == (("李四(lisi)",), ("张三(ZhangSan)",))


def test_what_the_roster_does_not_say_stays(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        put(session, COUNTY)
    with work(sqlite_engine) as session:
        put(session, Roster((UnitRow("张良镇敬老院", UnitType.CARE_HOME),), (replace(COUNTY.people[0], phone=None),)))

    with reading(sqlite_engine) as session:
        home = units.by_name(session, "张良镇敬老院")
        assert home is not None
        assert (home.headcount, home.town, home.short_names) == (46, "张良镇", ["张良敬老院"])
        assert home.parent_id is not None
        head = people.by_userid(session, "zhangsan")
        assert head is not None
        assert head.phone == "13800000001"


def test_an_emptied_field_is_emptied(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        put(session, COUNTY)
    with work(sqlite_engine) as session:
        put(session, Roster((replace(OFFICE, section=""),), (replace(COUNTY.people[0], substitute=""),)))

    with reading(sqlite_engine) as session:
        office = units.by_name(session, "张良镇民政所")
        assert office is not None
        assert office.section_id is None
        head = people.by_userid(session, "zhangsan")
        assert head is not None
        assert head.substitute_userid == ""


def test_a_userid_is_the_same_person_in_any_case(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        put(session, COUNTY)
    with work(sqlite_engine) as session:
        changes = put(session, Roster(people=(replace(COUNTY.people[0], userid="zhangsan"),)))

    assert changes.people.added == ()
    assert changes.people.changed == ("张三(zhangsan)",)
    assert changes.people.missing == ("李四(lisi)",)


def test_people_missing_from_a_newer_roster_stay_and_are_reported(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        put(session, COUNTY)
    with work(sqlite_engine) as session:
        changes = put(session, replace(COUNTY, people=COUNTY.people[:1], groups=()))

    assert changes.people.missing == ("李四(lisi)",)
    assert changes.groups.missing == ("张良镇安全群",)
    with reading(sqlite_engine) as session:
        assert people.by_userid(session, "lisi") is not None


def test_people_leave_only_where_the_roster_says_so(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        put(session, COUNTY)
    with work(sqlite_engine) as session:
        changes = put(session, Roster(people=(replace(COUNTY.people[1], is_active=False),)))

    assert changes.people.changed == ("李四(lisi)",)
    with reading(sqlite_engine) as session:
        assert people.by_userid(session, "lisi") is None
        assert session.scalars(select(Person).where(col(Person.userid_key) == "lisi")).one().name == "李四"


@pytest.mark.parametrize(
    ("rows", "name", "wanted_by"),
    [
        (Roster(units=(replace(HOME, parent="马楼乡民政所"),)), "马楼乡民政所", "张良镇敬老院"),
        (Roster(units=(BUREAU, replace(OFFICE, section="办公室"))), "办公室", "张良镇民政所"),
        (Roster(people=COUNTY.people), "张良镇敬老院", "张三(ZhangSan)"),
        (Roster(groups=COUNTY.groups), "张良镇民政所", "张良镇安全群"),
    ],
)
def test_an_unknown_unit_is_named_and_nothing_is_kept(
    engine: Engine, rows: Roster, name: str, wanted_by: str
) -> None:
    with pytest.raises(UnknownUnit) as refused, work(engine) as session:
        put(session, rows)

    assert (refused.value.name, refused.value.wanted_by) == (name, wanted_by)
    with reading(engine) as session:
        for table in (Unit, Person, Group):
            assert session.scalars(select(table)).all() == []


def test_units_above_each_other_are_refused(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        put(session, COUNTY)
    with pytest.raises(UnitsInCircle) as refused, work(sqlite_engine) as session:
        put(session, Roster(units=(replace(OFFICE, parent="张良镇敬老院"),)))

    assert set(refused.value.names) == {"张良镇敬老院", "张良镇民政所"}


def test_a_unit_that_joins_later_owes_duties_from_that_day(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        put(session, COUNTY)
        put(session, Roster(units=(UnitRow("瓦屋镇民政所", UnitType.TOWNSHIP, parent="县民政局"),)))

    with reading(sqlite_engine) as session:
        since = {unit.name: unit.since for unit in session.scalars(select(Unit))}
    assert since["瓦屋镇民政所"] == date(2026, 11, 23)
    assert since["张良镇敬老院"] is None


def bind(session: Session, unit: str, group: Group | None, chat_id: str) -> None:
    """Let people bind a chat to the unit's group, a new one where there is none."""
    known = units.by_name(session, unit)
    assert known is not None
    assert known.id is not None
    units.bind(session, group or Group(name=f"{unit}群", unit_id=known.id), chat_id, message="test:m1")


def group_rows(engine: Engine) -> list[tuple[str, str, str, bool]]:
    """Return name, chat id, webhook and whether in use of every group."""
    with reading(engine) as session:
        rows = session.scalars(select(Group).order_by(col(Group.id)))
        return [(row.name, row.chat_id, row.webhook_key[:4], row.is_active) for row in rows]


def test_a_chat_that_people_bound_survives_an_empty_cell(engine: Engine) -> None:
    with work(engine) as session:
        put(session, COUNTY)
        bind(session, "张良镇民政所", session.scalars(select(Group)).one(), "wrT")
    with work(engine) as session:
        changes = put(session, COUNTY)

    assert changes.groups.unchanged == ("张良镇安全群",)
    assert group_rows(engine) == [("张良镇安全群", "wrT", "1111", True)]


def test_a_chat_that_the_roster_brought_is_emptied_with_its_cell(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        put(session, replace(COUNTY, groups=(replace(COUNTY.groups[0], chat_id="wrT"),)))
    with work(sqlite_engine) as session:
        put(session, COUNTY)

    assert group_rows(sqlite_engine) == [("张良镇安全群", "", "1111", True)]


def test_another_chat_in_the_roster_wins(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        put(session, COUNTY)
        bind(session, "张良镇民政所", session.scalars(select(Group)).one(), "wrT")
        changes = put(session, Roster(groups=(replace(COUNTY.groups[0], chat_id="wrNew"),)))

    assert changes.groups.changed == ("张良镇安全群",)
    assert group_rows(sqlite_engine) == [("张良镇安全群", "wrNew", "1111", True)]


@pytest.mark.parametrize("chat_id", ["", "wrT"])
def test_a_bound_group_takes_the_name_and_webhook_that_the_roster_brings_later(engine: Engine, chat_id: str) -> None:
    with work(engine) as session:
        put(session, replace(COUNTY, groups=()))
        bind(session, "张良镇民政所", None, "wrT")
    with work(engine) as session:
        changes = put(session, replace(COUNTY, groups=(replace(COUNTY.groups[0], chat_id=chat_id),)))

    assert (changes.groups.changed, changes.groups.missing) == (("张良镇安全群",), ())
    assert group_rows(engine) == [("张良镇安全群", "wrT", "1111", True)]


def test_a_chat_belongs_to_the_group_that_the_roster_names(engine: Engine) -> None:
    with work(engine) as session:
        put(session, COUNTY)
        bind(session, "张良镇敬老院", None, "wrT")
    with work(engine) as session:
        put(session, Roster(groups=(replace(COUNTY.groups[0], chat_id="wrT"),)))

    assert group_rows(engine) == [("张良镇安全群", "wrT", "1111", True), ("张良镇敬老院群", "", "", False)]


def test_who_left_and_is_still_in_the_roster_is_back_and_named(engine: Engine) -> None:
    with work(engine) as session:
        put(session, COUNTY)
        for one in session.scalars(select(Person)):
            one.is_active, one.left_at = False, NOW
    with work(engine) as session:
        changes = put(session, replace(COUNTY, people=(COUNTY.people[0], replace(COUNTY.people[1], is_active=False))))

    assert changes.returned == ("张三(ZhangSan)",)
    assert changes.people.changed == ("张三(ZhangSan)",)
    with reading(engine) as session:
        left = {one.userid: (one.is_active, one.left_at) for one in session.scalars(select(Person))}
    assert left == {"ZhangSan": (True, None), "lisi": (False, NOW)}
