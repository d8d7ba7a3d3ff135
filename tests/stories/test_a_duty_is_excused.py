"""The township spares a home its patrol for a reason: nobody asks for it, and it can be taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from scheduler.wakeups import tick
from storage.database import reading
from storage.duties import Duty
from storage.outbox import OutboxMessage
from storage.vocabulary import DutyState
from tests.builders import a_county, a_desk
from tests.chat import Chat


@pytest.fixture
def chat(engine: Engine) -> Chat:
    a_county(engine)
    chat = Chat(engine)
    tick(engine, chat.now, a_desk().tables)
    return chat


def states(chat: Chat, day: str) -> set[DutyState]:
    with reading(chat.engine) as session:
        rows = select(col(Duty.state)).where(col(Duty.slot) == f"{day}/day", col(Duty.code) == "patrol")
        return set(session.scalars(rows.where(col(Duty.unit_id) == 4)))


def test_an_excused_patrol_is_not_asked_for(chat: Chat) -> None:
    card = chat.say("ma", "免办 张良镇敬老院 日巡查 到11月25日 停业装修")
    chat.forward(timedelta(hours=9))
    tick(chat.engine, chat.now, a_desk().tables)

    assert card.title == "已免办：张良镇敬老院 日巡查"
    assert dict(card.facts)["原因"] == "停业装修"
    assert [states(chat, day) for day in ("2026-11-23", "2026-11-25", "2026-11-26")] == [
        {DutyState.EXCUSED},
        {DutyState.EXCUSED},
        {DutyState.WAITING},
    ]
    with reading(chat.engine) as session:
        said = session.scalars(
            select(OutboxMessage).where(col(OutboxMessage.key).contains(":patrol:2026-11-23/day:"))
        )
        assert "张良镇敬老院" not in str([row.card for row in said])


def test_an_excuse_is_taken_back(chat: Chat) -> None:
    chat.say("ma", "免办 张良镇敬老院 日巡查 停业装修")

    card = chat.say("ma", "取消免办 张良镇敬老院 日巡查")

    assert card.title == "已恢复：张良镇敬老院 日巡查"
    assert states(chat, "2026-11-23") == {DutyState.WAITING}


@pytest.mark.parametrize(
    ("userid", "words", "title"),
    [
        ("li", "免办 张良镇敬老院 日巡查 太忙", "免办要由上级决定"),
        ("niu", "免办 张良镇敬老院 日巡查 停业", "这个单位不在您的管辖范围内"),
        ("ma", "免办 张良镇敬老院 日巡查", "还缺：原因"),
        ("ma", "免办 张良镇敬老院 停业", "还缺：哪项任务、原因"),
        ("ma", "取消免办 张良镇敬老院 演练", "没有可办的：张良镇敬老院 应急疏散逃生演练"),
    ],
)
def test_nobody_is_excused_without_right_or_reason(chat: Chat, userid: str, words: str, title: str) -> None:
    assert chat.say(userid, words).title == title
    assert states(chat, "2026-11-23") == {DutyState.WAITING}
