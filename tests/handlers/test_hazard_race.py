"""Two people act on one hazard at the same moment: one moves it, the other is told."""

import time
from threading import Thread

from sqlalchemy import Engine, select

from handlers import dispatch, registry
from storage import hazards
from storage.database import open_engine, work
from storage.messages import Incoming, MessageKind
from storage.outbox import OutboxMessage
from storage.vocabulary import HazardAction, HazardState
from tests.builders import MONDAY_TEN, a_county, a_desk, a_hazard

KNOWN = registry.discover()


def incoming(userid: str, text: str) -> Incoming:
    return Incoming("test", f"by-{userid}", userid, f"private:{userid}", MessageKind.TEXT, text)


def answers(engine: Engine) -> dict[str, str]:
    with work(engine) as session:
        rows = session.scalars(select(OutboxMessage)).all()
    return {row.key: row.as_card().title for row in rows if row.key.startswith("answer:")}


def at_once(engine: Engine, database_url: str, first: Incoming, second: Incoming) -> None:
    """Answer the second while the first is being answered, as another process would: an engine of its own."""
    other = open_engine(database_url)

    def answer_second() -> None:
        with work(other) as session:
            dispatch.answer(session, second, now=MONDAY_TEN, desk=a_desk(), known=KNOWN)

    with work(engine) as session:
        dispatch.answer(session, first, now=MONDAY_TEN, desk=a_desk(), known=KNOWN)
        thread = Thread(target=answer_second)
        thread.start()
        # Long enough for the second to reach the row and wait for us; where it is slower, it simply comes later.
        time.sleep(0.5)
    thread.join()
    other.dispose()


def test_two_officers_who_accept_at_once_close_it_once(engine: Engine, database_url: str) -> None:
    county = a_county(engine)
    with work(engine) as session:
        hazard = a_hazard(session, county.home, state=HazardState.TO_ACCEPT)

    at_once(engine, database_url, incoming("ma", "验收通过 12"), incoming("ma2", "验收通过 12"))

    assert answers(engine) == {
        "answer:test:by-ma": "12号验收通过，已销号",
        "answer:test:by-ma2": "12号已销号，没有再办",
    }
    with work(engine) as session:
        actions = [row.action for row in hazards.events(session, hazard.id or 0)]
    assert actions == [HazardAction.REPORT, HazardAction.ACCEPT]


def test_two_who_amend_at_once_both_stand_in_the_history(engine: Engine, database_url: str) -> None:
    county = a_county(engine)
    with work(engine) as session:
        hazard = a_hazard(session, county.home)

    at_once(engine, database_url, incoming("li", "改部位 12 二楼"), incoming("wang", "改部位 12 三楼"))

    with work(engine) as session:
        notes = [row.note for row in hazards.events(session, hazard.id or 0)]
    assert notes == ["", "部位：二楼东头 → 二楼", "部位：二楼 → 三楼"]
