"""Exactly one process holds the long connection: by a lease that is renewed, lost, given back and taken over."""

import json
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update
from sqlmodel import col, select

from bot.channels.connection_keeper import LEASE, State
from storage.database import reading, work
from storage.leases import Lease
from storage.messages import Recipient
from storage.outbox import OutboxMessage
from storage.vocabulary import OutboxState
from tests.bot.bot_world import now, running, until
from tests.builders import County, a_county
from tests.wecom.faults import Fault
from tests.wecom.gateway import Gateway


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine, wants_mornings=False)


def give_lease_to(engine: Engine, holder: str, *, seconds: float) -> None:
    with work(engine) as session:
        until_when = now() + timedelta(seconds=seconds)
        session.connection().execute(
            update(Lease).where(col(Lease.name) == LEASE).values(holder=holder, held_until=until_when)
        )


def test_a_second_program_waits_and_connects_as_soon_as_the_first_has_stopped(
    engine: Engine, county: County, gateway: Gateway, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        first = stack.enter_context(running(engine, gateway, tmp_path))
        gateway.wait_connected()
        with running(engine, gateway, tmp_path) as second:
            gateway.wait_for_answers(gateway.say("wang", "帮助"))
            assert (first.bot.is_mine(), second.bot.is_mine()) == (True, False)
            assert second.faults() == []
            stack.close()
            until(lambda: gateway.subscribes == 2, "the second connected")
            gateway.wait_for_answers(gateway.say("wang", "帮助"))

    assert gateway.most_live == 1


def test_only_the_holder_delivers_what_others_enqueue(
    engine: Engine, county: County, gateway: Gateway, tmp_path: Path
) -> None:
    with running(engine, gateway, tmp_path):
        gateway.wait_connected()
        gateway.wait_for_answers(gateway.say("wang", "帮助"))
        with running(engine, gateway, tmp_path) as second:
            second.push(Recipient.person("wang"), "从另一台来的提醒")
            until(lambda: [one for one in gateway.seen_by("wang") if "另一台" in one.text], "the push")
            until(lambda: {row.state for row in second.rows(OutboxMessage)} == {OutboxState.SENT}, "all settled")
            assert {row.attempts for row in second.rows(OutboxMessage)} == {1}


def test_whoever_lost_the_lease_lets_go_and_comes_back_by_the_lease_alone(
    engine: Engine, county: County, gateway: Gateway, tmp_path: Path
) -> None:
    with running(engine, gateway, tmp_path) as program:
        gateway.wait_connected()
        give_lease_to(engine, "another", seconds=3)
        gateway.wait_disconnected()
        assert not program.bot.is_mine()
        gateway.wait_connected()

        assert gateway.subscribes == 2
        assert gateway.wait_for_answers(gateway.say("wang", "帮助"))


def test_kicked_by_another_process_of_ours_it_waits_for_its_turn_without_an_alarm(
    engine: Engine, county: County, gateway: Gateway, tmp_path: Path
) -> None:
    with running(engine, gateway, tmp_path) as program:
        gateway.wait_connected()
        # As after a long sleep: the other has the lease and connects.
        give_lease_to(engine, "another", seconds=3)
        gateway.kick()
        until(lambda: not program.bot.is_mine(), "the lease gone")
        until(lambda: gateway.subscribes == 2, "its turn")

        assert [row for row in program.rows(OutboxMessage) if row.key.startswith("kicked:")] == []
        assert program.faults() == []


def test_a_slow_database_cannot_bring_back_the_state_before_the_last(
    engine: Engine, county: County, gateway: Gateway, tmp_path: Path
) -> None:
    def stand() -> str:
        with reading(engine) as session:
            return str(json.loads(session.exec(select(Lease.value).where(Lease.name == LEASE)).one())["state"])

    for _ in range(4):  # Who comes first is chance: once is not enough to see a fault.
        with running(engine, gateway, tmp_path):
            gateway.wait_connected()
            until(lambda: stand() == State.CONNECTED, "the first connection")
            gateway.platform.fail_next("handshake", Fault.HANG(0.5))
            gateway.abort()
            until(lambda: stand() == State.CONNECTING, "the end of it")
            with work(engine) as session:
                session.connection().execute(update(Lease).where(col(Lease.name) == LEASE).values(value_until=None))
                gateway.wait_connected()
                # SQLite looks again less and less often: who waits for long is overtaken by who has just come.
                time.sleep(0.35)
                gateway.kick()
                time.sleep(0.06)
            until(lambda: stand() == State.KICKED, "that it was kicked")
            time.sleep(0.2)
            assert stand() == State.KICKED
