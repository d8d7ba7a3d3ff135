"""Hot work from the wish to the look back for embers, with the clock pushed forward."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from config.clock import TZ
from scheduler.jobs import hot_work_watch
from storage.database import work
from storage.hot_work import HotWork
from storage.vocabulary import HotWorkState
from tests.builders import County, a_county, a_desk
from tests.chat import Chat

WISH = "动火 地点厨房 时间明天9点到11点 焊工张三 证号T123 监护人张小花"


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine)


@pytest.fixture
def chat(sqlite_engine: Engine, county: County) -> Chat:
    return Chat(sqlite_engine)


def tickets(chat: Chat) -> list[HotWork]:
    with work(chat.engine) as session:
        return list(session.scalars(select(HotWork).order_by(col(HotWork.number))))


def watch(chat: Chat, hour: int, minute: int = 0, day: int = 24) -> None:
    """Let the clock be this, and the watch run twice: nobody is told twice."""
    chat.now = datetime(2026, 11, day, hour, minute, tzinfo=TZ)
    for _ in range(2):
        hot_work_watch.run(chat.engine, chat.now, a_desk().tables)


def titles(chat: Chat, userid: str) -> list[str]:
    return [card.title for card in chat.urgent(userid)]


def test_hot_work_is_asked_granted_ended_and_looked_at_again(chat: Chat) -> None:
    asked = chat.say("wang", WISH)
    granted = chat.press("ma", "请审批动火作业", "同意动火")
    watch(chat, 11)
    ended = chat.press("zhang", "动火时间到了", "动火结束")
    watch(chat, 12)
    closed = chat.press("wang", "该复查余火了", "复查正常")
    watch(chat, 23)

    assert asked.title == "动火作业1号已申请"
    assert asked.lines == ("已请马建国、郭干事审批，批准以前不得动火。",)
    assert granted.title == "张良镇敬老院动火作业1号：已批准"
    assert ended.title == "动火作业1号已结束"
    assert closed.title == "动火作业1号已复查，正常"
    (ticket,) = tickets(chat)
    assert (ticket.state, ticket.recheck_at) == (HotWorkState.CLOSED, datetime(2026, 11, 24, 12, 0, tzinfo=TZ))
    assert titles(chat, "li") == ["动火作业1号已批准：张良镇敬老院"]
    assert titles(chat, "wang") == [
        "动火作业1号已批准：张良镇敬老院",
        "动火时间到了：张良镇敬老院 1号",
        "该复查余火了：张良镇敬老院 1号",
    ]


def test_what_is_not_ended_climbs_to_the_head_and_then_to_the_township(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.say("ma", "同意动火 1")
    watch(chat, 11)
    before = titles(chat, "li"), titles(chat, "ma")
    watch(chat, 11, 30)
    head = titles(chat, "li")
    watch(chat, 12, 30)

    granted = "动火作业1号已批准：张良镇敬老院"
    assert before[0] == [granted]
    assert head == [granted, "动火到点没有报结束：张良镇敬老院 1号"]
    assert titles(chat, "li") == head
    assert titles(chat, "ma")[-1] == titles(chat, "ma2")[-1] == "动火到点没有报结束：张良镇敬老院 1号"


def test_what_is_not_looked_at_again_climbs_too(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.say("ma", "同意动火 1")
    watch(chat, 10, 50)
    chat.say("wang", "动火结束")
    watch(chat, 13, 20)

    assert titles(chat, "zhang")[-1] == "该复查余火了：张良镇敬老院 1号"
    assert titles(chat, "li")[-1] == titles(chat, "ma")[-1] == "动火后没有复查余火：张良镇敬老院 1号"


def test_embers_are_told_and_looked_at_once_more(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.say("ma", "同意动火 1")
    watch(chat, 11)
    chat.say("wang", "动火结束 1")
    watch(chat, 12)
    asked = chat.say("wang", "动火复查 1")
    card = chat.say("wang", "地面还很烫")
    watch(chat, 13)

    assert asked.title == "1号动火复查情况怎么样？"
    assert card.title == "动火作业1号复查有问题"
    assert titles(chat, "li")[-1] == "动火复查有问题：张良镇敬老院 1号"
    assert titles(chat, "wang").count("该复查余火了：张良镇敬老院 1号") == 2
    assert tickets(chat)[0].state is HotWorkState.ENDED


def test_a_refusal_is_explained(chat: Chat) -> None:
    chat.say("wang", WISH)
    asked = chat.press("ma", "请审批动火作业", "不同意")
    chat.say("ma", "厨房液化气还没搬走")

    assert asked.title == "不同意1号动火的原因是什么？"
    assert dict(chat.urgent("wang")[-1].facts)["原因"] == "厨房液化气还没搬走"
    assert chat.say("wang", "动火结束 1").title == "动火作业1号是「不批准」，没有再办"


def test_what_nobody_decides_is_void_at_its_end(chat: Chat) -> None:
    chat.say("wang", WISH)
    watch(chat, 11)

    assert titles(chat, "wang") == ["动火作业1号没有人审批，已作废"]
    assert tickets(chat)[0].state is HotWorkState.VOID
    assert chat.press("ma", "请审批动火作业", "同意动火").title.startswith("这张卡片已过时")


def test_what_is_missing_is_asked_in_one_question(chat: Chat) -> None:
    asked = chat.say("wang", "动火 地点厨房")
    more = chat.say("wang", "时间明天9点到11点 焊工张三 证号T123")
    done = chat.say("wang", "张小花")

    assert asked.title == "动火作业还缺：时间、焊工、证号、监护人"
    assert more.title == "动火作业还缺：监护人"
    assert done.title == "动火作业1号已申请"
    assert [(one.place, one.operator, one.watcher) for one in tickets(chat)] == [("厨房", "张三", "张小花")]


@pytest.mark.parametrize(
    ("wish", "trouble"),
    [
        (WISH.replace("明天9点到11点", "今天8点到11点"), "开始时间已经过了。动火要先批准再动，请重新写时间。"),
        (WISH.replace("明天9点到11点", "明天9点到20点"), "一次动火最长8小时，请分开申请。"),
        (WISH.replace("明天9点到11点", "明天"), "「明天」没看懂，请写从几点到几点，例如：明天9点到11点。"),
        (WISH.replace("监护人张小花", "监护人张三"), "监护人不能是焊工本人，请另派一个人看护。"),
    ],
)
def test_a_wish_that_cannot_be_is_asked_again_in_words(chat: Chat, wish: str, trouble: str) -> None:
    card = chat.say("wang", wish)

    assert card.lines == (trouble,)
    assert tickets(chat) == []


def test_two_jobs_at_one_time_and_place_are_refused(chat: Chat) -> None:
    chat.say("wang", WISH)

    card = chat.say("li", "动火 地点厨房 时间明天10点到12点 焊工王五 证号T9 监护人赵六")

    assert card.lines == ("和另一张动火票的时间、地点或人员撞了，请错开。",)


@pytest.mark.parametrize(
    ("userid", "text", "title"),
    [
        ("zhang", WISH, "没有申请"),
        ("ma", WISH, "没有申请"),
        ("wang", "同意动火 1", "1号动火没有审批"),
        ("li", "同意动火 1", "1号动火没有审批"),
        ("niu", "同意动火 1", "没有查到1号动火作业"),
        ("hou", "动火结束 1", "没有查到1号动火作业"),
        ("wang", "动火结束 1", "动火作业1号是「待审批」，没有再办"),
        ("wang", "动火结束 7", "没有查到7号动火作业"),
        ("wang", "动火结束", "请写动火票的编号"),
    ],
)
def test_what_may_not_be_done_is_refused_in_words(chat: Chat, userid: str, text: str, title: str) -> None:
    chat.say("wang", WISH)

    assert chat.say(userid, text).title == title


def test_the_same_message_asks_once(chat: Chat) -> None:
    chat.receive("wang", WISH, message_id="same")
    chat.receive("wang", WISH, message_id="same")

    assert len(tickets(chat)) == 1
    assert len(chat.notices("ma")) == 1


def test_two_who_decide_decide_once(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.say("ma", "同意动火 1")

    assert chat.say("ma2", "不同意动火 1 不行").title == "动火作业1号是「已批准」，没有再办"
    assert tickets(chat)[0].decided_at == chat.now


def test_the_open_tickets_of_ones_charge_are_listed(chat: Chat) -> None:
    chat.say("wang", WISH)

    assert chat.say("ma", "动火票").title == "动火作业票：1张"
    assert chat.say("niu", "动火票").lines == ("没有未了结的动火作业。",)


def test_a_ticket_is_taken_back(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.forward(timedelta(minutes=5))

    assert chat.say("wang", "取消动火 1").title == "动火作业1号已取消"
    assert chat.closings("ma2") == [("请审批动火作业：张良镇敬老院 1号", "1号已作废（王铁柱）")]
    assert chat.press("ma", "请审批动火作业", "同意动火").title.startswith("这张卡片已过时")
