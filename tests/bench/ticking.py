"""What a minute's tick costs with a million duties done, against the same tick with an almost empty table."""

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Engine, create_engine, insert, text

from config.tables import Tables, load_tables
from config.zone import TZ
from scheduler.wakeups import tick
from storage.database import open_engine, work
from storage.duties import Duty, DutyRecord, ReminderStep
from storage.schema import migrate
from storage.units import Group, Unit
from storage.vocabulary import DutyState, StepState, UnitType
from tests.postgresql import NotInstalled, serving

CONFIG = Path(__file__).parents[2] / "config"
HOMES = 100
MANY, FEW = 1_000_000, 1_000
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=TZ)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
_DAYS = 5
_BATCH = 20_000
Figures = Mapping[str, float]


def fill(engine: Engine, count: int, homes: int) -> None:
    """Write a county of so many institutions with a group, and so many duties that are done."""
    _fill(engine, _homes(engine, homes), count)


def _homes(engine: Engine, count: int) -> list[int]:
    with work(engine) as session:
        bureau = Unit(name="鲁山县民政局", type=UnitType.BUREAU)
        session.add(bureau)
        session.flush()
        assert bureau.id is not None
        session.add(Group(name="县局群", unit_id=bureau.id, chat_id="chat"))
        homes = [
            Unit(name=f"第{n}敬老院", type=UnitType.CARE_HOME, parent_id=bureau.id, is_residential=True)
            for n in range(count)
        ]
        session.add_all(homes)
        session.flush()
        return [home.id for home in homes if home.id is not None]


def _rounds(unit_ids: Sequence[int]) -> Iterator[tuple[int, str, datetime]]:
    """Yield the rounds of patrol that are over, the latest first."""
    at = MORNING.replace(hour=10, minute=10)
    while True:
        at -= DAY
        for key in ("day", "night1", "night2"):
            yield from ((unit_id, f"{at.date()}/{key}", at) for unit_id in unit_ids)


def _fill(engine: Engine, unit_ids: Sequence[int], count: int) -> None:
    """Write so many duties that are done, each with its record, and the reminders that were said of them."""
    told: dict[str, datetime] = {}
    rounds = enumerate(islice(_rounds(unit_ids), count), start=1)
    while batch := list(islice(rounds, _BATCH)):
        told |= {slot: at for _, (_, slot, at) in batch}
        with engine.begin() as connection:
            connection.execute(insert(DutyRecord), [_record(*one) for one in batch])
            connection.execute(insert(Duty), [_duty(*one) for one in batch])
    steps = [_step(unit_ids[0], slot, at, step) for slot, at in told.items() for step in ("1", "2", "cutoff")]
    with engine.begin() as connection:
        connection.execute(insert(ReminderStep), steps)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # What tidies up by itself after so many rows must not do it while we measure.
        connection.execute(text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"))


def _record(number: int, one: tuple[int, str, datetime]) -> dict[str, Any]:
    unit_id, _, at = one
    told = {"id": number, "origin": f"old:{number}", "unit_id": unit_id, "code": "patrol", "facts": {}}
    return {**told, "happened_at": at, "reported_at": at, "is_late": False}


def _duty(number: int, one: tuple[int, str, datetime]) -> dict[str, Any]:
    unit_id, slot, at = one
    times = {"opens_at": at, "due_at": at, "cutoff_at": at, "done_at": at}
    done = {"state": DutyState.DONE, "record_id": number, "excuse": "", "policy_version": ""}
    return {"unit_id": unit_id, "code": "patrol", "slot": slot, **times, **done}


def _step(unit_id: int, slot: str, at: datetime, step: str) -> dict[str, Any]:
    said = {"due_at": at, "state": StepState.SAID, "said_at": at}
    return {"unit_id": unit_id, "code": "patrol", "slot": slot, "step": step, **said}


def _measure(url: str, count: int, tables: Tables) -> Figures:
    """Return the median milliseconds of a tick with nothing due and of one with reminders due."""
    engine = open_engine(url)
    migrate(engine)
    fill(engine, count, HOMES)
    found: dict[str, list[float]] = {"quiet": [], "due": []}
    for day in (MORNING + n * DAY for n in range(_DAYS)):
        # The first tick of a day plans another day; what is measured comes after it.
        tick(engine, day, tables)
        found["quiet"] += [_timed(engine, day + n * MINUTE, tables) for n in range(1, 9)]
        found["due"].append(_timed(engine, day + 11 * MINUTE, tables))
    engine.dispose()
    return {name: median(times) for name, times in found.items()}


def _timed(engine: Engine, now: datetime, tables: Tables) -> float:
    began = time.perf_counter()
    tick(engine, now, tables)
    return 1000 * (time.perf_counter() - began)


def run() -> Mapping[str, Mapping[str, Figures]]:
    """Return by database the figures with `few` and with `many` old rows; PostgreSQL only where there is one."""
    tables = load_tables(CONFIG)
    with tempfile.TemporaryDirectory() as folder:
        urls = {"few": f"sqlite:///{folder}/few.db", "many": f"sqlite:///{folder}/many.db"}
        found = {"SQLite": _both(urls, tables)}
    try:
        with serving() as url:
            _make(url.format(name="postgres"), ["few", "many"])
            found["PostgreSQL"] = _both({"few": url.format(name="few"), "many": url.format(name="many")}, tables)
    except NotInstalled:
        pass
    return found


def _make(url: str, names: Sequence[str]) -> None:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for name in names:
            connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()


def _both(urls: Mapping[str, str], tables: Tables) -> Mapping[str, Figures]:
    return {which: _measure(url, {"few": FEW, "many": MANY}[which], tables) for which, url in urls.items()}
