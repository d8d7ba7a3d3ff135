"""Kill random processes while 1,500 pushes fall due, and count what the readers saw: `make chaos`."""

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlmodel import col

from storage import outbox
from storage.database import open_engine, reading, work
from storage.messages import Card, Recipient
from storage.outbox import OutboxMessage
from storage.people import Person
from storage.schema import migrate
from storage.units import Unit
from storage.vocabulary import OutboxState, Role, UnitType, Urgency
from tests.crash.process import quick_config
from tests.crash.running import Place, free_port, program
from tests.postgresql import serving
from tests.wecom.remote import RemotePlatform, spawned_platform

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "docs" / "performance.md"
MARK = "<!-- chaos -->"
PUSHES = 1500
READERS = 60
KILLS = 45
SECONDS_BETWEEN_KILLS = 2.5
SEND_SECONDS = 0.05
PATIENCE_SECONDS = 240


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one run."""

    setup: str
    kills: int
    once: int
    lost: int
    twice: int
    dropped: int
    """Identical bodies that the platform dropped: sent again because nobody knew whether they had arrived."""
    seconds: float


def _fill(engine: Engine) -> None:
    migrate(engine)
    begin = datetime.now(UTC)
    span = KILLS * SECONDS_BETWEEN_KILLS
    with work(engine) as session:
        unit = Unit(name="鲁山县民政局", type=UnitType.BUREAU)
        session.add(unit)
        session.flush()
        assert unit.id is not None
        for number in range(READERS):
            userid = f"user{number}"
            session.add(Person(userid=userid, userid_key=userid, name=userid, unit_id=unit.id, role=Role.STAFF))
        for number in range(PUSHES):
            due = begin + timedelta(seconds=span * number / PUSHES)
            outbox.enqueue(
                session,
                f"push:{number}",
                Recipient.person(f"user{number % READERS}"),
                Card(f"第{number}条提醒"),
                urgency=Urgency.PROMPT,
                now=begin,
                not_before=due,
            )


def _left(engine: Engine) -> int:
    with reading(engine) as session:
        open_states = [OutboxState.QUEUED, OutboxState.SENDING]
        rows = select(func.count()).select_from(OutboxMessage).where(col(OutboxMessage.state).in_(open_states))
        return session.scalar(rows) or 0


class Crowd:
    """Several processes of the program, one of which is killed and replaced now and then."""

    def __init__(self, place_of: "PlaceOf", size: int, stack: ExitStack) -> None:
        """Start `size` processes, each at a place of its own."""
        self._place_of = place_of
        self._stack = stack
        self._running: list[BaseProcess] = [self._start() for _ in range(size)]

    def kill_one(self, chance: random.Random) -> None:
        """Kill one of them with SIGKILL and start another."""
        victim = self._running.pop(chance.randrange(len(self._running)))
        victim.kill()
        victim.join()
        self._running.append(self._start())

    def _start(self) -> BaseProcess:
        return self._stack.enter_context(program(self._place_of()))


class PlaceOf:
    """Makes places that differ in their port only."""

    def __init__(self, database_url: str, config: Path, api_url: str) -> None:
        """Take what all have in common."""
        self._common = (database_url, config, api_url)

    def __call__(self) -> Place:
        """Return a place on a free port."""
        return Place(*self._common, free_port())


def _run(setup: str, database_url: str, platform: RemotePlatform, folder: Path, size: int) -> Outcome:
    engine = open_engine(database_url)
    _fill(engine)
    chance = random.Random(45)
    began = time.monotonic()
    with ExitStack() as stack:
        crowd = Crowd(PlaceOf(database_url, quick_config(ROOT / "config", folder), platform.api_url), size, stack)
        for _ in range(KILLS):
            time.sleep(SECONDS_BETWEEN_KILLS * chance.uniform(0.5, 1.5))
            crowd.kill_one(chance)
        while _left(engine) and time.monotonic() - began < PATIENCE_SECONDS:
            time.sleep(0.5)
    engine.dispose()
    seen = Counter(str(one["payload"]) for one in platform.seen())
    return Outcome(
        setup=setup,
        kills=KILLS,
        once=sum(times == 1 for times in seen.values()),
        lost=PUSHES - len(seen),
        twice=sum(times > 1 for times in seen.values()),
        dropped=int(platform.counts()["dropped_duplicates"]),
        seconds=time.monotonic() - began,
    )


@contextmanager
def _databases(folder: Path) -> Iterator[list[tuple[str, str, int]]]:
    with serving() as url:
        engine = open_engine(url.format(name="postgres"))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("CREATE DATABASE chaos")
        engine.dispose()
        yield [
            ("SQLite, one process and a standby", f"sqlite:///{folder}/chaos.db", 2),
            ("PostgreSQL, two processes", url.format(name="chaos"), 2),
        ]


def main() -> int:
    """Run both set-ups and print the table; return 1 where a push was lost or seen twice. `--write` keeps it."""
    lines = [
        f"| set-up ({PUSHES:,} pushes) | kills | seen once | lost | seen twice | repeats dropped | s |",
        "|---|---|---|---|---|---|---|",
    ]
    is_clean = True
    with tempfile.TemporaryDirectory() as name, _databases(Path(name)) as databases:
        for setup, url, size in databases:
            with spawned_platform() as platform:
                platform.slow_down("message/send", SEND_SECONDS)
                one = _run(setup, url, platform, Path(name), size)
            is_clean = is_clean and not (one.lost or one.twice)
            lines.append(
                f"| {one.setup} | {one.kills} | {one.once} | **{one.lost}** | **{one.twice}** | {one.dropped} "
                f"| {one.seconds:.0f} |"
            )
            print(lines[-1], flush=True)
    report = "\n".join(lines)
    print(report)
    if "--write" in sys.argv:
        before, _, rest = REPORT.read_text(encoding="utf-8").partition(MARK)
        after = rest.partition(MARK)[2]
        REPORT.write_text(f"{before}{MARK}\n\n{report}\n\n{MARK}{after}", encoding="utf-8")
    return 0 if is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
