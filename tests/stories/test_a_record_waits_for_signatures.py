"""A record that waits for signatures is on the list of who must sign, is reminded of once, and climbs (T9-7)."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from scheduler.jobs import inspection_watch
from storage import inspections
from storage.database import work
from storage.inspections import Inspection
from storage.vocabulary import InspectionState, InspectionStep
from tests.builders import County, a_county, a_desk
from tests.chat import Chat, words

TABLES = a_desk().tables


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine)


@pytest.fixture
def chat(sqlite_engine: Engine, county: County) -> Chat:
    """Return a chat in which the section's visit waits for its signatures since Monday, ten o'clock."""
    chat = Chat(sqlite_engine)
    for said in ("开始检查 张良镇敬老院 专项 带队陈局长", "其余正常", "现场讲 李秀英", "检查结束"):
        chat.say("section", said)
    return chat


def visit(chat: Chat) -> Inspection:
    with work(chat.engine) as session:
        return session.scalars(select(Inspection)).one()


def waits(chat: Chat, userid: str) -> bool:
    return "待签字1份" in words(chat.say(userid, "我的待办"))


def watch(chat: Chat, length: timedelta) -> None:
    chat.forward(length)
    inspection_watch.run(chat.engine, chat.now, TABLES)


def letters(chat: Chat, userid: str) -> list[str]:
    return [one.title for one in chat.notices(userid) if "检查记录" in one.title]


def test_it_is_on_the_list_of_both_sides_until_they_have_signed(chat: Chat) -> None:
    everybody = ("li", "wang", "section", "leader", "zhang", "ma", "hou")
    before = {one for one in everybody if waits(chat, one)}
    chat.press("li", "待办", "确认签字")
    after_unit = {one for one in everybody if waits(chat, one)}
    chat.say("section", f"确认签字 {visit(chat).code}")

    assert before == {"li", "wang", "section", "leader"}
    assert after_unit == {"section", "leader"}
    assert not any(waits(chat, one) for one in everybody)
    assert visit(chat).state is InspectionState.DONE


def test_who_has_not_signed_is_reminded_once_and_the_township_told_once(chat: Chat) -> None:
    watch(chat, timedelta(hours=23))
    early = letters(chat, "wang")
    for _ in range(3):
        watch(chat, timedelta(hours=1))
    reminded = {one: letters(chat, one) for one in ("li", "wang", "section", "ma")}
    for _ in range(3):
        watch(chat, timedelta(days=1))

    title = "请签字：张良镇敬老院检查记录等了1天"
    assert early == []
    assert {one: found[-1:] for one, found in reminded.items()} == {
        "li": [title], "wang": [title], "section": [title], "ma": []
    }  # fmt: skip
    assert letters(chat, "ma") == letters(chat, "ma2") == ["张良镇敬老院检查记录3天没有签完字"]
    assert letters(chat, "wang").count(title) == 1
    assert letters(chat, "leader") == []


def test_the_button_of_the_reminder_signs(chat: Chat) -> None:
    watch(chat, timedelta(days=1, hours=1))
    card = chat.press("wang", "检查记录等了1天", "确认签字")

    assert card.title == "已签字：张良镇敬老院检查记录"
    assert visit(chat).unit_sign_name == "王铁柱"


def test_who_has_signed_is_not_reminded(chat: Chat) -> None:
    chat.say("li", "确认签字")
    watch(chat, timedelta(days=1, hours=1))

    assert letters(chat, "li") == letters(chat, "wang") == []
    assert letters(chat, "section") == ["请签字：张良镇敬老院检查记录等了1天"]


def test_at_night_nobody_is_reminded(chat: Chat) -> None:
    watch(chat, timedelta(days=1, hours=13))

    assert letters(chat, "wang") == []


@pytest.mark.parametrize("said", ["拒签 {} 第3项当场已经换好", "不同意签字 第3项当场已经换好"])
def test_a_refusal_is_kept_as_an_objection_and_told_to_the_inspectors(chat: Chat, said: str) -> None:
    card = chat.say("li", said.format(visit(chat).code))

    assert card.title == "已转告检查组：张良镇敬老院有异议"
    assert chat.notices("section")[-1].title == "张良镇敬老院对检查有异议"
    with work(chat.engine) as session:
        told = [(one.step, one.note) for one in inspections.events(session, visit(chat))]
    assert told[-1] == (InspectionStep.OBJECT.value, "第3项当场已经换好")
    assert visit(chat).state is InspectionState.TO_SIGN


def test_a_refusal_without_a_reason_is_asked_for_it(chat: Chat) -> None:
    assert chat.say("li", "拒签").title == "哪里有异议？"
    assert chat.say("li", "第3项当场已经换好").title == "已转告检查组：张良镇敬老院有异议"


def test_nobody_else_refuses(chat: Chat) -> None:
    assert chat.say("hou", "拒签 没有这回事").title == "没有等您签字的检查记录"
