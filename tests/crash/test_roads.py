"""Kill -9 at every step of a message's road and of a push's road, start again, and count."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlmodel import col

from storage import outbox
from storage.database import open_engine, reading, work
from storage.hazards import Hazard
from storage.inbox import InboxMessage
from storage.messages import Card, Recipient
from storage.outbox import OutboxMessage
from storage.vocabulary import InboxState, OutboxState, Urgency
from tests.builders import CONFIG, a_county
from tests.crash.process import quick_config
from tests.crash.running import Place, free_port, is_listening, program, until
from tests.wecom.callbacks import CallbackSender
from tests.wecom.platform import Platform
from tests.wecom.server import running_platform

ROAD_OF_A_MESSAGE = [
    "accept: before commit",
    "accept: committed",
    "answer: claimed",
    "answer: before finish",
    "answer: before commit",
    "answer: committed",
    "deliver: claimed",
    "deliver: sent",
    "deliver: settled",
]
ROAD_OF_A_PUSH = ["deliver: claimed", "deliver: sent", "deliver: settled"]


@pytest.fixture
def platform() -> Iterator[Platform]:
    with running_platform() as platform:
        yield platform


@pytest.fixture
def place(database_url: str, platform: Platform, tmp_path: Path) -> Place:
    return Place(database_url, quick_config(CONFIG, tmp_path), platform.api_url, free_port())


@pytest.fixture
def rows(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    a_county(engine, wants_mornings=False)
    yield engine
    engine.dispose()


def count(engine: Engine, what: object) -> int:
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(what)) or 0  # type: ignore[arg-type]


def all_settled(engine: Engine) -> bool:
    with reading(engine) as session:
        received = session.scalars(select(col(InboxMessage.state))).all()
        outgoing = session.scalars(select(col(OutboxMessage.state))).all()
    return bool(received) and set(received) == {InboxState.DONE} and set(outgoing) == {OutboxState.SENT}


@pytest.mark.parametrize("step", ROAD_OF_A_MESSAGE)
def test_a_message_survives_a_kill_at_every_step_and_is_answered_once(
    step: str, place: Place, platform: Platform, rows: Engine
) -> None:
    wecom = CallbackSender(place.callback_url)
    message = wecom.write.text("隐患 二楼东头安全出口堆了轮椅", sender="zhang")
    with program(place, kill_at=step) as first:
        until(lambda: is_listening(place.port), "the first process")
        accepted = wecom.deliver(message).is_accepted
        first.join(60)

    with program(place):
        until(lambda: is_listening(place.port), "the second process")
        if not accepted:
            # Not acknowledged, so WeCom has it still.
            assert wecom.deliver(message).is_accepted
        until(lambda: all_settled(rows), "an answer")

    seen = platform.seen_by_person("zhang")
    assert first.exitcode == -9
    assert count(rows, InboxMessage) == 1
    assert count(rows, Hazard) == 1
    assert len(seen) == 1
    assert "12号" in str(seen[0].payload)


@pytest.mark.parametrize("step", ROAD_OF_A_PUSH)
def test_a_push_survives_a_kill_at_every_step_and_is_seen_once(
    step: str, place: Place, platform: Platform, rows: Engine
) -> None:
    now = datetime.now(UTC)
    with work(rows) as session:
        for number in range(3):
            to = Recipient.person("zhang")
            outbox.enqueue(session, f"push:{number}", to, Card(f"第{number}条"), urgency=Urgency.PROMPT, now=now)

    with program(place, kill_at=step) as first:
        first.join(60)
    with program(place):
        until(lambda: sent(rows) == 3, "three pushes")

    assert first.exitcode == -9
    assert [str(one.payload).count("第") for one in platform.seen_by_person("zhang")] == [1, 1, 1]


def say(place: Place, words: str) -> bool:
    wecom = CallbackSender(place.callback_url)
    return wecom.deliver(wecom.write.text(words, sender="zhang")).is_accepted


def sent(engine: Engine) -> int:
    with reading(engine) as session:
        states = session.scalars(select(col(OutboxMessage.state))).all()
    return states.count(OutboxState.SENT)


def test_a_standby_on_sqlite_takes_over_when_the_first_is_killed(
    sqlite_url: str, platform: Platform, tmp_path: Path
) -> None:
    config = quick_config(CONFIG, tmp_path)
    first_place, second_place = (Place(sqlite_url, config, platform.api_url, free_port()) for _ in range(2))
    engine = open_engine(sqlite_url)
    a_county(engine, wants_mornings=False)
    with ExitStack() as stack:
        first = stack.enter_context(program(first_place))
        until(lambda: is_listening(first_place.port), "the first process")
        stack.enter_context(program(second_place))
        assert say(first_place, "帮助")
        assert not is_listening(second_place.port)
        first.kill()
        until(lambda: is_listening(second_place.port), "the standby")
        assert say(second_place, "我的待办")
        until(lambda: all_settled(engine) and count(engine, InboxMessage) == 2, "both answers")

    assert len(platform.seen_by_person("zhang")) == 2
    engine.dispose()


def test_two_processes_on_postgresql_answer_everything_once(
    postgresql_url: str, platform: Platform, tmp_path: Path
) -> None:
    config = quick_config(CONFIG, tmp_path)
    places = [Place(postgresql_url, config, platform.api_url, free_port()) for _ in range(2)]
    engine = open_engine(postgresql_url)
    county = a_county(engine, wants_mornings=False)
    people = list(county.person_by_userid)
    with ExitStack() as stack:
        for place in places:
            stack.enter_context(program(place))
        for place in places:
            until(lambda place=place: is_listening(place.port), "both processes")  # type: ignore[misc]
        senders = [CallbackSender(place.callback_url) for place in places]
        for number in range(60):
            message = senders[0].write.text(f"查 {number + 1000}号", sender=people[number % len(people)])
            # WeCom repeats what it thinks was lost, and a load balancer hands it to the other process.
            for sender in senders:
                assert sender.deliver(message).is_accepted
        until(lambda: all_settled(engine) and count(engine, InboxMessage) == 60, "sixty answers")

    assert sum(len(platform.seen_by_person(userid)) for userid in people) == 60
    assert count(engine, OutboxMessage) == 60
    engine.dispose()
