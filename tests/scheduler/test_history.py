"""A year of records brought in: every duty under its period, once, and what others did is missed."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from config.clock import TZ
from config.tables import load_tables
from handlers.papers.records_file import parse
from scheduler import history
from scheduler.history import Brought
from storage import records
from storage.database import reading, work
from storage.duties import Duty, DutyRecord
from storage.hazards import Hazard
from storage.roster import UnknownUnit
from storage.vocabulary import DutyState
from tests.builders import CONFIG

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=TZ)
TABLES = load_tables(CONFIG)
A_YEAR = Path(__file__).parents[2] / "bot" / "sandbox" / "lushan" / "records.json"
ORGS = [
    {"name": "甲院", "town": "张良镇", "type": "敬老院", "overnight": True},
    {"name": "乙院", "town": "张良镇", "type": "敬老院", "overnight": True},
    {"name": "丙照料", "town": "张良镇", "type": "日间照料中心", "overnight": False},
]


def bring(engine: Engine, **sections: Any) -> Brought:
    """Bring a file with these sections in."""
    past = parse(json.dumps({"now": "2026-11-23T10:00", "orgs": ORGS, **sections}).encode(), now=NOW)
    with work(engine) as session:
        return history.bring_in(session, past, TABLES, now=NOW)


def states(engine: Engine) -> dict[tuple[str, str], DutyState]:
    """Return the state of every duty by (unit, slot)."""
    with reading(engine) as session:
        name_by_id = {unit.id: name for name, unit in records.unit_by_name(session).items()}
        return {(name_by_id[duty.unit_id], duty.slot): duty.state for duty in session.scalars(select(Duty))}


def test_a_round_of_the_night_closes_its_slot_and_the_other_home_missed_it(sqlite_engine: Engine) -> None:
    brought = bring(sqlite_engine, patrols=[{"org": "甲院", "date": "2026-11-21", "slot": 1}])

    assert brought.missed == 1
    assert states(sqlite_engine) == {
        ("甲院", "2026-11-21/night1"): DutyState.DONE,
        ("乙院", "2026-11-21/night1"): DutyState.MISSED,
    }


@pytest.mark.parametrize(
    ("section", "row", "slot"),
    [
        ("meetings", {"date": "2026-11-18", "attendees": 5}, "2026-W47"),
        ("drills", {"date": "2026-08-03", "attendees": 50}, "2026-Q3"),
        ("holiday_checks", {"date": "2025-12-30", "holiday": "元旦", "year": 2025}, "2026-new-year"),
        ("holiday_checks", {"date": "2026-09-29", "holiday": "国庆", "year": 2026}, "2026-national-day"),
        ("holiday_checks", {"date": "2026-03-02", "holiday": "两会", "year": 2026}, "2026-two-sessions"),
        ("holiday_checks", {"date": "2026-02-12", "holiday": "春节", "year": 2026}, "2026-spring-festival"),
    ],
)
def test_a_day_finds_its_period(sqlite_engine: Engine, section: str, row: dict[str, Any], slot: str) -> None:
    bring(sqlite_engine, **{section: [row | {"org": "甲院"}]})

    assert states(sqlite_engine)["甲院", slot] is DutyState.DONE
    assert states(sqlite_engine)["丙照料", slot] is DutyState.MISSED


def test_what_can_still_be_done_is_not_missed(sqlite_engine: Engine) -> None:
    bring(sqlite_engine, drills=[{"org": "甲院", "date": "2026-10-12", "attendees": 50}])

    assert states(sqlite_engine) == {("甲院", "2026-Q4"): DutyState.DONE}


def test_a_festival_or_round_that_the_table_does_not_know_is_only_a_record(sqlite_engine: Engine) -> None:
    brought = bring(
        sqlite_engine,
        trainings=[{"org": "甲院", "date": "2026-06-24", "attendees": 38}],
        holiday_checks=[{"org": "甲院", "date": "2026-08-18", "holiday": "七夕", "year": 2026}],
        patrols=[{"org": "丙照料", "date": "2026-11-21", "slot": 1}],
    )

    assert {code: count.added for code, count in brought.duties.items()} == {
        "training": 1, "holiday_check": 1, "patrol": 1,
    }  # fmt: skip
    assert states(sqlite_engine) == {
        ("甲院", "2026-H1"): DutyState.DONE,
        ("乙院", "2026-H1"): DutyState.MISSED,
        ("丙照料", "2026-H1"): DutyState.MISSED,
    }


def test_the_facts_are_kept_as_a_confirmation_keeps_them(sqlite_engine: Engine) -> None:
    bring(sqlite_engine, holiday_checks=[{"org": "甲院", "date": "2026-09-29", "holiday": "国庆", "year": 2026}])

    with reading(sqlite_engine) as session:
        record = session.scalars(select(DutyRecord)).one()
    assert record.facts == {"festival": "national-day", "year": 2026, "slot": "2026-national-day"}
    assert record.happened_at == datetime(2026, 9, 29, 12, 0, tzinfo=TZ)


def test_an_unknown_unit_is_named_and_nothing_is_kept(engine: Engine) -> None:
    with pytest.raises(UnknownUnit) as refused:
        bring(engine, meetings=[{"org": "甲院", "date": "2026-11-18"}, {"org": "丁院", "date": "2026-11-18"}])

    assert (refused.value.name, refused.value.wanted_by) == ("丁院", "meetings 第2条")
    with reading(engine) as session:
        assert records.unit_by_name(session) == {}
        assert session.scalars(select(DutyRecord)).all() == []


def test_a_whole_year_comes_in_once(engine: Engine) -> None:
    content = A_YEAR.read_bytes()
    counted = Counter({name: len(rows) for name, rows in json.loads(content).items() if isinstance(rows, list)})
    past = parse(content, now=NOW)

    with work(engine) as session:
        first = history.bring_in(session, past, TABLES, now=NOW)
    with work(engine) as session:
        second = history.bring_in(session, past, TABLES, now=NOW)

    assert first.hazards.added == counted["hazards"]
    assert {code: count.added for code, count in first.duties.items()} == {
        "patrol": counted["patrols"],
        "weekly_meeting": counted["meetings"],
        "drill": counted["drills"],
        "training": counted["trainings"],
        "holiday_check": counted["holiday_checks"],
    }
    assert (second.units, second.hazards.added, second.missed) == ((), 0, 0)
    assert all(count.added == 0 for count in second.duties.values())
    with reading(engine) as session:
        numbers = session.scalars(select(col(Hazard.number)).order_by(col(Hazard.number))).all()
        done = session.scalars(
            select(col(Duty.slot)).where(col(Duty.code) == "patrol", col(Duty.state) == DutyState.DONE)
        )
        assert numbers == sorted(row["id"] for row in json.loads(content)["hazards"])
        assert len(done.all()) == counted["patrols"]
