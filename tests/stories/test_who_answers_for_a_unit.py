"""Three answer by name for every institution, five more for a key unit, a section for every town."""

import pytest
from sqlalchemy import Engine

from storage import responsibilities, units
from storage.database import work
from storage.people import Person
from storage.vocabulary import Responsibility, Role
from tests.builders import County, a_county, a_person
from tests.chat import Chat, words

SUPERVISION, MAIN, TERRITORY = responsibilities.THREE


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine)


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    return Chat(engine)


def standing(chat: Chat, county: County) -> dict[Responsibility, str]:
    with work(chat.engine) as session:
        return {one: row.name for one, row in responsibilities.of_unit(session, county.home.id or 0).items()}


def test_three_are_named_one_after_another_and_shown(chat: Chat, county: County) -> None:
    chat.say("ma", "张良镇敬老院 监管责任人 周股长")
    chat.say("ma", "张良镇敬老院的主体责任人是李秀英")
    card = chat.say("section", "指定 张良镇敬老院 属地责任人 马建国 副镇长 13812345678")

    assert card.title == "已指定：张良镇敬老院 属地责任人"
    assert card.facts == (("属地责任人", "马建国（副镇长） 13812345678"),)
    shown = chat.say("ma", "责任人 张良镇敬老院")
    assert shown.facts == (
        ("监管责任人", "周股长"),
        ("主体责任人", "李秀英 0375-2"),
        ("属地责任人", "马建国（副镇长） 13812345678"),
    )
    assert not shown.is_warning


def test_a_gap_is_shown_with_what_the_roster_suggests_and_how_to_fill_it(chat: Chat) -> None:
    card = chat.say("ma", "责任人 张良镇敬老院")

    assert dict(card.facts)["主体责任人"] == "（空缺）"
    assert "主体责任人可以是李秀英（花名册里的负责人）" in card.lines
    assert card.hints == ("指定发：指定 张良镇敬老院 监管责任人 姓名 职务 电话",)


def test_staff_see_names_without_phones(chat: Chat) -> None:
    chat.say("ma", "张良镇敬老院 属地责任人 马建国 13812345678")

    assert "13812345678" in words(chat.say("wang", "责任人"))
    assert "马建国" in words(chat.say("zhang", "责任人"))
    assert "13812345678" not in words(chat.say("zhang", "责任人"))


def test_who_is_named_is_told_and_so_is_who_was_replaced(chat: Chat, county: County) -> None:
    chat.say("leader", "张良镇敬老院 属地责任人 马建国")
    card = chat.say("leader", "张良镇敬老院 属地责任人 郭干事")

    assert ("原来", "马建国 0375-1") in card.facts
    assert [one.title for one in chat.notices("ma")] == [
        "您是张良镇敬老院的属地责任人",
        "您不再是张良镇敬老院的属地责任人",
    ]
    assert [one.title for one in chat.notices("ma2")] == ["您是张良镇敬老院的属地责任人"]


def test_history_is_kept(chat: Chat, county: County) -> None:
    chat.say("ma", "张良镇敬老院 属地责任人 马建国")
    chat.say("ma", "张良镇敬老院 属地责任人 郭干事")
    chat.say("ma", "撤销责任人 张良镇敬老院 属地责任人")

    with work(chat.engine) as session:
        rows = responsibilities.history(session, county.home.id or 0, TERRITORY)
    assert [(row.name, row.ended_at is not None) for row in rows] == [("马建国", True), ("郭干事", True)]
    assert standing(chat, county) == {}


def test_saying_the_same_again_changes_nothing(chat: Chat, county: County) -> None:
    chat.say("ma", "张良镇敬老院 属地责任人 郭干事")
    card = chat.say("ma2", "张良镇敬老院 属地责任人 郭干事")

    assert card.title == "张良镇敬老院的属地责任人本来就是郭干事，没有改动"
    with work(chat.engine) as session:
        assert len(responsibilities.history(session, county.home.id or 0, TERRITORY)) == 1


def test_somebody_outside_the_roster_may_be_named_with_a_remark(chat: Chat, county: County) -> None:
    card = chat.say("ma", "张良镇敬老院 属地责任人 崔志强 副镇长 13900001111")

    assert card.lines == ("崔志强不在花名册里：只作登记，催办和提醒发不到本人。",)
    assert standing(chat, county) == {TERRITORY: "崔志强"}


def test_of_two_of_one_name_the_bot_asks_which(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        twin = a_person(session, county.town, Role.TOWNSHIP, userid="ma3", name="马建国")

    question = chat.say("section", "张良镇敬老院 属地责任人 马建国")
    chat.say("section", "2")

    assert question.lines == ("1. 马建国 张良镇民政所 ma", "2. 马建国 张良镇民政所 ma3")
    with work(chat.engine) as session:
        assert responsibilities.of_unit(session, county.home.id or 0)[TERRITORY].person_id == twin.id


def test_of_two_of_one_name_who_stands_above_the_unit_is_meant(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        a_person(session, county.other_town, Role.TOWNSHIP, name="马建国")

    chat.say("section", "张良镇敬老院 属地责任人 马建国")

    with work(chat.engine) as session:
        named = responsibilities.of_unit(session, county.home.id or 0)[TERRITORY]
    assert named.person_id == county.person_by_userid["ma"].id


@pytest.mark.parametrize(
    ("userid", "may"),
    [
        ("leader", True),
        ("admin", True),
        ("section", True),
        ("ma", True),
        ("li", False),
        ("wang", False),
        ("zhang", False),
    ],
)
def test_only_superiors_of_the_unit_name_somebody(chat: Chat, county: County, userid: str, may: bool) -> None:
    said = ("张良镇敬老院 主体责任人 李秀英", "撤销责任人 张良镇敬老院 主体责任人", "设为重点单位 张良镇敬老院")

    answers = [chat.say(userid, one).title for one in said]

    assert [one != "没有改动" for one in answers] == [may] * 3


def test_of_a_unit_outside_the_scope_nothing_is_said(chat: Chat) -> None:
    for said in ("责任人 张良镇敬老院", "张良镇敬老院 属地责任人 牛所长", "设为重点单位 张良镇敬老院"):
        assert chat.say("niu", said).title == "没有查到单位“张良镇敬老院”"


def test_a_key_unit_wants_five_more(chat: Chat, county: County) -> None:
    refused = chat.say("ma", "张良镇敬老院 包保责任人一 李明 消防大队")
    card = chat.say("ma", "设为重点单位 张良镇敬老院")
    chat.say("ma", "张良镇敬老院 包保责任人一 李明 消防大队")

    assert refused.title == "张良镇敬老院不是消防安全重点单位，没有包保责任人一"
    assert card.lines == ("五包一责任人还缺5人。",)
    shown = chat.say("ma", "五包一 张良镇敬老院")
    assert dict(shown.facts)["包保责任人一"] == "李明（消防大队）"
    assert len(shown.facts) == 8
    assert chat.say("ma", "重点单位").lines == ("张良镇敬老院",)
    chat.say("ma", "取消重点单位 张良镇敬老院")
    assert len(chat.say("ma", "责任人 张良镇敬老院").facts) == 3


def test_an_office_is_no_key_unit_and_needs_nobody(chat: Chat) -> None:
    assert chat.say("leader", "设为重点单位 张良镇民政所").title.startswith("没有改动")
    assert chat.say("ma", "责任人").title == "张良镇民政所不需要指定三方责任人"


def test_the_table_of_towns_shows_those_without_a_section(chat: Chat) -> None:
    card = chat.say("section", "分包乡镇")

    assert card.facts == (("养老服务股", "张良镇民政所"),)
    assert card.lines == ("还没有股室分包的1个：马楼乡民政所",)


def test_a_leader_puts_towns_into_the_charge_of_a_section(chat: Chat, engine: Engine, county: County) -> None:
    card = chat.say("leader", "养老服务股 分包 张良镇、马楼乡")

    assert card.lines == ("马楼乡民政所（原来：没有股室分包）", "本来就由养老服务股分包：张良镇民政所")
    assert [one.title for one in chat.notices("section")] == ["养老服务股新分包：马楼乡民政所"]
    assert chat.say("section", "责任人 马楼乡敬老院").title == "马楼乡敬老院责任人"
    chat.say("admin", "取消分包 马楼乡")
    with work(engine) as session:
        assert units.by_name(session, "马楼乡民政所").section_id is None  # type: ignore[union-attr]


@pytest.mark.parametrize("userid", ["section", "ma", "li", "zhang"])
def test_others_do_not_assign_towns(chat: Chat, userid: str) -> None:
    assert chat.say(userid, "养老服务股 分包 马楼乡").title == "没有改动"


def test_a_town_or_section_that_there_is_not_changes_nothing(chat: Chat) -> None:
    card = chat.say("leader", "养老服务股 分包 马楼乡、火星镇")

    assert card.title == "没有找到乡镇：火星镇，没有改动"
    assert chat.say("leader", "火星股 分包 马楼乡").lines == ("现有股室：养老服务股",)
    assert "马楼乡民政所" in words(chat.say("leader", "分包乡镇"))


def test_somebody_who_is_no_longer_in_use_leaves_a_gap(chat: Chat, county: County) -> None:
    chat.say("leader", "张良镇敬老院 属地责任人 马建国")
    with work(chat.engine) as session:
        session.get_one(Person, county.person_by_userid["ma"].id).is_active = False

    assert dict(chat.say("leader", "责任人 张良镇敬老院").facts)["属地责任人"] == "（空缺）"
    assert chat.say("leader", "张良镇敬老院 属地责任人 郭干事").title == "已指定：张良镇敬老院 属地责任人"
