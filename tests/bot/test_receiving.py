"""What WeCom posts is stored before it hears yes; what others post leaves no trace."""

import http.client
from collections.abc import Iterator, Sequence
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from sqlmodel import select

from bot.accept import Acceptor
from storage.database import reading, work
from storage.inbox import InboxMessage
from storage.messages import MessageKind
from tests.bot.world import World, receiving
from tests.wecom.callback_xml import one_of_each
from tests.wecom.callbacks import CallbackSender
from tests.wecom.crypto import Envelope, seal


class Woken:
    """Counts how often the worker was woken."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.fixture
def woken() -> Woken:
    return Woken()


@pytest.fixture
def sender(world: World, woken: Woken) -> Iterator[CallbackSender]:
    with receiving(world.app, Acceptor(world.engine, world.clock, woken)) as sender:
        yield sender


def stored(world: World) -> Sequence[InboxMessage]:
    with reading(world.engine) as session:
        return session.exec(select(InboxMessage).order_by("id")).all()


def test_the_console_accepts_our_address(sender: CallbackSender) -> None:
    assert sender.verify() == []


def test_a_message_is_stored_and_acknowledged_with_an_empty_200(both_worlds: World, woken: Woken) -> None:
    with receiving(both_worlds.app, Acceptor(both_worlds.engine, both_worlds.clock, woken)) as sender:
        delivery = sender.deliver(sender.write.text("上报 敬老院二楼消防栓无水压", sender="LiSi"))

    assert [(answer.status, answer.body) for answer in delivery.answers] == [(200, b"")]
    assert [(row.sender, row.body, row.channel) for row in stored(both_worlds)] == [
        ("LiSi", "上报 敬老院二楼消防栓无水压", "self_built_app")
    ]
    assert woken.times == 1


def test_a_repeated_callback_is_stored_once(sender: CallbackSender, world: World, woken: Woken) -> None:
    text, click = sender.write.text("a"), sender.write.simple_event("click", "MENU")

    answers = [*sender.deliver_again(text, 3).answers, *sender.deliver_again(click, 3).answers]

    assert [answer.status for answer in answers] == [200] * 6
    assert [row.kind for row in stored(world)] == [MessageKind.TEXT, MessageKind.EVENT]
    assert woken.times == 2


def test_every_kind_of_message_and_event_is_stored_once(sender: CallbackSender, world: World) -> None:
    callbacks = one_of_each(sender.write)

    statuses = {
        name: [answer.status for answer in sender.deliver(inner).answers] for name, inner in callbacks.items()
    }

    assert statuses == {name: [200] for name in callbacks}
    assert len(stored(world)) == len(callbacks)


def forged(sender: CallbackSender) -> dict[str, Envelope]:
    good = seal(sender.write.text("x"), sender.identity)
    dtd = b'<!DOCTYPE xml [<!ENTITY a "aaaa">]>'
    return {
        "wrong signature": Envelope({**good.query, "msg_signature": "0" * 40}, good.body),
        "no query": Envelope({}, good.body),
        "wrong corp": seal(sender.write.text("x"), sender.identity, receive_id="ww-other"),
        "garbage": Envelope(good.query, b"\x00\xff garbage"),
        "empty": Envelope(good.query, b""),
        "dtd outside": Envelope(good.query, dtd + good.body),
        "dtd inside": seal(dtd.decode() + sender.write.text("x"), sender.identity),
        "sealed garbage": seal("garbage", sender.identity),
        "stale": Envelope({**good.query, "timestamp": "1700000000"}, good.body),
    }


def test_what_is_forged_or_broken_is_refused_and_leaves_no_trace(
    sender: CallbackSender, world: World, woken: Woken
) -> None:
    statuses = {name: sender.post(envelope).status for name, envelope in forged(sender).items()}

    assert statuses == dict.fromkeys(statuses, 403)
    assert len(statuses) == 9
    assert stored(world) == []
    assert woken.times == 0


def test_a_right_signature_of_long_ago_is_refused(sender: CallbackSender, world: World) -> None:
    sealed = seal(sender.write.text("x"), sender.identity)
    world.clock.forward(timedelta(minutes=11))

    assert sender.post(sealed).status == 403
    assert stored(world) == []


def test_a_body_of_more_than_a_mebibyte_is_refused(sender: CallbackSender, world: World) -> None:
    sealed = seal(sender.write.text("x"), sender.identity)

    assert sender.post(Envelope(sealed.query, sealed.body + b" " * (1 << 20))).status == 413
    assert stored(world) == []


def test_a_body_that_never_says_how_long_it_is_is_refused_while_it_is_read(
    sender: CallbackSender, world: World
) -> None:
    parts = urlsplit(sender.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    query = urlencode(seal(sender.write.text("x"), sender.identity).query)

    connection.request("POST", f"{parts.path}?{query}", iter([b" " * 65536] * 17), encode_chunked=True)
    status = connection.getresponse().status
    connection.close()

    assert status == 413
    assert stored(world) == []


def test_a_large_message_within_the_limit_is_stored(sender: CallbackSender, world: World) -> None:
    assert sender.deliver(sender.write.text("院" * 200_000)).is_accepted
    assert [len(row.body) for row in stored(world)] == [200_000]


def test_while_the_database_is_away_wecom_is_asked_to_send_again(
    sender: CallbackSender, world: World, woken: Woken
) -> None:
    with work(world.engine) as session:
        session.connection().exec_driver_sql("ALTER TABLE inbox RENAME TO elsewhere")
    inner = sender.write.text("x")

    refused = sender.deliver(inner)
    with work(world.engine) as session:
        session.connection().exec_driver_sql("ALTER TABLE elsewhere RENAME TO inbox")
    accepted = sender.deliver(inner)

    assert [answer.status for answer in refused.answers] == [503] * 4
    assert accepted.is_accepted
    assert len(stored(world)) == 1
    assert woken.times == 1
