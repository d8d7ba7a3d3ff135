"""The migrations make the tables that the code means, on both databases."""

from sqlalchemy import Engine

from storage import schema


def test_migrations_and_code_agree(engine: Engine) -> None:
    assert schema.version(engine) == schema.newest_version()
    assert schema.differences(engine) == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    schema.migrate(engine)

    assert schema.version(engine) == schema.newest_version()
