"""A report waits for the office's word, is sent back for more, handed out, urged, merged, opened anew."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from storage import hazards
from storage.database import work
from storage.hazards import Hazard, HazardEvent
from storage.vocabulary import Grade, HazardAction, HazardState, Role, VoidReason
from tests.builders import County, a_county, a_hazard, a_person, a_unit
from tests.chat import Chat, words

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


def history(chat: Chat, number: int = 12) -> list[HazardEvent]:
    with work(chat.engine) as session:
        return list(hazards.events(session, hazard(chat, number).id or 0))


def test_a_report_that_may_be_major_waits_for_the_office_and_its_clock_runs(chat: Chat) -> None:
    card = chat.say("zhang", GRAVE)

    assert hazard(chat).state is HazardState.TO_CONFIRM
    assert hazard(chat).suggested_grade is Grade.MAJOR
    assert "期限" in dict(card.facts)
    assert "退回补充" in [button.text for button in chat.notices("ma")[-1].buttons]
    assert "待决定1条" in words(chat.say("ma", "我的待办"))


@pytest.mark.parametrize(("said", "grade"), [("定为重大 12", Grade.MAJOR), ("确认 12", Grade.GENERAL)])
def test_the_office_says_what_it_is_and_it_goes_to_its_owner(chat: Chat, said: str, grade: Grade) -> None:
    chat.say("zhang", GRAVE)

    chat.say("ma", said)

    found = hazard(chat)
    assert (found.state, found.grade, found.suggested_grade) == (HazardState.TO_RECTIFY, grade, None)
    assert found.owner_name == "王铁柱"


def test_the_office_asks_for_more_and_the_reporter_adds_it(chat: Chat) -> None:
    chat.say("zhang", GRAVE)

    asked = chat.press("ma", "疑似重大隐患", "退回补充")
    chat.say("ma", "住了几个人，在哪一间")
    told = chat.notices("zhang")[-1]
    supplied = chat.say("zhang", "补充 12 东头两间，住了三个人")
    confirmed = chat.say("ma", "确认 12")

    assert asked.title == "12号要补充什么？"
    assert (told.title, dict(told.facts)["要补充"]) == ("请补充：张良镇敬老院 12号隐患", "住了几个人，在哪一间")
    assert supplied.title == "12号已补充"
    assert confirmed.title == "12号已确认"
    assert hazard(chat).problem == "地下室住着老人；东头两间，住了三个人"
    assert [(one.action, one.state_after) for one in history(chat)][1:] == [
        (HazardAction.RETURN, HazardState.RETURNED),
        (HazardAction.SUPPLEMENT, HazardState.TO_CONFIRM),
        (HazardAction.CONFIRM, HazardState.TO_RECTIFY),
    ]


def test_staff_do_not_confirm_and_are_told_who_does(chat: Chat) -> None:
    chat.say("zhang", GRAVE)

    card = chat.say("li", "确认 12")

    assert card.title == "12号没有确认"
    assert "马建国" in words(card)


def test_what_nobody_owns_is_handed_out(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        empty = a_unit(session, "张良镇幸福院", parent=county.town)
        a_person(session, empty, Role.STAFF, userid="qian", name="钱护工")

    chat.say("ma", "隐患 张良镇幸福院厨房插座烧黑了")
    before = hazard(chat).state
    asked = chat.say("ma2", "派单 12")
    chat.say("ma2", "钱护工 11月25日")

    assert before is HazardState.TO_ASSIGN
    assert asked.title == "12号派给谁？"
    assert [button.says for button in asked.buttons] == ["钱护工", "取消"]
    found = hazard(chat)
    assert (found.state, found.owner_name, found.due_on) == (
        HazardState.TO_RECTIFY,
        "钱护工",
        date(2026, 11, 25),
    )
    assert chat.notices("qian")[-1].title == "请整改：张良镇幸福院 12号隐患"
    assert history(chat)[-1].note == "钱护工，11月25日（周三）前"


def test_an_unknown_name_is_asked_for_again_and_a_later_day_is_an_extension(chat: Chat) -> None:
    chat.say("zhang", "隐患 二楼东头安全出口堆了轮椅")

    unknown = chat.say("li", "派单 12 赵六")
    chat.say("li", "取消")
    later = chat.say("li", "派单 12 张小花 12月20日前")

    assert "「赵六」不是张良镇敬老院花名册里的人。" in unknown.lines
    assert later.title == "12号没有派单"
    assert "延期" in words(later)
    assert hazard(chat).owner_name == "王铁柱"


def test_somebody_above_urges_whoever_has_the_turn(chat: Chat) -> None:
    chat.say("zhang", "隐患 二楼东头安全出口堆了轮椅")

    card = chat.say("leader", "催办 12 今天必须清完")
    refused = chat.say("zhang", "催办 12")
    free = chat.say("ma", "12号怎么还没弄，赶紧催催")

    assert card.lines == ("已通知王铁柱、李秀英。",)
    told = chat.urgent("wang")[0]
    assert told.title == "陈局长催办：张良镇敬老院 12号隐患"
    assert dict(told.facts)["说明"] == "今天必须清完"
    assert refused.title == "12号没有催办"
    assert "已催办" in free.title


def test_the_same_place_again_is_offered_for_merging_and_stays_visible(chat: Chat) -> None:
    chat.say("zhang", "隐患 二楼东头安全出口堆了轮椅")
    chat.forward(timedelta(hours=2))

    again = chat.say("wang", "隐患 二楼东头安全出口堆了纸箱")
    merged = chat.press("wang", again, "并入12号")

    assert "同一处再次上报：12号还没销号，是同一件事请发：并入 13 12" in again.lines
    assert merged.title == "13号已并入12号"
    second = hazard(chat, 13)
    assert (second.state, second.void_reason) == (HazardState.VOID, VoidReason.DUPLICATE)
    assert second.merged_into == hazard(chat, 12).id
    assert "同一处再次上报：13号（二楼东头安全出口堆了纸箱）" in chat.say("ma", "12号").lines
    assert "已并入12号，以12号为准。" in chat.say("ma", "13号").lines
    assert history(chat)[-1].action is HazardAction.MERGE


def test_only_a_report_of_the_same_unit_is_merged(chat: Chat) -> None:
    chat.say("zhang", "隐患 二楼东头安全出口堆了轮椅")
    chat.say("hou", "隐患 三楼灭火器过期")

    assert chat.say("leader", "并入 13 12").title == "13号没有并入12号"
    assert chat.say("zhang", "并入 12 13").title == "没有查到13号隐患"
    assert hazard(chat, 13).state is HazardState.TO_RECTIFY


def test_a_repeat_after_striking_off_is_counted(chat: Chat) -> None:
    chat.say("zhang", "隐患 二楼东头安全出口堆了轮椅")
    chat.say("zhang", "整改完成 12")
    chat.say("ma", "验收通过 12")

    again = chat.say("zhang", "隐患 二楼东头安全出口堆了轮椅")

    assert "同一处再次上报：12号以前销过号，这次计入重复隐患。" in again.lines
    assert hazard(chat, 13).repeat_of == hazard(chat, 12).id
    assert "同一处曾报过：12号（已销号）" in chat.say("zhang", "13号").lines


def test_a_recheck_that_fails_opens_a_new_hazard_linked_to_the_old(chat: Chat) -> None:
    chat.say("zhang", "隐患 二楼东头安全出口堆了轮椅")
    chat.say("zhang", "整改完成 12")
    chat.say("ma", "验收通过 12")
    chat.forward(timedelta(days=10))

    asked = chat.say("ma", "回头看 12")
    chat.press("ma", asked, "没通过")
    card = chat.say("ma", "又堆上了轮椅")

    assert asked.title == "12号回头看通过了吗？"
    assert card.title == "已登记：13号隐患"
    assert "12号回头看没通过，重新登记，原来的记录保留。" in card.lines
    new, old = hazard(chat, 13), hazard(chat, 12)
    assert (new.reopened_from, new.place, new.category, new.owner_name) == (
        old.id,
        old.place,
        old.category,
        "王铁柱",
    )
    assert old.state is HazardState.CLOSED
    assert history(chat)[-1].note == "没通过：又堆上了轮椅"
    assert "回头看没通过，已重新登记为13号。" in chat.say("ma", "12号").lines


def test_a_recheck_that_passes_is_written_down_and_what_is_open_has_none(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        a_hazard(session, county.home, state=HazardState.CLOSED)
        a_hazard(session, county.home)

    assert chat.say("ma", "回头看 12 通过").title == "12号回头看通过，已记下"
    assert chat.say("ma", "回头看 13 通过").title == "13号还没有销号"
    assert chat.say("li", "回头看 12 通过").title == "12号没有回头看"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("不是隐患 12", VoidReason.FALSE_ALARM),
        ("撤销 12 重复上报", VoidReason.DUPLICATE),
        ("撤销 12 房子已经拆了", VoidReason.OTHER),
    ],
)
def test_what_is_made_void_keeps_why(chat: Chat, said: str, reason: VoidReason) -> None:
    chat.say("zhang", "隐患 二楼东头安全出口堆了轮椅")

    chat.say("ma", said)

    assert hazard(chat).void_reason is reason
    assert dict(chat.say("ma", "12号").facts)["作废原因"] == reason.term
