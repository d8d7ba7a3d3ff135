"""A missed duty climbs its own ladder (T1-8): one level at a time, answered, stopped, once however many try."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from config.tables import Tables
from config.zone import TZ
from scheduler.wakeups import tick
from storage import people, policies
from storage.database import reading, work
from storage.duty_rungs import DutyRung
from storage.outbox import OutboxMessage
from storage.people import Person
from storage.pushes import Push
from storage.vocabulary import PushKind, RungState
from tests.builders import County, a_county, a_desk
from tests.chat import Chat, words

MEETING = "周例会"


def only(*codes: str) -> Tables:
    tables = a_desk().tables
    by_code = {code: tables.duties.by_code[code] for code in codes}
    return replace(tables, duties=replace(tables.duties, by_code=by_code))


TABLES = only("weekly_meeting")


def at(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=TZ)


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine)


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    """Give a chat in the evening of Sunday the 29th, when the meeting of the week counts as missed."""
    tick(engine, at(23, 0), TABLES)
    tick(engine, at(29, 20, 21), TABLES)
    return Chat(engine, now=at(29, 20, 21))


def days(chat: Chat, first: int, last: int, tables: Tables = TABLES) -> None:
    """Tick in the early evening before and in the morning of these days of December."""
    for day in range(first, last + 1):
        for hour, minute in ((7, 10), (9, 11), (9, 20)):
            chat.now = at(day, hour, minute, month=12)
            tick(chat.engine, chat.now, tables)


def climbed(chat: Chat) -> list[tuple[str, str]]:
    """Return day and reader of what was said of missed duties of the county's first home, oldest first."""
    with reading(chat.engine) as session:
        names = {f"person:{one.userid}": one.name for one in session.scalars(select(Person))}
        rows = select(OutboxMessage).where(col(OutboxMessage.key).startswith("duty_rung:"))
        return [
            (row.created_at.astimezone(TZ).strftime("%d %H:%M"), names[row.recipient])
            for row in session.scalars(rows.order_by(col(OutboxMessage.id)))
            if "张良镇敬老院" in words(row.as_card())
        ]


def test_it_goes_from_the_head_to_the_bureau_one_level_at_a_time(chat: Chat) -> None:
    days(chat, 1, 7)

    assert climbed(chat) == [
        ("01 09:11", "李秀英"),
        ("02 09:11", "马建国"),
        ("02 09:11", "郭干事"),
        ("04 09:11", "周股长"),
        ("07 09:11", "陈局长"),
    ]
    card = next(one for one in chat.notices("ma") if "未办催办" in one.title)
    assert card.title == "未办催办（第2级）：张良镇敬老院 周例会"
    assert dict(card.facts)["此前已告知"] == "李秀英"


def test_doing_it_stops_the_ladder_and_is_the_answer(chat: Chat) -> None:
    days(chat, 1, 1)
    chat.say("li", "补报 11月29日当周例会 实到 8人 主持 李院长 议题 本周隐患 议定 周五前清理杂物")
    days(chat, 2, 7)

    assert climbed(chat) == [("01 09:11", "李秀英")]
    with reading(chat.engine) as session:
        home = session.scalars(select(Push).where(col(Push.kind) == PushKind.DUTY_RUNG)).all()
        answered = [one for one in home if one.recipient == "person:li"]
        assert [one.acknowledged_at is not None for one in answered] == [True]
        stopped = session.scalars(select(DutyRung).where(col(DutyRung.state) == RungState.STOPPED)).all()
        assert len(stopped) == 1


def test_excusing_it_stops_the_ladder(chat: Chat) -> None:
    chat.now = at(30, 8)
    assert "已免办" in words(chat.say("ma", "免办 张良镇敬老院 周例会 原因 停业装修"))
    days(chat, 1, 7)

    assert climbed(chat) == []


@pytest.mark.parametrize("said", ["收到 未办任务", "收到", "好的收到"])
def test_an_answer_holds_it_for_a_day_and_is_written_down(chat: Chat, said: str) -> None:
    days(chat, 1, 1)
    chat.forward(timedelta(hours=9))

    card = chat.say("li", said)

    assert card.title == "已记下您收到了：1项未办任务"
    assert "12月2日 18:20以前不再往上催" in words(card)
    days(chat, 2, 4)
    assert climbed(chat) == [("01 09:11", "李秀英"), ("03 07:10", "马建国"), ("03 07:10", "郭干事")]
    with reading(chat.engine) as session:
        first = session.scalars(select(DutyRung).where(col(DutyRung.told) == "李秀英")).one()
        assert first.acknowledged_at is not None
        assert first.acknowledged_by == people.by_userid(session, "li").id  # type: ignore[union-attr]


def test_the_button_answers_it_too(chat: Chat) -> None:
    days(chat, 1, 1)

    assert chat.press("li", "未办催办（第1级）", "收到").title == "已记下您收到了：1项未办任务"
    assert chat.say("li", "收到 未办任务").title == "没有等您应答的未办任务"


def test_courtesy_stays_courtesy_where_nothing_waits(chat: Chat) -> None:
    assert "未办任务" not in words(chat.say("zhang", "收到"))


def test_several_that_climb_to_one_person_are_one_card(engine: Engine, county: County) -> None:
    tables = only("patrol")
    tick(engine, at(23, 0), tables)
    chat = Chat(engine, now=at(24, 0, 10))
    tick(engine, chat.now, tables)
    for moment in (at(24, 9, 30), at(25, 9, 20)):
        tick(engine, moment, tables)

    cards = [one for one in chat.notices("li") if "未办催办" in one.title]
    assert [one.title for one in cards] == ["未办催办：3项任务没有做，也没有补报"]
    assert "· 张良镇敬老院 日巡查（11月23日日间）｜截止已过2天｜第1级" in cards[0].lines


def test_it_climbs_the_ladder_under_which_it_was_missed(chat: Chat) -> None:
    head, leader = (f'"told":{{"assumed":true,"value":["{one}"]}}' for one in ("unit_head", "leader"))
    old = a_desk().tables.content("escalation").replace(head, leader)
    with work(chat.engine) as session:
        policies.remember(session, "escalation", "old", old, now=at(1, 8))
        for rung in session.scalars(select(DutyRung)):
            rung.ladder_version = "old"
    days(chat, 1, 1)

    assert climbed(chat) == [("01 09:11", "陈局长")]


def test_two_schedulers_and_a_restart_say_each_rung_once(chat: Chat) -> None:
    with ThreadPoolExecutor(2) as pool:
        for day in range(1, 8):
            now = at(day, 9, 20, month=12)
            list(pool.map(lambda now: tick(chat.engine, now, TABLES), [now, now]))
            tick(chat.engine, now + timedelta(minutes=6), TABLES)

    assert len(climbed(chat)) == len(set(climbed(chat))) == 5


def test_after_an_outage_nobody_is_passed_over(chat: Chat) -> None:
    days(chat, 10, 13)

    assert climbed(chat)[:3] == [("10 07:10", "李秀英"), ("11 07:10", "马建国"), ("11 07:10", "郭干事")]


def test_a_township_without_a_head_is_asked_itself(engine: Engine, county: County) -> None:
    tables = only("month_meeting")
    tick(engine, at(23, 0), tables)
    chat = Chat(engine, now=at(1, 10, month=12))
    tick(engine, chat.now, tables)
    days(chat, 2, 3, tables)

    assert [one.title for one in chat.notices("ma") if "未办催办" in one.title] == [
        "未办催办（第2级）：张良镇民政所 安全生产形势研判会"
    ]
