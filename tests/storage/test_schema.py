"""The migrations make the tables that the code means, on both databases."""

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from storage import hazards, schema
from storage.database import open_engine, reading
from storage.vocabulary import HazardAction


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database without tables, once for each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/empty.db"
    server = str(request.getfixturevalue("postgresql_server"))
    name = f"minan_{uuid4().hex[:12]}"
    engine = open_engine(server.format(name="postgres"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return server.format(name=name)


def test_migrations_and_code_agree(engine: Engine) -> None:
    assert schema.version(engine) == schema.newest_version()
    assert schema.differences(engine) == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    schema.migrate(engine)

    assert schema.version(engine) == schema.newest_version()


def test_a_database_that_is_in_use_moves_on_with_all_that_it_holds(empty_url: str) -> None:
    engine = open_engine(empty_url)
    schema.migrate(engine, to="0002")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "insert into unit (id, name, short_names, type, town, is_residential, is_active)"
            " values (1, '张良镇敬老院', '[]', 'care_home', '', true, true)"
        )
        connection.exec_driver_sql(
            "insert into hazard (id, number, code, origin, unit_id, place, problem, category, grade, grade_reason,"
            " source, state, reported_at, due_on, is_extended, owner_name, ladder_version, deadline_version)"
            " values (1, 12, 'YH20261123-001', 'test:1', 1, '', '轮椅', 'EXIT', 'general', '', 'self_check',"
            " 'to_rectify', '2026-11-23 02:00:00', '2026-11-27', false, '', '', '')"
        )
        connection.exec_driver_sql(
            "insert into hazard_event (hazard_id, at, action, state_after, message, note)"
            " values (1, '2026-11-23 02:00:00', 'report', 'to_rectify', '', '')"
        )

    schema.migrate(engine)

    assert schema.differences(engine) == []
    with reading(engine) as session:
        hazard = hazards.by_number(session, 12)
        assert hazard is not None
        assert (hazard.problem, hazard.is_on_the_spot, hazard.campaign) == ("轮椅", False, "")
        assert [one.action for one in hazards.events(session, 1)] == [HazardAction.REPORT]
    engine.dispose()
