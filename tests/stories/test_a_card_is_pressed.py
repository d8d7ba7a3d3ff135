"""Presses on cards: what they do, that they do it once, who is refused, and when a card greys out for whom."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from scheduler.jobs import hazard_escalate
from storage import hazards
from storage.database import work
from storage.hazards import Hazard
from storage.messages import Card
from storage.units import Unit
from storage.vocabulary import Grade, HazardAction, HazardState
from tests.builders import County, a_county, a_desk, a_person
from tests.chat import Chat

REPORT = "隐患 二楼东头安全出口堆了轮椅"
GRAVE = "隐患 地下室住着老人"


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine)


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    return Chat(engine)


def hazard(chat: Chat, number: int = 12) -> Hazard:
    with work(chat.engine) as session:
        found = hazards.by_number(session, number)
    assert found is not None
    return found


def actions(chat: Chat, number: int = 12) -> list[HazardAction]:
    with work(chat.engine) as session:
        return [event.action for event in hazards.events(session, hazard(chat, number).id or 0)]


def escalate(chat: Chat) -> None:
    """Let the first rung be planned and said."""
    for _ in range(2):
        hazard_escalate.run(chat.engine, chat.now, a_desk().tables)
        chat.forward(timedelta(hours=4))


def texts(card: Card) -> list[str]:
    return [button.text for button in card.buttons]


def test_acceptance_takes_one_press_and_greys_the_cards_of_everybody_who_was_asked(chat: Chat) -> None:
    chat.say("zhang", REPORT)
    chat.press("wang", "请整改", "整改完成")

    card = chat.press("ma", "请验收", "验收通过")

    assert card.title == "12号验收通过，已销号"
    assert hazard(chat).state is HazardState.CLOSED
    for officer in ("ma", "ma2"):
        assert chat.closings(officer) == [("请验收：张良镇敬老院 12号隐患", "已由马建国验收通过")]
    assert ("请整改：12号隐患", "王铁柱已报整改完成") in chat.closings("wang")


def test_a_second_press_does_nothing_and_says_so(chat: Chat) -> None:
    chat.say("zhang", REPORT)
    chat.press("wang", "请整改", "整改完成")
    chat.press("ma", "请验收", "验收通过")

    again, late = chat.press("ma", "请验收", "验收通过"), chat.press("ma2", "请验收", "退回")

    assert again.title == late.title == "这张卡片已过时（已由马建国验收通过），没有再办"
    assert actions(chat).count(HazardAction.ACCEPT) == 1
    assert HazardAction.SEND_BACK not in actions(chat)


def test_a_press_that_arrives_twice_acts_once(chat: Chat) -> None:
    chat.say("zhang", REPORT)
    chat.press("wang", "请整改", "整改完成", message_id="same")
    chat.press("wang", "请整改", "整改完成", message_id="same")

    assert actions(chat).count(HazardAction.SUBMIT) == 1


def test_the_same_action_by_words_closes_the_cards_as_well(chat: Chat) -> None:
    chat.say("zhang", REPORT)
    chat.say("wang", "整改完成 12")

    assert chat.closings("wang") == [("请整改：12号隐患", "王铁柱已报整改完成")]
    assert chat.closings("zhang") == [("已登记：12号隐患", "王铁柱已报整改完成")]
    assert chat.press("wang", "请整改", "收到").title == "这张卡片已过时（王铁柱已报整改完成），没有再办"


def test_who_may_not_is_refused_and_the_cards_of_the_others_stay_open(chat: Chat) -> None:
    chat.say("zhang", REPORT)
    chat.say("ma", "整改完成 12")
    chat.forward(timedelta(days=2))
    escalate(chat)

    refused = chat.press("ma", "超期催办", "验收通过")

    assert refused.title == "12号不能由您验收"
    assert chat.closings("ma2") == []
    assert chat.press("ma2", "超期催办", "验收通过").title == "12号验收通过，已销号"


def test_the_reporters_time_for_undoing_ends_though_the_card_is_still_there(chat: Chat) -> None:
    read_back = chat.say("zhang", REPORT)
    chat.forward(timedelta(days=1))

    assert chat.press("zhang", read_back, "不是隐患").title == "12号没有撤销"
    assert chat.press("zhang", read_back, "对").title == "好的，12号就按这样办"


def test_a_read_back_is_called_right_and_closes(chat: Chat) -> None:
    read_back = chat.say("zhang", REPORT)

    card = chat.press("zhang", read_back, "对")

    assert card.lines == ("11月24日（周二）前整改，王铁柱。",)
    assert chat.closings("zhang") == [("已登记：12号隐患", "已核对")]
    assert chat.closings("wang") == []
    assert chat.press("zhang", read_back, "不是隐患").title == "这张卡片已过时（已核对），没有再办"
    assert hazard(chat).state is HazardState.TO_RECTIFY


def test_a_false_alarm_takes_one_press_and_the_owner_hears_of_it(chat: Chat) -> None:
    read_back = chat.say("zhang", REPORT)

    assert chat.press("zhang", read_back, "不是隐患").title == "12号已作废"
    assert ("请整改：12号隐患", "已由张小花撤销") in chat.closings("wang")


def test_several_are_called_right_at_once(chat: Chat) -> None:
    several = chat.say("zhang", "隐患 二楼东头安全出口堆了轮椅；三楼灭火器过期")

    assert texts(several) == ["都对", "看12号", "看13号"]
    assert chat.press("zhang", several, "看13号").title == "13号隐患：待整改"
    assert chat.press("zhang", several, "都对").title == "好的，12号、13号就按这样办"
    assert "已核对" in chat.press("zhang", several, "都对").title


def test_a_place_is_put_right_from_the_read_back(chat: Chat) -> None:
    read_back = chat.say("zhang", REPORT)

    asked = chat.press("zhang", read_back, "改部位")
    chat.say("zhang", "二楼西头")

    assert asked.title == "12号的部位改成什么？"
    assert hazard(chat).place == "二楼西头"
    assert ("已登记：12号隐患", "张小花已更正部位") in chat.closings("zhang")
    # The owner's card showed the wrong place: it is replaced by one that shows the right one.
    assert ("请整改：12号隐患", "张小花已更正部位") in chat.closings("wang")
    assert chat.press("wang", "已更正", "整改完成").title == "12号已报整改完成"


def test_that_the_owner_has_read_it_closes_neither_read_back_nor_grading(chat: Chat) -> None:
    read_back = chat.say("zhang", GRAVE)

    card = chat.press("wang", "请整改", "收到")

    assert texts(card) == ["整改完成", "申请延期", "更正"]
    assert chat.press("zhang", read_back, "对").title == "好的，12号就按这样办"
    assert chat.press("ma", "疑似重大", "定为一般").title == "12号已定级"


def test_a_grade_is_decided_once_and_the_work_goes_on(chat: Chat) -> None:
    chat.say("zhang", GRAVE)

    chat.press("ma", "疑似重大", "定为重大")
    late = chat.press("ma2", "疑似重大", "定为一般")

    assert late.title == "这张卡片已过时（已由马建国定为重大），没有再办"
    assert hazard(chat).grade is Grade.MAJOR
    assert chat.press("wang", "请整改", "收到").title == "12号收到，已记下"


def test_a_grade_that_stands_is_not_decided_anew(chat: Chat) -> None:
    chat.say("zhang", GRAVE)
    shown = chat.say("ma", "12号")
    chat.press("ma", shown, "定为重大")

    again = chat.press("ma", shown, "定为重大")

    assert again.title == "12号已经是重大隐患，没有再定"
    assert actions(chat).count(HazardAction.AMEND) == 1


def test_sending_back_by_a_press_asks_why(chat: Chat) -> None:
    chat.say("zhang", REPORT)
    chat.say("wang", "整改完成 12")

    asked = chat.press("ma", "请验收", "退回")
    assert asked.title == "退回 12号的原因是什么？"
    assert hazard(chat).state is HazardState.TO_ACCEPT

    chat.say("ma", "轮椅还在那里")
    assert ("请验收：张良镇敬老院 12号隐患", "已由马建国退回") in chat.closings("ma2")
    assert dict(chat.notices("wang")[-1].facts)["原因"] == "轮椅还在那里"
    assert chat.press("wang", "没有通过验收", "整改完成").title == "12号已报整改完成"


def test_a_question_is_left_by_a_press(chat: Chat) -> None:
    chat.say("zhang", REPORT)
    chat.say("wang", "整改完成 12")
    asked = chat.press("ma", "请验收", "退回")

    assert chat.press("ma", asked, "不办了").title == "好的，已取消"
    assert chat.press("ma", asked, "不办了").title == "这张卡片已过时（已取消），没有再办"
    assert chat.press("ma", "请验收", "验收通过").title == "12号验收通过，已销号"


def test_the_urging_is_answered_for_everybody_on_the_rung(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        a_person(session, county.home, county.person_by_userid["li"].role, userid="li2", name="副院长")
    chat.say("zhang", REPORT)
    chat.forward(timedelta(days=2))
    for _ in range(12):
        escalate(chat)

    card = chat.press("li", "超期催办", "收到，正在办")

    assert card.title == "12号收到，已记下"
    assert "催办暂停" in card.lines[0]
    assert texts(card) == ["整改完成", "更正"]
    assert any(closed == "李秀英已收到" for _, closed in chat.closings("li2"))
    assert "李秀英已收到" in chat.press("li2", "超期催办", "收到，正在办").title


def test_a_unit_is_chosen_at_a_press(chat: Chat) -> None:
    asked = chat.say("ma", REPORT)

    assert texts(asked) == ["张良镇敬老院", "张良镇民政所", "不办了"]
    assert dict(chat.press("ma", asked, "张良镇敬老院").facts)["单位"] == "张良镇敬老院"
    assert ("请问是哪家单位？", "已回答") in chat.closings("ma")


def test_a_unit_of_many_is_chosen_from_a_list(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        for number in range(5):
            session.add(Unit(name=f"张良镇第{number}养老院", type=county.home.type, parent_id=county.town.id))
    asked = chat.say("ma", REPORT)
    (choice,) = asked.choices

    assert len(choice.options) == 7
    assert chat.press("ma", asked, "选好了").title == "还没有选，请先在卡片上选好再提交"
    registered = chat.press("ma", asked, "选好了", chosen={choice.key: ["3"]})
    assert dict(registered.facts)["单位"] == asked.lines[2].removeprefix("3. ")


def test_one_candidate_is_confirmed_and_several_are_chosen(chat: Chat) -> None:
    chat.say("zhang", REPORT)
    assert chat.press("wang", chat.say("wang", "收到 12"), "整改完成").title == "12号已报整改完成"
    chat.say("zhang", "隐患 三楼灭火器过期")
    assert chat.press("wang", chat.say("wang", "整改完成"), "是").title == "13号已报整改完成"

    asked = chat.say("ma", "验收通过")

    assert [button.says for button in asked.buttons] == ["12", "13", "取消"]
    assert chat.press("ma", asked, asked.buttons[1].text).title == "13号验收通过，已销号"


def test_a_deadline_that_was_not_understood_is_left_to_the_tables(chat: Chat) -> None:
    asked = chat.say("zhang", "隐患上报\n问题：二楼应急灯不亮\n期限：2026年11月20日")

    assert chat.press("zhang", asked, "按默认期限").title == "已登记：12号隐患"


def test_a_press_on_a_question_that_has_lapsed_says_so(chat: Chat) -> None:
    asked = chat.say("ma", REPORT)
    chat.forward(timedelta(minutes=31))

    assert chat.press("ma", asked, "张良镇敬老院").title == "这张卡片已过时（已过时），没有再办"


def test_a_press_on_the_card_of_an_earlier_question_says_so(chat: Chat) -> None:
    earlier = chat.say("ma", REPORT)
    chat.say("ma", "隐患 三楼灭火器过期")

    assert "没有再办" in chat.press("ma", earlier, "张良镇敬老院").title


def test_a_card_in_a_group_says_what_to_type(chat: Chat) -> None:
    card = chat.say("zhang", REPORT, group="g1")

    assert card.hints[:2] == ("整改好后发：整改完成 12", "写错了发：更正 12，报错了发：撤销 12")
