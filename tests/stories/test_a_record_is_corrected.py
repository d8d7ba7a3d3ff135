"""A confirmation is corrected: by who told it for a day, then by the office; every version is kept and shown."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from config.clock import TZ
from scheduler.jobs import duty_plan
from storage import record_versions
from storage.database import work
from storage.duties import DutyRecord
from storage.hazards import Hazard
from storage.record_versions import RecordVersion
from tests.builders import MONDAY_TEN, a_county, a_desk
from tests.chat import Chat, words


@pytest.fixture
def chat(sqlite_engine: Engine) -> Chat:
    a_county(sqlite_engine)
    duty_plan.run(sqlite_engine, MONDAY_TEN, a_desk().tables)
    return Chat(sqlite_engine)


def facts(chat: Chat, code: str) -> dict[str, object]:
    with work(chat.engine) as session:
        rows = select(DutyRecord).where(DutyRecord.code == code).order_by(DutyRecord.id)  # type: ignore[arg-type]
        (record,) = session.scalars(rows).all()
        return dict(record.facts)


def versions(chat: Chat) -> list[RecordVersion]:
    with work(chat.engine) as session:
        return list(session.scalars(select(RecordVersion).order_by(RecordVersion.id)))  # type: ignore[arg-type]


def test_who_told_it_corrects_it_and_the_old_words_are_kept(chat: Chat) -> None:
    told = chat.say("li", "周例会已开 8人参加 学习了用电安全")
    assert told.hints[-1] == "报错了发：更正例会 正确的内容"
    card = chat.say("li", "更正例会 实到9人")

    assert card.title.endswith("已更正")
    assert ("参加", "8人 → 9人") in card.facts
    assert facts(chat, "weekly_meeting")["attendees"] == 9
    (kept,) = versions(chat)
    assert (kept.before["attendees"], kept.after["attendees"], kept.ordinal) == (8, 9, 1)


def test_nothing_is_counted_twice(chat: Chat) -> None:
    chat.say("li", "周例会已开 8人参加 学习了用电安全")
    chat.say("li", "更正例会 实到9人", message_id="same")

    assert chat.say("li", "更正例会 实到9人").title.endswith("没有变化")
    assert len(versions(chat)) == 1


def test_what_it_should_say_is_asked_for(chat: Chat) -> None:
    chat.say("li", "周例会已开 8人参加 学习了用电安全")
    asked = chat.say("li", "更正例会")
    chat.say("li", "主持 李院长 实到 10人")

    assert asked.title.endswith("要改成什么？")
    assert facts(chat, "weekly_meeting")["chair"] == "李院长"
    assert facts(chat, "weekly_meeting")["attendees"] == 10


def test_a_form_corrects_too(chat: Chat) -> None:
    chat.say("li", "周例会已开 8人参加 学习了用电安全")
    chat.say("li", "更正例会\n实到：9\n主持：李院长")

    assert (facts(chat, "weekly_meeting")["attendees"], facts(chat, "weekly_meeting")["chair"]) == (9, "李院长")


def test_after_a_day_only_the_office_corrects_and_the_teller_is_told(chat: Chat) -> None:
    chat.say("li", "周例会已开 8人参加 学习了用电安全")
    chat.forward(timedelta(hours=25))

    refused = chat.say("li", "更正例会 实到9人")
    assert refused.title.endswith("没有更正")
    assert "已超过1天" in refused.lines[0]

    done = chat.say("ma", "更正张良镇敬老院例会 实到9人")
    assert done.title.endswith("已更正")
    assert facts(chat, "weekly_meeting")["attendees"] == 9
    assert chat.notices("li")[-1].title == done.title


def test_a_colleague_does_not_correct_it(chat: Chat) -> None:
    chat.say("li", "周例会已开 8人参加 学习了用电安全")

    assert "由登记人李秀英" in chat.say("wang", "更正例会 实到9人").lines[0]


def test_another_township_does_not_find_it(chat: Chat) -> None:
    chat.say("li", "周例会已开 8人参加 学习了用电安全")

    assert "没有查到" in chat.say("niu", "更正张良镇敬老院例会 实到9人").title
    assert facts(chat, "weekly_meeting")["attendees"] == 8


def test_a_patrol_that_was_not_fine_after_all_registers_the_hazard(chat: Chat) -> None:
    chat.say("wang", "巡查 正常")
    card = chat.say("wang", "更正巡查 异常 二楼应急灯不亮")

    assert ("结果", "正常 → 有异常：二楼应急灯不亮") in card.facts
    assert any("已登记12号隐患" in line for line in card.lines)


def test_a_hazard_that_was_registered_stays_and_is_named(chat: Chat) -> None:
    chat.say("wang", "巡查 异常 二楼应急灯不亮")
    card = chat.say("wang", "更正巡查 正常")

    assert "原来登记的隐患12号还在" in words(card)
    with work(chat.engine) as session:
        assert len(session.scalars(select(Hazard)).all()) == 1
    assert "problem" not in facts(chat, "patrol")


def test_the_night_that_is_named_is_meant(chat: Chat) -> None:
    chat.now = datetime(2026, 11, 23, 22, 0, tzinfo=TZ)
    chat.say("wang", "夜巡正常")
    chat.now = datetime(2026, 11, 24, 9, 0, tzinfo=TZ)
    chat.say("wang", "巡查 正常")
    card = chat.say("wang", "更正昨晚夜巡 异常 东楼消火栓没水")

    assert "夜间第一次" in card.title
    assert ("结果", "正常 → 有异常：东楼消火栓没水") in card.facts


def test_the_heads_of_a_drill_are_added_up_anew(chat: Chat) -> None:
    chat.say("li", "演练 8人 20个老人 5个失能 用时6分钟")
    chat.say("li", "更正演练 老人22人")

    assert facts(chat, "drill")["residents"] == 22
    assert facts(chat, "drill")["attendees"] == 30


def test_the_history_shows_who_when_before_and_after(chat: Chat) -> None:
    chat.say("li", "周例会已开 8人参加 学习了用电安全")
    chat.say("li", "更正例会 实到9人")
    chat.forward(timedelta(days=2))
    chat.say("ma", "更正张良镇敬老院例会 实到10人")

    card = chat.say("ma", "记录历史 张良镇敬老院 例会")

    assert "第1次更正 11月23日 10:00 李秀英：参加 8人 → 9人" in card.lines
    assert "第2次更正 11月25日 10:00 马建国：参加 9人 → 10人" in card.lines
    assert ("参加", "10人") in card.facts


def test_decisions_told_later_become_tasks(chat: Chat) -> None:
    chat.say("li", "周例会已开 8人参加 学习了用电安全")
    card = chat.say("li", "更正例会 议定 周五前清理杂物（责任人 王铁柱）")

    assert "Y1 清理杂物｜王铁柱" in words(card)


def test_without_a_record_there_is_nothing_to_correct(chat: Chat) -> None:
    assert "没有登记过" in chat.say("li", "更正例会 实到9人").title
    assert "没有登记过" in chat.say("li", "记录历史 例会").title


def test_two_at_once_do_not_lose_a_version(chat: Chat) -> None:
    chat.say("li", "周例会已开 8人参加 学习了用电安全")
    with work(chat.engine) as session:
        record = session.scalars(select(DutyRecord)).one()
        assert record_versions.correct(
            session, record, {**record.facts, "attendees": 9}, by=None, message="a", now=chat.now
        )
        assert not record_versions.correct(
            session, record, {**record.facts, "attendees": 7}, by=None, message="a", now=chat.now
        )
        assert record.facts["attendees"] == 9
