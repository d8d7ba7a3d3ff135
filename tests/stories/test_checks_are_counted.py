"""Officers ask who was not checked for long, and what the checks have found."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.builders import County, a_county
from tests.chat import Chat


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine)


@pytest.fixture
def chat(sqlite_engine: Engine, county: County) -> Chat:
    return Chat(sqlite_engine)


def visit(chat: Chat, words: str, *found: str) -> None:
    """Let the leader visit a unit, note this, and finish with the signatures on paper."""
    chat.say("leader", f"开始检查 {words} 带队陈局长 成员孙管理")
    for said in (*found, "其余正常", "交办", "现场讲 院长", "检查结束"):
        chat.say("leader", said)
    chat.photo("leader")
    assert chat.say("leader", "签字照片").title.startswith("已签字，检查完成")


def test_the_never_checked_come_first_and_a_check_makes_young(chat: Chat) -> None:
    before = chat.say("leader", "多久没检查")
    visit(chat, "张良镇敬老院 专项")
    chat.forward(timedelta(days=61))
    visit(chat, "县社会福利院 专项")
    after = chat.say("leader", "多久没检查")

    assert before.title == "超过60天没检查的：3家"
    assert all(line.startswith("【从未】") for line in before.lines)
    assert after.title == "超过60天没检查的：2家"
    assert after.lines == (
        "【从未】马楼乡敬老院",
        "张良镇敬老院：61天（11月23日（周一），该查了）",
        "县社会福利院：0天（1月23日（周六））",
    )


def test_a_visit_that_was_given_up_is_no_check(chat: Chat) -> None:
    chat.say("leader", "开始检查 张良镇敬老院 专项 带队陈局长 成员孙管理")
    chat.say("leader", "取消检查 走错了")

    assert chat.say("leader", "多久没检查").title == "超过60天没检查的：3家"
    assert chat.say("leader", "检查情况").title == "本季度检查情况：0次"


def test_the_heads_own_check_is_no_visit(chat: Chat) -> None:
    for said in ("重大隐患排查", "其余无", "检查结束"):
        chat.say("li", said)

    assert chat.say("leader", "检查情况").title == "本季度检查情况：0次"
    assert "【从未】张良镇敬老院" in chat.say("leader", "多久没检查").lines


def test_checks_are_counted_by_kind_expert_and_factor(chat: Chat) -> None:
    visit(chat, "张良镇敬老院 专项 专家李工", "1 有问题 一楼安全出口锁着")
    visit(chat, "县社会福利院 督导 没有专家", "3 有问题 窗户有铁栅栏")

    card = chat.say("leader", "检查情况 本月")

    assert card.title == "本月检查情况：2次"
    assert dict(card.facts) == {
        "起算": "11月1日（周日）",
        "类型": "督导1，专项1",
        "有专家参加": "1次（50%）",
        "交办隐患": "2处，其中立行立改0处",
    }
    assert card.lines[0].endswith("有问题1（安全出口1）")
    assert card.lines[1].endswith("有问题2（三清①1、三清②1）")


def test_what_was_put_right_at_once_is_counted_apart(chat: Chat) -> None:
    chat.say("leader", "开始检查 张良镇敬老院 专项 带队陈局长 成员孙管理")
    chat.mixed("leader", "隐患 二楼通道堆物 已当场清理", 2)
    chat.say("leader", "隐患 三楼灭火器过期")

    assert dict(chat.say("leader", "检查情况").facts)["交办隐患"] == "2处，其中立行立改1处"


def test_an_officer_is_told_of_their_own_charge(chat: Chat) -> None:
    visit(chat, "张良镇敬老院 专项")

    assert chat.say("ma", "检查情况").title == "本季度检查情况：1次"
    assert chat.say("niu", "检查情况").title == "本季度检查情况：0次"
    assert chat.say("niu", "多久没检查").lines == ("【从未】马楼乡敬老院",)
    assert chat.say("li", "检查情况").title == "检查情况由民政所、股室、局里查看"
