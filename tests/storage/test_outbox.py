"""What is enqueued leaves once, and an unknown outcome is never hidden, on both databases."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from config.zone import TZ
from storage import outbox
from storage.database import reading, work
from storage.messages import Card, Recipient
from storage.vocabulary import Urgency

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LEASE = timedelta(seconds=30)
LISI = Recipient.person("lisi")
CARD = Card("标题", facts=(("编号", "12"),), lines=("一行",))


def put(engine: Engine, *keys: str, not_before: datetime = NOW) -> list[bool]:
    with work(engine) as session:
        return [
            outbox.enqueue(session, key, LISI, CARD, urgency=Urgency.PROMPT, now=NOW, not_before=not_before)
            for key in keys
        ]


def take(engine: Engine, now: datetime = NOW, limit: int = 10) -> list[outbox.Letter]:
    with work(engine) as session:
        return outbox.claim(session, now=now, lease=LEASE, limit=limit)


def test_a_key_is_enqueued_once(engine: Engine) -> None:
    assert put(engine, "a", "a", "b") == [True, False, True]


def test_long_keys_that_begin_alike_are_two_and_each_is_enqueued_once(engine: Engine) -> None:
    begin = "提醒:" * 100

    assert put(engine, begin + "甲", begin + "乙", begin + "甲") == [True, True, False]


def test_a_claimed_letter_has_its_card_and_is_not_claimed_twice(engine: Engine) -> None:
    put(engine, "a")

    letters = take(engine)

    assert [(letter.key, letter.card, letter.recipient, letter.attempts) for letter in letters] == [
        ("a", CARD, LISI, 1)
    ]
    assert take(engine) == []


def test_a_first_try_is_the_same_moment_in_whatever_zone_it_is_told(engine: Engine) -> None:
    put(engine, "a")

    (letter,) = take(engine, NOW.astimezone(TZ))

    assert letter.first_tried_at == NOW


def test_letters_are_claimed_longest_due_first_and_not_before_their_time(engine: Engine) -> None:
    put(engine, "later", not_before=NOW + timedelta(seconds=1))
    put(engine, "now")
    put(engine, "much later", not_before=NOW + timedelta(hours=1))

    assert [letter.key for letter in take(engine, NOW + timedelta(seconds=2))] == ["now", "later"]


def test_a_letter_whose_sender_died_is_of_unknown_outcome(engine: Engine) -> None:
    put(engine, "a")
    (letter,) = take(engine)
    with work(engine) as session:
        outbox.freeze(session, [(letter, "app", "{}")])

    with work(engine) as session:
        early = outbox.abandoned(session, now=NOW + timedelta(seconds=29), limit=10)
        late = outbox.abandoned(session, now=NOW + timedelta(seconds=31), limit=10)
        outbox.mark_unknown(session, late[0], error="重启")
    with reading(engine) as session:
        troubled = outbox.troubled(session, limit=10)

    assert early == []
    assert [one.body for one in late] == ["{}"]
    assert [row.key for row in troubled] == ["a"]


def test_only_the_holder_of_the_lease_settles_a_letter(engine: Engine) -> None:
    put(engine, "a")
    (first,) = take(engine)
    with work(engine) as session:
        assert outbox.postpone(session, first, until=NOW, error="")
    (second,) = take(engine)

    with work(engine) as session:
        assert outbox.sent(session, [first], now=NOW) == 0
        assert outbox.sent(session, [second], now=NOW) == 1


def test_a_letter_held_back_by_the_throttle_was_not_tried(engine: Engine) -> None:
    put(engine, "a")
    (letter,) = take(engine)
    with work(engine) as session:
        outbox.postpone(session, letter, until=NOW, error="", was_tried=False)

    with reading(engine) as session:
        tries = outbox.tries_since(session, [str(LISI)], since=NOW - timedelta(minutes=1))
    (again,) = take(engine)

    assert tries == {}
    assert again.attempts == 1


def test_cancelling_by_prefix_spares_others_and_what_is_on_its_way(engine: Engine) -> None:
    put(engine, "remind:7_1:1")
    take(engine)
    put(engine, "remind:7_1:2", "remind:7_1:3", "remind:7x1:1")

    with work(engine) as session:
        assert outbox.cancel(session, "remind:7_1:") == 2

    assert [letter.key for letter in take(engine)] == ["remind:7x1:1"]


def test_a_waiting_card_can_be_rewritten_until_it_is_claimed(engine: Engine) -> None:
    put(engine, "a")
    with work(engine) as session:
        (row,) = outbox.queued(session, "a")
        assert row.id is not None
        assert outbox.rewrite(session, row.id, Card("少一家"))

    (letter,) = take(engine)

    assert letter.card == Card("少一家")
    with work(engine) as session:
        assert not outbox.rewrite(session, row.id, Card("太晚"))


def test_what_certainly_did_not_arrive_is_no_repeat_later(engine: Engine) -> None:
    put(engine, "a")
    (first,) = take(engine)
    with work(engine) as session:
        outbox.postpone(session, first, until=NOW, error="连接不上", may_have_arrived=False)

    (again,) = take(engine, NOW + timedelta(hours=5))

    assert again.first_tried_at == NOW + timedelta(hours=5)
    assert again.attempts == 2


def test_a_recipient_can_be_spared_for_a_while(engine: Engine) -> None:
    put(engine, "a", "b")
    with work(engine) as session:
        assert outbox.hold(session, LISI, until=NOW + timedelta(minutes=1)) == 2
        assert outbox.hold(session, Recipient.person("wangwu"), until=NOW + timedelta(minutes=2)) == 0

    assert take(engine) == []
    assert len(take(engine, NOW + timedelta(minutes=1))) == 2
