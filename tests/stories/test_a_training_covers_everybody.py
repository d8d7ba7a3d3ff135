"""A training for all is done once nobody is missing by name; make-up sessions count; the office has its matrix."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, select
from sqlmodel import col

from config.clock import TZ
from scheduler.jobs import duty_close, duty_plan
from storage import duties
from storage.database import work
from storage.duties import DutyRecord
from storage.outbox import OutboxMessage
from storage.papers import Paper
from storage.units import Unit
from storage.vocabulary import DutyState
from tests.builders import MONDAY_TEN, County, a_county, a_desk
from tests.chat import Chat, words


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    found = a_county(sqlite_engine)
    duty_plan.run(sqlite_engine, MONDAY_TEN, a_desk().tables)
    return found


@pytest.fixture
def chat(county: County, sqlite_engine: Engine) -> Chat:
    return Chat(sqlite_engine)


def state(chat: Chat, unit: Unit, code: str, slot: str) -> DutyState:
    with work(chat.engine) as session:
        duty = duties.of_slot(session, unit.id or 0, code, slot)
        assert duty is not None
        return duty.state


def records(chat: Chat, code: str) -> list[DutyRecord]:
    with work(chat.engine) as session:
        rows = select(DutyRecord).where(col(DutyRecord.code) == code).order_by(col(DutyRecord.id))
        return list(session.scalars(rows))


def test_who_was_absent_keeps_the_duty_open_until_the_make_up(chat: Chat, county: County) -> None:
    card = chat.say("li", "培训 2人参加 缺席张小花 内容 灭火器使用")

    assert card.title == "全员安全培训已登记，还没有全部覆盖"
    assert "还有1人没培训：张小花" in words(card)
    assert state(chat, county.home, "training", "2026-H2") is DutyState.WAITING

    done = chat.say("li", "补训 张小花")

    assert done.title == "全员安全培训已登记"
    assert state(chat, county.home, "training", "2026-H2") is DutyState.DONE
    first, second = records(chat, "training")
    assert second.facts["make_up_of"] == first.id


def test_numbers_short_of_the_roster_are_asked_for_names_once(chat: Chat, county: County) -> None:
    asked = chat.say("li", "培训 2人参加 内容 灭火器使用")
    assert asked.lines == ("· 缺席的是谁（写姓名，没有人缺席写“无人缺席”）",)
    assert state(chat, county.home, "training", "2026-H2") is DutyState.WAITING

    card = chat.say("li", "张小花")

    assert ("缺席", "张小花") in card.facts


@pytest.mark.parametrize("nod", ["收到", "好的"])
def test_a_nod_is_nobodys_name(chat: Chat, county: County, nod: str) -> None:
    chat.say("li", "培训 2人参加 内容 灭火器使用")
    chat.say("li", nod)

    assert records(chat, "training") == []
    assert state(chat, county.home, "training", "2026-H2") is DutyState.WAITING


def test_enough_people_are_everybody(chat: Chat, county: County) -> None:
    chat.say("li", "培训 12人参加 内容 灭火器使用")

    assert state(chat, county.home, "training", "2026-H2") is DutyState.DONE


def test_more_were_expected_than_the_roster_has(chat: Chat, county: County) -> None:
    chat.say("li", "培训 应到15人 实到14人 内容 灭火器使用")
    card = chat.say("li", "赵大爷")
    assert "还有1人没培训：赵大爷" in words(card)

    chat.say("li", "补训 赵大爷")

    assert state(chat, county.home, "training", "2026-H2") is DutyState.DONE


def test_a_second_session_brings_in_those_of_the_first(chat: Chat, county: County) -> None:
    chat.say("li", "培训 2人参加 缺席张小花 内容 灭火器使用")
    card = chat.say("li", "培训 1人参加 缺席李秀英、王铁柱 内容 疏散逃生")

    assert card.title == "全员安全培训已登记"
    assert state(chat, county.home, "training", "2026-H2") is DutyState.DONE


def test_the_training_of_heads_and_officers_is_counted_against_the_register(chat: Chat, county: County) -> None:
    card = chat.say("ma", "负责人培训已开展 应到2人 实到1人 缺席王铁柱 内容 判定标准、应急处置")

    assert "还有1人没培训：张良镇敬老院王铁柱" in words(card)
    assert state(chat, county.town, "head_training", "2026") is DutyState.WAITING
    assert "张良镇敬老院王铁柱" in words(chat.say("ma", "谁没培训"))

    chat.say("ma", "补训 王铁柱")
    assert state(chat, county.town, "head_training", "2026") is DutyState.DONE


def test_who_is_not_trained_is_answered_by_name(chat: Chat) -> None:
    before = chat.say("li", "谁没培训")
    assert before.title == "还有3人没培训"
    assert "还没有登记过培训" in words(before)

    chat.say("li", "培训 2人参加 缺席张小花 内容 灭火器使用")
    assert "差1人：张小花" in words(chat.say("li", "谁没培训"))
    assert "差1人：张小花" in words(chat.say("ma", "张良镇敬老院谁没培训"))
    assert "没有查到" in chat.say("niu", "张良镇敬老院谁没培训").title


def test_the_bureau_is_told_of_its_offices_and_institutions(chat: Chat) -> None:
    told = words(chat.say("leader", "谁没培训"))

    assert "张良镇民政所 负责人和安全管理人员培训（2026年度）：差2人" in told
    assert "马楼乡敬老院 全员安全培训（2026年下半年）：差1人" in told


def test_somebody_who_was_there_needs_no_make_up(chat: Chat) -> None:
    chat.say("li", "培训 2人参加 缺席张小花 内容 灭火器使用")

    refused = chat.say("li", "补训 王铁柱")

    assert refused.title == "没有登记补训"
    assert "张小花" in words(refused)


def test_without_a_training_there_is_nothing_to_make_up(chat: Chat) -> None:
    assert "先登记培训" in words(chat.say("li", "补训 张小花"))


def test_after_the_cut_off_the_make_up_is_late(chat: Chat, county: County) -> None:
    chat.say("li", "培训 2人参加 缺席张小花 内容 灭火器使用")
    with work(chat.engine) as session:
        duty = duties.of_slot(session, county.home.id or 0, "training", "2026-H2")
        assert duty is not None
        session.expunge(duty)
    chat.now = datetime(2027, 1, 1, 10, 0, tzinfo=TZ)
    duty_close.run(chat.engine, chat.now, a_desk().tables)
    assert state(chat, county.home, "training", "2026-H2") is DutyState.MISSED

    chat.say("li", "补报 2026年下半年培训 3人参加 内容 灭火器使用")

    assert state(chat, county.home, "training", "2026-H2") is DutyState.LATE


def test_the_office_is_sent_the_matrix(chat: Chat) -> None:
    chat.say("li", "培训 2人参加 缺席张小花 内容 灭火器使用")
    card = chat.say("ma", "培训情况表")

    assert ("机构", "1家") in card.facts
    assert ("还没培训", "1人") in card.facts
    with work(chat.engine) as session:
        sent = session.scalars(select(OutboxMessage).where(col(OutboxMessage.key).startswith("file:"))).one()
        content = session.scalars(select(Paper)).one().content
    assert sent.as_card().title == "张良镇民政所2026年培训情况表.xlsx"
    page = load_workbook(BytesIO(content)).active
    assert page is not None
    header, row = page.iter_rows(values_only=True)
    told = dict(zip(header, row, strict=True))
    assert told["机构"] == "张良镇敬老院"
    assert told["下半年没培训的人"] == "张小花"
    assert told["下半年讲过的重点"] == "消防设施使用"
    assert told["负责人和安全员业务培训"] == "0/2"


def test_an_institution_is_not_sent_the_matrix(chat: Chat) -> None:
    assert chat.say("li", "培训情况表").title == "没有发送"
