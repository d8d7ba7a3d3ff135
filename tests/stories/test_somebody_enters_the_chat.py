"""Who enters the chat is welcomed by what they are, with what waits for them."""

import pytest
from sqlalchemy import Engine

from scheduler.jobs import duty_plan
from tests.builders import a_county, a_desk
from tests.chat import Chat, words


@pytest.fixture
def chat(engine: Engine) -> Chat:
    a_county(engine)
    return Chat(engine)


@pytest.mark.parametrize(
    ("userid", "role", "example"),
    [
        ("zhang", "员工", "· 巡查 正常"),
        ("wang", "安全员", "· 改部位 12 二楼西头"),
        ("li", "机构负责人", "· 演练 8人 20个老人 5个失能 用时6分钟"),
        ("ma", "民政所", "· 验收通过 12"),
        ("section", "股室", "· 定为重大 12"),
        ("leader", "局领导", "· 今日情况"),
        ("admin", "管理员", "· 今日情况"),
    ],
)
def test_who_enters_is_welcomed_by_what_they_are(chat: Chat, userid: str, role: str, example: str) -> None:
    card = chat.enter(userid)

    assert dict(card.facts)["身份"] == role
    assert example in card.lines
    assert 3 <= len(card.lines) - 1 <= 5
    assert [button.text for button in card.buttons] == ["我的待办", "帮助"]
    assert len(words(card).encode()) < 600


def test_a_welcome_counts_what_waits(chat: Chat) -> None:
    assert dict(chat.enter("zhang").facts)["待办"] == "没有"
    duty_plan.run(chat.engine, chat.now, a_desk().tables)
    chat.say("li", "隐患 二楼东头安全出口堆了轮椅")

    card = chat.enter("zhang", event="subscribe")

    assert dict(card.facts)["待办"] == "7件"
    assert chat.press("zhang", card, "我的待办").title == "张小花：7件待办"


def test_a_stranger_who_enters_is_told_how_to_be_added(chat: Chat) -> None:
    card = chat.enter("nobody")

    assert card.title == "您还不在花名册里"
    assert card.buttons == ()
