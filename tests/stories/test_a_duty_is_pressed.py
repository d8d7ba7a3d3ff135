"""Duties confirmed at a press: the period of the card, once, what is missing asked for, closed for all who saw it."""

from datetime import datetime

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from config.clock import TZ
from scheduler.jobs import duty_close, duty_plan, duty_remind
from storage import duties
from storage.database import work
from storage.duties import DutyRecord
from storage.messages import Card
from storage.units import Unit
from storage.vocabulary import DutyState
from tests.builders import County, a_county, a_desk
from tests.chat import Chat, words


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine)


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    return Chat(engine)


def state(chat: Chat, unit: Unit, code: str, slot: str) -> DutyState:
    with work(chat.engine) as session:
        duty = duties.of_slot(session, unit.id or 0, code, slot)
        assert duty is not None
        return duty.state


def records(chat: Chat, code: str) -> list[DutyRecord]:
    with work(chat.engine) as session:
        return list(session.scalars(select(DutyRecord).where(col(DutyRecord.code) == code)))


def plan(chat: Chat, at: str) -> None:
    """Push the clock to the local time and let the wake-ups of the duties run."""
    chat.now = datetime.fromisoformat(at).replace(tzinfo=TZ)
    for job in (duty_plan, duty_close, duty_remind):
        job.run(chat.engine, chat.now, a_desk().tables)


def texts(card: Card) -> list[str]:
    return [button.text for button in card.buttons]


def test_a_patrol_is_confirmed_from_the_list_of_what_is_open(chat: Chat, county: County) -> None:
    plan(chat, "2026-11-23T08:00")
    todo = chat.say("zhang", "我的待办")

    card = chat.press("zhang", todo, "日巡查正常")

    assert card.title == "日巡查已登记"
    assert texts(card) == ["报例会", "我的待办"]
    assert state(chat, county.home, "patrol", "2026-11-23/day") is DutyState.DONE
    again = chat.press("zhang", todo, "日巡查正常")
    assert again.title == "日巡查已有人报过，没有重复登记"
    assert "张小花" in words(again)
    assert len(records(chat, "patrol")) == 1


def test_what_is_wrong_on_a_patrol_is_asked_for_and_registered(chat: Chat, county: County) -> None:
    plan(chat, "2026-11-23T08:00")

    asked = chat.press("zhang", chat.say("zhang", "我的待办"), "日巡查异常")
    assert "具体是什么问题、在哪里" in words(asked)
    card = chat.say("zhang", "二楼消火栓没水")

    assert "已登记12号隐患" in words(card)
    assert state(chat, county.home, "patrol", "2026-11-23/day") is DutyState.DONE


def test_a_button_confirms_its_own_period_however_late_it_is_pressed(chat: Chat, county: County) -> None:
    plan(chat, "2026-11-23T08:00")
    todo = chat.say("li", "我的待办")
    plan(chat, "2026-12-01T20:30")

    chat.press("li", todo, "日巡查正常")
    chat.press("li", todo, "报例会")
    chat.say("li", "8人 学习用电安全")

    assert state(chat, county.home, "patrol", "2026-11-23/day") is DutyState.LATE
    assert state(chat, county.home, "patrol", "2026-12-01/night1") is DutyState.WAITING
    assert state(chat, county.home, "weekly_meeting", "2026-W48") is DutyState.LATE
    assert state(chat, county.home, "weekly_meeting", "2026-W49") is DutyState.WAITING


def test_a_drill_by_a_press_asks_for_its_numbers(chat: Chat, county: County) -> None:
    plan(chat, "2026-11-23T08:00")

    asked = chat.press("li", chat.say("li", "我的待办"), "报演练")
    card = chat.say("li", "8人 20个老人 5个失能")

    assert asked.title == "应急疏散逃生演练还差2项，补上就登记"
    assert card.title == "应急疏散逃生演练已登记"
    assert state(chat, county.home, "drill", "2026-Q4") is DutyState.DONE


def test_a_reminder_to_a_person_is_confirmed_at_a_press_and_greys_out_for_the_others(
    chat: Chat, county: County
) -> None:
    plan(chat, "2026-11-23T08:00")
    plan(chat, "2026-11-23T09:11")
    (reminder,) = chat.notices("ma")

    assert texts(reminder) == ["日巡查正常", "日巡查异常"]
    assert "马建国（张良镇民政所代报）" in words(chat.press("ma", reminder, "日巡查正常"))
    assert [closed for _, closed in chat.closings("ma2")] == ["已由马建国登记"]
    assert state(chat, county.home, "patrol", "2026-11-23/day") is DutyState.DONE


def test_the_home_itself_confirms_and_the_office_sees_it(chat: Chat) -> None:
    plan(chat, "2026-11-23T08:00")
    plan(chat, "2026-11-23T09:11")

    chat.say("zhang", "巡查 正常")

    assert [closed for _, closed in chat.closings("ma")] == ["已由张小花登记"]
    assert "已由张小花登记" in chat.press("ma", "提醒：日巡查", "日巡查正常").title


def test_an_excuse_greys_the_reminder_and_is_taken_back_at_a_press(chat: Chat, county: County) -> None:
    plan(chat, "2026-11-23T08:00")
    plan(chat, "2026-11-23T09:11")

    excused = chat.say("ma", "免办 张良镇敬老院 日巡查 停业装修")
    assert [closed for _, closed in chat.closings("ma2")] == ["已免办"]

    assert chat.press("ma", excused, "恢复").title == "已恢复：张良镇敬老院 日巡查"
    assert state(chat, county.home, "patrol", "2026-11-23/day") is DutyState.WAITING
    assert "已由马建国恢复" in chat.press("ma", excused, "恢复").title


def test_a_festival_is_chosen_from_the_list(chat: Chat) -> None:
    plan(chat, "2026-11-23T08:00")
    asked = chat.say("li", "节前检查 未发现隐患")

    card = chat.press("li", asked, "选好了", chosen={asked.choices[0].key: ["国庆节"]})

    assert ("时段", "2026年国庆节") in card.facts
