"""A later deadline: asked in time with reason and interim measures, decided by somebody above, kept for ever."""

import time
from datetime import date, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import Engine

from config.clock import TZ
from handlers import dispatch, registry
from storage import extensions, hazards
from storage.database import open_engine, work
from storage.extensions import Extension
from storage.hazards import Hazard
from storage.messages import Incoming, MessageKind
from storage.people import Person
from storage.vocabulary import ExtensionState, HazardAction, HazardState, RungState
from tests.builders import MONDAY_TEN, County, a_county, a_desk, a_hazard, a_person, a_unit
from tests.chat import Chat, words
from tests.passing import live

FRIDAY, DECEMBER_5 = date(2026, 11, 27), date(2026, 12, 5)
WISH = "延期 12 到12月5日 原因：配件没到 措施：停用并贴封条"
GRANTED, REFUSED, ASKED = ExtensionState.GRANTED, ExtensionState.REFUSED, ExtensionState.ASKED


@pytest.fixture
def county(engine: Engine) -> County:
    county = a_county(engine)
    with work(engine) as session:
        a_hazard(session, county.home, owner=_kept(county, "wang"), reporter=_kept(county, "zhang"))
    return county


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    return Chat(engine)


def _kept(county: County, userid: str) -> Person:
    return county.person_by_userid[userid]


def hazard(chat: Chat, number: int = 12) -> Hazard:
    with work(chat.engine) as session:
        found = hazards.by_number(session, number)
    assert found is not None
    return found


def wishes(chat: Chat) -> list[Extension]:
    with work(chat.engine) as session:
        return list(extensions.of_hazard(session, hazard(chat).id or 0))


def actions(chat: Chat) -> list[HazardAction]:
    with work(chat.engine) as session:
        return [row.action for row in hazards.events(session, hazard(chat).id or 0)]


def climbed(chat: Chat) -> list[tuple[date, int]]:
    """Return which rungs were said, each with the deadline that it stands for."""
    with work(chat.engine) as session:
        rungs = hazards.rungs(session, hazard(chat).id or 0)
    return [(rung.deadline, rung.rung) for rung in rungs if rung.state is RungState.SAID]


def in_the_county(day: int, hour: int = 10, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=TZ)


def test_a_wish_is_read_back_and_put_before_the_office(chat: Chat) -> None:
    card = chat.say("wang", WISH)

    assert card.title == "12号已申请延期"
    assert dict(card.facts) == {
        "问题": "二楼东头 安全出口堆了轮椅",
        "期限": "11月27日 → 12月5日",
        "原因": "配件没到",
        "临时措施": "停用并贴封条",
    }
    assert card.lines == ("已请马建国、郭干事决定。", "同意之前仍按11月27日（周五）催办。")
    asked = chat.notices("ma")[-1]
    assert asked.title == "请决定延期：张良镇敬老院 12号隐患"
    assert dict(asked.facts) | dict(card.facts) == dict(asked.facts)
    assert (dict(asked.facts)["申请人"], dict(asked.facts)["以前延期"]) == ("王铁柱", "没有")
    assert [button.says for button in asked.buttons] == ["同意延期 12", "不同意延期 12"]
    assert chat.notices("section") == chat.notices("li") == []
    assert (hazard(chat).due_on, hazard(chat).is_extended) == (FRIDAY, False)


def test_a_granted_wish_moves_the_deadline_and_owner_and_asker_hear_of_it(chat: Chat) -> None:
    chat.say("li", WISH)

    card = chat.say("ma", "同意延期 12")

    assert (card.title, card.lines) == ("12号已同意延期", ("已通知王铁柱、李秀英，催办改按12月5日（周六）。",))
    assert (hazard(chat).due_on, hazard(chat).is_extended, hazard(chat).state) == (
        DECEMBER_5,
        True,
        HazardState.TO_RECTIFY,
    )
    for userid in ("wang", "li"):
        told = chat.notices(userid)[-1]
        assert told.title == "已同意延期：张良镇敬老院 12号隐患"
        assert told.lines == ("延期期间请落实临时措施：停用并贴封条。",)
    assert [(one.state, one.old_due_on, one.new_due_on) for one in wishes(chat)] == [(GRANTED, FRIDAY, DECEMBER_5)]


def test_the_history_keeps_who_asked_and_who_decided(chat: Chat) -> None:
    chat.say("wang", WISH)
    waiting = chat.say("zhang", "12号")
    chat.forward(timedelta(hours=1))
    chat.say("ma", "12号同意延期 下不为例")

    shown = words(chat.say("zhang", "12号"))

    assert waiting.lines[0] == "王铁柱正在申请延期到12月5日（周六），等马建国、郭干事决定。"
    assert "正在申请" not in shown
    assert "期限：12月5日（周六）" in shown
    assert "11月23日 10:00 王铁柱 申请延期：11月27日 → 12月5日，配件没到；停用并贴封条" in shown
    assert "11月23日 11:00 马建国 同意延期：11月27日 → 12月5日，下不为例" in shown


def test_a_refused_wish_leaves_the_clock_alone_and_says_why(chat: Chat) -> None:
    chat.say("wang", WISH)

    asked_why = chat.say("ma2", "不同意延期 12")
    card = chat.say("ma2", "可以先换一半")

    assert asked_why.title == "不同意12号延期的原因是什么？"
    assert (card.title, card.lines) == ("12号没有同意延期", ("已通知王铁柱，期限不变：11月27日（周五）。",))
    told = chat.notices("wang")[-1]
    assert told.title == "没有同意延期：张良镇敬老院 12号隐患"
    assert dict(told.facts)["原因"] == "可以先换一半"
    assert (hazard(chat).due_on, hazard(chat).is_extended) == (FRIDAY, False)
    assert "不同意延期：可以先换一半" in words(chat.say("wang", "12号"))
    assert [(one.state, one.note) for one in wishes(chat)] == [(REFUSED, "可以先换一半")]


def test_after_a_refusal_one_may_ask_again_at_the_same_office(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.say("ma", "不同意延期 12 太久")

    assert chat.say("wang", "延期 12 到12月1日 原因：配件没到 措施：停用").lines[0] == "已请马建国、郭干事决定。"
    assert chat.say("ma", "同意延期 12").title == "12号已同意延期"


def test_a_second_extension_goes_one_level_up_and_a_third_to_the_bureau(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.say("ma", "同意延期 12")

    second = chat.say("wang", "延期 12 到12月15日 原因：配件还没到 措施：停用")

    assert second.lines[0] == "已请周股长决定。"
    assert dict(chat.notices("section")[-1].facts)["以前延期"] == "1次"
    refused = chat.say("ma", "同意延期 12")
    assert (refused.title, refused.lines) == (
        "12号的延期不能由您决定",
        ("这是第2次延期，要由更高一级决定：周股长。",),
    )
    assert hazard(chat).due_on == DECEMBER_5
    assert chat.say("section", "同意延期 12").title == "12号已同意延期"
    assert hazard(chat).due_on == date(2026, 12, 15)
    third = chat.say("wang", "延期 12 到12月20日 原因：配件还没到 措施：停用")
    assert third.lines[0] == "已请陈局长决定。"


def test_a_superior_may_decide_before_the_nearest_office(chat: Chat) -> None:
    chat.say("wang", WISH)

    assert chat.say("leader", "同意延期 12").title == "12号已同意延期"


def test_nobody_decides_on_their_own_wish(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        a_hazard(session, county.town, owner=_kept(county, "ma"))
    chat.say("ma", "延期 13 到12月5日 原因：配件没到 措施：停用")

    refused = chat.say("ma", "同意延期 13")

    assert refused.lines == ("申请人和责任人不能自己决定，请等周股长决定。",)
    assert hazard(chat, 13).due_on == FRIDAY
    assert chat.say("section", "同意延期 13").title == "12号已同意延期".replace("12", "13")


def test_an_owner_does_not_grant_what_a_colleague_asked_for_them(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        a_hazard(session, county.home, owner=_kept(county, "ma"))
    chat.say("li", "延期 13 到12月5日 原因：配件没到 措施：停用")

    assert chat.notices("ma") == []
    assert chat.say("ma", "同意延期 13").title == "13号的延期不能由您决定"
    assert chat.say("ma2", "同意延期 13").title == "13号已同意延期"


@pytest.mark.parametrize("userid", ["wang", "zhang", "li"])
def test_the_unit_itself_decides_nothing(chat: Chat, userid: str) -> None:
    chat.say("wang", WISH)

    assert chat.say(userid, "同意延期 12").title == "12号的延期不能由您决定"
    assert [one.state for one in wishes(chat)] == [ASKED]


@pytest.mark.parametrize("text", ["同意延期 12", "不同意延期 12", WISH])
def test_a_hazard_outside_is_not_found(chat: Chat, text: str) -> None:
    chat.say("wang", WISH)

    assert chat.say("niu", text).title == "没有查到12号隐患"


@pytest.mark.parametrize("userid", ["zhang", "ma", "leader"])
def test_who_is_neither_owner_nor_in_charge_of_the_unit_does_not_ask(chat: Chat, userid: str) -> None:
    card = chat.say(userid, WISH)

    assert card.title == "12号没有申请延期"
    assert card.lines == ("延期由责任人或单位负责人、安全员申请，由上级决定。请让王铁柱、李秀英申请。",)
    assert wishes(chat) == []


def test_what_is_missing_is_asked_for_in_one_question(chat: Chat) -> None:
    asked = chat.say("wang", "申请延期 12")
    card = chat.say("wang", "到12月5日，配件没到货，先停用")

    assert asked.title == "12号申请延期，还缺：延到哪天、原因、临时措施"
    assert asked.hints[0] == "一句话回复，例如：到12月4日，配件没到货，先停用并贴封条"
    assert card.title == "12号已申请延期"
    assert dict(card.facts)["临时措施"] == "先停用"


def test_free_words_are_enough_and_measures_are_a_must(chat: Chat) -> None:
    asked = chat.say("wang", "12号能不能缓5天，厂家要下周才来")
    card = chat.say("wang", "灭火器备在旁边，夜里有人看")

    assert asked.title == "12号申请延期，还缺：临时措施"
    assert dict(asked.facts) == {
        "现在的期限": "11月27日（周五）",
        "延到哪天": "12月2日（周三）",
        "原因": "厂家要下周才来",
    }
    assert dict(card.facts)["期限"] == "11月27日 → 12月2日"
    assert dict(card.facts)["临时措施"] == "灭火器备在旁边，夜里有人看"


def test_without_a_number_the_owner_is_asked_whether_it_is_the_one(chat: Chat) -> None:
    asked = chat.say("wang", "施工队排不上，能不能推到12月5日，先停用")

    assert asked.title == "是12号吗？"
    assert chat.say("wang", "是的").title == "12号已申请延期"
    assert [(one.new_due_on, one.reason, one.measures) for one in wishes(chat)] == [
        (DECEMBER_5, "施工队排不上", "先停用")
    ]


@pytest.mark.parametrize(
    ("day", "trouble"),
    [
        ("11月25日", "2026年11月25日没有晚于现在的期限。"),
        ("2026年11月2日", "2026年11月2日已经过去了。"),
        ("12月31日", "2026年12月31日太远了，一次最多延30天，到12月27日（周日）。"),
    ],
)
def test_a_day_that_cannot_be_is_asked_again(chat: Chat, day: str, trouble: str) -> None:
    asked = chat.say("wang", f"延期 12 到{day} 原因：配件没到 措施：停用")

    assert asked.title == "12号申请延期，还缺：延到哪天"
    assert asked.lines == (trouble,)
    assert chat.say("wang", "随便").lines == ("「随便」没看懂是哪一天。",)
    assert chat.say("wang", "12月5日").title == "12号已申请延期"
    assert [(one.new_due_on, one.reason, one.measures) for one in wishes(chat)] == [(DECEMBER_5, "配件没到", "停用")]


def test_the_last_day_is_in_time_and_the_day_after_is_not(chat: Chat) -> None:
    chat.now = in_the_county(28, 0)
    late = chat.say("wang", WISH)
    chat.now = in_the_county(27, 23)
    in_time = chat.say("wang", WISH)

    assert late.title == "12号已超期1天，不能再申请延期"
    assert late.lines[1] == "请先落实临时措施，抓紧整改；确实改不完，请向马建国、郭干事当面说明。"
    assert in_time.title == "12号已申请延期"


def test_a_wish_made_in_time_may_be_granted_after_the_deadline_but_not_after_its_own_day(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.now = in_the_county(6, month=12)
    too_late = chat.say("ma", "同意延期 12")
    chat.now = in_the_county(30)
    granted = chat.say("ma", "同意延期 12")

    assert too_late.title == "12号不能延到12月5日（周六）"
    assert granted.title == "12号已同意延期"


def test_only_one_wish_waits_at_a_time(chat: Chat) -> None:
    chat.say("wang", WISH)

    again = chat.say("li", "延期 12 到12月9日 原因：配件没到 措施：停用")

    assert again.title == "12号已经申请过延期，正等决定"
    assert again.lines == ("王铁柱于11月23日 10:00申请，等马建国、郭干事决定。",)
    assert len(wishes(chat)) == 1


def test_the_same_message_asks_once(chat: Chat) -> None:
    chat.receive("wang", WISH, message_id="same")
    chat.receive("wang", WISH, message_id="same")

    assert len(wishes(chat)) == 1
    assert len(chat.notices("ma")) == 1


def test_the_same_message_decides_once(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.receive("ma", "同意延期 12", message_id="same")
    chat.receive("ma", "同意延期 12", message_id="same")

    assert actions(chat) == [HazardAction.REPORT, HazardAction.ASK_EXTENSION, HazardAction.EXTEND]
    assert len(chat.notices("wang")) == 1


def test_who_comes_later_is_told_who_decided_and_when(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.say("ma", "同意延期 12")

    late = chat.say("ma2", "不同意延期 12 不行")

    assert late.title == "12号的延期已经决定过，没有再办"
    assert late.lines == ("马建国于11月23日 10:00同意延到12月5日（周六）。",)
    assert hazard(chat).due_on == DECEMBER_5
    assert chat.say("ma", "同意延期 12").title == "12号的延期已经决定过，没有再办"


def test_where_nobody_asked_there_is_nothing_to_decide(chat: Chat) -> None:
    assert chat.say("ma", "同意延期 12").title == "12号没有等待决定的延期申请"
    assert chat.say("ma", "同意延期").title == "没有可以办「同意延期」的隐患"


def test_another_day_than_was_asked_for_is_not_granted(chat: Chat) -> None:
    chat.say("wang", WISH)

    card = chat.say("ma", "同意延期 12 到12月3日")

    assert (card.title, card.lines) == ("12号还没有同意延期", ("申请的是延到12月5日，不是12月3日。",))
    assert chat.say("ma", "同意延期 12 到12月5日").title == "12号已同意延期"


def test_several_are_decided_in_one_message(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        a_hazard(session, county.home, owner=_kept(county, "wang"))
    chat.say("wang", WISH)
    chat.say("wang", WISH.replace("12 到", "13 到"))

    card = chat.say("ma", "同意延期 12、13、14")

    assert card.lines == (
        "12号已同意延期。已通知王铁柱，催办改按12月5日（周六）。",
        "13号已同意延期。已通知王铁柱，催办改按12月5日（周六）。",
        "没有查到14号隐患。请核对编号；也可能不在您的管辖范围内。",
    )
    assert hazard(chat, 13).due_on == DECEMBER_5


def test_a_press_decides_and_closes_these_cards_alone(chat: Chat) -> None:
    chat.say("wang", WISH)

    card = chat.press("ma", "请决定延期", "同意延期")

    assert card.title == "12号已同意延期"
    title = "请决定延期：张良镇敬老院 12号隐患"
    assert chat.closings("ma") == chat.closings("ma2") == [(title, "马建国已同意")]
    assert chat.closings("wang") == []
    assert chat.press("ma2", "请决定延期", "不同意").title == "这张卡片已过时（马建国已同意），没有再办"


def test_a_press_on_the_refusal_asks_for_the_reason(chat: Chat) -> None:
    chat.say("wang", WISH)

    assert chat.press("ma", "请决定延期", "不同意").title == "不同意12号延期的原因是什么？"
    assert chat.say("ma", "可以先换一半").title == "12号没有同意延期"
    assert chat.closings("ma2") == [("请决定延期：张良镇敬老院 12号隐患", "马建国没有同意")]


def test_a_wish_ends_with_its_hazard(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.say("wang", "整改完成 12 配件到了")
    chat.say("ma", "验收通过 12")

    assert [(one.state, one.decided_by, one.note) for one in wishes(chat)] == [(REFUSED, None, "隐患已销号")]
    assert ("请决定延期：张良镇敬老院 12号隐患", "隐患已销号") in chat.closings("ma2")
    assert chat.say("ma2", "同意延期 12").title == "12号已销号，没有再办"
    assert hazard(chat).due_on == FRIDAY


def test_a_cancelled_hazard_takes_its_wish_along(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.say("ma", "撤销 12 重复上报")

    assert [(one.state, one.note) for one in wishes(chat)] == [(REFUSED, "隐患已作废")]


def test_work_reported_done_waits_for_acceptance_and_the_wish_stays_good(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.say("wang", "整改完成 12")

    assert chat.say("li", WISH).title == "12号已经报过整改完成"
    assert chat.say("ma", "同意延期 12").title == "12号已同意延期"
    assert (hazard(chat).state, hazard(chat).due_on) == (HazardState.TO_ACCEPT, DECEMBER_5)


def test_urging_goes_on_by_the_old_deadline_until_the_wish_is_granted(chat: Chat) -> None:
    tables = a_desk().tables
    chat.say("wang", WISH)
    live(chat.engine, chat.now, in_the_county(29), tables)
    before = climbed(chat)
    urged = len(chat.urgent("wang")) + len(chat.urgent("li"))
    chat.now = in_the_county(29, 11)
    chat.say("ma", "同意延期 12")
    withdrawn = chat.urgent("wang") + chat.urgent("li")
    live(chat.engine, chat.now, in_the_county(5, 23, month=12), tables)
    until_then = climbed(chat)
    live(chat.engine, in_the_county(5, 23, month=12), in_the_county(6, month=12), tables)

    assert before == [(FRIDAY, 1), (FRIDAY, 2)]
    assert urged == 2
    # They had not left yet: nobody is urged by a deadline that holds no more.
    assert withdrawn == []
    assert until_then == before
    assert climbed(chat) == [*before, (DECEMBER_5, 1)]
    assert len(chat.urgent("wang")) == 1


def test_a_refused_wish_does_not_stop_the_urging(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.say("ma", "不同意延期 12 太久")

    live(chat.engine, chat.now, in_the_county(28, 12), a_desk().tables)

    assert len(chat.urgent("wang")) == 1


def test_where_nobody_stands_above_the_admins_are_asked(engine: Engine) -> None:
    county = a_county(engine)
    with work(engine) as session:
        alone = a_unit(session, "孤院")
        head = a_person(session, alone, userid="alone", name="独院长", role=_kept(county, "li").role)
        a_hazard(session, alone, owner=head)
    chat = Chat(engine)

    assert chat.say("alone", WISH).lines[0] == "已请陈局长、孙管理决定。"
    assert chat.say("admin", "同意延期 12").title == "12号已同意延期"


def at_once(chat: Chat, database_url: str, *said: tuple[str, str]) -> None:
    """Let the second write while the first is being answered, as another process would: an engine of its own."""
    known = registry.discover()
    first, second = (
        Incoming("test", f"by-{userid}", userid, f"private:{userid}", MessageKind.TEXT, text) for userid, text in said
    )
    other = open_engine(database_url)

    def answer_second() -> None:
        with work(other) as session:
            dispatch.answer(session, second, now=MONDAY_TEN, desk=a_desk(), known=known)

    with work(chat.engine) as session:
        dispatch.answer(session, first, now=MONDAY_TEN, desk=a_desk(), known=known)
        thread = Thread(target=answer_second)
        thread.start()
        # Long enough for the second to reach the row and wait for us; where it is slower, it simply comes later.
        time.sleep(0.5)
    thread.join()
    other.dispose()


def test_two_officers_who_decide_at_once_decide_once(chat: Chat, database_url: str) -> None:
    chat.say("wang", WISH)

    at_once(chat, database_url, ("ma", "同意延期 12"), ("ma2", "不同意延期 12 不行"))

    assert actions(chat) == [HazardAction.REPORT, HazardAction.ASK_EXTENSION, HazardAction.EXTEND]
    assert [one.title for one in chat.notices("wang")] == ["已同意延期：张良镇敬老院 12号隐患"]
    assert (hazard(chat).due_on, [one.state for one in wishes(chat)]) == (DECEMBER_5, [GRANTED])


def test_two_who_ask_at_once_ask_once(chat: Chat, database_url: str) -> None:
    at_once(chat, database_url, ("wang", WISH), ("li", WISH))

    assert actions(chat) == [HazardAction.REPORT, HazardAction.ASK_EXTENSION]
    assert len(chat.notices("ma")) == 1


def test_who_accepts_while_somebody_grants_ends_the_wish_once(chat: Chat, database_url: str) -> None:
    chat.say("wang", WISH)
    chat.say("wang", "整改完成 12")

    at_once(chat, database_url, ("ma", "验收通过 12"), ("ma2", "同意延期 12"))

    assert actions(chat)[-2:] == [HazardAction.SUBMIT, HazardAction.ACCEPT]
    assert (hazard(chat).due_on, [one.state for one in wishes(chat)]) == (FRIDAY, [REFUSED])


def test_who_asked_may_take_the_wish_back_before_it_is_decided(chat: Chat) -> None:
    chat.say("wang", WISH)

    not_theirs = chat.say("li", "撤回延期 12")
    card = chat.say("wang", "撤回延期 12")
    too_late = chat.say("ma", "同意延期 12")

    assert (not_theirs.title, not_theirs.lines) == ("12号的延期不是您申请的", ("由申请人王铁柱撤回。",))
    assert (card.title, card.lines) == ("12号的延期申请已撤回", ("期限不变：11月27日（周五）。",))
    assert chat.notices("ma")[-1].title == "不用再批：张良镇敬老院 12号的延期申请已由王铁柱撤回"
    assert ("请决定延期：张良镇敬老院 12号隐患", "王铁柱已撤回") in chat.closings("ma")
    assert "撤回了申请" in words(too_late)
    assert [one.state for one in wishes(chat)] == [ExtensionState.WITHDRAWN]
    assert hazard(chat).due_on == FRIDAY


def test_after_taking_it_back_one_may_ask_anew_and_it_is_still_the_first(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.say("wang", "不延期了 12")
    nothing = chat.say("wang", "撤回延期 12")

    chat.say("wang", WISH)
    card = chat.say("ma", "同意延期 12")

    assert nothing.title == "12号没有撤回延期"
    assert card.title == "12号已同意延期"
    assert [one.state for one in wishes(chat)] == [ExtensionState.WITHDRAWN, GRANTED]
