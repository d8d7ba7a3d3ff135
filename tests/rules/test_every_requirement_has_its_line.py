"""Each requirement that has a time has its line: what it asks of the demo county, what becomes of it if missed."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot.sandbox import county
from config.tables import load_tables
from config.zone import TZ
from handlers.duty_list import gather
from handlers.rules.duty_list import Mark
from scheduler.jobs import duty_close, duty_plan
from scheduler.rules.duty_cadence import Planner, UnitFacts
from scheduler.rules.duty_reminder import is_list
from storage import roster, units
from storage.database import reading, work
from storage.duties import Duty
from storage.vocabulary import DutyState
from tests.builders import CONFIG
from tests.requirement_lines import LINES

TABLES = load_tables(CONFIG)
TESTS = Path(__file__).parents[1]

# Typed by hand from policy/requirements.md: the rows that the issue names.
NAMED = {
    "G-3": "a b c d e f", "G-4": "", "G-5": "a b c",
    "T1": "1 2 3 4 5 6 7 8", "T2": "1 2 3 4 5 6 7", "T3": "1 2 3", "T4": "1 2 3 4 5 6 7 8 9", "T6": "1 2 3",
    "T7": "1 2 3 4 5 6 7 8 9 10 11", "T10": "1 2 3 4 5", "T11": "1 2", "T12": "1 2 3 4 5 6 7 8",
    "T13": "1 2 3 4 5 6", "T14": "1 2 3 4 5 6", "S1": "1 2 3 4 5 6 7", "S3": "1 2 3 4 5 6 7",
}  # fmt: skip
CALENDAR = {
    "daily": "T4-1 T7-10",
    "weekly": "T4-2",
    "旬": "T4-3",
    "monthly": "T1-3 T4-4 T6-7",
    "every two months": "T4-5",
    "quarterly": "T4-6 T6-3 T10-2 T10-3 T12-7 S3-6 S3-7",
    "half-yearly": "T4-7 T11-2",
    "yearly": "T4-8 T10-5 T11-1 T13-2 T12-2 T12-3",
    "windows": "T7-1 T7-2 T7-3 T7-4 T7-5 T7-7 T7-8 T7-9",
    "dated": "G-3a G-3b G-3c G-3d G-3e G-4 T3-3 G-5a G-5b G-5c",
    "event": "T6-8 T6-11 T5-8b T13-4 T2-1 T2-2 S2-6c S1-4",
}
"""§8, cadence by cadence."""


def named() -> set[str]:
    return {
        f"{task}{'' if task.startswith('G') else '-' if part else ''}{part}"
        for task, parts in NAMED.items()
        for part in (parts.split() or [""])
    }


def test_every_requirement_that_is_named_has_its_line() -> None:
    of_calendar = {one for rows in CALENDAR.values() for one in rows.split()}

    assert named() | of_calendar == LINES.keys()
    assert len(named()) == 92


@pytest.mark.parametrize("requirement", LINES)
def test_a_line_is_a_duty_or_says_how_it_is_kept_or_why_not(requirement: str) -> None:
    line = LINES[requirement]

    assert line.duty or line.remark
    assert line.shown_in or (not line.duty and line.remark)
    if line.shown_in:
        path, _, name = line.shown_in.partition("::")
        name, _, case = name.partition("[")
        content = (TESTS / path).read_text(encoding="utf-8")
        assert not name or re.search(rf"^def {name}\(", content, re.MULTILINE), line.shown_in
        assert not case or f'"{case.rstrip("]")}"' in content, line.shown_in


DUTIES = sorted({line.duty for line in LINES.values() if line.duty})


def test_every_duty_of_the_tables_is_one_of_a_requirement() -> None:
    assert set(DUTIES) == set(TABLES.duties.by_code)


@pytest.mark.parametrize("code", DUTIES)
def test_the_demo_county_owes_it_and_is_reminded_and_listed(code: str) -> None:
    planner, rule = Planner(TABLES), TABLES.duties.by_code[code]
    owing = [
        UnitFacts(n, unit.type, is_residential=bool(unit.is_residential), is_affiliated=unit.parent == "鲁山县民政局")
        for n, unit in enumerate(county.demo_roster().units)
    ]
    found = [one for unit in owing for one in planner.occurrences(rule, unit, date(2024, 5, 13), date(2027, 1, 1))]

    assert found
    for one in found:
        prompts = [step for step in one.steps if not is_list(step.name)]
        (missing_list,) = [step for step in one.steps if is_list(step.name)]
        assert prompts, one.slot
        assert missing_list.due_at >= one.cutoff_at
    assert rule.told_at_cutoff


MOMENTS = [datetime(*day, 10, 0, tzinfo=TZ) for day in ((2024, 6, 3), (2026, 6, 10), (2026, 11, 8), (2026, 12, 28))]
"""On one of these days each duty is open or near."""


def test_what_nobody_does_is_missed_and_the_list_of_the_unit_says_so(sqlite_engine: Engine) -> None:
    kept = {"鲁山县民政局", "养老服务股", "马楼乡民政所", "马楼乡敬老院", "县社会福利院", "县殡仪馆"}
    full = county.demo_roster()
    small = [one for one in full.units if one.name in kept]
    with work(sqlite_engine) as session:
        roster.apply(session, roster.Roster(units=tuple(small)), now=MOMENTS[0])
    for now in MOMENTS:
        duty_plan.run(sqlite_engine, now, TABLES)
    end = datetime(2028, 3, 1, tzinfo=TZ)
    duty_close.run(sqlite_engine, end, TABLES)

    with reading(sqlite_engine) as session:
        rows = session.scalars(select(Duty)).all()
        lists = [gather(session, unit, TABLES, end) for unit in units.everyone(session)]
    assert {row.code for row in rows} == set(DUTIES)
    assert {row.state for row in rows} == {DutyState.MISSED}
    marks = {entry.mark for found in lists for entry in found.entries if entry.period}
    assert marks == {Mark.NEVER}
