"""The forecast: the same duties and reminders that the planning job writes, and nothing written."""

from datetime import date, datetime

import pytest
from sqlalchemy import Engine, select

from config.tables import load_tables
from config.zone import TZ
from scheduler.forecast import forecast
from scheduler.jobs import duty_plan
from scheduler.rules.duty_reminder import CUTOFF
from storage.database import reading, work
from storage.duties import Duty, ReminderStep
from storage.messages import Recipient
from storage.units import Group
from tests.builders import CONFIG, County, a_county, kept

TABLES = load_tables(CONFIG)
FIRST, LAST = date(2026, 11, 25), date(2026, 11, 27)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=TZ)


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    """Give a county whose bureau and town have a group."""
    county = a_county(sqlite_engine)
    with work(sqlite_engine) as session:
        for unit in (county.bureau, county.town):
            assert unit.id is not None
            kept(session, Group(name=f"{unit.name}群", unit_id=unit.id, chat_id=f"chat-{unit.id}"))
    return county


def test_what_is_forecast_is_what_will_be_planned(sqlite_engine: Engine, county: County) -> None:
    with reading(sqlite_engine) as session:
        found = forecast(session, FIRST, LAST, TABLES)
    duty_plan.run(sqlite_engine, NOW, TABLES)

    periods = {"2026-11-25", "2026-11-26", "2026-11-27", "2026-W48", "2026-Q4"}
    periods |= {"2026-11-T3", "2026-11", "2026-B6", "2026-H2", "2026"}
    with reading(sqlite_engine) as session:
        planned = [
            one
            for one in session.scalars(select(Duty))
            if one.slot.partition("/")[0] in periods or one.code.startswith("goal_")
        ]
        steps = [
            one for one in session.scalars(select(ReminderStep)) if FIRST <= one.due_at.astimezone(TZ).date() <= LAST
        ]
    assert len(found.duties) == len(planned)
    assert {
        (one.occurrence.slot, one.occurrence.opens_at, one.occurrence.due_at, one.occurrence.cutoff_at)
        for one in found.duties
    } == {(one.slot, one.opens_at, one.due_at, one.cutoff_at) for one in planned}
    assert {(one.code, one.slot, one.step, one.at) for one in found.reminders} == {
        (one.code, one.slot, one.step, one.due_at) for one in steps
    }


def test_nothing_is_written(sqlite_engine: Engine, county: County) -> None:
    with work(sqlite_engine) as session:
        forecast(session, FIRST, LAST, TABLES)

    with reading(sqlite_engine) as session:
        assert session.scalars(select(Duty)).all() == []
        assert session.scalars(select(ReminderStep)).all() == []


def test_a_reminder_names_its_group_and_those_who_are_asked(sqlite_engine: Engine, county: County) -> None:
    with reading(sqlite_engine) as session:
        found = forecast(session, FIRST, FIRST, TABLES)

    (card,) = [
        one
        for one in found.reminders
        if one.slot == "2026-11-25/day" and one.step == "1" and one.asked_at == county.town.name
    ]
    assert card.at == datetime(2026, 11, 25, 9, 10, tzinfo=TZ)
    assert card.units == ("张良镇敬老院",)
    assert [one.kind for one in card.recipients] == ["group"]


def test_a_missing_list_also_goes_to_the_office(sqlite_engine: Engine, county: County) -> None:
    with reading(sqlite_engine) as session:
        found = forecast(session, FIRST, FIRST, TABLES)

    (card,) = [
        one
        for one in found.reminders
        if (one.slot, one.step, one.asked_at) == ("2026-11-25/day", CUTOFF, county.town.name)
    ]
    assert {str(one) for one in card.recipients} >= {str(Recipient.person("ma")), str(Recipient.person("ma2"))}


def test_one_unit_can_be_looked_at_alone(sqlite_engine: Engine, county: County) -> None:
    assert county.home.id is not None
    with reading(sqlite_engine) as session:
        found = forecast(session, FIRST, LAST, TABLES, {county.home.id})

    assert {one.unit for one in found.duties} == {"张良镇敬老院"}
    assert {one.units for one in found.reminders} == {("张良镇敬老院",)}


def test_reminders_of_a_period_that_began_long_before_are_forecast(sqlite_engine: Engine, county: County) -> None:
    with reading(sqlite_engine) as session:
        found = forecast(session, date(2026, 12, 16), date(2026, 12, 16), TABLES)

    assert ("drill", "2026-Q4") in {(one.code, one.slot) for one in found.reminders}
