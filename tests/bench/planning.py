"""How fast a year is planned for 3,000 institutions, against a bare generator of as many moments."""

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median

from config.tables import Tables, load_tables
from config.zone import TZ
from scheduler.rules.duty_cadence import Planner, UnitFacts
from storage.vocabulary import UnitType

CONFIG = Path(__file__).parents[2] / "config"
UNITS = 3000
YEAR = (date(2026, 1, 1), date(2027, 1, 1))
ROUNDS = 3


def _units() -> list[UnitFacts]:
    types = (UnitType.CARE_HOME, UnitType.WELFARE_HOME, UnitType.FUNERAL, UnitType.DAY_CARE)
    return [
        UnitFacts(n, types[n % 4], is_residential=n % 4 < 2, since=date(2026, 1 + n % 12, 1) if n % 10 == 0 else None)
        for n in range(UNITS)
    ]


def _planned(units: list[UnitFacts], tables: Tables) -> int:
    planner = Planner(tables)
    rules = tables.duties.by_code.values()
    return sum(1 for unit in units for rule in rules for _ in planner.occurrences(rule, unit, *YEAR))


def _moments(count: int) -> Iterator[datetime]:
    at = datetime(2026, 1, 1, 10, 10, tzinfo=TZ)
    for n in range(count):
        yield at + timedelta(minutes=n % 525_600)


def run() -> dict[str, float]:
    """Return how many duties a year has (`count`), and the median a second planned and merely generated."""
    tables = load_tables(CONFIG)
    units = _units()
    speeds: dict[str, list[float]] = {"planned": [], "bare": []}
    count = 0
    for _ in range(ROUNDS):
        began = time.perf_counter()
        count = _planned(units, tables)
        speeds["planned"].append(count / (time.perf_counter() - began))
        began = time.perf_counter()
        made = sum(1 for _ in _moments(count))
        speeds["bare"].append(made / (time.perf_counter() - began))
    return {"count": count} | {which: median(found) for which, found in speeds.items()}
