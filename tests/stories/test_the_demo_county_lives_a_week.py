"""The demo county lives a week and a 国庆 season, nobody confirms anything: what is said, counted another way."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from bot.sandbox import county
from config.tables import load_tables
from config.zone import TZ
from storage import roster, units
from storage.database import reading, work
from storage.duties import Duty, ReminderStep
from storage.outbox import OutboxMessage
from storage.vocabulary import DutyState, Level, StepState
from tests.builders import CONFIG
from tests.passing import live

TABLES = load_tables(CONFIG)
MONDAY = datetime(2026, 11, 23, tzinfo=TZ)


def said(engine: Engine) -> list[OutboxMessage]:
    with reading(engine) as session:
        return list(session.scalars(select(OutboxMessage).order_by(col(OutboxMessage.id))))


@pytest.fixture
def demo(sqlite_engine: Engine) -> Engine:
    with work(sqlite_engine) as session:
        roster.apply(session, county.demo_roster(), now=MONDAY)
    return sqlite_engine


def test_a_week_asks_every_group_for_what_its_institutions_owe(demo: Engine) -> None:
    live(demo, MONDAY - timedelta(minutes=20), MONDAY + timedelta(days=7), TABLES)

    with reading(demo) as session:
        tree = units.tree(session)
        homes = [one for one in tree.by_id.values() if one.level is Level.INSTITUTION]
        owed = Counter(
            session.scalars(select(col(Duty.code)).where(col(Duty.slot).between("2026-11-23", "2026-11-30")))
        )
        missed = session.scalars(
            select(col(Duty.unit_id)).where(col(Duty.slot) == "2026-11-25/day", col(Duty.state) == DutyState.MISSED)
        ).all()
        open_steps = session.scalars(
            select(ReminderStep).where(
                col(ReminderStep.state) == StepState.WAITING, col(ReminderStep.due_at) < MONDAY + timedelta(days=6)
            )
        ).all()
    residential = sum(home.is_residential for home in homes)
    assert (len(homes), residential) == (33, 30)
    assert owed["patrol"] == 7 * (33 + 2 * 30)
    assert sorted(missed) == sorted(home.id or 0 for home in homes)
    assert open_steps == []

    messages = said(demo)
    wednesday = [
        dict(row.as_card().facts)["日巡查（11月25日日间）"]
        for row in messages
        if row.key.startswith("evening_list:20261125:")
    ]
    named = "、".join(said.partition("家：")[2] for said in wednesday)
    assert sorted(named.split("、")) == sorted(home.name for home in homes)
    pushed = Counter(
        (row.recipient, row.created_at.astimezone(TZ).date()) for row in messages if "@group:" in row.key
    )
    assert max(pushed.values()) <= TABLES.reminders.push.a_day


def test_nothing_is_said_on_the_hour_or_in_the_night_but_to_the_night_shift(demo: Engine) -> None:
    live(demo, MONDAY - timedelta(minutes=20), MONDAY + timedelta(days=2), TABLES)

    quiet = TABLES.reminders.quiet
    with reading(demo) as session:
        steps = session.scalars(select(ReminderStep)).all()
    local = [(step, step.due_at.astimezone(TZ)) for step in steps]
    in_the_night = {step.slot.partition("/")[2] for step, at in local if quiet.covers(at.time())}

    assert {at.minute for _, at in local} & {0, 30} == set()
    assert in_the_night == {"night1", "night2"}
    assert not quiet.covers(time(12))


def test_a_season_checks_every_institution_before_the_national_day(demo: Engine) -> None:
    only_checks = {"holiday_check": TABLES.duties.by_code["holiday_check"]}
    tables = replace(TABLES, duties=replace(TABLES.duties, by_code=only_checks))
    live(demo, datetime(2026, 9, 20, tzinfo=TZ), datetime(2026, 10, 9, tzinfo=TZ), tables)

    checks = [row for row in said(demo) if ":holiday_check:2026-national-day:" in row.key]
    first_days = sorted({row.created_at.astimezone(TZ).strftime("%m-%d") for row in checks if "@group:" in row.key})
    unchecked = [row for row in said(demo) if row.key.startswith("evening_list:20261007:")]
    named = [
        name
        for row in unchecked
        for name in dict(row.as_card().facts)["节前检查（2026年国庆节）"].partition("家：")[2].split("、")
    ]

    assert first_days == ["09-21", "09-29", "10-01"]
    assert len(named) == len(set(named)) == 33
