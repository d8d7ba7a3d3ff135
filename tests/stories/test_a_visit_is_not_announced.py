"""Before its check-in an unannounced visit leaves no trace that the checked unit can see; in it, until it is told."""

import pytest
from sqlalchemy import Engine, select

from storage.database import work
from storage.inspections import Inspection
from storage.outbox import OutboxMessage
from tests.builders import County, a_county
from tests.chat import Chat, words

TRACES = ("四不两直", "JC2026", "开始检查", "检查中", "暗访", "周股长")
UNIT_PEOPLE = ("li", "wang", "zhang")
ASKED = (
    *("我的待办", "今天情况", "本周情况", "本月情况", "隐患清单", "检查情况", "多久没检查", "检查进度"),
    *("隐患台账", "确认签字", "检查记录 JC20261123-001"),
)


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine)


@pytest.fixture
def chat(sqlite_engine: Engine, county: County) -> Chat:
    return Chat(sqlite_engine)


def told_to_the_unit(chat: Chat) -> str:
    """Return all that the people of the unit are shown, asked and unasked."""
    said = [words(chat.say(userid, text)) for userid in UNIT_PEOPLE for text in ASKED]
    said += [words(card) for userid in UNIT_PEOPLE for card in chat.notices(userid)]
    # What they asked for comes back in the words of a refusal.
    return "\n".join(said).replace("JC20261123-001", "")


def traces(chat: Chat) -> list[str]:
    seen = told_to_the_unit(chat)
    return [one for one in TRACES if one in seen]


def test_before_the_check_in_there_is_nothing_at_all(chat: Chat) -> None:
    chat.say("section", "明天去张良镇敬老院四不两直")
    chat.say("section", "开始检查 张良镇敬老院 四不两直")

    with work(chat.engine) as session:
        rows = session.scalars(select(Inspection)).all()
        everything = session.scalars(select(OutboxMessage)).all()
    assert rows == []
    assert {one.recipient for one in everything} == {"person:section"}
    assert traces(chat) == []


def test_until_it_is_explained_or_handed_over_the_unit_hears_nothing(chat: Chat) -> None:
    chat.say("section", "开始检查 张良镇敬老院 四不两直 带队陈局长 成员孙管理")
    chat.say("section", "3 有问题 二楼窗户装了铁栅栏；其余正常")
    chat.say("section", "检查进度")

    assert traces(chat) == []
    assert all(chat.notices(userid) == [] for userid in UNIT_PEOPLE)


def test_the_record_is_not_shown_to_the_unit_before_it_is_to_be_signed(chat: Chat) -> None:
    chat.say("section", "开始检查 张良镇敬老院 四不两直 带队陈局长 成员孙管理")
    early = chat.say("li", "检查记录 JC20261123-001")
    unknown = chat.say("li", "检查记录 JC20261123-009")
    chat.say("section", "其余正常")
    chat.say("section", "现场讲 李秀英")
    chat.say("section", "检查结束")

    assert early.title.replace("001", "009") == unknown.title
    assert chat.say("li", "检查记录 JC20261123-001").title.startswith("已生成")


@pytest.mark.parametrize("text", ["后天去张良镇敬老院暗访", "下周安排四不两直检查", "准备交叉互查张良镇敬老院"])
def test_planning_words_in_a_group_are_refused_without_naming_the_unit(chat: Chat, text: str) -> None:
    card = chat.say("section", text, group="g1")

    assert card.title == "检查的事请在单聊里发"
    assert "张良" not in words(card)
