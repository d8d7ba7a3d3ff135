"""Hazards count under special actions and under 三清, 两管 and the fatal factors, each figure with its hazards."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from handlers.desk import Desk
from handlers.rules.access import Standing
from handlers.rules.campaign import automatic, may_mark
from storage import hazard_tags, hazards
from storage.database import work
from storage.hazard_tags import HazardTag
from storage.hazards import Hazard
from storage.units import Group
from storage.vocabulary import Category, Grade, HazardAction, HazardState, Tag
from tests.builders import MONDAY_TEN, County, a_county, a_desk, a_hazard, kept
from tests.chat import Chat, words

CAMPAIGNS = a_desk().tables.campaigns.campaigns
SIX, THREE, GAS = CAMPAIGNS
TODAY = date(2026, 11, 23)


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine)


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    return Chat(engine)


def desk_with(**changed: object) -> Desk:
    """Return the desk with only the first campaign, changed."""
    desk = a_desk()
    table = replace(desk.tables.campaigns, campaigns=(replace(SIX, **changed),))  # type: ignore[arg-type]
    return replace(desk, tables=replace(desk.tables, campaigns=table))


def hazard(chat: Chat, number: int = 12) -> Hazard:
    with work(chat.engine) as session:
        found = hazards.by_number(session, number)
    assert found is not None
    return found


def notes(chat: Chat) -> list[str]:
    with work(chat.engine) as session:
        events = hazards.events(session, hazard(chat).id or 0)
    return [one.note for one in events if one.action is HazardAction.AMEND]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("隐患 专项 六查一打 二楼东头安全出口堆了轮椅", "二楼东头安全出口堆了轮椅"),
        ("隐患 二楼东头安全出口堆了轮椅，专项：六查一打", "二楼东头安全出口堆了轮椅"),
        ("隐患上报\n部位：二楼东头\n问题：安全出口堆了轮椅\n专项：“六查一打”", "安全出口堆了轮椅"),
    ],
)
def test_a_report_names_its_campaign(chat: Chat, said: str, problem: str) -> None:
    card = chat.say("wang", said)

    assert "已计入专项：六查一打。" in card.lines
    assert (hazard(chat).campaign, hazard(chat).problem) == ("six_checks", problem)
    assert ("专项", "六查一打") in chat.say("wang", "12号").facts


def test_a_campaign_that_there_is_not_loses_no_report(chat: Chat) -> None:
    card = chat.say("wang", "隐患上报\n部位：二楼东头\n问题：安全出口堆了轮椅\n专项：百日攻坚")

    assert card.title == "已登记：12号隐患"
    assert any(one.startswith("没有“百日攻坚”这个专项，没有计入。现有：六查一打、") for one in card.lines)
    assert hazard(chat).campaign == ""


def test_words_that_only_look_like_a_campaign_stay_in_the_report(chat: Chat) -> None:
    chat.say("wang", "隐患 专项 检查发现后门锁了")

    assert "检查发现后门锁了" in hazard(chat).problem
    assert hazard(chat).campaign == ""


def test_a_registered_hazard_counts_under_a_campaign_and_no_longer(chat: Chat) -> None:
    chat.say("wang", "隐患 二楼东头安全出口堆了轮椅")

    assert chat.say("ma", "12号 计入 大排查、大起底、大整治").title == "12号已计入：大排查大起底大整治"
    again = chat.say("wang", "把12号纳入六查一打")
    assert again.lines == ("原来计入：大排查大起底大整治",)
    assert chat.say("ma", "12号 计入 六查一打").title == "12号本来就计入六查一打，没有改动"
    assert chat.say("ma", "12号 不计入专项").title == "12号不再计入六查一打"
    assert notes(chat) == [
        "专项：无 → 大排查大起底大整治",
        "专项：大排查大起底大整治 → 六查一打",
        "专项：六查一打 → 无",
    ]


def test_a_wrong_name_is_answered_with_those_that_there_are(chat: Chat) -> None:
    chat.say("wang", "隐患 二楼东头安全出口堆了轮椅")

    card = chat.say("ma", "12号 计入 百日攻坚")

    assert card.title == "没有“百日攻坚”这个专项"
    assert card.lines == ("现有专项：六查一打、大排查大起底大整治、城镇燃气安全专项整治",)


@pytest.mark.parametrize(
    ("userid", "may"),
    [("wang", True), ("ma", True), ("section", True), ("leader", True), ("li", False), ("zhang", False)],
)
def test_superiors_and_the_reporter_say_so(chat: Chat, userid: str, may: bool) -> None:
    chat.say("wang", "隐患 二楼东头安全出口堆了轮椅")

    chat.say(userid, "12号 计入 六查一打")

    assert bool(hazard(chat).campaign) is may


def test_outside_the_scope_there_is_no_such_hazard(chat: Chat) -> None:
    chat.say("wang", "隐患 二楼东头安全出口堆了轮椅")

    assert chat.say("niu", "12号 计入 六查一打").title == chat.say("niu", "12号标签").title == "没有查到12号隐患"


@pytest.mark.parametrize(
    ("standing", "is_reporter", "may"),
    [
        (Standing.SUPERIOR, False, True),
        (Standing.MEMBER, True, True),
        (Standing.MEMBER, False, False),
        (Standing.OUTSIDE, True, False),
    ],
)
def test_the_rule_of_who_may_mark(standing: Standing, is_reporter: bool, may: bool) -> None:
    assert may_mark(standing, is_reporter=is_reporter) is may


def test_a_hazard_counts_by_itself_only_where_one_running_campaign_takes_it_and_says_so() -> None:
    auto, other = replace(GAS, is_auto=True), replace(SIX, is_auto=True)

    assert automatic(Category.GAS, TODAY, [auto]) == auto
    assert automatic(Category.EXIT, TODAY, [auto]) is None
    assert automatic(Category.GAS, TODAY, [GAS]) is None
    assert automatic(Category.GAS, TODAY, [auto, other]) is None
    assert automatic(Category.GAS, TODAY, [replace(auto, ends=date(2026, 11, 22))]) is None
    assert automatic(Category.GAS, TODAY, [replace(auto, starts=TODAY, ends=TODAY)]) is not None


def test_an_automatic_campaign_takes_new_reports_and_its_group_hears(engine: Engine, county: County) -> None:
    with work(engine) as session:
        kept(session, Group(name="六查一打专班群", unit_id=county.bureau.id or 0, chat_id="wrSix"))
    chat = Chat(engine, desk=desk_with(is_auto=True, group="六查一打专班群"))

    chat.say("wang", "隐患 二楼东头安全出口堆了轮椅")

    assert hazard(chat).campaign == "six_checks"
    sent = [row for row in chat._outgoing("campaign:") if row.recipient.startswith("group:")]
    assert [row.as_card().title for row in sent] == ["六查一打：新计入12号隐患"]


def test_nothing_new_counts_under_a_campaign_that_is_over(engine: Engine, county: County) -> None:
    chat = Chat(engine, desk=desk_with(ends=date(2026, 11, 1)))
    chat.say("wang", "隐患 二楼东头安全出口堆了轮椅")

    assert chat.say("ma", "12号 计入 六查一打").title == "六查一打现在没有开展，没有改动"
    assert chat.say("ma", "专项").title == "现在没有正在开展的专项行动"


def put_many(chat: Chat, county: County) -> list[Hazard]:
    """Return hazards of two units in every state, some overdue, some grave, under two campaigns or none."""
    states = (HazardState.RECTIFYING, HazardState.CLOSED, HazardState.TO_ACCEPT, HazardState.VOID)
    with work(chat.engine) as session:
        return [
            a_hazard(
                session,
                (county.home, county.other_home)[n % 2],
                owner=county.person_by_userid["wang"],
                state=states[n % 4] if n % 5 else HazardState.TO_RECTIFY,
                closed_at=MONDAY_TEN if n % 5 and n % 4 == 1 else None,
                due_on=TODAY + timedelta(days=n % 7 - 3),
                grade=Grade.MAJOR if n % 6 == 0 else Grade.GENERAL,
                campaign=("six_checks", "three_greats", "")[n % 3],
                category=(Category.EXIT, Category.EVAC, Category.FLAME)[n % 3],
                problem=("安全出口堆了轮椅", "走廊堆放旧床", "老人在床上抽烟")[n % 3],
            )
            for n in range(24)
        ]


@pytest.mark.parametrize("userid", ["leader", "ma", "niu"])
def test_figures_of_a_campaign_are_those_counted_by_hand(chat: Chat, county: County, userid: str) -> None:
    put = put_many(chat, county)
    unit_ids = {
        "leader": {county.home.id, county.other_home.id},
        "ma": {county.home.id},
        "niu": {county.other_home.id},
    }
    ours = [one for one in put if one.unit_id in unit_ids[userid] and one.campaign == "six_checks"]
    alive = [one for one in ours if one.state is not HazardState.VOID]
    open_ones = [one for one in alive if one.state is not HazardState.CLOSED]
    by_hand = {
        "登记": alive,
        "已销号": [one for one in alive if one.state is HazardState.CLOSED],
        "在册": open_ones,
        "超期": [one for one in open_ones if one.due_on < TODAY],
        "在册重大": [one for one in open_ones if one.grade is Grade.MAJOR],
    }

    facts = dict(chat.say(userid, "专项 六查一打").facts)

    for title, expected in by_hand.items():
        count, *numbers = re.findall(r"\d+", facts[title])
        assert int(count) == len(expected)
        assert [int(one) for one in numbers] == [one.number for one in expected]
    listing = dict(chat.say(userid, "专项").facts)["六查一打"]
    assert [int(one) for one in re.findall(r"\d+", listing)] == [0, *(len(one) for one in by_hand.values())]


@pytest.mark.parametrize("said", ["六查一打专项情况", "专项 六查", "六查一打情况", "六查一打 情况"])
def test_a_campaign_is_asked_for_in_several_ways(chat: Chat, said: str) -> None:
    assert chat.say("leader", said).title == "六查一打（全县）"


@pytest.mark.parametrize("said", ["大排查、大起底、大整治情况", "大排查大起底大整治", "专项：大排查"])
def test_so_is_the_campaign_with_three_names(chat: Chat, said: str) -> None:
    assert chat.say("leader", said).title == "大排查大起底大整治（全县）"


def test_the_board_says_who_leads(engine: Engine, county: County) -> None:
    chat = Chat(engine, desk=desk_with(lead="陈局长", team=("周股长", "孙管理"), starts=date(2026, 3, 1)))

    facts = dict(chat.say("leader", "专项 六查一打").facts)

    assert (facts["牵头领导"], facts["专班"], facts["时间"]) == ("陈局长", "周股长、孙管理", "2026-03-01 至 另行通知")


def test_tags_are_set_when_registered_and_shown(chat: Chat) -> None:
    chat.say("wang", "隐患 二楼东头安全出口堆了轮椅")

    assert ("标签", "安全出口、三清①") in chat.say("wang", "12号").facts
    assert chat.say("wang", "12号标签").title == "12号标签：安全出口、三清①"
    with work(chat.engine) as session:
        assert len(session.scalars(select(HazardTag)).all()) == 2


def test_another_category_brings_other_tags(chat: Chat) -> None:
    chat.say("wang", "隐患 二楼东头安全出口堆了轮椅")
    chat.say("wang", "改类别 12 疏散通道")

    assert chat.say("wang", "12号标签").title == "12号标签：安全出口、疏散通道、三清①"


def test_a_superior_changes_tags_and_the_rule_leaves_them_alone(chat: Chat) -> None:
    chat.say("wang", "隐患 二楼东头安全出口堆了轮椅")

    card = chat.say("ma", "改标签 12 三清③、用电安全")
    chat.say("wang", "改类别 12 疏散通道")

    assert card.title == "12号标签已改：用电安全、三清③"
    assert card.hints == ("改错了发：改标签 12 安全出口、三清①",)
    assert chat.say("wang", "12号标签").title == "12号标签：用电安全、三清③"
    assert notes(chat)[0] == "标签：安全出口、三清① → 用电安全、三清③"


def test_tags_are_added_taken_away_and_all_taken_away(chat: Chat) -> None:
    chat.say("wang", "隐患 二楼东头安全出口堆了轮椅")

    assert chat.say("ma", "加标签 12 两管①").title == "12号标签已改：安全出口、三清①、两管①"
    assert chat.say("ma", "去标签 12 三清1").title == "12号标签已改：安全出口、两管①"
    assert chat.say("ma", "改标签 12 无").title == "12号标签已改：无"
    assert chat.say("ma", "12号标签").title == "12号标签：无"


@pytest.mark.parametrize("userid", ["wang", "li", "zhang"])
def test_others_do_not_change_tags(chat: Chat, userid: str) -> None:
    chat.say("wang", "隐患 二楼东头安全出口堆了轮椅")

    assert chat.say(userid, "改标签 12 三清③").title == "12号标签没有改动"


def test_a_tag_that_there_is_not_is_named(chat: Chat) -> None:
    chat.say("wang", "隐患 二楼东头安全出口堆了轮椅")

    card = chat.say("ma", "改标签 12 四清")

    assert card.title == "没有“四清”这个标签，没有改动"
    assert "三清①、三清②、三清③、两管①、两管②" in words(card)


def _has(tag: Tag) -> Callable[[Hazard], bool]:
    by_category = {
        Category.EXIT: {Tag.FACTOR_EXIT, Tag.CLEAR_PASSAGES},
        Category.EVAC: {Tag.FACTOR_EVAC, Tag.CLEAR_PASSAGES},
        Category.FLAME: {Tag.FACTOR_FLAME, Tag.CONTROL_FIRE},
    }
    return lambda one: tag in by_category[one.category]


@pytest.mark.parametrize(
    ("said", "title", "tags"),
    [
        ("三清情况", "三清①清出口、通道、楼梯堆物和障碍", (Tag.CLEAR_PASSAGES,)),
        ("两管情况", "两管①管火源", (Tag.CONTROL_FIRE,)),
        ("十大因素 情况", "安全出口、疏散通道", (Tag.FACTOR_EXIT, Tag.FACTOR_EVAC)),
        ("十大因素 情况", "明火烧纸焚香和烟花爆竹燃放", (Tag.FACTOR_FLAME,)),
    ],
)
def test_figures_of_tags_are_those_counted_by_hand_also_for_hazards_from_before_there_were_tags(
    chat: Chat, county: County, said: str, title: str, tags: tuple[Tag, ...]
) -> None:
    put = put_many(chat, county)
    alive = [
        one
        for one in put
        if one.unit_id == county.home.id and one.state is not HazardState.VOID and any(_has(tag)(one) for tag in tags)
    ]
    closed = [one for one in alive if one.state is HazardState.CLOSED]

    fact = dict(chat.say("ma", said).facts)[title]

    numbers = [int(one) for one in re.findall(r"\d+", fact)]
    open_ones = [one.number for one in alive if one not in closed]
    assert numbers == [len(alive), len(closed), len(open_ones), *open_ones]


def test_ten_lines_stand_under_the_ten_and_eleven_tags_behind_them(chat: Chat) -> None:
    assert len(chat.say("leader", "十大因素 情况").facts) == 10
    assert [title for title, _ in chat.say("leader", "三清情况").facts][1:] == [
        "三清②清违规铁栅栏、防盗网、广告牌",
        "三清③清易燃易爆、可燃杂物、私拉乱接",
    ]


def test_stored_tags_are_what_is_counted_in_the_database(sqlite_engine: Engine) -> None:
    county = a_county(sqlite_engine)
    chat = Chat(sqlite_engine)
    chat.say("wang", "隐患 二楼东头安全出口堆了轮椅")
    with work(sqlite_engine) as session:
        other = a_hazard(session, county.home)
        hazard_tags.put(session, other.id or 0, [Tag.FACTOR_ELEC], now=MONDAY_TEN)
        ids = [one.id for one in session.scalars(select(Hazard)) if one.id is not None]
        counted = hazard_tags.counts(session, ids)

    assert counted == {Tag.FACTOR_EXIT: 1, Tag.CLEAR_PASSAGES: 1, Tag.FACTOR_ELEC: 1}
