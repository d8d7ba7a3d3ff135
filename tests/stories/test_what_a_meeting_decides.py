"""What a meeting decides becomes a task: owner, deadline, reminders, the next meeting, done with words or a photo."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from config.clock import TZ
from handlers.texts import decision as texts
from scheduler.jobs import decision_watch, duty_plan, duty_remind
from storage import decisions
from storage.database import work
from storage.decisions import Decision
from storage.vocabulary import DecisionState
from tests.builders import MONDAY_TEN, a_county, a_desk
from tests.chat import Chat, words

MINUTES = (
    "周例会已开 8人参加，学习了用电安全，"
    "决定：清理二楼通道（责任人 王铁柱，11月26日前）；更换灭火器（张小花负责，12月5日前）"
)


@pytest.fixture
def chat(sqlite_engine: Engine) -> Chat:
    a_county(sqlite_engine)
    duty_plan.run(sqlite_engine, MONDAY_TEN, a_desk().tables)
    return Chat(sqlite_engine)


def all_of(chat: Chat) -> list[Decision]:
    with work(chat.engine) as session:
        return list(session.scalars(select(Decision).order_by(Decision.number)))  # type: ignore[arg-type]


def one(chat: Chat, number: int) -> Decision:
    with work(chat.engine) as session:
        found = decisions.by_number(session, number)
        assert found is not None
        return found


def watch(chat: Chat, to: str) -> int:
    chat.now = datetime.fromisoformat(to).replace(tzinfo=TZ)
    return decision_watch.run(chat.engine, chat.now, a_desk().tables)


def test_decisions_of_the_minutes_become_tasks_with_owner_and_deadline(chat: Chat) -> None:
    card = chat.say("li", MINUTES)

    assert card.title == "周例会已登记"
    assert [(row.text, row.owner_name, row.due_on) for row in all_of(chat)] == [
        ("清理二楼通道", "王铁柱", date(2026, 11, 26)),
        ("更换灭火器", "张小花", date(2026, 12, 5)),
    ]
    assert "· Y1 清理二楼通道｜王铁柱｜11月26日（周四）前" in card.lines
    assert "Y1" in chat.notices("wang")[-1].title
    assert "Y2" in chat.notices("zhang")[-1].title


def test_a_repeat_of_the_message_decides_nothing_twice(chat: Chat) -> None:
    chat.say("li", MINUTES, message_id="same")
    chat.forward(timedelta(minutes=5))
    chat.say("li", "周例会纪要 8人参加 学习用电安全 决定：清理二楼通道（责任人 王铁柱，11月26日前）")

    assert [row.text for row in all_of(chat)] == ["清理二楼通道", "更换灭火器"]


def test_who_does_it_is_asked_once_and_the_meeting_counts_all_the_same(chat: Chat) -> None:
    asked = chat.say("li", "例会 实到 8人 主持 李院长 议题 用电安全 议定 周五前清理杂物")

    assert asked.title == "周例会已登记"
    assert "Y1由谁负责" in words(asked)
    assert one(chat, 1).owner_id is None

    done = chat.say("li", "王铁柱")

    assert done.title == "责任人已登记"
    assert one(chat, 1).owner_name == "王铁柱"
    assert "请您负责" in chat.notices("wang")[-1].title


def test_the_button_takes_it_on_oneself(chat: Chat) -> None:
    asked = chat.say("li", "例会 实到 8人 主持 李院长 议题 用电安全 议定 周五前清理杂物")
    chat.press("li", asked, "由我负责")

    assert one(chat, 1).owner_name == "李秀英"


def test_several_get_their_owners_in_one_answer(chat: Chat) -> None:
    chat.say("li", "例会 实到 8人 议题 用电安全 议定 清理杂物；换灯泡；查燃气")
    left = chat.say("li", "Y1 王铁柱，Y3 张小花")

    assert "Y2由谁负责" in words(left)
    chat.say("li", "我负责")
    assert [row.owner_name for row in all_of(chat)] == ["王铁柱", "李秀英", "张小花"]


def test_without_a_day_it_is_due_by_the_table_and_says_so(chat: Chat) -> None:
    card = chat.say("li", "例会 实到 8人 议题 用电安全 议定 清理杂物（责任人 王铁柱）")

    assert one(chat, 1).due_on == date(2026, 11, 30)
    assert "没说期限" in words(card)


def test_an_office_of_the_surname_is_understood(chat: Chat) -> None:
    chat.say("li", "例会 实到 8人 议题 用电安全 议定 清理杂物（李院长负责，周五前）")

    assert one(chat, 1).owner_name == "李秀英"


def test_nothing_decided_makes_no_task(chat: Chat) -> None:
    chat.say("li", "例会确认\n实到：8\n议题：用电安全\n议定：无")

    assert all_of(chat) == []


def test_decisions_may_follow_the_confirmation(chat: Chat) -> None:
    chat.say("li", "周例会已开 8人参加 学习了用电安全")
    card = chat.say("li", "决议：清理二楼通道（责任人 王铁柱，11月30日前）；更换灭火器（张小花负责，12月5日前）")

    assert card.title == "议定事项已登记"
    assert [row.owner_name for row in all_of(chat)] == ["王铁柱", "张小花"]


def test_without_a_meeting_there_is_nothing_to_decide(chat: Chat) -> None:
    card = chat.say("li", "决议：清理二楼通道（责任人 王铁柱，11月30日前）")

    assert card.title == "没有登记"
    assert all_of(chat) == []


def test_a_dispatch_takes_instructions_and_owners(chat: Chat) -> None:
    card = chat.say("leader", "旬调度已开展 8人 通报隐患情况 调度指示：各所查燃气软管（责任人 马建国，11月30日前）")

    assert card.title == "旬调度已登记"
    assert (one(chat, 1).text, one(chat, 1).owner_name) == ("各所查燃气软管", "马建国")
    chat.say("leader", "调度指示：报逾期清单（责任人 牛所长，周五前）")
    assert [row.owner_name for row in all_of(chat)] == ["马建国", "牛所长"]
    assert "各所查燃气软管" in words(chat.say("ma", "我的待办"))


def test_a_month_meeting_of_a_township_is_tracked(chat: Chat) -> None:
    chat.say("ma", "研判会已开 主持 马建国 9人 研究用电安全 决定：张良镇敬老院清理杂物（李秀英，11月30日前）")

    assert one(chat, 1).owner_name == "李秀英"
    assert "Y1" in words(chat.say("li", "待办"))


def test_it_stands_in_ones_todo_until_it_is_done(chat: Chat) -> None:
    chat.say("li", MINUTES)
    assert "Y1 清理二楼通道" in words(chat.say("wang", "我的待办"))

    done = chat.say("wang", "办结 Y1 通道已清理，贴了标识")

    assert done.title == "议定事项Y1已办结"
    assert one(chat, 1).state is DecisionState.DONE
    assert one(chat, 1).note == "通道已清理，贴了标识"
    assert "Y1" not in words(chat.say("wang", "我的待办"))
    assert "已办结" in chat.notices("li")[-1].title


def test_a_photo_closes_it_too(chat: Chat) -> None:
    chat.say("li", MINUTES)
    asked = chat.say("wang", "办结 Y1")
    assert "怎么办的" in asked.title
    again = chat.say("wang", "已发")
    assert "没有收到照片" in words(again)

    chat.photo("wang")
    done = chat.say("wang", "已发")

    assert ("照片", "1份") in done.facts
    assert one(chat, 1).state is DecisionState.DONE


def test_a_nod_closes_nothing(chat: Chat) -> None:
    chat.say("li", MINUTES)
    chat.say("wang", "办结 Y1")
    chat.say("wang", "收到")

    assert one(chat, 1).state is DecisionState.OPEN


@pytest.mark.parametrize("userid", ["zhang", "hou"])
def test_others_do_not_close_it(chat: Chat, userid: str) -> None:
    chat.say("li", MINUTES)
    refused = chat.say(userid, "办结 Y1 已清理")

    assert refused.title in ("没有办结", "没有查到议定事项Y1")
    assert one(chat, 1).state is DecisionState.OPEN


def test_what_is_elsewhere_is_not_there(chat: Chat) -> None:
    chat.say("li", MINUTES)

    assert chat.say("hou", "查 Y1") == texts.not_found(1)
    assert chat.say("hou", "查 Y9") == texts.not_found(9)


def test_the_host_postpones_with_a_reason_and_the_owner_is_told(chat: Chat) -> None:
    chat.say("li", MINUTES)
    asked = chat.say("li", "改期 Y1 到12月5日")
    assert "什么原因" in asked.title
    card = chat.say("li", "配件没到")

    assert card.title == "张良镇敬老院议定事项Y1已改期"
    assert one(chat, 1).due_on == date(2026, 12, 5)
    assert "已改期" in chat.notices("wang")[-1].title
    assert "2026-12-05 配件没到" in words(chat.say("li", "查 Y1"))


def test_the_owner_does_not_postpone_for_himself(chat: Chat) -> None:
    chat.say("li", MINUTES)

    assert chat.say("wang", "改期 Y1 到12月5日 忙不过来").title == "没有改"


def test_a_past_day_is_refused(chat: Chat) -> None:
    chat.say("li", MINUTES)

    assert "已经过了" in chat.say("li", "改期 Y1 到2026年11月1日 配件没到").title


def test_the_office_cancels_with_a_reason(chat: Chat) -> None:
    chat.say("li", MINUTES)
    chat.say("ma", "撤销 Y1")
    card = chat.say("ma", "已并入消防改造")

    assert ("原因", "已并入消防改造") in card.facts
    assert one(chat, 1).state is DecisionState.VOID
    assert chat.say("wang", "办结 Y1 已清理").title == "议定事项Y1已撤销"


def test_it_is_given_to_somebody_else(chat: Chat) -> None:
    chat.say("li", MINUTES)
    chat.say("li", "Y1 责任人 张小花")

    assert one(chat, 1).owner_name == "张小花"
    refused = chat.say("li", "转给 Y1 赵不存在")
    assert "改由谁负责" in refused.title
    assert chat.say("li", "还是赵不存在").title == "没有改责任人"


def test_the_list_shows_units_to_the_office(chat: Chat) -> None:
    chat.say("li", MINUTES)

    assert "Y1 清理二楼通道" in words(chat.say("zhang", "议定事项"))
    assert "Y1 张良镇敬老院 清理二楼通道" in words(chat.say("ma", "议定事项"))
    assert "没有未办结" in chat.say("niu", "议定事项").title


def test_the_next_meeting_hears_first_what_the_last_left_open(chat: Chat) -> None:
    chat.say("li", MINUTES)
    chat.say("wang", "办结 Y1 通道已清理")
    chat.now = datetime(2026, 12, 7, 10, 0, tzinfo=TZ)
    duty_plan.run(chat.engine, chat.now, a_desk().tables)

    asked = chat.say("li", "例会")
    card = chat.say("li", "8人 学习燃气安全")

    for shown in (asked, card):
        assert shown.lines[0] == "以前议定、还没办结1项："
        assert "Y2 更换灭火器｜张小花｜已超期2天" in shown.lines[1]


def test_the_reminder_of_the_next_meeting_says_what_is_still_open(chat: Chat) -> None:
    chat.say("li", MINUTES)
    chat.now = datetime(2026, 12, 7, 9, 25, tzinfo=TZ)
    for job in (duty_plan, duty_remind):
        job.run(chat.engine, chat.now, a_desk().tables)

    (reminder,) = [card for card in chat.notices("ma") if "周例会" in words(card) and card.title.startswith("提醒")]
    assert "以前会议议定的事项，有1家单位共2项还没办结" in words(reminder)


def test_the_owner_is_reminded_before_on_and_after_the_day_and_it_climbs_once(chat: Chat) -> None:
    chat.say("li", MINUTES)
    chat.say("wang", "办结 Y1 已清理")
    quiet = len(chat.notices("zhang"))

    assert watch(chat, "2026-12-03T09:00") == 0
    watch(chat, "2026-12-04T09:00")
    watch(chat, "2026-12-04T15:00")
    watch(chat, "2026-12-05T09:00")
    watch(chat, "2026-12-06T09:00")
    watch(chat, "2026-12-07T09:00")
    told = [card.title for card in chat.notices("zhang")[quiet:]]
    assert told == ["议定事项还有1天到期：Y2", "议定事项今天到期：Y2", "议定事项已超期1天：Y2"]

    watch(chat, "2026-12-08T09:00")
    watch(chat, "2026-12-09T09:00")
    for userid in ("li", "ma"):
        climbed = [card.title for card in chat.notices(userid) if "请督促" in card.title]
        assert climbed == ["请督促：张良镇敬老院议定事项Y2超期3天"], userid


def test_nobody_is_reminded_at_night(chat: Chat) -> None:
    chat.say("li", MINUTES)

    assert watch(chat, "2026-11-26T03:00") == 0
    assert watch(chat, "2026-11-26T09:00") == 1


def test_while_it_is_nobodys_the_head_is_reminded(chat: Chat) -> None:
    chat.say("wang", "例会 实到 8人 议题 用电安全 议定 周五前清理杂物")
    watch(chat, "2026-11-27T09:00")

    assert "今天到期" in chat.notices("li")[-1].title
    assert "Y1" in words(chat.say("li", "待办"))


def test_a_postponed_one_is_reminded_of_anew(chat: Chat) -> None:
    chat.say("li", MINUTES)
    watch(chat, "2026-11-26T09:00")
    chat.say("li", "改期 Y1 到11月28日 配件没到")
    before = len(chat.notices("wang"))
    watch(chat, "2026-11-28T09:00")

    assert [card.title for card in chat.notices("wang")[before:]] == ["议定事项今天到期：Y1"]
