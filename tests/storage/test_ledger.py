"""What the ledger lists, and what it knows of each hazard, on both databases."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from config.clock import TZ
from storage import evidence, inbox, ledger
from storage.database import reading, work
from storage.evidence import Evidence
from storage.extensions import Extension
from storage.figures import Period
from storage.hazards import HazardEvent, Rung
from storage.ledger import Choice, Entry
from storage.messages import Incoming, MessageKind
from storage.units import Unit
from storage.vocabulary import (
    EvidenceState,
    ExtensionState,
    HazardAction,
    HazardState,
    Phase,
    RungState,
)
from tests.builders import MONDAY_TEN, County, a_county, a_hazard, kept

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine)


def listed(engine: Engine, choice: Choice, *homes: Unit) -> list[Entry]:
    with reading(engine) as session:
        return ledger.entries(session, choice, {home.id or 0 for home in homes} if homes else None)


def problems(engine: Engine, choice: Choice, *homes: Unit) -> list[str]:
    return [one.hazard.problem for one in listed(engine, choice, *homes)]


def test_a_choice_is_by_state_and_by_the_days_of_the_county(engine: Engine, county: County) -> None:
    first_minute = datetime(2026, 11, 1, tzinfo=TZ)
    last_minute = datetime(2026, 11, 30, 23, 59, tzinfo=TZ)
    after = datetime(2026, 12, 1, tzinfo=TZ)
    before = first_minute - timedelta(minutes=1)
    with work(engine) as session:
        for problem, reported_at, closed_at in (
            ("十月报十月销", before, before),
            ("十月报十一月销", before, first_minute),
            ("十一月报没销", last_minute, None),
            ("十一月报十二月销", first_minute, after),
            ("十二月报没销", after, None),
        ):
            state = HazardState.CLOSED if closed_at else HazardState.RECTIFYING
            a_hazard(session, county.home, problem=problem, reported_at=reported_at, closed_at=closed_at, state=state)
        a_hazard(session, county.home, problem="作废", state=HazardState.VOID)
        a_hazard(session, county.other_home, problem="别家没销", reported_at=after)

    assert problems(engine, ledger.reported_in(NOVEMBER), county.home) == ["十一月报没销", "十一月报十二月销"]
    assert problems(engine, ledger.closed_in(NOVEMBER), county.home) == ["十月报十一月销"]
    assert problems(engine, ledger.still_open(), county.home) == ["十一月报没销", "十二月报没销"]
    assert problems(engine, ledger.open_of(NOVEMBER), county.home) == ["十一月报没销"]
    assert problems(engine, ledger.open_or_closed_in(NOVEMBER), county.home) == [
        "十月报十一月销", "十一月报没销", "十二月报没销",
    ]  # fmt: skip
    assert problems(engine, ledger.still_open()) == ["十一月报没销", "十二月报没销", "别家没销"]


def test_an_entry_knows_what_was_said_asked_and_shown(engine: Engine, county: County) -> None:
    by = county.person_by_userid
    pictures = [{"kind": "image", "url": f"https://example.com/{name}"} for name in "abcd"]
    with work(engine) as session:
        other = a_hazard(session, county.home)
        hazard = a_hazard(
            session, county.home, reporter=by["zhang"], closed_by=by["ma"].id, state=HazardState.CLOSED,
            closed_at=MONDAY_TEN,
        )  # fmt: skip
        assert hazard.id is not None
        assert other.id is not None
        for action, note in (
            (HazardAction.SUBMIT, "搬走了一半"),
            (HazardAction.SUBMIT, "全搬走了"),
            (HazardAction.ACCEPT, "合格"),
        ):
            kept(
                session,
                HazardEvent(
                    hazard_id=hazard.id, at=MONDAY_TEN, action=action, state_after=HazardState.CLOSED, note=note
                ),
            )
        kept(
            session,
            Extension(
                hazard_id=hazard.id, old_due_on=date(2026, 11, 27), new_due_on=date(2026, 12, 4), reason="配件没到",
                asked_at=MONDAY_TEN, state=ExtensionState.GRANTED, decided_by=by["ma"].id,
            ),
        )  # fmt: skip
        for number, rung_state in ((1, RungState.SAID), (2, RungState.SAID), (3, RungState.STOPPED)):
            deadline = hazard.due_on
            kept(
                session,
                Rung(hazard_id=hazard.id, deadline=deadline, rung=number, due_at=MONDAY_TEN, state=rung_state),
            )
        message = Incoming("test", "m1", "zhang", "private:zhang", MessageKind.IMAGE, details={"media": pictures})
        inbox.receive(session, [message], now=MONDAY_TEN)
        before, after, lost, elsewhere = evidence.of_message(session, "test:m1")
        for one, phase in ((before, Phase.BEFORE), (after, Phase.AFTER), (lost, Phase.AFTER)):
            evidence.use(session, [one], f"hazard:{hazard.id}", phase, person_id=None, now=MONDAY_TEN)
        evidence.use(session, [elsewhere], f"hazard:{other.id}", Phase.BEFORE, person_id=None, now=MONDAY_TEN)
        for one, state in (
            (before, EvidenceState.STORED),
            (after, EvidenceState.STORED),
            (lost, EvidenceState.FAILED),
        ):
            keep(one, state)

    without, entry = listed(engine, ledger.reported_in(NOVEMBER))

    assert (without.measures, without.extensions, without.pictures, without.rung) == ("", (), (), None)
    assert (entry.reporter, entry.acceptor) == ("张小花", "马建国")
    assert (entry.measures, entry.opinion) == ("全搬走了", "合格")
    assert [(wish.new_due_on, who) for wish, who in entry.extensions] == [(date(2026, 12, 4), "马建国")]
    assert [(one.phase, one.file) for one in entry.pictures] == [
        (Phase.BEFORE, "evidence/01/01"),
        (Phase.AFTER, "evidence/02/02"),
    ]
    assert entry.rung is not None
    assert entry.rung.rung == 2


def keep(piece: Evidence, state: EvidenceState) -> None:
    piece.state, piece.sha256 = state, f"{piece.ordinal:02d}"
