"""A plan is read by everybody of the unit (T12-5), and who leads whom out is checked by numbers alone (T12-6)."""

from datetime import datetime

import pytest
from sqlalchemy import Engine, select

from config.clock import TZ
from scheduler.jobs import plan_watch
from storage.database import work
from storage.registers import RegisterEntry
from storage.vocabulary import RegisterKind
from tests.builders import County, a_county, a_desk, a_person
from tests.chat import Chat, words

PLAN = "应急预案 第3版 11月20日评审"


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine)


@pytest.fixture
def chat(county: County, sqlite_engine: Engine) -> Chat:
    return Chat(sqlite_engine)


def watch(chat: Chat, to: str) -> int:
    chat.now = datetime.fromisoformat(to).replace(tzinfo=TZ)
    return plan_watch.run(chat.engine, chat.now, a_desk().tables)


def test_a_new_version_is_to_be_read_by_everybody(chat: Chat) -> None:
    entered = chat.say("li", PLAN)
    assert "已请本单位每个人阅读" in words(entered)

    for userid in ("wang", "zhang"):
        assert chat.notices(userid)[-1].title == "请阅读应急预案：张良镇敬老院"
    done = chat.press("wang", "请阅读应急预案", "已读预案")

    assert ("全院", "已读1/3人") in done.facts
    assert chat.say("wang", "已读预案").title == "您已经确认过了"


def test_the_office_sees_who_has_not(chat: Chat) -> None:
    chat.say("li", PLAN)
    chat.say("wang", "已读预案")

    card = chat.say("ma", "谁没读预案")

    assert card.title == "应急预案阅读情况：还有2人没确认"
    assert "没读：李秀英、张小花" in words(card)
    assert "没有登记预案：马楼乡敬老院" in words(chat.say("leader", "预案阅读情况"))


def test_another_version_is_read_anew(chat: Chat) -> None:
    chat.say("li", PLAN)
    chat.say("wang", "已读预案")
    chat.say("li", "应急预案 第4版 11月22日评审")

    assert "李秀英、王铁柱、张小花" in words(chat.say("ma", "谁没读预案"))
    assert len([one for one in chat.notices("wang") if "请阅读" in one.title]) == 2


def test_the_same_said_again_asks_nobody_twice(chat: Chat) -> None:
    chat.say("li", PLAN)
    chat.say("li", PLAN)

    assert len(chat.notices("wang")) == 1


def test_without_a_plan_there_is_nothing_to_read(chat: Chat) -> None:
    assert "没有登记应急预案" in chat.say("zhang", "已读预案").title


def test_who_has_not_read_it_is_reminded_and_then_named_to_head_and_office(chat: Chat) -> None:
    chat.say("li", PLAN)
    chat.say("li", "已读预案")
    chat.say("wang", "已读预案")
    before = len(chat.notices("zhang"))

    assert watch(chat, "2026-11-25T09:00") == 0
    watch(chat, "2026-11-26T09:00")
    watch(chat, "2026-11-26T15:00")
    watch(chat, "2026-11-30T09:00")
    watch(chat, "2026-12-03T09:00")
    watch(chat, "2026-12-04T09:00")

    reminded = [one.title for one in chat.notices("zhang")[before:]]
    assert reminded == ["应急预案还没确认：张良镇敬老院"] * 2
    assert len(chat.notices("wang")) == 1
    for userid in ("li", "ma"):
        named = [one for one in chat.notices(userid) if one.title.startswith("预案没有到岗到位")]
        assert len(named) == 1, userid
        assert "没读：张小花" in words(named[0])


def test_who_is_new_is_asked_too(chat: Chat, county: County) -> None:
    chat.say("li", PLAN)
    with work(chat.engine) as session:
        a_person(session, county.home, userid="new", name="赵新来")

    assert watch(chat, "2026-11-24T09:00") == 1
    assert chat.notices("new")[-1].title == "请阅读应急预案：张良镇敬老院"


def test_a_plan_that_came_by_workbook_is_asked_by_the_clock(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        plan = RegisterEntry(
            unit_id=county.home.id or 0, kind=RegisterKind.PLAN, facts={"version": "第1版"}, said_at=chat.now
        )
        session.add(plan)

    assert watch(chat, "2026-11-24T03:00") == 0
    assert watch(chat, "2026-11-24T09:00") == 1
    assert len(chat.notices("zhang")) == 1


def residents(chat: Chat) -> dict[str, object]:
    with work(chat.engine) as session:
        standing = select(RegisterEntry).where(RegisterEntry.ended_at.is_(None))  # type: ignore[union-attr]
        return session.scalars(standing).one().facts


def test_the_table_of_pairs_is_checked_by_numbers(chat: Chat) -> None:
    chat.say("li", "院民人数 45 自理20 半失能10 失能15")
    assert "失能失智老人疏散结对表没有核对" in words(chat.say("ma", "登记册 张良镇敬老院"))

    card = chat.say("li", "结对表已核对 失能14 失智3")

    assert ("需要专人带离", "失能14人、失智3人") in card.facts
    assert (residents(chat)["disabled"], residents(chat)["dementia"]) == (14, 3)
    assert residents(chat)["paired_on"] == "2026-11-23"
    assert "疏散结对表没有核对" not in words(chat.say("ma", "登记册 张良镇敬老院"))


def test_the_names_of_residents_are_not_kept(chat: Chat) -> None:
    chat.say("li", "院民人数 45 自理20 半失能10 失能15")
    chat.say("li", "结对表已核对 张大爷由王铁柱带离 失能15")

    assert "张大爷" not in str(residents(chat))


def test_the_day_that_is_named_counts_and_it_runs_out(chat: Chat) -> None:
    chat.say("li", "院民人数 45 自理20 半失能10 失能15")
    chat.say("li", "结对表核对 11月20日")

    assert residents(chat)["paired_on"] == "2026-11-20"
    chat.now = datetime(2027, 6, 1, 10, 0, tzinfo=TZ)
    assert "疏散结对表没有核对" in words(chat.say("ma", "登记册 张良镇敬老院"))


def test_without_a_count_the_table_waits(chat: Chat) -> None:
    assert "还没有登记院民人数" in chat.say("li", "结对表已核对").title


def test_numbers_that_do_not_fit_are_refused(chat: Chat) -> None:
    chat.say("li", "院民人数 45 自理20 半失能10 失能15")

    assert "人数对不上" in chat.say("li", "结对表已核对 失能16").title


def test_the_staff_do_not_enter_it(chat: Chat) -> None:
    chat.say("li", "院民人数 45 自理20 半失能10 失能15")
    chat.say("zhang", "结对表已核对")

    assert "paired_on" not in residents(chat)
