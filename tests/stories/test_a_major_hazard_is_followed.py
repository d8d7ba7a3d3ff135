"""A major hazard: its five, study, progress, standstill, supervision, acceptance higher up, condemned houses."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from scheduler.jobs import hazard_follow
from storage import hazard_plans, hazards, supervisions
from storage.database import work
from storage.hazards import Hazard
from storage.messages import Card, MessageKind
from storage.vocabulary import Grade, HazardAction, HazardState, PlanPart, SupervisionLevel
from tests.builders import County, a_county, a_desk
from tests.chat import Chat, words
from tests.passing import live

TABLES = a_desk().tables
ANSWERS = (
    "李秀英总负责，王铁柱具体落实",
    "更换线路，整改前停用",
    "计划2万元，乡镇财政解决",
    "12月10日前完工",
    "夜班两人分片疏散",
)


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine)


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    chat = Chat(engine)
    chat.say("zhang", "隐患 二楼配电箱烧黑了，线路老化")
    chat.say("ma", "定为重大 12 已现场核实")
    return chat


def hazard(chat: Chat, number: int = 12) -> Hazard:
    with work(chat.engine) as session:
        found = hazards.by_number(session, number)
    assert found is not None
    return found


def fill(chat: Chat) -> None:
    chat.say("li", "五落实 12")
    for answer in ANSWERS:
        chat.say("li", answer)


def titles(chat: Chat, userid: str) -> Sequence[str]:
    return [card.title for card in chat.notices(userid)]


def follow(chat: Chat, length: timedelta) -> None:
    chat.forward(length)
    hazard_follow.run(chat.engine, chat.now, TABLES)


def with_paper(chat: Chat, said: str) -> Card:
    chat.forward(timedelta(minutes=1))
    chat.photo("li", kind=MessageKind.FILE)
    return chat.say("li", said)


def test_the_five_are_asked_for_one_by_one(chat: Chat) -> None:
    told = chat.notices("li")[-1]
    asked = [chat.press("li", told, "填五落实"), *(chat.say("li", answer) for answer in ANSWERS)]

    assert told.title == "重大隐患要五落实：张良镇敬老院 12号"
    assert [card.title for card in asked] == [
        *(f"12号五落实（{n}/5）：{part.term}" for n, part in enumerate(PlanPart)),
        "12号五落实已填齐",
    ]
    with work(chat.engine) as session:
        parts = hazard_plans.parts(session, hazard(chat).id or 0)
        assert [row.said for row in parts.values()] == list(ANSWERS)
        messages = {row.message for row in parts.values()}
        assert len(messages) == len(ANSWERS)
        assert all(message.startswith("test:m") for message in messages)
    assert hazard(chat).funds_planned == 20_000
    assert dict(chat.say("zhang", "12号").facts)["五落实"] == "5/5，已填齐"


def test_what_was_filled_in_stays_when_somebody_stops_and_several_come_in_one_message(chat: Chat) -> None:
    chat.say("li", "五落实 12 责任：李秀英 措施：停用并换线")
    chat.say("li", "取消")

    card = chat.say("wang", "五落实 12")

    assert card.title == "12号五落实（2/5）：资金"
    assert dict(card.facts)["措施"] == "停用并换线"


def test_a_general_hazard_has_no_five(chat: Chat) -> None:
    chat.say("zhang", "隐患 三楼灭火器过期")

    assert chat.say("li", "五落实 13").title == "13号是一般隐患，不用填五落实"


def test_it_is_not_struck_off_without_picture_plan_and_level(chat: Chat) -> None:
    without_picture = chat.say("wang", "整改完成 12")
    chat.photo("wang")
    chat.say("wang", "整改完成 12")
    too_low = chat.say("ma", "验收通过 12")
    without_plan = chat.say("section", "验收通过 12")
    fill(chat)
    accepted = chat.say("section", "验收通过 12")

    assert without_picture.lines == ("重大隐患报整改完成要有整改后的照片。",)
    assert too_low.lines == ("重大隐患要由更高一级验收，请由周股长办理。",)
    assert without_plan.lines == ("重大隐患的五落实还缺：责任、措施、资金、时限、预案。",)
    assert accepted.title == "12号验收通过，已销号"
    assert hazard(chat).state is HazardState.CLOSED


def test_the_section_is_asked_to_accept_and_not_the_township(chat: Chat) -> None:
    before = len(chat.notices("ma"))
    chat.photo("wang")

    card = chat.say("wang", "整改完成 12")

    assert card.lines == ("照片1张已附到12号隐患（整改后）。", "已通知周股长验收。")
    assert "请验收：张良镇敬老院 12号隐患" in titles(chat, "section")
    assert len(chat.notices("ma")) == before


def test_only_a_higher_office_says_that_it_is_general_after_all(chat: Chat) -> None:
    refused = chat.say("ma", "定为一般 12 没那么严重")
    done = chat.say("section", "定为一般 12 已断电换线")

    assert refused.lines == ("重大隐患降级要由更高一级决定，请联系周股长。",)
    assert done.title == "12号已定级"
    assert hazard(chat).grade is Grade.GENERAL


def test_plan_study_and_progress_are_asked_for_until_they_come(chat: Chat) -> None:
    follow(chat, timedelta(days=2))
    early = titles(chat, "li")
    follow(chat, timedelta(days=1))
    follow(chat, timedelta(minutes=10))
    asked = [title for title in titles(chat, "li") if title.startswith("请补齐五落实")]
    study = [title for title in titles(chat, "ma") if title.startswith("请研究")]
    fill(chat)
    chat.say("ma", "研究 12 先停用，申请资金2万元")
    follow(chat, timedelta(days=6))
    quiet = [title for title in titles(chat, "li") if title.startswith("请报进展")]
    follow(chat, timedelta(days=1))

    assert not [title for title in early if title.startswith("请补齐")]
    assert asked == ["请补齐五落实：张良镇敬老院 12号重大隐患"]
    assert study == ["请研究：张良镇敬老院 12号重大隐患"]
    assert quiet == []
    assert titles(chat, "wang")[-1] == "请报进展：张良镇敬老院 12号重大隐患"
    assert len([title for title in titles(chat, "ma") if title.startswith("请研究")]) == 1


def test_progress_reaches_the_office_and_starts_the_clock_anew(chat: Chat) -> None:
    fill(chat)
    chat.say("ma", "研究 12 先停用")
    chat.forward(timedelta(days=5))

    card = chat.say("wang", "进展 12 电工已进场")
    follow(chat, timedelta(days=5))

    assert card.title == "12号已记下进展"
    assert dict(chat.notices("ma")[-1].facts)["进展"] == "电工已进场"
    assert not [title for title in titles(chat, "wang") if title.startswith("请报进展")]


def test_a_standstill_reaches_the_leaders_again_and_again_and_once_after_an_outage(chat: Chat) -> None:
    follow(chat, timedelta(days=15))
    follow(chat, timedelta(minutes=10))
    first = [card for card in chat.urgent("leader") if card.title.startswith("重大隐患悬而不决")]
    follow(chat, timedelta(days=12))
    later = [card for card in chat.urgent("leader") if card.title.startswith("重大隐患悬而不决")]

    assert len(first) == 1
    assert dict(first[0].facts)["没有进展"] == "15天"
    assert len(later) == 2
    pressed = chat.press("leader", later[-1], "挂牌督办")
    assert pressed.title == "12号挂牌督办，还缺：级别、督办单位、完成期限"


def test_nothing_is_asked_at_night(chat: Chat) -> None:
    chat.now = datetime(2026, 11, 28, 15, 30, tzinfo=chat.now.tzinfo)  # 23:30 in the county

    assert hazard_follow.run(chat.engine, chat.now, TABLES) == 0
    follow(chat, timedelta(hours=9))
    assert [title for title in titles(chat, "li") if title.startswith("请补齐")]


def test_supervision_is_ordered_shown_and_lifted(chat: Chat) -> None:
    asked = chat.say("leader", "挂牌督办 12 县级")
    ordered = chat.say("leader", "县安委办 12月30日前")
    again = chat.say("section", "挂牌督办 12 县级 县安委办 12月30日前")
    shown = chat.say("zhang", "12号")
    too_low = chat.say("ma", "解除督办 12 好了")
    lifted = chat.say("section", "解除督办 12 已整改到位")

    assert asked.title == "12号挂牌督办，还缺：督办单位、完成期限"
    assert ordered.title == "12号已挂牌督办"
    assert again.lines == ("这条已经挂牌督办了。",)
    assert shown.title.startswith("12号隐患：待整改（挂牌督办）")
    assert dict(shown.facts)["挂牌督办"] == "县级，县安委办，12月30日（周三）前"
    assert too_low.title == "12号没有解除督办"
    assert lifted.title == "12号已解除督办"
    with work(chat.engine) as session:
        (order,) = supervisions.of_hazard(session, hazard(chat).id or 0)
        assert (order.level, order.unit, order.lift_note) == (
            SupervisionLevel.COUNTY,
            "县安委办",
            "已整改到位",
        )


def test_supervision_ends_with_the_hazard(chat: Chat) -> None:
    chat.say("leader", "挂牌督办 12 市级 市安委办 12月30日前")
    fill(chat)
    chat.photo("wang")
    chat.say("wang", "整改完成 12")

    card = chat.say("section", "验收通过 12")

    assert card.lines == ("挂牌督办随之解除。",)
    with work(chat.engine) as session:
        assert supervisions.standing(session, hazard(chat).id or 0) is None


def test_a_day_that_has_passed_is_asked_for_again(chat: Chat) -> None:
    card = chat.say("leader", "挂牌督办 12 县级 县安委办 11月20日")

    assert card.title == "12号挂牌督办，还缺：完成期限"
    assert card.lines == ("11月20日（周五）已经过去了。",)


def test_a_condemned_building_is_major_by_itself_and_no_photo_closes_it(chat: Chat) -> None:
    reported = chat.say("li", "隐患 后院宿舍楼鉴定为D级危房还在住人")
    number = reported.title.removeprefix("已登记：").removesuffix("号隐患")
    house = hazard(chat, int(number))
    chat.say("li", f"五落实 {number} 责任：李秀英 措施：撤人 资金：5万元 时限：12月20日前 预案：搬到前院")
    chat.forward(timedelta(days=5))
    chat.photo("li")
    chat.say("li", f"整改完成 {number}")
    by_photo = chat.say("section", f"验收通过 {number}")
    lowered = chat.say("section", f"定为一般 {number}")
    no_paper = chat.say("li", f"工程验收 {number} 加固工程已验收合格")
    papers = (f"工程验收 {number} 加固工程已验收合格", f"重新鉴定 {number} D级", f"重新鉴定 {number} B级")
    answers = [with_paper(chat, said) for said in papers]
    closed = chat.say("section", f"验收通过 {number}")

    assert (house.grade, house.needs_engineering, house.state) == (Grade.MAJOR, True, HazardState.TO_RECTIFY)
    assert "第四条第一项" in house.grade_reason
    assert by_photo.lines == ("C级、D级危房要有工程验收和新的鉴定才能销号，照片不算。",)
    assert "工程验收、重新鉴定后才能改" in words(lowered)
    assert no_paper.lines == ("要附上文书的照片或文件。",)
    assert [card.title for card in answers] == [
        f"{number}号已记下工程验收",
        f"{number}号新的鉴定仍是D级",
        f"{number}号已记下重新鉴定",
    ]
    assert closed.title == f"{number}号验收通过，已销号"


@pytest.mark.parametrize(
    "said", ["隐患 后院宿舍楼墙裂了，怀疑是D级危房", "隐患 后院宿舍楼墙裂了还没有鉴定，可能是C级危房"]
)
def test_a_mere_suspicion_is_for_the_office_to_judge(chat: Chat, said: str) -> None:
    chat.say("li", said)

    assert hazard(chat, 13).grade is Grade.GENERAL
    assert not hazard(chat, 13).needs_engineering


def test_the_wakeups_follow_it_and_the_books_stay_right(chat: Chat) -> None:
    live(chat.engine, chat.now, chat.now + timedelta(days=20), TABLES)

    with work(chat.engine) as session:
        happened = [one.action for one in hazards.events(session, hazard(chat).id or 0)]
    assert happened == [HazardAction.REPORT, HazardAction.AMEND]
    assert [card for card in chat.urgent("leader") if card.title.startswith("重大隐患悬而不决")]
