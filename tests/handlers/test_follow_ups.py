"""Short words are read as going on from the last question; what is a question or a report of its own is not."""

from typing import Any

import pytest

from handlers.questions.follow_up import read_follow_up, sounds_like_one
from handlers.questions.query import Query
from handlers.questions.read import read_query
from handlers.understand.words import normalise
from tests.builders import a_desk
from tests.handlers.test_questions import NOW, known

OCTOBER, SEPTEMBER = ("2026-10-01", "2026-10-31"), ("2026-09-01", "2026-09-30")


def last(words: str) -> Query:
    query = read_query(plain(words), NOW, known())
    assert query is not None
    assert Query.from_json(query.as_json()) == query
    return query


def plain(words: str) -> str:
    return normalise(words, a_desk().lexicon.words).text


def changed(question: str, words: str) -> dict[str, Any]:
    """Return the parts of the question that the words change, with their new values."""
    before = last(question)
    wanted = read_follow_up(plain(words), before, NOW, known())
    assert wanted is not None
    assert wanted.query is not None
    old, new = before.as_json(), wanted.query.as_json()
    parts = {key: part for key, part in new.items() if part != old[key]}
    return {
        key: tuple(part.values()) if key in ("period", "compare") and part else part for key, part in parts.items()
    }


@pytest.mark.parametrize(
    ("question", "words", "change"),
    [
        ("下汤镇现在超期几条", "那张良呢", {"scope": {"town": ["张良镇"]}}),
        ("下汤镇现在超期几条", "松鹤呢", {"scope": {"org": ["松鹤老年公寓"]}}),
        ("下汤镇现在超期几条", "民办的呢", {"scope": {"town": ["下汤镇"], "org_type": ["民办养老机构"]}}),
        ("下汤镇现在超期几条", "全县呢", {"scope": {}}),
        ("下汤镇现在超期几条", "只看重大", {"filters": {"grade": "重大"}}),
        ("下汤镇现在超期几条", "销号的呢", {"metric": "hazard_closed"}),
        ("下汤镇现在超期几条", "哪几条", {"output": "list"}),
        ("下汤镇现在超期几条", "按类别分", {"group_by": "category", "order": "desc", "output": "rank"}),
        ("下汤镇现在超期几条", "排一下", {"group_by": "org", "order": "desc", "output": "rank"}),
        ("下汤镇现在超期几条", "各乡镇的呢", {"scope": {}, "group_by": "town", "order": "desc", "output": "rank"}),
        ("这个月新增多少条", "那上个月呢", {"period": OCTOBER}),
        ("这个月新增多少条", "10月", {"period": OCTOBER}),
        ("上个月新增多少条", "和九月比呢", {"compare": SEPTEMBER, "output": "diff"}),
        ("上个月新增多少条", "环比呢", {"compare": SEPTEMBER, "output": "diff"}),
        ("上个月新增多少条", "同比呢", {"compare": ("2025-10-01", "2025-10-31"), "output": "diff"}),
        ("上个月新增多少条", "那整改率呢", {"metric": "rectify_rate", "output": "rate"}),
        ("各乡镇整改率排名", "从低到高", {"order": "asc"}),
        ("各乡镇整改率排名", "前三", {"limit": 3, "output": "top"}),
        (
            "各乡镇整改率排名",
            "下汤呢",
            {"scope": {"town": ["下汤镇"]}, "group_by": None, "order": None, "output": "rate"},
        ),
        ("上周哪几家没开例会", "那演练呢", {"metric": "drill_missing"}),
        ("昨晚谁没巡", "前天晚上呢", {"period": ("2026-11-21", "2026-11-21")}),
        ("国庆节前检查谁没做", "那中秋节前的呢", {"filters": {"holiday": "中秋"}}),
        ("本月简报", "下汤呢", {"scope": {"town": ["下汤镇"]}}),
    ],
)
def test_words_change_the_last_question_where_they_speak_of_it(
    question: str, words: str, change: dict[str, Any]
) -> None:
    assert changed(question, words) == change


@pytest.mark.parametrize("words", ["为什么", "怎么算的", "为啥呢", "明细", "这个数怎么来的", "凭什么"])
def test_why_is_asked_in_many_ways(words: str) -> None:
    wanted = read_follow_up(plain(words), last("上月整改率"), NOW, known())

    assert wanted is not None
    assert wanted.asks_why


def test_which_hazards_a_rate_is_of_is_why_it_is_so() -> None:
    wanted = read_follow_up("哪几条", last("上月整改率"), NOW, known())

    assert wanted is not None
    assert wanted.asks_why


def test_a_place_that_nobody_knows_is_not_guessed() -> None:
    wanted = read_follow_up(plain("城关呢"), last("现在超期几条"), NOW, known())

    assert wanted is not None
    assert wanted.unknown == "城关"
    assert wanted.query is None


@pytest.mark.parametrize(
    "words",
    [
        "收到",
        "张良超期几条",
        "张良镇敬老院后门锁了",
        "下汤镇有几条隐患",
        "谢谢",
        "食堂几点开饭",
        "整改完成 12",
        "好的呢",
    ],
)
def test_what_stands_by_itself_does_not_go_on(words: str) -> None:
    wanted = read_follow_up(plain(words), last("下汤镇现在超期几条"), NOW, known())

    assert wanted is None or wanted.unknown


@pytest.mark.parametrize(
    ("words", "sounds"),
    [
        ("那上个月呢", True),
        ("只看重大", True),
        ("按类别分", True),
        ("为什么", True),
        ("收到", False),
        ("上个月", False),
    ],
)
def test_what_sounds_like_going_on_is_told_when_too_late(words: str, sounds: bool) -> None:
    assert sounds_like_one(words) is sounds
