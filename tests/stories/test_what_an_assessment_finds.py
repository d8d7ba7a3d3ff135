"""What an assessment finds are hazards that name it; the yearly duty needs every institution (T13-2, T6-2)."""

from datetime import datetime

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from config.clock import TZ
from scheduler.jobs import duty_plan, expiry_watch
from storage import duties
from storage.database import work
from storage.hazards import Hazard
from storage.messages import MessageKind
from storage.units import Unit
from storage.vocabulary import DutyState, Grade, HazardSource, UnitType
from tests.builders import MONDAY_TEN, County, a_county, a_desk, a_unit
from tests.chat import Chat, words

FOUND = "检测评估 张良镇敬老院 消防评估 河南平安公司 11月20日 不合格 发现问题：二楼应急灯不亮；配电箱没有标识"
FINE = "检测评估 张良镇敬老院 消防评估 河南平安公司 11月20日 合格"


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    found = a_county(sqlite_engine)
    with work(sqlite_engine) as session:
        town = session.get_one(Unit, found.town.id)
        a_unit(session, "张良镇日间照料中心", type=UnitType.DAY_CARE, parent=town, town="张良镇")
    duty_plan.run(sqlite_engine, MONDAY_TEN, a_desk().tables)
    return found


@pytest.fixture
def chat(county: County, sqlite_engine: Engine) -> Chat:
    return Chat(sqlite_engine)


def hazards(chat: Chat) -> list[Hazard]:
    with work(chat.engine) as session:
        return list(session.scalars(select(Hazard).order_by(col(Hazard.number))))


def state(chat: Chat, county: County) -> DutyState:
    with work(chat.engine) as session:
        duty = duties.of_slot(session, county.town.id or 0, "building_assessment", "2026")
        assert duty is not None
        return duty.state


def test_what_is_found_becomes_hazards_that_name_the_assessment(chat: Chat) -> None:
    card = chat.say("ma", FOUND)

    assert [one.problem for one in hazards(chat)] == ["二楼应急灯不亮", "配电箱没有标识"]
    assert {one.source for one in hazards(chat)} == {HazardSource.ASSESSMENT}
    assert "已登记12号隐患" in words(card)
    assert "来源：检测评估（检测评估 建筑消防安全评估，河南平安公司，2026年11月20日）" in words(
        chat.say("li", "12号")
    )


def test_a_building_that_is_condemned_is_major_whoever_found_it(chat: Chat) -> None:
    chat.say(
        "ma", "检测评估 张良镇敬老院 消防评估 河南平安公司 11月20日 不合格 发现问题：西配楼经鉴定为D级危房仍在使用"
    )
    chat.say("hou", "巡查有异常，东厢房经鉴定为D级危房还住着人")

    assert [(one.grade, one.needs_engineering) for one in hazards(chat)] == [(Grade.MAJOR, True)] * 2


def test_the_same_message_registers_nothing_twice(chat: Chat) -> None:
    chat.say("ma", FOUND)
    chat.say("ma", FOUND)

    assert len(hazards(chat)) == 2


def test_nothing_found_registers_nothing(chat: Chat) -> None:
    chat.say("ma", FINE)
    chat.say("ma", "检测评估 张良镇日间照料中心 消防评估 河南平安公司 11月21日 合格 发现问题：无")

    assert hazards(chat) == []


def test_findings_without_a_result_are_not_passed(chat: Chat) -> None:
    card = chat.say("ma", "检测评估 张良镇敬老院 燃气检测 某公司 11月20日 发现问题：软管老化")

    assert "不合格" in words(card)
    assert len(hazards(chat)) == 1


def confirm(chat: Chat, said: str = "消防评估已完成 评估单位 平安检测公司 未发现问题") -> str:
    chat.say("ma", said)
    chat.photo("ma", kind=MessageKind.FILE)
    return words(chat.say("ma", "已发"))


def test_the_office_is_not_done_while_an_institution_lacks_its_assessment(chat: Chat, county: County) -> None:
    chat.say("ma", FINE)

    told = confirm(chat)

    assert "还有1家没有登记评估：张良镇日间照料中心" in told
    assert state(chat, county) is DutyState.WAITING


def test_the_last_assessment_closes_the_office_s_duty(chat: Chat, county: County) -> None:
    chat.say("ma", FINE)
    card = chat.say("ma", "检测评估 张良镇日间照料中心 消防评估 河南平安公司 11月21日 合格")

    assert ("已登记任务", "建筑消防安全评估检测（2026年度）") in card.facts
    assert state(chat, county) is DutyState.DONE


def test_an_assessment_of_another_kind_or_year_does_not_count(chat: Chat, county: County) -> None:
    chat.say("ma", "检测评估 张良镇敬老院 燃气检测 某公司 11月20日 合格")
    chat.say("ma", "检测评估 张良镇日间照料中心 消防评估 某公司 2025-11-21 合格")

    assert state(chat, county) is DutyState.WAITING


def test_what_an_office_found_is_registered_where_it_was_found(chat: Chat, county: County) -> None:
    chat.say("ma", "技术鉴定已完成 鉴定单位 平安检测公司 发现问题：张良镇敬老院厨房燃气软管老化；有的地方线路老化")
    chat.photo("ma", kind=MessageKind.FILE)
    told = words(chat.say("ma", "已发"))

    (one,) = hazards(chat)
    assert (one.unit_id, one.source) == (county.home.id, HazardSource.ASSESSMENT)
    assert "没写是哪家机构，没有登记隐患：有的地方线路老化" in told


@pytest.mark.parametrize(("today", "left"), [("2026-09-22", 59), ("2026-10-22", 29), ("2026-11-14", 6)])
def test_it_is_reminded_of_before_the_year_is_over(chat: Chat, today: str, left: int) -> None:
    chat.say("ma", "检测评估 张良镇敬老院 消防评估 某公司 2025-11-20 合格")
    chat.now = datetime.fromisoformat(f"{today}T09:00").replace(tzinfo=TZ)

    expiry_watch.run(chat.engine, chat.now, a_desk().tables)

    for userid in ("li", "ma"):
        letter = [one for one in chat.notices(userid) if "登记快到期" in one.title]
        assert f"还有{left}天" in words(letter[-1]), userid
