"""The books are looked at once an hour; where they are wrong `/readyz` is red and says which hazards."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, update
from sqlmodel import col

from bot import health
from config.tables import load_tables
from config.zone import TZ
from scheduler.jobs import books_audit
from scheduler.jobs.books_audit import BooksWrong
from scheduler.wakeups import JOBS, tick
from storage import books, handovers, job_runs
from storage.database import reading, work
from storage.hazards import Hazard, HazardEvent
from storage.people import Person
from storage.vocabulary import HazardState
from tests.builders import CONFIG, MONDAY_TEN, County, a_county, a_hazard
from tests.passing import live

TABLES = load_tables(CONFIG)
FRIDAY = date(2026, 11, 20)
LATER = MONDAY_TEN + timedelta(minutes=5)


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine, wants_mornings=False)


def put(engine: Engine, county: County, count: int = 1) -> None:
    with work(engine) as session:
        for _ in range(count):
            a_hazard(session, county.home, owner=county.person_by_userid["wang"])


def forge(engine: Engine, **values: object) -> None:
    """Change rows of hazards behind the back of their history."""
    with work(engine) as session:
        session.connection().execute(update(Hazard).values(values))


def faults(engine: Engine, now: datetime) -> list[str]:
    return list(health.look(engine, now=now, expected_jobs=tuple(JOBS)).faults)


def test_good_books_are_passed(engine: Engine, county: County) -> None:
    put(engine, county)

    tick(engine, LATER, TABLES)

    assert faults(engine, LATER) == []


def test_a_row_that_was_changed_behind_its_history_makes_readyz_red(engine: Engine, county: County) -> None:
    put(engine, county)
    forge(engine, state=HazardState.CLOSED)

    tick(engine, LATER, TABLES)

    assert faults(engine, LATER) == ["账目核对没有通过：1条隐患的账目不对（登记的状态与经过不符：12号）"]


def test_of_many_only_the_first_are_named(engine: Engine, county: County) -> None:
    put(engine, county, count=7)
    forge(engine, state=HazardState.TO_ACCEPT)

    with pytest.raises(BooksWrong, match=r"^7条.*：12号、13号、14号、15号、16号等7条）"):
        books_audit.run(engine, LATER, TABLES)


def test_the_books_are_looked_at_once_an_hour(engine: Engine, county: County) -> None:
    put(engine, county)
    tick(engine, LATER, TABLES)
    forge(engine, state=HazardState.TO_ACCEPT)

    tick(engine, LATER + timedelta(minutes=59), TABLES)
    assert faults(engine, LATER + timedelta(minutes=59)) == []

    tick(engine, LATER + timedelta(hours=1), TABLES)
    assert len(faults(engine, LATER + timedelta(hours=1))) == 1

    forge(engine, state=HazardState.TO_RECTIFY)
    tick(engine, LATER + timedelta(hours=2), TABLES)
    assert faults(engine, LATER + timedelta(hours=2)) == []


def test_nobody_s_hazard_is_listed_whether_its_owner_left_or_it_never_had_one(engine: Engine, county: County) -> None:
    wang = county.person_by_userid["wang"]
    with work(engine) as session:
        a_hazard(session, county.home, owner=wang)
        a_hazard(session, county.home)
        a_hazard(session, county.home, owner_name="李师傅")
        a_hazard(session, county.home, owner=county.person_by_userid["li"])
        session.connection().execute(update(Person).where(col(Person.id) == wang.id).values(is_active=False))

    with reading(engine) as session:
        listed = [hazard.number for hazard in handovers.ownerless(session)]
        read = [(one.number, one.has_owner, one.is_listed) for one in books.entries(session)]

    assert listed == [12, 13]
    assert read == [(12, False, True), (13, False, True), (14, True, False), (15, True, False)]


def test_an_overdue_hazard_that_nobody_plans_for_is_seen(engine: Engine, county: County) -> None:
    put(engine, county)
    forge(engine, due_on=FRIDAY)

    with pytest.raises(BooksWrong, match="超期了，却没有下一步催办：12号"):
        books_audit.run(engine, MONDAY_TEN + timedelta(hours=1), TABLES)


def test_the_books_stay_right_while_the_ladder_is_climbed(engine: Engine, county: County) -> None:
    put(engine, county)
    end = datetime(2026, 12, 12, 12, tzinfo=TZ).astimezone(UTC)

    live(engine, MONDAY_TEN, end, TABLES)

    with reading(engine) as session:
        runs = {run.name: run for run in job_runs.all_runs(session)}
    assert runs[books_audit.NAME].ran_at == end
    assert [run.error for run in runs.values()] == [""] * len(JOBS)


def test_a_history_that_was_lost_is_seen(engine: Engine, county: County) -> None:
    put(engine, county)
    with work(engine) as session:
        session.connection().execute(HazardEvent.__table__.delete())  # type: ignore[attr-defined]

    with pytest.raises(BooksWrong, match="登记的状态与经过不符：12号；期初、新增、销号与在册对不上：12号"):
        books_audit.run(engine, LATER, TABLES)
