"""What the registers hold is reminded of before it runs out, once a step; who lacks an officer is told weekly."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from config.clock import TZ
from scheduler.jobs import expiry_watch
from scheduler.piecework import SomeFailed
from scheduler.wakeups import tick
from storage import registers
from storage.database import work
from storage.registers import RegisterEntry
from storage.units import Unit
from storage.vocabulary import RegisterKind
from tests.builders import MONDAY_TEN, County, a_county, a_desk
from tests.chat import Chat, words

TABLES = a_desk().tables
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=TZ)
LAST_DAY = date(2027, 3, 31)


@pytest.fixture
def county(engine: Engine) -> County:
    county = a_county(engine)
    with work(engine) as session:
        for unit in session.scalars(select(Unit)):
            unit.since = date(2028, 6, 1)
    return county


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    return Chat(engine)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=TZ)


def letters(chat: Chat, userid: str, about: str = "登记") -> list[str]:
    return [words(one) for one in chat.notices(userid) if about in one.title and "核验" not in one.title]


def test_each_step_is_said_once_to_holder_head_and_township(chat: Chat) -> None:
    chat.say("wang", "证书 王铁柱 消防设施操作员 四级 号123 2024-04-01到2027-03-31")

    said: list[int] = []
    day = date(2026, 12, 1)
    while day <= LAST_DAY + timedelta(days=40):
        for hour in (6, 9, 10, 22):
            expiry_watch.run(chat.engine, at(day, hour), TABLES)
        new = len(letters(chat, "wang"))
        if new > len(said):
            said.append((LAST_DAY - day).days)
        day += timedelta(days=1)

    assert said == [90, 60, 30, 7, -1]
    assert {userid: len(letters(chat, userid)) for userid in ("wang", "li", "ma", "ma2", "niu", "zhang")} == {
        "wang": 5,
        "li": 5,
        "ma": 5,
        "ma2": 5,
        "niu": 0,
        "zhang": 0,
    }
    assert letters(chat, "li")[0].startswith(
        "张良镇敬老院：1项登记快到期\n· 证书 王铁柱 消防设施操作员：2027年3月31日到期，还有90天"
    )
    assert letters(chat, "li")[-1].startswith("张良镇敬老院：1项登记已过期\n")


def test_after_an_outage_only_the_latest_step_is_said(chat: Chat) -> None:
    chat.say("wang", "证书 王铁柱 消防设施操作员 四级 号123 2024-04-01到2027-03-31")

    expiry_watch.run(chat.engine, at(LAST_DAY - timedelta(days=3)), TABLES)
    expiry_watch.run(chat.engine, at(LAST_DAY - timedelta(days=2)), TABLES)

    assert len(letters(chat, "ma")) == 1
    assert "还有3天" in letters(chat, "ma")[0]


def test_what_was_renewed_in_time_is_not_reminded_of(chat: Chat) -> None:
    chat.say("ma", "检测评估 张良镇敬老院 消防检测 河南某公司 11月20日 合格 下次2026年12月20日")
    chat.say("ma", "检测评估 张良镇敬老院 消防检测 河南某公司 11月21日 合格 下次明年11月")

    assert expiry_watch.run(chat.engine, MORNING, TABLES) == 0


def test_without_a_day_the_table_says_when_it_is_due(chat: Chat) -> None:
    chat.say("ma", "检测评估 张良镇敬老院 建筑消防安全评估 某公司 2025年12月24日 合格")

    expiry_watch.run(chat.engine, MORNING, TABLES)

    assert "建筑消防安全评估：2026年12月24日到期，还有30天" in letters(chat, "li")[0]


def test_several_of_one_institution_are_one_letter_the_most_urgent_first(chat: Chat) -> None:
    chat.say("ma", "检测评估 张良镇敬老院 燃气检测 某公司 2025年12月20日 合格")
    chat.say("ma", "智能设备 张良镇敬老院 燃气报警 已装 正常 2025年11月1日测")

    expiry_watch.run(chat.engine, MORNING, TABLES)

    (letter,) = letters(chat, "li")
    assert letter.splitlines()[:2] == [
        "张良镇敬老院：1项登记已过期",
        "· 智能设备 燃气报警：2026年11月1日到期，已过期23天",
    ]


def test_a_bad_entry_stops_no_other_institution(chat: Chat, county: County) -> None:
    for home in ("张良镇敬老院", "马楼乡敬老院"):
        chat.say("admin", f"检测评估 {home} 燃气检测 某公司 2025年12月1日 合格")
    with work(chat.engine) as session:
        rows = select(RegisterEntry).where(col(RegisterEntry.unit_id) == county.home.id)
        session.scalars(rows).one().facts = {"assessment": "no such thing"}

    with pytest.raises(SomeFailed):
        expiry_watch.run(chat.engine, MORNING, TABLES)

    assert letters(chat, "li") == []
    assert len(letters(chat, "hou")) == 1


def test_it_waits_for_the_morning(chat: Chat) -> None:
    chat.say("ma", "检测评估 张良镇敬老院 燃气检测 某公司 2025年12月1日 合格")

    assert expiry_watch.run(chat.engine, at(date(2026, 11, 24), 6), TABLES) == 0
    assert expiry_watch.run(chat.engine, at(date(2026, 11, 24), 8), TABLES) == 0
    assert expiry_watch.run(chat.engine, MORNING, TABLES) == 1


def test_who_has_no_certified_safety_officer_is_told_each_week(chat: Chat) -> None:
    tick(chat.engine, MONDAY_TEN, TABLES)
    assert letters(chat, "niu", "安全员") == []

    for _ in range(2):
        tick(chat.engine, datetime(2026, 11, 30, 9, 20, tzinfo=TZ), TABLES)
        tick(chat.engine, datetime(2026, 12, 2, 9, 20, tzinfo=TZ), TABLES)

    for userid in ("niu", "hou"):
        (letter,) = letters(chat, userid, "安全员")
        assert letter.startswith("一院一员：1家机构的安全员还没落实\n没有安全员1家：马楼乡敬老院")
    (letter,) = letters(chat, "ma", "安全员")
    assert "安全员没有有效的消防设施操作员证1家：张良镇敬老院" in letter

    chat.now = datetime(2026, 12, 2, 10, tzinfo=TZ)
    chat.say("wang", "证书 王铁柱 消防设施操作员 四级 号123 2024-05-01到2027-04-30")
    tick(chat.engine, datetime(2026, 12, 7, 9, 20, tzinfo=TZ), TABLES)
    assert len(letters(chat, "ma", "安全员")) == 1
    assert len(letters(chat, "niu", "安全员")) == 2


def test_the_job_is_run_by_the_clock(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        row = RegisterEntry(
            unit_id=county.home.id or 0, kind=RegisterKind.PLAN, done_on=date(2025, 12, 1), said_at=MONDAY_TEN
        )
        registers.put(session, row, now=MONDAY_TEN)

    tick(chat.engine, MORNING, TABLES)

    assert "应急预案：2026年12月1日到期，还有7天" in letters(chat, "li")[0]
