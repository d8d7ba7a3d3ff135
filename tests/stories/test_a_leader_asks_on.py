"""A leader's next words go on from the last question, see only what its asker may see, and lapse."""

from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import Engine

from config.clock import TZ
from storage import papers, units
from storage.database import reading, work
from storage.vocabulary import Category, Grade, HazardSource, HazardState
from tests.builders import County, a_county, a_hazard
from tests.chat import Chat, words

TEN = datetime(2026, 11, 23, 10, tzinfo=TZ)
OCTOBER = datetime(2026, 10, 12, 9, tzinfo=TZ)


def put_hazards(engine: Engine, county: County) -> None:
    """Give the home of 张良 four hazards (one struck off, one major), that of 马楼 two."""
    overdue = date(2026, 11, 1)
    with work(engine) as session:
        a_hazard(session, county.home, reported_at=OCTOBER, due_on=overdue, category=Category.FIRE)
        a_hazard(session, county.home, reported_at=TEN, due_on=overdue, grade=Grade.MAJOR, category=Category.EXIT)
        a_hazard(session, county.home, reported_at=TEN, due_on=date(2026, 12, 1), category=Category.FIRE)
        a_hazard(session, county.home, reported_at=OCTOBER, state=HazardState.CLOSED, closed_at=TEN)
        a_hazard(session, county.other_home, reported_at=OCTOBER, due_on=overdue, category=Category.ELEC)
        a_hazard(
            session,
            county.other_home,
            reported_at=TEN,
            due_on=date(2026, 12, 1),
            source=HazardSource.TIP,
            reporter=county.person_by_userid["zhang"],
        )


@pytest.fixture
def chat(sqlite_engine: Engine) -> Chat:
    put_hazards(sqlite_engine, a_county(sqlite_engine))
    return Chat(sqlite_engine, now=TEN)


def test_a_question_is_gone_on_with_by_place_time_kind_and_order(engine: Engine) -> None:
    put_hazards(engine, a_county(engine))
    chat = Chat(engine, now=TEN)

    assert "未销号隐患：5条" in chat.say("leader", "现在还有多少条没销号").lines
    assert "未销号隐患：3条" in chat.say("leader", "那张良呢").lines
    assert "未销号隐患：1条" in chat.say("leader", "那上个月呢").lines
    assert "12号" in chat.say("leader", "哪几条").lines
    assert "1. 消防设施设备 1条" in chat.say("leader", "按类别分").lines
    assert "未销号隐患：2条" in chat.say("leader", "全县上个月没销号的多少").lines
    assert "1. 张良镇 1条" in chat.say("leader", "排一下").lines


def test_a_follow_up_narrows_to_the_major_ones(chat: Chat) -> None:
    chat.say("leader", "现在超期几条")

    card = chat.say("leader", "只看重大")

    assert "【全部机构，截至现在，重大】" in card.lines
    assert "超期隐患：1条" in card.lines


def test_a_place_that_is_none_of_ours_is_asked_and_its_answer_goes_on(chat: Chat) -> None:
    chat.say("leader", "现在超期几条")

    asked = chat.say("leader", "城关呢")

    assert asked.title == "没认出「城关」是哪里"
    assert "张良镇" in words(asked)
    assert "超期隐患：2条" in chat.say("leader", "张良镇").lines


def test_a_follow_up_that_comes_too_late_says_so(chat: Chat) -> None:
    chat.say("leader", "现在超期几条")
    chat.forward(timedelta(minutes=9))
    assert "超期隐患：2条" in chat.say("leader", "那张良呢").lines

    chat.forward(timedelta(minutes=11))
    card = chat.say("leader", "那马楼呢")

    assert card.title == "离上一个问题太久了"
    assert "接着问只在10分钟内有效" in words(card)
    assert "超期隐患" in words(card)


def test_a_follow_up_is_kept_apart_by_person_and_by_chat(chat: Chat) -> None:
    chat.say("leader", "现在超期几条")
    chat.say("section", "上个月报了几条")

    assert "超期隐患：2条" in chat.say("leader", "那张良呢").lines
    assert "上报隐患：2条" in chat.say("section", "那张良呢").lines
    assert chat.say("admin", "那张良呢").title != "那张良呢"


def test_a_township_officer_cannot_widen_by_a_follow_up(chat: Chat) -> None:
    assert "超期隐患：2条" in chat.say("ma", "现在超期几条").lines

    for said in ("那马楼呢", "马楼乡敬老院呢"):
        card = chat.say("ma", said)
        assert "不在您的管辖范围内，没有给数" in words(card)
        assert "条" not in words(card)
    assert "超期隐患：2条" in chat.say("ma", "全县呢").lines
    assert "马楼" not in words(chat.say("ma", "各乡镇呢"))


def test_a_question_about_own_and_other_units_counts_the_own_and_says_so(chat: Chat) -> None:
    card = chat.say("ma", "张良和马楼一共超期几条")

    assert "超期隐患：2条" in card.lines
    assert "点到的单位里有的不在您的管辖范围内，只算了1家" in card.lines


def test_why_shows_formula_and_rows_without_whoever_told(chat: Chat) -> None:
    chat.say("leader", "上个月整改率")

    card = chat.say("leader", "为什么")

    assert card.title == "这个数怎么算的"
    assert "上报3条，其中已销号1条：1÷3" in card.lines
    assert any(line.startswith("12号 张良镇敬老院 消防设施设备") for line in card.lines)
    chat.say("leader", "匿名举报的还有几条没改")
    told = words(chat.say("leader", "怎么算的"))
    assert "17号 马楼乡敬老院" in told
    assert "张小花" not in told


def test_many_rows_behind_a_figure_follow_as_a_file_to_the_asker_alone(chat: Chat, sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        home = units.by_name(session, "张良镇敬老院")
        assert home is not None
        for _ in range(40):
            a_hazard(session, home, reported_at=TEN, due_on=date(2026, 12, 1))
    listed = chat.say("leader", "没销号的是哪几条", group="g1")
    assert "名单较长，全部在随后发来的表格里。" in listed.lines

    card = chat.say("leader", "明细", group="g1")

    assert "…… 还有35条，全部在随后发来的表格里" in card.lines
    files = [one for one in chat.notices("leader") if one.file]
    assert [one.title.endswith("明细.xlsx") for one in files] == [True, True]
    with reading(sqlite_engine) as session:
        content = papers.content_of(session, files[0].file)
    assert content is not None
    page = openpyxl.load_workbook(BytesIO(content))["隐患"]
    rows = list(page.iter_rows(values_only=True))
    assert rows[0][:3] == ("编号", "机构", "乡镇")
    assert [row[0] for row in rows[1:]] == [12, 13, 14, 16, 17, *range(18, 58)]


def test_words_that_do_not_go_on_are_read_as_ever(chat: Chat) -> None:
    chat.say("leader", "现在超期几条")

    assert "上报隐患：3条" in chat.say("leader", "这个月一共报了几条隐患").lines
    assert "隐患" in chat.say("zhang", "隐患 二楼东头后门锁着打不开").title


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("今年各月新增", "1. 2026-10 3条"),
        ("整改率环比", "2026年11月1日至11月30日整改率：0%"),
        ("申请延期的有哪些", "未销号隐患：0条"),
    ],
)
def test_a_terse_question_is_answered_like_a_whole_one(chat: Chat, words: str, line: str) -> None:
    assert line in "\n".join(chat.say("leader", words).lines)


@pytest.mark.parametrize("said", ["走廊东头有几个箱子", "今天有点冷", "明天谁值班"])
def test_what_names_no_figure_is_not_taken_for_a_question(chat: Chat, said: str) -> None:
    assert "数据截至" not in words(chat.say("leader", said))


def test_a_rate_that_is_not_kept_is_told_with_the_nearest_figure(chat: Chat) -> None:
    card = chat.say("leader", "本季度演练完成率是多少")

    assert "这个问题不在能查的指标里，没有给数。" in card.lines
    assert "最接近的是：" in card.lines
    assert "做过演练的机构：0家" in card.lines
