"""Where somebody answers by name, escalation and acceptance go to that person; else to whoever has the role."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from storage import hazards
from storage.database import work
from tests.builders import County, a_county, a_desk, a_hazard
from tests.chat import Chat
from tests.passing import live


@pytest.fixture
def county(engine: Engine) -> County:
    county = a_county(engine)
    with work(engine) as session:
        owner = county.person_by_userid["wang"]
        a_hazard(session, county.home, owner=owner, reporter=owner, due_on=date(2026, 11, 20))
    return county


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    return Chat(engine)


def climbed_over(chat: Chat) -> list[str]:
    """Return who was told on each rung of two weeks, in order."""
    live(chat.engine, chat.now, chat.now + timedelta(days=14), a_desk().tables)
    with work(chat.engine) as session:
        hazard = hazards.by_number(session, 12)
        assert hazard is not None
        return [rung.told for rung in hazards.rungs(session, hazard.id or 0) if rung.told]


def test_without_names_the_roles_are_told(chat: Chat) -> None:
    told = climbed_over(chat)

    assert any("马建国、郭干事" in one for one in told)
    assert any("周股长" in one for one in told)


def test_the_named_persons_are_told_instead_of_their_offices(chat: Chat) -> None:
    chat.say("leader", "张良镇敬老院 属地责任人 郭干事")
    chat.say("leader", "张良镇敬老院 监管责任人 孙管理")
    chat.say("leader", "张良镇敬老院 主体责任人 张小花")

    told = climbed_over(chat)

    assert not any("马建国" in one or "周股长" in one or "李秀英" in one for one in told)
    for name in ("张小花", "郭干事", "孙管理"):
        assert any(name in one for one in told)


def test_somebody_outside_the_roster_cannot_be_told_so_the_role_is(chat: Chat) -> None:
    chat.say("leader", "张良镇敬老院 属地责任人 崔志强 副镇长")

    assert any("马建国、郭干事" in one for one in climbed_over(chat))


def test_the_named_person_above_the_unit_is_asked_to_accept(chat: Chat) -> None:
    chat.say("leader", "张良镇敬老院 属地责任人 郭干事")

    chat.say("wang", "整改完成 12 已清走")

    assert [one.title for one in chat.notices("ma2")][-1].startswith("请验收")
    assert not any(one.title.startswith("请验收") for one in chat.notices("ma"))


def test_who_rectified_is_not_asked_to_accept_though_they_are_named(chat: Chat) -> None:
    chat.say("leader", "张良镇敬老院 属地责任人 郭干事")

    chat.say("ma2", "整改完成 12 已清走")

    assert not any(one.title.startswith("请验收") for one in chat.notices("ma2"))
    assert any(one.title.startswith("请验收") for one in chat.notices("ma"))
