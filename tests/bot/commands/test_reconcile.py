"""`reconcile`: the account of a month on the command line."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from config.clock import TZ, system_clock
from config.tables import load_tables
from handlers.rules.hazard_account import month_after, month_before, month_of
from scheduler.jobs import reconcile
from storage.database import work
from storage.hazards import Hazard
from tests.bot.commands.conftest import Run
from tests.builders import CONFIG, County, a_county, a_hazard


@pytest.fixture
def county(database: Engine) -> County:
    return a_county(database)


def test_the_account_is_shown_and_whether_it_is_frozen(run: Run, database: Engine, county: County) -> None:
    now = system_clock()
    month = month_before(month_of(now.astimezone(TZ).date()))
    with work(database) as session:
        a_hazard(session, county.home, reported_at=datetime.combine(month, datetime.min.time(), TZ))
    name = f"{month.year}年{month.month}月"

    code, out, _ = run("reconcile")
    assert (code, out.splitlines()[0]) == (0, f"全县{name}对账：还没有冻结")
    reconcile.run(
        database, datetime.combine(month_after(month), datetime.min.time(), TZ) + timedelta(hours=3), TABLES
    )
    code, out, _ = run("reconcile", "--month", f"{month:%Y-%m}", "--unit", "张良院")
    assert "已于" in out
    assert "张良镇敬老院：期初0 + 新增1 = 销号0 + 期末1\n" in out
    assert out.endswith("期末未销号：12号\n账是平的\n")

    with work(database) as session:
        session.connection().execute(update(Hazard).values(reported_at=datetime(2020, 1, 1, tzinfo=TZ)))
    code, out, _ = run("reconcile")
    assert code == 1
    assert out.endswith("对不上：12号\n")


TABLES = load_tables(CONFIG)


def test_a_wrong_month_is_refused(run: Run, database: Engine) -> None:
    later = month_after(date(system_clock().year + 1, 5, 1))
    assert run("reconcile", "--month", f"{later:%Y-%m}")[2] == f"{later.year}年{later.month}月还没有到\n"
    assert "要写成 2026-10 这样的月份" in run("reconcile", "--month", "十月")[2]
