"""The month is over: its account is frozen, shown when asked for, and an alarm where it does not add up (T6-7)."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, update
from sqlmodel import col

from bot import health
from config.tables import load_tables
from config.zone import TZ
from handlers.papers.ledger_columns import COLUMNS
from scheduler.jobs import reconcile
from scheduler.wakeups import JOBS, tick
from storage import ledger, reconciliations
from storage.database import reading, work
from storage.hazards import Hazard, HazardEvent
from storage.vocabulary import HazardAction, HazardState
from tests.builders import CONFIG, County, a_county, a_hazard, kept
from tests.chat import Chat, words

TABLES = load_tables(CONFIG)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
FREEZING = datetime(2026, 11, 1, 2, 30, tzinfo=TZ)
LATER = datetime(2026, 11, 10, 9, tzinfo=TZ)


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine)


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    return Chat(engine, now=LATER)


def october(day: int) -> datetime:
    return datetime(2026, 10, day, 10, tzinfo=TZ)


def put(engine: Engine, county: County) -> None:
    """Put 12, open since September, 13, closed in October, and 14 of another town, open since October."""
    with work(engine) as session:
        a_hazard(session, county.home, reported_at=datetime(2026, 9, 3, tzinfo=TZ), due_on=date(2026, 9, 9))
        closed = a_hazard(
            session, county.home, reported_at=october(3), closed_at=october(9), state=HazardState.CLOSED
        )
        accepted = HazardEvent(
            hazard_id=closed.id or 0, at=october(9), action=HazardAction.ACCEPT, state_after=HazardState.CLOSED
        )
        kept(session, accepted)
        a_hazard(session, county.other_home, reported_at=october(20), due_on=date(2026, 11, 2))


def freeze(engine: Engine, now: datetime = FREEZING) -> int:
    return reconcile.run(engine, now, TABLES)


def test_the_month_is_frozen_once_and_for_every_unit(engine: Engine, county: County) -> None:
    put(engine, county)

    assert freeze(engine, FREEZING - timedelta(hours=1)) == 1
    with reading(engine) as session:
        assert reconciliations.last_month(session) == date(2026, 9, 1)
    assert freeze(engine) == 1
    assert freeze(engine, LATER) == 0
    with reading(engine) as session:
        rows = {row.unit_id: row for row in reconciliations.of_month(session, OCTOBER)}
    assert len(rows) == 7
    home = rows[county.home.id or 0]
    assert (home.carried, home.opened, home.closed, home.open, home.overdue) == (1, 1, 1, 1, 1)
    assert home.open_numbers == [12]


def test_nothing_is_frozen_from_before_the_books_were_kept(engine: Engine, county: County) -> None:
    with work(engine) as session:
        a_hazard(session, county.home, reported_at=october(3), entered_at=LATER)

    assert freeze(engine, LATER) == 0
    assert freeze(engine, LATER + timedelta(days=30)) == 1


def test_months_that_were_slept_through_are_all_frozen(engine: Engine, county: County) -> None:
    put(engine, county)
    freeze(engine)

    assert freeze(engine, datetime(2027, 2, 3, tzinfo=TZ)) == 3


def test_everybody_sees_the_account_of_their_own_units(engine: Engine, county: County, chat: Chat) -> None:
    put(engine, county)
    freeze(engine)

    of_leader = words(chat.say("leader", "10月对账"))
    assert "全县2026年10月隐患对账" in of_leader
    assert "合计：期初1 + 新增2 = 销号1 + 期末2" in of_leader
    assert "张良镇敬老院：期初1 + 新增1 = 销号1 + 期末1" in of_leader
    assert "已冻结（11月1日 02:30）" in of_leader
    assert "期末未销号：12号、14号" in of_leader
    of_town = words(chat.say("ma", "对账"))
    assert "张良镇民政所2026年10月隐患对账" in of_town
    assert "14号" not in of_town
    assert "没有可对的账：马楼乡敬老院" in words(chat.say("ma", "马楼乡敬老院10月对账"))
    assert "2026年11月隐患对账" in words(chat.say("leader", "本月对账"))
    assert "还没有到" in words(chat.say("leader", "2027年3月对账"))


def test_what_comes_after_the_freeze_is_shown_and_counts_later(engine: Engine, county: County, chat: Chat) -> None:
    put(engine, county)
    freeze(engine)
    with work(engine) as session:
        late = a_hazard(
            session, county.home, reported_at=october(25), due_on=date(2026, 11, 30), entered_at=LATER,
            owner=county.person_by_userid["wang"],
        )  # fmt: skip
    chat.say("ma", "撤销 14")
    chat.say("niu", "撤销 14 报重了")

    october_told = words(chat.say("leader", "10月对账"))
    assert "合计：期初1 + 新增2 = 销号1 + 期末2" in october_told
    assert f"冻结后补录，记入以后月份（补报）：{late.number}号" in october_told
    assert "冻结后已销号或作废，记入以后月份：14号" in october_told
    assert "账是平的" in october_told
    november_told = words(chat.say("leader", "11月对账"))
    assert "合计：期初2 + 新增1 = 销号1 + 期末2" in november_told
    assert f"其中补报（以前发现、本月补录）：{late.number}号" in november_told


def test_the_ledger_marks_what_was_entered_late(engine: Engine, county: County) -> None:
    put(engine, county)
    freeze(engine)
    with work(engine) as session:
        a_hazard(session, county.home, reported_at=october(25), entered_at=LATER)
        a_hazard(session, county.home, reported_at=LATER, entered_at=LATER)

    with reading(engine) as session:
        found = ledger.entries(session, ledger.still_open(), None)
    remarks = next(column for column in COLUMNS if column.title == "备注")
    assert [remarks.value(one, LATER.date()) for one in found] == [
        "待整改", "待整改", "待整改；补报（2026-11-10录入）", "待整改",
    ]  # fmt: skip


def test_a_hazard_that_vanished_is_an_alarm_with_its_number(engine: Engine, county: County, chat: Chat) -> None:
    put(engine, county)
    freeze(engine)
    with work(engine) as session:
        gone = session.connection()
        gone.execute(delete(HazardEvent).where(col(HazardEvent.hazard_id) == 1))
        gone.execute(delete(Hazard).where(col(Hazard.id) == 1))

    freeze(engine, datetime(2026, 12, 1, 2, 30, tzinfo=TZ))

    assert [card.title for card in chat.urgent("leader")] == ["2026年11月隐患对账对不上"]
    assert "期末" in words(chat.urgent("admin")[0])


def test_a_forged_row_is_an_alarm_to_those_who_may_see_it(engine: Engine, county: County, chat: Chat) -> None:
    put(engine, county)
    with work(engine) as session:
        session.connection().execute(
            update(Hazard).where(col(Hazard.number) == 12).values(closed_at=october(5), state=HazardState.CLOSED)
        )

    freeze(engine)

    (told,) = chat.urgent("section")
    assert ("涉及隐患", "12号") in told.facts
    assert len(chat.urgent("leader")) == 1
    assert chat.urgent("ma") == []


def test_readyz_is_red_where_the_frozen_account_is_not_what_the_books_say(engine: Engine, county: County) -> None:
    put(engine, county)
    tick(engine, FREEZING, TABLES)
    assert faults(engine, FREEZING) == []

    with work(engine) as session:
        session.connection().execute(update(Hazard).where(col(Hazard.number) == 14).values(unit_id=county.home.id))
    tick(engine, LATER, TABLES)

    assert any("和冻结的对账不符：12号、13号、14号" in fault for fault in faults(engine, LATER))


def faults(engine: Engine, now: datetime) -> list[str]:
    return list(health.look(engine, now=now, expected_jobs=tuple(JOBS)).faults)
