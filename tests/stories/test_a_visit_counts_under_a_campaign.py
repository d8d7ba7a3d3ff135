"""A visit of a special action 「专项」 counts under it, and so does what is found in it (T5-4)."""

from collections.abc import Mapping, Sequence

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from storage.database import work
from storage.hazards import Hazard
from storage.inspections import Inspection
from storage.vocabulary import InspectionKind
from tests.builders import County, a_county
from tests.chat import Chat

TEAM = "带队马建国 成员郭干事"


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine)


@pytest.fixture
def chat(sqlite_engine: Engine, county: County) -> Chat:
    return Chat(sqlite_engine)


def visit(chat: Chat) -> Inspection:
    with work(chat.engine) as session:
        return session.scalars(select(Inspection)).one()


def campaigns(chat: Chat) -> Sequence[str]:
    """Return under which action each hazard counts, by number."""
    with work(chat.engine) as session:
        return list(session.scalars(select(col(Hazard.campaign)).order_by(col(Hazard.number))))


def facts(chat: Chat, userid: str, words: str) -> Mapping[str, str]:
    return dict(chat.say(userid, words).facts)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (f"开始检查 张良镇敬老院 专项 六查一打 {TEAM}", "six_checks"),
        (f"开始检查 张良镇敬老院 六查一打专项检查 {TEAM}", "six_checks"),
        (f"开始检查 张良镇敬老院 专项：大排查、大起底、大整治 {TEAM}", "three_greats"),
        (f"开始检查 张良镇敬老院 城镇燃气安全专项整治 {TEAM}", "town_gas"),
    ],
)
def test_a_visit_names_its_action(chat: Chat, said: str, code: str) -> None:
    card = chat.say("ma", said)

    assert card.title == "开始检查（专项）：张良镇敬老院"
    assert "专项" in dict(card.facts)
    assert (visit(chat).kind, visit(chat).campaign) == (InspectionKind.SPECIAL, code)


def test_what_is_found_in_the_visit_counts_under_its_action(chat: Chat) -> None:
    chat.say("ma", f"开始检查 张良镇敬老院 专项 六查一打 {TEAM}")
    chat.say("ma", "3 有问题 二楼装了铁栅栏")
    chat.say("ma", "交办 3")
    by_words = chat.say("ma", "隐患 二楼通道堆物")
    chat.say("ma", "隐患 专项 大排查大起底大整治 厨房灭火器过期")
    chat.say("niu", "隐患 马楼乡敬老院三楼灭火器过期")

    assert "已计入专项：六查一打。" in by_words.lines
    assert campaigns(chat) == ["six_checks", "six_checks", "three_greats", ""]
    assert facts(chat, "leader", "专项")["六查一打"] == "检查1，登记2，已销号0，在册2，超期0，在册重大0"
    assert facts(chat, "leader", "专项 六查一打")["检查"] == "1次"
    assert facts(chat, "niu", "专项 六查一打")["检查"] == "0次"


def test_the_action_may_be_named_during_the_visit(chat: Chat) -> None:
    begun = chat.say("ma", f"开始检查 张良镇敬老院 专项 {TEAM}")
    chat.say("ma", "隐患 二楼通道堆物")
    card = chat.say("ma", "检查计入 六查一打")
    wrong = chat.say("ma", "检查计入 百日攻坚")

    assert "属于哪个专项发：检查计入 专项名" in begun.hints
    assert card.title == "检查已计入专项：六查一打"
    assert wrong.title == "没有“百日攻坚”这个专项"
    assert visit(chat).campaign == "six_checks"
    assert campaigns(chat) == ["six_checks"]


def test_the_action_may_be_named_in_the_answer_to_which_kind(chat: Chat) -> None:
    chat.say("ma", f"开始检查 张良镇敬老院 {TEAM}")
    chat.say("ma", "专项检查 六查一打")

    assert visit(chat).campaign == "six_checks"


def test_a_visit_of_another_kind_counts_under_none(chat: Chat) -> None:
    card = chat.say("ma", f"开始检查 张良镇敬老院 节前 {TEAM}")

    assert visit(chat).campaign == ""
    assert not any("专项" in hint for hint in card.hints)


def test_a_visit_that_was_given_up_is_not_counted(chat: Chat) -> None:
    chat.say("ma", f"开始检查 张良镇敬老院 专项 六查一打 {TEAM}")
    chat.say("ma", "取消检查 走错了")

    assert facts(chat, "ma", "专项 六查一打")["检查"] == "0次"
