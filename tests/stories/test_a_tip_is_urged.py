"""The two clocks of a tip: before each limit its office hears of it, at it one level up, then the leaders; once."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from config.clock import TZ
from scheduler.jobs import tip_urge
from scheduler.piecework import SomeFailed
from storage.database import work
from tests.builders import a_county, a_desk
from tests.chat import Chat
from tests.stories.tip_world import TOLD, keyed_desk, receipt_of, steps_of, tip_of


@pytest.fixture
def chat(engine: Engine) -> Chat:
    a_county(engine)
    return Chat(engine, desk=keyed_desk())


def at(chat: Chat, day: int, hour: int, minute: int = 5, month: int = 11) -> int:
    """Let it be that moment; return how much was said."""
    chat.now = datetime(2026, month, day, hour, minute, tzinfo=TZ)
    return tip_urge.run(chat.engine, chat.now, a_desk().tables)


def titles(chat: Chat, userid: str) -> list[str]:
    return [one.title.split(" ", 2)[2] for one in chat.notices(userid) if one.title.startswith("举报")]


def test_the_first_answer_is_asked_for_and_climbs_once(chat: Chat) -> None:
    receipt_of(chat.say("zhang", TOLD))

    assert at(chat, 24, 13) == 0
    assert (at(chat, 24, 14), at(chat, 24, 15)) == (1, 0)
    assert titles(chat, "ma") == titles(chat, "ma2") == ["快到期：要受理"]
    assert titles(chat, "section") == []
    assert (at(chat, 24, 18), at(chat, 24, 19)) == (1, 0)
    assert titles(chat, "ma") == ["快到期：要受理", "超期没有受理"]
    assert titles(chat, "section") == ["超期没有受理"]
    assert titles(chat, "leader") == []
    assert (at(chat, 25, 18), at(chat, 25, 19)) == (1, 0)
    assert titles(chat, "leader") == ["超期没有受理"]
    for userid in ("li", "wang", "zhang", "niu"):
        assert chat.notices(userid) == []


def test_the_outcome_has_a_clock_of_its_own(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))
    chat.say("ma", f"受理 {receipt}")

    assert at(chat, 25, 18) == 0
    assert tip_of(chat, receipt).settle_by == datetime(2026, 12, 14, 18, tzinfo=TZ)
    assert at(chat, 12, 18, month=12) == 1
    assert titles(chat, "ma") == ["快到期：要办结"]
    assert at(chat, 14, 18, month=12) == 1
    assert titles(chat, "section") == ["超期没有办结"]
    assert at(chat, 16, 18, month=12) == 1
    assert titles(chat, "leader") == ["超期没有办结"]


def test_what_is_settled_is_not_urged(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))
    chat.say("ma", f"举报不属实 {receipt} 看过了")

    assert at(chat, 31, 10, month=12) == 0


def test_after_an_outage_each_level_hears_of_it_once(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))

    assert at(chat, 27, 10) == 2

    assert titles(chat, "ma") == ["超期没有受理"]
    assert titles(chat, "leader") == ["超期没有受理"]
    assert steps_of(chat, receipt) == ["received", "urge:respond:at", "urge:respond:after"]


def test_at_night_nobody_is_told(chat: Chat) -> None:
    receipt_of(chat.say("zhang", TOLD))

    assert at(chat, 24, 23, 30) == 0
    assert at(chat, 25, 9) == 1


def test_a_tip_that_cannot_be_urged_does_not_stop_the_others(sqlite_engine: Engine) -> None:
    a_county(sqlite_engine)
    chat = Chat(sqlite_engine, desk=keyed_desk())
    bad, good = receipt_of(chat.say("zhang", TOLD)), receipt_of(chat.say("zhang", TOLD))
    when = f"CREATE TRIGGER bad BEFORE INSERT ON tip_event WHEN NEW.tip_id = {tip_of(chat, bad).id}"
    with work(sqlite_engine) as session:
        session.connection().exec_driver_sql(f"{when} BEGIN SELECT RAISE(ABORT, 'bad'); END")

    with pytest.raises(SomeFailed):
        at(chat, 24, 14)

    assert steps_of(chat, good) == ["received", "urge:respond:before"]
    assert titles(chat, "ma") == ["快到期：要受理"]
