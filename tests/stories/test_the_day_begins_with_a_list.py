"""The morning list of township officers and heads, and the weekly letter to sections."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlmodel import col

from config.zone import TZ
from scheduler.wakeups import tick
from storage.database import reading, work
from storage.duties import Duty
from storage.pushes import Push
from storage.units import Unit
from storage.vocabulary import DutyState, Grade, HazardState, PushKind
from tests.builders import County, a_county, a_desk, a_hazard
from tests.chat import Chat, words

TABLES = a_desk().tables


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TZ)


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine)


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    """Give a chat on Tuesday at eight, the duties planned since Monday at one."""
    tick(engine, at(23, 13), TABLES)
    return Chat(engine, now=at(24, 8))


def nobody_owes(engine: Engine) -> None:
    with work(engine) as session:
        session.connection().execute(update(Duty).values(state=DutyState.DONE))


def mornings(chat: Chat, userid: str) -> list[str]:
    return [words(one) for one in chat.notices(userid) if one.title.startswith("晨报｜")]


def test_a_head_reads_what_the_day_brings_and_what_was_missed(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        a_hazard(session, county.home, owner=county.person_by_userid["wang"])
    tick(chat.engine, at(24, 7, 20), TABLES)
    before = mornings(chat, "li")
    tick(chat.engine, at(24, 7, 40), TABLES)

    (said,) = mornings(chat, "li")
    assert before == []
    assert "12号 二楼东头 安全出口堆了轮椅" in said
    assert "日巡查 11月24日日间｜11月24日 10:10前" in said
    assert "日巡查 11月23日日间｜已过截止，请补报" in said
    # What is due only at the end of the month, or of the quarter, is not of today.
    assert "演练" not in said
    assert "不要晨报" in said


def test_each_reads_it_once_however_often_we_look(chat: Chat) -> None:
    for minute in (34, 35, 50):
        tick(chat.engine, at(24, 7, minute), TABLES)
    tick(chat.engine, at(24, 11), TABLES)

    assert [len(mornings(chat, one)) for one in ("li", "hou", "fu")] == [1, 1, 1]
    assert [len(mornings(chat, one)) for one in ("wang", "zhang", "leader", "section")] == [0, 0, 0, 0]
    with reading(chat.engine) as session:
        rows = session.scalars(select(Push).where(col(Push.kind) == PushKind.MORNING)).all()
    assert len(rows) == len({one.recipient for one in rows})
    assert {one.planned_at for one in rows} == {at(24, 7, 34)}


def test_an_officer_reads_what_waits_for_a_word(chat: Chat, county: County) -> None:
    nobody_owes(chat.engine)
    with work(chat.engine) as session:
        a_hazard(session, county.home, state=HazardState.TO_ACCEPT, owner=county.person_by_userid["wang"])
    tick(chat.engine, at(24, 7, 40), TABLES)

    assert "待验收1条" in mornings(chat, "ma")[0]
    assert mornings(chat, "niu") == []
    assert mornings(chat, "hou") == []


def test_after_an_outage_it_is_said_until_noon(chat: Chat) -> None:
    tick(chat.engine, at(24, 12, 1), TABLES)
    late = mornings(chat, "li")
    tick(chat.engine, at(25, 11, 59), TABLES)

    assert late == []
    assert len(mornings(chat, "li")) == 1


def test_on_a_day_off_only_those_read_it_whose_unit_owes_something(chat: Chat, county: County) -> None:
    tick(chat.engine, at(28, 0), TABLES)
    with work(chat.engine) as session:
        a_hazard(session, county.home, state=HazardState.TO_ACCEPT, owner=county.person_by_userid["wang"])
    tick(chat.engine, at(28, 7, 40), TABLES)

    assert len(mornings(chat, "li")) == 1
    assert mornings(chat, "ma") == []


def test_who_does_not_want_it_says_so_and_may_take_it_back(chat: Chat) -> None:
    assert chat.say("li", "不要晨报").title == "好的，以后不给您发晨报了"
    tick(chat.engine, at(25, 7, 40), TABLES)
    off = mornings(chat, "li")

    card = chat.press("li", "好的，以后不给您发晨报了", "恢复晨报")
    tick(chat.engine, at(26, 7, 40), TABLES)

    assert off == []
    assert card.title == "好的，每天07:30左右给您发晨报"
    assert len(mornings(chat, "li")) == 1
    assert len(mornings(chat, "hou")) == 2


@pytest.mark.parametrize("said", ["以后别发晨报了", "取消晨报", "不想收每天的晨报"])
def test_it_is_heard_in_other_words(chat: Chat, said: str) -> None:
    assert chat.say("ma", said).title == "好的，以后不给您发晨报了"


def test_it_can_be_read_at_any_time(chat: Chat) -> None:
    assert "日巡查 11月24日日间" in words(chat.say("li", "今天的晨报"))
    nobody_owes(chat.engine)
    assert chat.say("li", "晨报").title == "今天没有要办的"


def test_others_are_told_for_whom_it_is(chat: Chat) -> None:
    assert chat.say("zhang", "要晨报").title == "晨报发给民政所人员和机构负责人"


def weeklies(chat: Chat, userid: str) -> list[str]:
    return [words(one) for one in chat.notices(userid) if "周报（" in one.title]


def test_a_section_reads_on_monday_what_the_week_was(chat: Chat, county: County) -> None:
    tick(chat.engine, at(23, 12), TABLES)
    with work(chat.engine) as session:
        a_hazard(session, county.home, due_on=date(2026, 11, 27))
        a_hazard(session, county.home, grade=Grade.MAJOR, due_on=date(2027, 3, 1))
        a_hazard(session, county.other_home)
        gone = {"state": HazardState.CLOSED, "closed_at": at(26, 9), "reported_at": at(10, 9)}
        a_hazard(session, county.home, **gone)  # type: ignore[arg-type]
    for day in range(24, 30):
        tick(chat.engine, at(day, 12), TABLES)
    tick(chat.engine, at(30, 8, 30), TABLES)
    early = weeklies(chat, "section")
    for minute in (45, 50):
        tick(chat.engine, at(30, 8, minute), TABLES)

    (said,) = weeklies(chat, "section")
    assert early == []
    assert said.startswith("养老服务股周报（11月23日至11月29日）")
    assert "上周隐患：新增2条，销号1条" in said
    assert "未销号：2条" in said
    assert "超期：1条：12号" in said
    assert "重大未销号：1条：13号" in said
    assert "未办·日巡查：1家：张良镇敬老院（" in said
    assert "· 张良镇民政所：新增2，销号1，未销号2，超期1，未办" in said
    assert "马楼乡" not in said
    assert weeklies(chat, "leader") == weeklies(chat, "ma") == []


def test_a_section_without_anybody_or_without_towns_gets_none(chat: Chat, county: County) -> None:
    tick(chat.engine, at(23, 12), TABLES)
    with work(chat.engine) as session:
        session.connection().execute(update(Unit).values(section_id=None))
    tick(chat.engine, at(30, 8, 45) + timedelta(minutes=1), TABLES)

    assert weeklies(chat, "section") == []
