"""Records of years past put in: units by town, hazards with their numbers, duties that were done or missed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from storage import counters, duties, hazards, past_duties, past_hazards, records, units
from storage.database import reading, work
from storage.duties import Duty, DutyRecord
from storage.hazards import Hazard
from storage.past_duties import MissedDuty, PastDuty, Period
from storage.past_hazards import PastHazard
from storage.records import Count, PastUnit
from storage.roster import UnknownUnit
from storage.vocabulary import (
    Category,
    DutyState,
    Grade,
    HazardAction,
    HazardSource,
    HazardState,
    Role,
    UnitType,
)
from tests.builders import a_person, a_unit, kept

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
HOME = PastUnit("张良镇敬老院", UnitType.CARE_HOME, "张良镇", is_residential=True)
WEEK = Period("2026-W47", NOON - timedelta(days=4), NOON, NOON + timedelta(days=2), "v1")


def a_past_hazard(number: int, **changed: Any) -> PastHazard:
    """Return a hazard of the records, open and general unless told otherwise."""
    facts: dict[str, Any] = {
        "where": f"hazards {number}",
        "number": number,
        "unit": HOME.name,
        "category": Category.ELEC,
        "grade": Grade.GENERAL,
        "source": HazardSource.SELF_CHECK,
        "state": HazardState.RECTIFYING,
        "reported_at": NOON,
        "due_on": date(2026, 12, 1),
        "owner": "李秀英",
    }
    return PastHazard(**(facts | changed))


def a_meeting(unit_id: int, *, at: datetime = NOON, period: Period | None = WEEK) -> PastDuty:
    """Return a weekly meeting that was held."""
    return PastDuty(
        f"import:weekly_meeting:{at:%Y-%m-%d}:{unit_id}", unit_id, "weekly_meeting", at, {"attendees": 9}, period
    )


def a_duty(unit_id: int, state: DutyState) -> Duty:
    """Return the meeting that the unit owes in WEEK."""
    return Duty(
        unit_id=unit_id,
        code="weekly_meeting",
        slot=WEEK.slot,
        opens_at=WEEK.opens_at,
        due_at=WEEK.due_at,
        cutoff_at=WEEK.cutoff_at,
        state=state,
    )


def home_id(session: Session) -> int:
    """Return the id of the home, put in where it is not there."""
    records.put_units(session, [HOME])
    unit = units.by_name(session, HOME.name)
    assert unit is not None
    assert unit.id is not None
    return unit.id


def test_a_unit_comes_below_the_office_of_its_town(engine: Engine) -> None:
    with work(engine) as session:
        added = records.put_units(session, [HOME, PastUnit("甲公寓", UnitType.PRIVATE_CARE_HOME, "张良镇", True)])

    assert added == ("民政局", "张良镇民政所", "张良镇敬老院", "甲公寓")
    with reading(engine) as session:
        tree = units.tree(session)
        assert [unit.name for unit in tree.above(4)] == ["甲公寓", "张良镇民政所", "民政局"]


def test_units_that_are_there_stay_as_they_are(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        bureau = a_unit(session, "鲁山县民政局", type=UnitType.BUREAU)
        office = a_unit(session, "张良镇民政办", type=UnitType.TOWNSHIP, parent=bureau, town="张良镇")
        a_unit(session, HOME.name, type=UnitType.OTHER, parent=bureau)

        added = records.put_units(session, [HOME, PastUnit("甲公寓", UnitType.PRIVATE_CARE_HOME, "张良镇", True)])

        assert added == ("甲公寓",)
        assert records.unit_by_name(session)["甲公寓"].parent_id == office.id
        assert records.unit_by_name(session)[HOME.name].type is UnitType.OTHER


def test_a_hazard_keeps_its_number_and_gets_a_code_of_its_day(engine: Engine) -> None:
    later = NOON + timedelta(hours=1)
    with work(engine) as session:
        home_id(session)
        count = past_hazards.put_hazards(session, [a_past_hazard(41, reported_at=later), a_past_hazard(42)], now=NOON)

    assert count == Count(added=2, known=0)
    with reading(engine) as session:
        codes = {row.number: row.code for row in session.scalars(select(Hazard))}
    assert codes == {42: "YH20261120-001", 41: "YH20261120-002"}


def test_new_hazards_are_numbered_after_those_put_in(engine: Engine) -> None:
    with work(engine) as session:
        home_id(session)
        past_hazards.put_hazards(session, [a_past_hazard(41)], now=NOON)

        assert hazards.new_numbers(session, date(2026, 11, 20)) == (42, "YH20261120-002")


def test_a_number_that_is_taken_is_not_given_twice(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        home_id(session)
        past_hazards.put_hazards(session, [a_past_hazard(7)], now=NOON)
        past_hazards.put_hazards(
            session, [a_past_hazard(7, reported_at=NOON - timedelta(days=90)), a_past_hazard(9)], now=NOON
        )

    with reading(sqlite_engine) as session:
        numbers = {(row.number, row.reported_at) for row in session.scalars(select(Hazard))}
    assert numbers == {(7, NOON), (9, NOON), (10, NOON - timedelta(days=90))}


def test_hazards_put_in_again_change_nothing(engine: Engine) -> None:
    for expected in (Count(added=1, known=0), Count(added=0, known=1)):
        with work(engine) as session:
            home_id(session)
            assert past_hazards.put_hazards(session, [a_past_hazard(7)], now=NOON) == expected

    with reading(engine) as session:
        assert len(session.scalars(select(Hazard)).all()) == 1
        assert len(hazards.events(session, 1)) == 1


def test_a_closed_hazard_has_its_report_and_its_acceptance(sqlite_engine: Engine) -> None:
    closed_at = NOON + timedelta(days=1)
    with work(sqlite_engine) as session:
        home_id(session)
        past_hazards.put_hazards(session, [a_past_hazard(7, state=HazardState.CLOSED, closed_at=closed_at)], now=NOON)

    with reading(sqlite_engine) as session:
        story = [(event.action, event.at, event.state_after) for event in hazards.events(session, 1)]
    assert story == [
        (HazardAction.REPORT, NOON, HazardState.TO_RECTIFY),
        (HazardAction.ACCEPT, closed_at, HazardState.CLOSED),
    ]


def test_the_owner_is_the_only_person_of_that_name_in_the_unit(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        home_id(session)
        home = records.unit_by_name(session)[HOME.name]
        li = a_person(session, home, Role.HEAD, name="李秀英")
        a_person(session, home, name="王芳")
        a_person(session, home, name="王芳")
        past_hazards.put_hazards(session, [a_past_hazard(1), a_past_hazard(2, owner="王芳")], now=NOON)

        found = {row.number: (row.owner_id, row.owner_name) for row in session.scalars(select(Hazard))}

    assert found == {1: (li.id, "李秀英"), 2: (None, "王芳")}


def test_a_hazard_of_an_unknown_unit_is_named(sqlite_engine: Engine) -> None:
    rows = [a_past_hazard(1, unit="县民政局"), a_past_hazard(2, unit="无名院")]
    with work(sqlite_engine) as session:
        a_unit(session, "县民政局", type=UnitType.BUREAU)

    with pytest.raises(UnknownUnit) as refused, work(sqlite_engine) as session:
        past_hazards.put_hazards(session, rows, now=NOON)

    assert (refused.value.name, refused.value.wanted_by) == ("无名院", "hazards 2")
    with reading(sqlite_engine) as session:
        assert session.scalars(select(Hazard)).all() == []


def test_what_was_done_is_a_record_and_a_closed_duty(engine: Engine) -> None:
    with work(engine) as session:
        unit_id = home_id(session)
        counted = past_duties.put_done(session, [a_meeting(unit_id)])
        again = past_duties.put_done(session, [a_meeting(unit_id)])

    assert counted == {"weekly_meeting": Count(added=1, known=0)}
    assert again == {"weekly_meeting": Count(added=0, known=1)}
    with reading(engine) as session:
        duty = session.scalars(select(Duty)).one()
        record = session.scalars(select(DutyRecord)).one()
    assert (duty.slot, duty.state, duty.done_at, duty.record_id) == ("2026-W47", DutyState.DONE, NOON, record.id)
    assert record.facts == {"attendees": 9}


def test_what_was_done_twice_in_a_period_closes_it_once(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        unit_id = home_id(session)
        past_duties.put_done(session, [a_meeting(unit_id), a_meeting(unit_id, at=NOON - timedelta(days=2))])

    with reading(sqlite_engine) as session:
        assert session.scalars(select(Duty)).one().done_at == NOON - timedelta(days=2)
        assert len(session.scalars(select(DutyRecord)).all()) == 2


@pytest.mark.parametrize("before", [DutyState.WAITING, DutyState.MISSED])
def test_what_was_done_closes_a_duty_that_is_planned(engine: Engine, before: DutyState) -> None:
    with work(engine) as session:
        unit_id = home_id(session)
        kept(session, a_duty(unit_id, before))
        past_duties.put_done(session, [a_meeting(unit_id)])

    with reading(engine) as session:
        duty = session.scalars(select(Duty)).one()
        assert (duty.state, duty.done_at) == (DutyState.DONE, NOON)


def test_an_excused_duty_stays_excused(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        unit_id = home_id(session)
        kept(session, a_duty(unit_id, DutyState.EXCUSED))
        past_duties.put_done(session, [a_meeting(unit_id)])

    with reading(sqlite_engine) as session:
        assert session.scalars(select(Duty)).one().state is DutyState.EXCUSED


def test_what_was_done_after_the_cutoff_is_late(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        unit_id = home_id(session)
        past_duties.put_done(session, [a_meeting(unit_id, at=WEEK.cutoff_at + timedelta(hours=1))])

    with reading(sqlite_engine) as session:
        assert session.scalars(select(Duty)).one().state is DutyState.LATE
        assert session.scalars(select(DutyRecord)).one().is_late


def test_what_nobody_asks_for_is_a_record_without_a_duty(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        unit_id = home_id(session)
        past_duties.put_done(session, [a_meeting(unit_id, period=None)])

    with reading(sqlite_engine) as session:
        assert session.scalars(select(Duty)).all() == []
        assert len(session.scalars(select(DutyRecord)).all()) == 1


def test_a_missed_duty_is_added_once_and_never_over_a_done_one(engine: Engine) -> None:
    other = Period("2026-W46", WEEK.opens_at, WEEK.due_at, WEEK.cutoff_at, "v1")
    with work(engine) as session:
        unit_id = home_id(session)
        past_duties.put_done(session, [a_meeting(unit_id)])
        missed = [MissedDuty(unit_id, "weekly_meeting", WEEK), MissedDuty(unit_id, "weekly_meeting", other)]

        assert past_duties.put_missed(session, missed) == 1
        assert past_duties.put_missed(session, missed) == 0

    with reading(engine) as session:
        states = {duty.slot: duty.state for duty in session.scalars(select(Duty).order_by(col(Duty.slot)))}
    assert states == {"2026-W46": DutyState.MISSED, "2026-W47": DutyState.DONE}


def test_a_duty_missed_in_the_records_can_still_be_reported(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        unit_id = home_id(session)
        past_duties.put_missed(session, [MissedDuty(unit_id, "weekly_meeting", WEEK)])
        duty = duties.of_slot(session, unit_id, "weekly_meeting", "2026-W47")

    assert duty is not None
    assert duty.state in duties.NOT_DONE


def test_the_counter_of_another_day_is_left_alone(sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        home_id(session)
        counters.raise_to(session, "hazard-20261119", 4)
        past_hazards.put_hazards(session, [a_past_hazard(1)], now=NOON)

        assert counters.take_next(session, "hazard-20261119") == 5
