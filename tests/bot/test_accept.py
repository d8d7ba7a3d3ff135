"""A message is acknowledged when it is committed, many by one commit, and none is forgotten."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, event
from sqlmodel import select

from bot import accept
from bot.accept import Acceptor
from bot.channels.channel import NotStored
from storage.database import reading, work
from storage.inbox import InboxMessage
from storage.messages import Incoming, MessageKind

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def message(number: int) -> Incoming:
    return Incoming("app", str(number), "lisi", "private:lisi", MessageKind.TEXT)


def stored(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [row.message_id for row in session.exec(select(InboxMessage).order_by("id"))]


class Commits:
    """Counts the commits of an engine, and can hold the first one back."""

    def __init__(self, engine: Engine) -> None:
        self.count = 0
        self.may_go = threading.Event()
        self.may_go.set()
        event.listen(engine, "commit", self._on_commit)

    def _on_commit(self, _: object) -> None:
        self.count += 1
        assert self.may_go.wait(10)


def run(engine: Engine, scene: Callable[[Acceptor], Awaitable[None]]) -> list[int]:
    """Play the scene; return how many messages were stored at each waking."""
    woken: list[int] = []

    async def play() -> None:
        async with Acceptor(engine, lambda: NOW, lambda: woken.append(len(stored(engine)))) as acceptor:
            await scene(acceptor)

    asyncio.run(play())
    return woken


async def all_of(acceptor: Acceptor, messages: Sequence[Incoming]) -> list[BaseException | None]:
    return await asyncio.gather(*(acceptor.accept(one) for one in messages), return_exceptions=True)


def test_a_burst_is_a_handful_of_commits_and_all_of_it_is_stored_in_order(engine: Engine) -> None:
    commits = Commits(engine)

    async def scene(acceptor: Acceptor) -> None:
        assert await all_of(acceptor, [message(number) for number in range(200)]) == [None] * 200

    woken = run(engine, scene)

    assert stored(engine) == [str(number) for number in range(200)]
    assert commits.count <= 3
    assert woken[-1] == 200


def test_what_is_acknowledged_is_committed(engine: Engine) -> None:
    async def scene(acceptor: Acceptor) -> None:
        await acceptor.accept(message(1))
        assert stored(engine) == ["1"]

    run(engine, scene)


def test_a_repeat_is_accepted_and_wakes_nobody(engine: Engine) -> None:
    async def scene(acceptor: Acceptor) -> None:
        await acceptor.accept(message(1))
        await acceptor.accept(message(1))
        assert await all_of(acceptor, [message(1)] * 5) == [None] * 5

    assert run(engine, scene) == [1]
    assert stored(engine) == ["1"]


def test_a_caller_that_goes_away_takes_nothing_back_and_hurts_nobody(engine: Engine) -> None:
    commits = Commits(engine)

    async def scene(acceptor: Acceptor) -> None:
        commits.may_go.clear()
        callers = [asyncio.create_task(acceptor.accept(message(number))) for number in range(4)]
        await asyncio.sleep(0.1)
        callers[1].cancel()
        commits.may_go.set()
        outcomes = await asyncio.gather(*callers, return_exceptions=True)
        assert [type(outcome).__name__ for outcome in outcomes] == [
            "NoneType", "CancelledError", "NoneType", "NoneType",
        ]  # fmt: skip

    run(engine, scene)

    assert stored(engine) == ["0", "1", "2", "3"]


def test_a_failing_database_is_said_to_all_who_wait_and_the_next_message_is_stored(engine: Engine) -> None:
    def rename(old: str, new: str) -> None:
        with work(engine) as session:
            session.connection().exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")

    async def scene(acceptor: Acceptor) -> None:
        rename("inbox", "elsewhere")
        outcomes = await all_of(acceptor, [message(number) for number in range(5)])
        rename("elsewhere", "inbox")
        assert [type(outcome) for outcome in outcomes] == [NotStored] * 5
        await acceptor.accept(message(7))

    run(engine, scene)

    assert stored(engine) == ["7"]


def test_one_message_that_no_database_takes_does_not_refuse_its_neighbours(engine: Engine) -> None:
    poison = Incoming("app", "bad", "lisi", "private:lisi", MessageKind.TEXT, details={"no json": object()})

    async def scene(acceptor: Acceptor) -> None:
        outcomes = await all_of(acceptor, [message(1), poison, message(2)])
        assert [type(outcome) for outcome in outcomes] == [type(None), NotStored, type(None)]

    run(engine, scene)

    assert stored(engine) == ["1", "2"]


def test_more_than_can_wait_is_refused_at_once(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accept, "MOST_WAITING", 3)
    commits = Commits(sqlite_engine)

    async def scene(acceptor: Acceptor) -> None:
        commits.may_go.clear()
        first = asyncio.create_task(acceptor.accept(message(0)))
        await asyncio.sleep(0.1)
        callers = [asyncio.create_task(acceptor.accept(message(number))) for number in range(1, 6)]
        await asyncio.sleep(0)
        refused = [caller.done() for caller in callers]
        commits.may_go.set()
        await asyncio.gather(first, *callers, return_exceptions=True)
        assert refused == [False, False, False, True, True]

    run(sqlite_engine, scene)

    assert stored(sqlite_engine) == ["0", "1", "2", "3"]


def test_what_waits_at_the_end_is_stored_before_it(sqlite_engine: Engine) -> None:
    commits = Commits(sqlite_engine)

    async def play() -> list[BaseException | None]:
        async with Acceptor(sqlite_engine, lambda: NOW, lambda: None) as acceptor:
            commits.may_go.clear()
            callers = [asyncio.create_task(acceptor.accept(message(number))) for number in range(3)]
            await asyncio.sleep(0.1)
            callers += [asyncio.create_task(acceptor.accept(message(number))) for number in range(3, 6)]
            await asyncio.sleep(0)
            commits.may_go.set()
        with pytest.raises(NotStored):
            await acceptor.accept(message(9))
        return await asyncio.gather(*callers, return_exceptions=True)

    assert asyncio.run(play()) == [None] * 6
    assert stored(sqlite_engine) == [str(number) for number in range(6)]
