"""Somebody leaves the contact book: what was theirs goes to the head the same day, and nothing is deleted."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from wechatpy.enterprise.parser import parse_message

from bot.wire.callback import read
from scheduler.wakeups import tick
from storage import hazards
from storage.database import reading, work
from storage.hazards import Hazard
from storage.inbox import InboxMessage
from storage.people import Person
from storage.units import Group
from storage.vocabulary import HazardAction, HazardState, InboxState, Role
from tests.builders import County, a_county, a_desk, a_hazard, a_person, kept
from tests.chat import Chat, words
from tests.wecom.callback_xml import Callbacks
from tests.wecom.identity import Identity

_seconds = count(1_700_000_000)


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine)


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    return Chat(engine)


def contact(chat: Chat, change: str, *, created_at: int = 0, **fields: Any) -> InboxState:
    """Let the platform tell of a change of the contact book; return what became of the message."""
    write = Callbacks(Identity(), lambda: next(_seconds))
    xml = write.change_contact(change, fields, created_at=created_at or None)
    chat.take(read(parse_message(xml)._data, channel="self_built_app"))
    with reading(chat.engine) as session:
        return session.scalars(select(InboxMessage).order_by(col(InboxMessage.id).desc())).all()[0].state


def person(chat: Chat, userid: str) -> Person:
    with reading(chat.engine) as session:
        return session.scalars(select(Person).where(col(Person.userid_key) == userid)).one()


def put_hazard(chat: Chat, county: County, owner: str, **more: Any) -> int:
    with work(chat.engine) as session:
        return a_hazard(session, county.home, owner=county.person_by_userid[owner], **more).number


def owner_of(chat: Chat, number: int) -> tuple[int | None, str]:
    with reading(chat.engine) as session:
        hazard = hazards.by_number(session, number)
        assert hazard is not None
        return hazard.owner_id, hazard.owner_name


def test_open_hazards_go_to_the_head_of_the_unit(chat: Chat, county: County) -> None:
    mine, other = put_hazard(chat, county, "wang"), put_hazard(chat, county, "zhang")
    done = put_hazard(chat, county, "wang", state=HazardState.CLOSED)

    assert contact(chat, "delete_user", UserID="wang") is InboxState.DONE

    head = county.person_by_userid["li"]
    assert owner_of(chat, mine) == (head.id, "李秀英")
    assert [owner_of(chat, one)[1] for one in (other, done)] == ["张小花", "王铁柱"]


def test_who_left_stays_in_the_roster_and_is_a_stranger_to_the_bot(chat: Chat, county: County) -> None:
    contact(chat, "delete_user", UserID="wang")

    gone = person(chat, "wang")
    assert (gone.is_active, gone.left_at) == (False, chat.now)
    assert chat.say("wang", "我的待办").title == "您还不在花名册里"


def test_the_history_says_whose_it_was(chat: Chat, county: County) -> None:
    number = put_hazard(chat, county, "wang")
    contact(chat, "delete_user", UserID="wang")

    with reading(chat.engine) as session:
        hazard = session.scalars(select(Hazard)).one()
        event = hazards.events(session, hazard.id or 0)[-1]
    assert (event.action, event.note) == (HazardAction.HAND_OVER, "王铁柱 → 李秀英")
    assert event.state_before is event.state_after is HazardState.TO_RECTIFY
    assert event.message.startswith("self_built_app:")
    assert "王铁柱 移交：王铁柱 → 李秀英" in words(chat.say("li", f"{number}号"))


def test_the_head_hears_at_once_what_is_theirs_now(chat: Chat, county: County) -> None:
    number = put_hazard(chat, county, "wang", due_on=date(2026, 11, 20))
    with work(chat.engine) as session:
        session.get_one(Person, county.person_by_userid["wang"].id).substitute_userid = "ZHANG"

    contact(chat, "delete_user", UserID="wang")

    (card,) = chat.urgent("li")
    assert card.title == "王铁柱已离开，2项悬空，由您接手"
    assert dict(card.facts) == {"单位": "张良镇敬老院", "替补": "张小花"}
    assert f"· {number}号 二楼东头 安全出口堆了轮椅｜待整改｜已超期3天" in card.lines
    assert "张良镇敬老院在花名册里已没有“安全员”" in words(card)
    assert f"收到 {number}" in words(card)


def test_the_township_office_hears_who_took_over(chat: Chat, county: County) -> None:
    put_hazard(chat, county, "wang")
    contact(chat, "delete_user", UserID="wang")

    for officer in ("ma", "ma2"):
        (card,) = chat.urgent(officer)
        assert card.title == "张良镇敬老院：王铁柱已离开，2项悬空，由李秀英接手"
    assert chat.notices("section") == chat.notices("leader") == chat.notices("wang") == []


def test_without_a_head_the_township_office_takes_over(chat: Chat, county: County) -> None:
    number = put_hazard(chat, county, "li")
    contact(chat, "delete_user", UserID="li")

    assert owner_of(chat, number)[1] == "马建国"
    assert [one.title for one in chat.urgent("ma")] == ["李秀英已离开，2项悬空，由您接手"]
    assert [one.title for one in chat.urgent("ma2")] == ["张良镇敬老院：李秀英已离开，2项悬空，由马建国接手"]


def test_an_officers_work_goes_to_a_colleague_then_to_the_office_above(chat: Chat, county: County) -> None:
    number = put_hazard(chat, county, "ma")

    contact(chat, "delete_user", UserID="ma")
    assert owner_of(chat, number)[1] == "郭干事"
    contact(chat, "delete_user", UserID="ma2")
    assert owner_of(chat, number)[1] == "周股长"


def test_what_only_they_could_accept_is_named(chat: Chat, county: County) -> None:
    contact(chat, "delete_user", UserID="ma2")
    number = put_hazard(chat, county, "wang", state=HazardState.TO_ACCEPT)

    contact(chat, "delete_user", UserID="ma")

    card = chat.urgent("section")[-1]
    assert "原来只有马建国能验收的1条：" in card.lines
    assert "张良镇民政所在花名册里已没有“民政所”" in words(card)
    assert chat.say("section", f"验收通过 {number}").title == f"{number}号验收通过，已销号"


def test_groups_without_anybody_in_charge_are_named(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        kept(session, Group(name="张良镇工作群", unit_id=county.town.id or 0, webhook_key="KEY1"))

    contact(chat, "delete_user", UserID="ma")
    assert "张良镇工作群" not in words(chat.notices("ma2")[-1])
    contact(chat, "delete_user", UserID="ma2")
    assert "没有人负责的群：张良镇工作群" in words(chat.urgent("section")[-1])


def test_duties_of_a_unit_in_which_nobody_is_left_are_named(chat: Chat, county: County) -> None:
    tick(chat.engine, chat.now, a_desk().tables)
    contact(chat, "delete_user", UserID="hou")

    card = chat.urgent("niu")[-1]
    assert "马楼乡敬老院已没有别人能报的任务" in words(card)
    assert "日巡查" in words(card)


def test_nothing_hanging_is_no_alarm(chat: Chat, county: County) -> None:
    contact(chat, "delete_user", UserID="zhang")

    assert [one.title for one in chat.notices("li")] == ["张小花已离开通讯录"]
    assert chat.urgent("li") == chat.notices("ma") == []


def test_the_same_news_again_changes_nothing(chat: Chat, county: County) -> None:
    put_hazard(chat, county, "wang")
    contact(chat, "delete_user", UserID="wang")
    before = (person(chat, "wang").left_at, len(chat.notices("li")), len(chat.notices("ma")))
    chat.forward(timedelta(hours=1))

    contact(chat, "delete_user", UserID="wang")
    contact(chat, "update_user", UserID="WANG", Status=5)

    assert (person(chat, "wang").left_at, len(chat.notices("li")), len(chat.notices("ma"))) == before
    with reading(chat.engine) as session:
        hazard = session.scalars(select(Hazard)).one()
        assert len(hazards.events(session, hazard.id or 0)) == 2


@pytest.mark.parametrize(("status", "is_gone"), [(1, False), (2, True), (4, False), (5, True)])
def test_a_disabled_account_is_as_good_as_gone(chat: Chat, county: County, status: int, is_gone: bool) -> None:
    contact(chat, "update_user", UserID="Wang", Status=status)

    assert person(chat, "wang").is_active is not is_gone


def test_a_renamed_account_is_followed(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        session.get_one(Person, county.person_by_userid["li"].id).substitute_userid = "Wang"

    contact(chat, "update_user", UserID="wang", NewUserID="WangTieZhu")

    assert chat.say("WangTieZhu", "我的待办").title == "王铁柱：没有待办"
    assert chat.say("wang", "我的待办").title == "您还不在花名册里"
    assert person(chat, "li").substitute_userid == "WangTieZhu"


def test_a_userid_that_somebody_else_has_is_not_taken(chat: Chat, county: County) -> None:
    assert contact(chat, "update_user", UserID="wang", NewUserID="Zhang") is InboxState.IGNORED
    assert person(chat, "wang").name == "王铁柱"


@pytest.mark.parametrize(("change", "fields"), [("create_user", {"Name": "王铁柱"}), ("update_user", {"Status": 1})])
def test_who_comes_back_is_active_again_and_the_admin_hears(
    chat: Chat, county: County, change: str, fields: dict[str, Any]
) -> None:
    number = put_hazard(chat, county, "wang")
    contact(chat, "delete_user", UserID="wang")

    contact(chat, change, UserID="wang", **fields)

    back = person(chat, "wang")
    assert (back.is_active, back.left_at) == (True, None)
    assert [one.title for one in chat.notices("admin")] == ["王铁柱回到通讯录，已恢复使用"]
    assert owner_of(chat, number)[1] == "李秀英"
    contact(chat, change, UserID="wang", **fields)
    assert len(chat.notices("admin")) == 1


def test_whom_the_roster_put_out_of_use_does_not_come_back_by_themselves(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        session.get_one(Person, county.person_by_userid["wang"].id).is_active = False
    number = put_hazard(chat, county, "wang")

    contact(chat, "delete_user", UserID="wang")
    contact(chat, "create_user", UserID="wang", Name="王铁柱")

    assert not person(chat, "wang").is_active
    assert owner_of(chat, number)[1] == "李秀英"


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ("create_user", {"UserID": "newcomer", "Name": "新人"}),
        ("delete_user", {"UserID": "nobody"}),
        ("update_user", {"UserID": "wang", "Name": "王铁柱", "Department": "1"}),
        ("create_party", {"Id": 2, "Name": "敬老院", "ParentId": 1, "Order": 1}),
        ("update_tag", {"TagId": 1, "AddUserItems": "wang"}),
    ],
)
def test_other_changes_are_none_of_ours(chat: Chat, county: County, change: str, fields: dict[str, Any]) -> None:
    assert contact(chat, change, **fields) is InboxState.IGNORED
    with reading(chat.engine) as session:
        assert len(session.scalars(select(Person)).all()) == len(county.person_by_userid)


def test_the_heads_list_shows_what_hangs_until_somebody_acts(chat: Chat, county: County) -> None:
    number = put_hazard(chat, county, "wang", due_on=date(2026, 11, 27))
    contact(chat, "delete_user", UserID="wang")

    assert "悬空：王铁柱已离开" in words(chat.say("li", "我的待办"))
    chat.say("li", f"收到 {number}")
    assert "悬空" not in words(chat.say("li", "我的待办"))


def test_where_nobody_is_left_at_all_it_stays_and_hangs(chat: Chat, county: County) -> None:
    number = put_hazard(chat, county, "wang")
    with work(chat.engine) as session:
        for one in session.scalars(select(Person).where(col(Person.userid_key).not_in(["wang", "zhang"]))):
            one.is_active = False

    contact(chat, "delete_user", UserID="wang")

    assert owner_of(chat, number)[1] == "王铁柱"
    assert "悬空：王铁柱已离开" in words(chat.say("zhang", "我的待办"))


def test_an_heir_is_never_somebody_who_left(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        a_person(session, county.home, Role.HEAD, userid="li2", name="刘副院长")
    number = put_hazard(chat, county, "wang")

    contact(chat, "delete_user", UserID="li")
    contact(chat, "delete_user", UserID="wang")
    assert owner_of(chat, number)[1] == "刘副院长"


def test_what_they_answered_for_by_name_is_a_gap_and_told_the_same_day(chat: Chat) -> None:
    chat.say("leader", "张良镇敬老院 属地责任人 马建国")

    contact(chat, "delete_user", UserID="ma")

    (card,) = chat.urgent("ma2")
    assert card.title == "马建国已离开，1项悬空，由您接手"
    assert "· 张良镇敬老院 属地责任人" in card.lines
    assert "重新指定发：指定 张良镇敬老院 属地责任人 姓名 职务 电话" in card.hints
    assert [one.title for one in chat.urgent("section")] == ["张良镇民政所：马建国已离开，1项悬空，由郭干事接手"]
    assert dict(chat.say("leader", "责任人 张良镇敬老院").facts)["属地责任人"] == "（空缺）"
