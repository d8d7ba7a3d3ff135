"""What is received is answered once and in order, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from storage import inbox
from storage.database import reading, work
from storage.messages import Incoming, MessageKind

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)


def a_message(number: int, conversation: str = "private:lisi") -> Incoming:
    return Incoming("app", f"m{number}", "lisi", conversation, MessageKind.TEXT, text=f"第{number}条")


def test_a_repeated_message_is_stored_once(engine: Engine) -> None:
    with work(engine) as session:
        first = inbox.receive(session, [a_message(1), a_message(1), a_message(2)], now=NOW)
    with work(engine) as session:
        again = inbox.receive(session, [a_message(1), a_message(2)], now=NOW)

    assert (first, again) == (2, 0)


def test_messages_of_one_conversation_wait_for_each_other(engine: Engine) -> None:
    with work(engine) as session:
        inbox.receive(session, [a_message(1), a_message(2), a_message(3, "private:wang")], now=NOW)

    claimed = []
    for _ in range(3):
        with work(engine) as session:
            claimed.append(inbox.claim(session, now=NOW, lease=LEASE))

    assert [claim and claim.incoming.text for claim in claimed] == ["第1条", "第3条", None]


def test_an_answered_message_frees_the_next_one(engine: Engine) -> None:
    with work(engine) as session:
        inbox.receive(session, [a_message(1), a_message(2)], now=NOW)
    with work(engine) as session:
        first = inbox.claim(session, now=NOW, lease=LEASE)
        assert first
        inbox.finish(session, first, now=NOW)

    with work(engine) as session:
        second = inbox.claim(session, now=NOW, lease=LEASE)

    assert second
    assert second.incoming == a_message(2)


def test_a_lease_that_ran_out_is_claimed_again_and_the_first_worker_loses(engine: Engine) -> None:
    with work(engine) as session:
        inbox.receive(session, [a_message(1)], now=NOW)
    with work(engine) as session:
        slow = inbox.claim(session, now=NOW, lease=LEASE)
    with work(engine) as session:
        quick = inbox.claim(session, now=NOW + timedelta(seconds=61), lease=LEASE)

    assert slow
    assert quick
    assert quick.attempts == 2
    with pytest.raises(inbox.LeaseLost), work(engine) as session:
        inbox.finish(session, slow, now=NOW)
    with work(engine) as session:
        inbox.finish(session, quick, now=NOW)


def test_a_postponed_message_keeps_its_conversation_waiting(engine: Engine) -> None:
    with work(engine) as session:
        inbox.receive(session, [a_message(1), a_message(2)], now=NOW)
    with work(engine) as session:
        claim = inbox.claim(session, now=NOW, lease=LEASE)
        assert claim
        inbox.postpone(session, claim, until=NOW + timedelta(seconds=5), error="测试")

    with work(engine) as session:
        assert inbox.claim(session, now=NOW, lease=LEASE) is None
        again = inbox.claim(session, now=NOW + timedelta(seconds=5), lease=LEASE)

    assert again
    assert again.incoming.message_id == "m1"


def test_a_buried_message_is_seen_and_lets_the_next_pass(engine: Engine) -> None:
    with work(engine) as session:
        inbox.receive(session, [a_message(1), a_message(2)], now=NOW)
    with work(engine) as session:
        claim = inbox.claim(session, now=NOW, lease=LEASE)
        assert claim
        inbox.bury(session, claim, now=NOW, error="测试")

    with work(engine) as session:
        following = inbox.claim(session, now=NOW, lease=LEASE)
    with reading(engine) as session:
        dead = inbox.dead_letters(session, limit=10)

    assert following
    assert following.incoming.message_id == "m2"
    assert [letter.message_id for letter in dead] == ["m1"]


def test_the_oldest_waiting_message_is_known(engine: Engine) -> None:
    with work(engine) as session:
        inbox.receive(session, [a_message(1)], now=NOW)
        inbox.receive(session, [a_message(2, "private:wang")], now=NOW + timedelta(minutes=1))

    with reading(engine) as session:
        assert inbox.oldest_waiting(session) == NOW
