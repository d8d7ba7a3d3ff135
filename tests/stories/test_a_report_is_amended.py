"""What was registered is put right: by whom, what of it, who is told, and what stays as it is."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from storage import hazards, topics
from storage.database import work
from storage.hazards import Hazard, HazardEvent
from storage.topics import Topic
from storage.units import Unit
from storage.vocabulary import Category, Grade, HazardAction, HazardState, Phase
from tests.builders import a_county, a_person
from tests.chat import Chat, words

REPORT = "隐患 二楼东头安全出口堆了轮椅"


@pytest.fixture
def chat(engine: Engine) -> Chat:
    """A county in which zhang has reported hazard 12, owned by wang."""
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)
    return chat


def hazard(chat: Chat, number: int = 12) -> Hazard:
    with work(chat.engine) as session:
        found = hazards.by_number(session, number)
    assert found is not None
    return found


def last_event(chat: Chat, number: int = 12) -> HazardEvent:
    with work(chat.engine) as session:
        return hazards.events(session, hazard(chat, number).id or 0)[-1]


def test_the_reporter_puts_the_place_right_and_the_owner_is_told(chat: Chat) -> None:
    card = chat.say("zhang", "改部位 12 二楼西头")

    assert card.title == "12号已更正"
    assert dict(card.facts)["更正"] == "部位：二楼东头安全出口 → 二楼西头"
    assert "期限不变：11月24日（周二）。" in card.lines
    found = hazard(chat)
    assert (found.place, found.problem) == ("二楼西头", "二楼西头安全出口堆了轮椅")
    assert chat.notices("wang")[-1].title == "已更正：张良镇敬老院 12号隐患"
    event = last_event(chat)
    assert (event.action, event.state_before, event.state_after, event.note) == (
        HazardAction.AMEND,
        HazardState.TO_RECTIFY,
        HazardState.TO_RECTIFY,
        "部位：二楼东头安全出口 → 二楼西头",
    )
    assert "张小花 更正：部位：二楼东头安全出口 → 二楼西头" in words(chat.say("zhang", "12号"))


@pytest.mark.parametrize(
    "said",
    [
        *("12号改部位 二楼西头", "12号的部位改为二楼西头", "更正 12 部位 二楼西头"),
        "「已登记：12号隐患」\n改位置 二楼西头",
    ],
)
def test_the_place_is_put_right_in_many_words(chat: Chat, said: str) -> None:
    chat.say("zhang", said)

    assert hazard(chat).place == "二楼西头"


def test_without_a_number_the_hazard_spoken_of_last_is_meant(chat: Chat) -> None:
    chat.say("zhang", "隐患 三楼灭火器过期")
    speak_of(chat, 12)

    chat.say("zhang", "改部位 二楼西头")

    assert hazard(chat, 12).place == "二楼西头"


def test_what_was_spoken_of_long_ago_is_asked_for(chat: Chat) -> None:
    chat.say("zhang", "隐患 三楼灭火器过期")
    speak_of(chat, 12)
    chat.forward(timedelta(minutes=11))

    asked = chat.say("zhang", "改部位 二楼西头")
    chat.say("zhang", "13")

    assert asked.title == "要更正的是哪一条？"
    assert [button.says for button in asked.buttons] == ["13", "12", "取消"]
    assert hazard(chat, 13).place == "二楼西头"


def speak_of(chat: Chat, number: int) -> None:
    about = hazard(chat, number)
    with work(chat.engine) as session:
        topics.keep(
            session,
            Topic(
                conversation="private:zhang",
                person_id=about.reported_by or 0,
                subject=f"hazard:{about.id}",
                phase=Phase.BEFORE,
                origin="test:m0",
                at=chat.now,
            ),
        )


def test_a_missing_value_is_asked_for(chat: Chat) -> None:
    asked = chat.say("zhang", "改部位 12")
    chat.say("zhang", "二楼西头")

    assert asked.title == "12号的部位改成什么？"
    assert dict(asked.facts)["现在的部位"] == "二楼东头安全出口"
    assert hazard(chat).place == "二楼西头"


def test_a_nod_is_no_place(chat: Chat) -> None:
    chat.say("zhang", "改部位 12")
    chat.say("zhang", "好的")

    assert hazard(chat).place == "二楼东头安全出口"


def test_a_category_is_chosen_and_the_grade_is_suggested_anew(chat: Chat) -> None:
    asked = chat.say("zhang", "改类别 12")
    (choice,) = asked.choices
    card = chat.press("zhang", asked, "选好了", chosen={choice.key: ["燃气安全"]})

    assert len(choice.options) == 17
    assert hazard(chat).category is Category.GAS
    assert any("定级" in line or "重大" in line or "一般" in line for line in card.lines)
    assert hazard(chat).due_on == date(2026, 11, 24)
    assert "期限不变：11月24日（周二）。" in card.lines


def test_an_unknown_category_is_asked_again(chat: Chat) -> None:
    card = chat.say("zhang", "改类别 12 太热了")

    assert "没有「太热了」这个类别" in words(card)
    chat.say("zhang", "用电")
    assert hazard(chat).category is Category.ELEC


def test_other_words_may_make_it_look_major_and_the_office_hears_of_it(chat: Chat) -> None:
    card = chat.say("zhang", "改问题 12 地下室住着老人")

    found = hazard(chat)
    assert (found.grade, found.suggested_grade) == (Grade.GENERAL, Grade.MAJOR)
    assert any("GB 35181" in line for line in card.lines)
    assert [one.title for one in chat.urgent("ma")] == ["疑似重大隐患：张良镇敬老院 12号"]


def test_a_grade_that_an_officer_has_decided_is_not_suggested_anew(chat: Chat) -> None:
    chat.say("ma", "定为一般 12 已现场核实")

    chat.say("li", "改问题 12 地下室住着老人")

    assert hazard(chat).suggested_grade is None


def test_the_head_gives_the_work_to_somebody_else_of_the_unit(chat: Chat) -> None:
    card = chat.say("li", "改责任人 12 张小花")

    assert dict(card.facts)["责任人"] == "张小花"
    assert chat.notices("zhang")[-1].title == "请整改：12号隐患"
    assert chat.notices("wang")[-1].title == "张良镇敬老院 12号隐患改由张小花负责"
    assert last_event(chat).note == "责任人：王铁柱 → 张小花"


def test_the_owner_is_one_of_the_unit(chat: Chat) -> None:
    asked = chat.say("ma", "改责任人 12 侯院长")

    assert "「侯院长」不在张良镇敬老院花名册里。" in asked.lines
    assert [button.says for button in asked.buttons] == ["李秀英", "张小花", "取消"]
    chat.press("ma", asked, "李秀英")
    assert hazard(chat).owner_name == "李秀英"


def test_a_shared_name_is_not_guessed(chat: Chat) -> None:
    with work(chat.engine) as session:
        a_person(session, hazard_unit(chat), name="张小花")

    assert "同名" in words(chat.say("li", "改责任人 12 张小花"))
    assert hazard(chat).owner_name == "王铁柱"


def hazard_unit(chat: Chat) -> Unit:
    with work(chat.engine) as session:
        return session.get_one(Unit, hazard(chat).unit_id)


def test_a_deadline_is_set_earlier_but_moved_back_only_by_extension(chat: Chat) -> None:
    later = chat.say("li", "改期限 12 11月30日")
    assert later.title == "12号的期限没有改"
    assert later.hints == ("请发：延期 12 到11月30日 原因：… 措施：…",)

    chat.say("li", "改期限 12 今天")
    assert hazard(chat).due_on == date(2026, 11, 23)


def test_what_stands_so_already_is_said(chat: Chat) -> None:
    assert chat.say("zhang", "改类别 12 安全出口").title == "12号的类别本来就是「安全出口」"
    assert last_event(chat).action is HazardAction.REPORT


@pytest.mark.parametrize(
    ("userid", "said", "title"),
    [
        ("zhang", "改责任人 12 李秀英", "12号没有改责任人"),
        ("wang", "改责任人 12 李秀英", "12号没有改责任人"),
        ("niu", "改部位 12 二楼西头", "没有查到12号隐患"),
    ],
)
def test_who_may_not_amend_is_refused(chat: Chat, userid: str, said: str, title: str) -> None:
    assert chat.say(userid, said).title == title
    assert last_event(chat).action is HazardAction.REPORT


def test_a_colleague_may_not_amend_and_hears_who_may(chat: Chat) -> None:
    with work(chat.engine) as session:
        a_person(session, hazard_unit(chat), userid="sun")

    card = chat.say("sun", "改部位 12 二楼西头")

    assert card.title == "12号没有改部位"
    assert card.lines == ("只有上报人本人、单位负责人、安全员和上级可以更正，请联系李秀英、马建国、郭干事。",)


def test_the_reporters_own_time_ends_and_the_heads_does_not(chat: Chat) -> None:
    chat.forward(timedelta(days=1))

    assert chat.say("zhang", "改部位 12 二楼西头").lines == (
        "已过本人可更正的时间，请联系李秀英、马建国、郭干事更正。",
    )
    assert chat.say("li", "改部位 12 二楼西头").title == "12号已更正"


def test_what_has_ended_is_not_amended(chat: Chat) -> None:
    chat.say("wang", "整改完成 12")
    chat.say("ma", "验收通过 12")

    assert chat.say("li", "改部位 12 二楼西头").title == "12号已销号，没有再改"


def test_the_owner_stays_once_the_work_is_handed_in(chat: Chat) -> None:
    chat.say("wang", "整改完成 12")

    assert "正在等待验收" in words(chat.say("ma", "改责任人 12 张小花"))
    assert hazard(chat).owner_name == "王铁柱"


def test_the_office_that_is_to_accept_is_told_what_was_wrong(chat: Chat) -> None:
    chat.say("wang", "整改完成 12")

    chat.say("li", "改部位 12 二楼西头")

    told = chat.notices("ma")[-1]
    assert told.title == "已更正：张良镇敬老院 12号隐患"
    assert [button.text for button in told.buttons] == ["验收通过", "退回", "看12号"]


def test_it_is_no_hazard_at_all(chat: Chat) -> None:
    assert chat.say("zhang", "12号不是隐患").title == "12号已作废"
    assert last_event(chat).note == "不是隐患"
    assert dict(chat.notices("wang")[-1].facts)["原因"] == "不是隐患"


def test_only_the_reporter_calls_a_report_right(chat: Chat) -> None:
    assert chat.say("li", "对 12").title == "12号不是您上报的"
    assert chat.say("zhang", "对 12").title == "好的，12号就按这样办"
    assert last_event(chat).action is HazardAction.REPORT


def test_a_number_with_a_yes_still_answers_the_question_for_it(chat: Chat) -> None:
    chat.say("zhang", "隐患 三楼灭火器过期")
    chat.say("wang", "收到 13")
    chat.say("wang", "整改完成 13")

    assert chat.say("wang", "整改完成").title == "是12号吗？"
    assert chat.say("wang", "对，12号").title == "12号已报整改完成"


def test_a_correction_in_plain_words_becomes_a_button(chat: Chat) -> None:
    card = chat.say("zhang", "12号位置写错了，是二楼西头")

    assert card.lines == ("您是说部位改为「二楼西头」吗？",)
    assert "改部位 12 二楼西头" in card.hints[0]
    assert chat.press("zhang", card, "改部位").title == "12号已更正"
    assert hazard(chat).place == "二楼西头"


def test_a_correction_that_does_not_say_what_leads_to_the_choice(chat: Chat) -> None:
    card = chat.say("zhang", "12号填错了")

    assert [button.text for button in card.buttons] == [
        *("改部位", "改类别", "改问题", "改责任人", "改期限", "不是隐患")
    ]
    assert chat.press("zhang", card, "改问题").title == "12号的问题改成什么？"


def test_what_was_told_of_a_drill_is_told_again_instead(chat: Chat) -> None:
    assert chat.say("li", "演练时间填错了，是昨天不是今天").title == "登记过的巡查、例会、演练不能改"


def test_an_officer_corrects_the_grade_in_the_words_of_a_correction(chat: Chat) -> None:
    assert chat.say("ma", "更正：12号等级改为重大").title == "12号已定级"
    assert hazard(chat).grade is Grade.MAJOR
