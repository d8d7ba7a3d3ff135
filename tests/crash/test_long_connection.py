"""One of two processes holds the smart bot's connection; the other takes over when it is killed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from config.clock import system_clock
from storage import outbox
from storage.database import open_engine, reading, work
from storage.hazards import Hazard
from storage.messages import Card, Recipient
from storage.outbox import OutboxMessage
from storage.vocabulary import OutboxState, Urgency
from tests.builders import CONFIG, a_county
from tests.crash.process import quick_config
from tests.crash.running import Place, free_port, is_listening, program, until
from tests.wecom.faults import Fault
from tests.wecom.gateway import Gateway
from tests.wecom.server import running_gateway


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with running_gateway() as gateway:
        yield gateway


def place_on(database_url: str, gateway: Gateway, folder: Path) -> Place:
    us = gateway.platform.identity
    bot = {
        "MINAN_BOT_ID": us.bot_id,
        "MINAN_BOT_SECRET": us.bot_secret,
        "MINAN_BOT_URL": gateway.bot_url,
        "MINAN_BOT_NAME": us.bot_name,
        "MINAN_DATA_DIR": str(folder / "data"),
    }
    config = quick_config(CONFIG, folder)
    return Place(database_url, config, gateway.platform.api_url, free_port(), tuple(bot.items()))


def a_county_at(database_url: str) -> Engine:
    engine = open_engine(database_url)
    a_county(engine, wants_mornings=False)
    return engine


def hazards(engine: Engine) -> list[Hazard]:
    with reading(engine) as session:
        return list(session.scalars(select(Hazard)))


def push(engine: Engine, number: int) -> None:
    with work(engine) as session:
        to = Recipient.person("zhang")
        outbox.enqueue(
            session, f"push:{number}", to, Card(f"第{number}条"), urgency=Urgency.URGENT, now=system_clock()
        )


def is_sent(engine: Engine) -> bool:
    with reading(engine) as session:
        return set(session.scalars(select(col(OutboxMessage.state)))) == {OutboxState.SENT}


def test_of_two_processes_one_holds_the_connection_and_the_other_takes_over_after_a_kill(
    postgresql_url: str, gateway: Gateway, tmp_path: Path
) -> None:
    engine = a_county_at(postgresql_url)
    places = [place_on(postgresql_url, gateway, tmp_path) for _ in range(2)]
    with program(places[0]) as holder:
        gateway.wait_connected(60)
        with program(places[1]):
            until(lambda: is_listening(places[1].port), "the second process")
            first = gateway.say("zhang", "隐患 二楼东头安全出口堆了轮椅")
            gateway.wait_for_answers(first, seconds=30)
            holder.kill()
            gateway.wait_disconnected(30)
            # Nobody is connected: a push waits, and leaves once the other has taken over.
            push(engine, 1)
            gateway.wait_connected(60)
            second = gateway.say("zhang", "隐患 厨房燃气软管老化")
            gateway.wait_for_answers(second, seconds=30)
            until(lambda: is_sent(engine), "everything sent")

    assert len(hazards(engine)) == 2
    assert gateway.most_live == 1
    assert [seen.text.count("第1条") for seen in gateway.seen_by("zhang")].count(1) == 1
    engine.dispose()


def test_a_killed_process_is_back_at_once_on_sqlite(sqlite_url: str, gateway: Gateway, tmp_path: Path) -> None:
    engine = a_county_at(sqlite_url)
    place = place_on(sqlite_url, gateway, tmp_path)
    with program(place) as first:
        gateway.wait_connected(60)
        first.kill()
        gateway.wait_disconnected(30)
    with program(place):
        gateway.wait_connected(60)
        told = gateway.say("zhang", "隐患 二楼东头安全出口堆了轮椅")
        gateway.wait_for_answers(told, seconds=30)

    assert len(hazards(engine)) == 1
    engine.dispose()


@pytest.mark.parametrize("step", ["accept: committed", "answer: committed", "deliver: claimed", "deliver: sent"])
def test_a_message_is_answered_once_whatever_step_the_process_is_killed_at(
    step: str, sqlite_url: str, gateway: Gateway, tmp_path: Path
) -> None:
    engine = a_county_at(sqlite_url)
    place = place_on(sqlite_url, gateway, tmp_path)
    with program(place, kill_at=step) as first:
        gateway.wait_connected(60)
        told = gateway.say("zhang", "隐患 二楼东头安全出口堆了轮椅")
        first.join(60)
    # The second has its lease long before its connection: the answer waits for that, it leaves by no other road.
    gateway.platform.fail_next("handshake", Fault.HANG(1))
    with program(place):
        gateway.wait_connected(60)
        until(lambda: is_sent(engine), "the answer")

    assert len(hazards(engine)) == 1
    assert len(gateway.answers_to(told)) == 1
    engine.dispose()
