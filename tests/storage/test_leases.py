"""A named thing has one holder, and a number is given out once, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from storage import counters, leases
from storage.database import work

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SOON = NOW + timedelta(seconds=30)


def test_a_lease_has_one_holder_until_it_runs_out(engine: Engine) -> None:
    with work(engine) as session:
        assert leases.take(session, "bot", holder="a", now=NOW, until=SOON)
        assert not leases.take(session, "bot", holder="b", now=NOW, until=SOON)
        assert leases.take(session, "bot", holder="a", now=NOW, until=SOON)
        assert leases.take(session, "bot", holder="b", now=SOON + timedelta(seconds=1), until=SOON)


def test_a_kept_value_is_valid_until_its_end_and_dropped_only_by_name(engine: Engine) -> None:
    with work(engine) as session:
        leases.take(session, "token", holder="a", now=NOW, until=SOON)
        leases.keep_value(session, "token", holder="a", value="T1", until=SOON)
        leases.drop_value(session, "token", "T0")
        session.expire_all()
        assert leases.value(session, "token", now=NOW) == "T1"
        assert leases.value(session, "token", now=SOON) is None
        leases.drop_value(session, "token", "T1")
        session.expire_all()
        assert leases.value(session, "token", now=NOW) is None


def test_a_number_is_given_out_once_however_many_ask(engine: Engine) -> None:
    def take(_: int) -> int:
        with work(engine) as session:
            return counters.take_next(session, "hazard")

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(take, range(40)))

    assert sorted(numbers) == list(range(1, 41))


def test_numbers_go_on_above_what_was_imported(engine: Engine) -> None:
    with work(engine) as session:
        counters.raise_to(session, "hazard", 300)
        counters.raise_to(session, "hazard", 12)

        assert counters.take_next(session, "hazard") == 301
