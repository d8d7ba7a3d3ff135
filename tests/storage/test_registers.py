"""Registers: what is said anew stands, what was said stays as history, and a reminder is noted once."""

from datetime import date

from sqlalchemy import Engine

from storage import registers
from storage.database import work
from storage.registers import Put, RegisterEntry
from storage.vocabulary import RegisterKind
from tests.builders import MONDAY_TEN, a_unit


def test_what_is_said_anew_stands_and_the_same_changes_nothing(engine: Engine) -> None:
    with work(engine) as session:
        unit = a_unit(session)

        def a_building(grade: str) -> RegisterEntry:
            return RegisterEntry(
                unit_id=unit.id or 0,
                kind=RegisterKind.BUILDING,
                subject="主楼",
                done_on=date(2026, 11, 1),
                facts={"grade": grade, "self_built": True},
                said_at=MONDAY_TEN,
            )

        said = [registers.put(session, a_building(grade), now=MONDAY_TEN) for grade in "BBC"]

        assert said == [Put.ADDED, Put.SAME, Put.CHANGED]
        standing = registers.standing(session, [unit.id or 0])
        assert [one.facts["grade"] for one in standing] == ["C"]
        told = registers.history(session, unit.id or 0, RegisterKind.BUILDING, "主楼")
        assert [(one.facts["grade"], one.ended_at is None) for one in told] == [("B", False), ("C", True)]
        assert registers.end(session, standing[0], now=MONDAY_TEN)
        assert not registers.end(session, standing[0], now=MONDAY_TEN)
        assert registers.standing(session, [unit.id or 0]) == []


def test_a_reminder_is_noted_once(engine: Engine) -> None:
    with work(engine) as session:
        unit = a_unit(session)
        row = RegisterEntry(unit_id=unit.id or 0, kind=RegisterKind.PLAN, said_at=MONDAY_TEN)
        registers.put(session, row, now=MONDAY_TEN)
        entry = registers.standing(session, [unit.id or 0])[0]

        assert [registers.note(session, entry, one, now=MONDAY_TEN) for one in (90, 90, 60)] == [True, False, True]
