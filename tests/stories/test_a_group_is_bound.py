"""Somebody in charge binds a group chat to a unit, moves it, takes it away; an unbound group is told how, once."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from storage import inbox, units
from storage.database import reading, work
from storage.messages import Recipient
from storage.outbox import OutboxMessage
from storage.units import Group
from storage.vocabulary import Role
from tests.builders import County, a_county, a_person, a_unit, kept
from tests.chat import Chat, words

HINT = "绑定本群 单位名称"
Row = tuple[str, str, str, bool]


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine)


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    return Chat(engine)


def a_group(chat: Chat, unit: str, name: str, *, webhook: str = "", chat_id: str = "") -> None:
    with work(chat.engine) as session:
        known = units.by_name(session, unit)
        assert known is not None
        assert known.id is not None
        kept(session, Group(name=name, unit_id=known.id, webhook_key=webhook, chat_id=chat_id))


def groups(chat: Chat) -> list[Row]:
    """Return (name, chat id, webhook, whether active) of all groups, oldest first."""
    with reading(chat.engine) as session:
        rows: Sequence[Group] = session.scalars(select(Group).order_by(col(Group.id))).all()
        return [(row.name, row.chat_id, row.webhook_key, row.is_active) for row in rows]


def bound_unit(chat: Chat, chat_id: str) -> int | None:
    with reading(chat.engine) as session:
        group = units.group_by_chat(session, chat_id)
        return None if group is None else group.unit_id


@pytest.mark.parametrize("typed", ["张良镇民政所", "张良民政所", "到 张良镇民政所"])
def test_a_township_officer_binds_the_group_to_the_office(chat: Chat, county: County, typed: str) -> None:
    card = chat.say("ma", f"绑定本群 {typed}", group="wrT")

    assert card.title == "本群已绑定：张良镇民政所"
    assert dict(card.facts) == {"绑定人": "马建国"}
    assert bound_unit(chat, "wrT") == county.town.id
    assert groups(chat) == [("张良镇民政所群", "wrT", "", True)]


def test_without_a_name_it_is_the_officers_own_office(chat: Chat, county: County) -> None:
    assert chat.say("ma", "绑定本群", group="wrT").title == "本群已绑定：张良镇民政所"
    assert chat.say("admin", "绑定本群", group="wrB").title == "本群已绑定：鲁山县民政局"


def test_reminders_of_the_unit_go_to_the_group_from_then_on(chat: Chat, county: County) -> None:
    chat.say("ma", "绑定本群", group="wrT")

    with reading(chat.engine) as session:
        home = county.home.id
        assert home is not None
        group = units.group_of(session, units.tree(session), home)
        assert group is not None
        assert group.chat_id == "wrT"


def test_who_bound_the_group_can_be_found(chat: Chat) -> None:
    chat.say("ma", "绑定本群", group="wrT", message_id="m77")

    with reading(chat.engine) as session:
        group = units.group_by_chat(session, "wrT")
        assert group is not None
        channel, _, message_id = group.bound_by.partition(":")
        said = session.scalars(
            select(inbox.InboxMessage).where(
                col(inbox.InboxMessage.channel) == channel, col(inbox.InboxMessage.message_id) == message_id
            )
        ).one()
        assert (said.sender, said.body) == ("ma", "绑定本群")


@pytest.mark.parametrize(
    ("userid", "unit"), [("ma", "张良镇敬老院"), ("section", "张良镇民政所"), ("leader", "马楼乡敬老院")]
)
def test_officers_bind_units_below_their_own(chat: Chat, userid: str, unit: str) -> None:
    assert chat.say(userid, f"绑定本群 {unit}", group="wrX").title == f"本群已绑定：{unit}"


@pytest.mark.parametrize("userid", ["zhang", "wang", "li"])
@pytest.mark.parametrize("typed", ["绑定本群 张良镇敬老院", "改绑 张良镇敬老院", "解绑本群"])
def test_people_of_an_institution_change_no_group(chat: Chat, userid: str, typed: str) -> None:
    a_group(chat, "张良镇民政所", "张良镇工作群", chat_id="wrT")

    assert "民政所、股室、局里的人办理" in words(chat.say(userid, typed, group="wrT"))
    assert groups(chat) == [("张良镇工作群", "wrT", "", True)]


def test_nobody_binds_a_unit_that_is_not_in_their_charge(chat: Chat) -> None:
    card = chat.say("niu", "绑定本群 张良镇民政所", group="wrT")

    assert "不在您的管辖范围内" in words(card)
    assert groups(chat) == []


def test_a_private_chat_is_no_group(chat: Chat) -> None:
    assert chat.say("ma", "绑定本群 张良镇民政所").title == "请到要绑定的群里发"
    assert chat.say("ma", "解绑本群").title == "请到要绑定的群里发"
    assert groups(chat) == []


def test_an_unclear_name_is_asked_about(chat: Chat, county: County) -> None:
    question = chat.say("ma", "绑定本群 张良", group="wrT")
    number = next(line.partition(".")[0] for line in question.lines if line.endswith("张良镇民政所"))
    answer = chat.say("ma", number, group="wrT")

    assert question.title == "可能是这几家，请确认单位"
    assert answer.title == "本群已绑定：张良镇民政所"


def test_an_unknown_name_is_asked_for_again(chat: Chat) -> None:
    question = chat.say("admin", "绑定本群 火星分局", group="wrT")

    assert question.title == "没认出是哪个单位，请写单位全称"
    assert chat.say("admin", "马楼乡民政所", group="wrT").title == "本群已绑定：马楼乡民政所"


def test_the_chat_joins_the_rosters_group_that_has_only_a_webhook(chat: Chat) -> None:
    a_group(chat, "张良镇民政所", "张良镇工作群", webhook="KEY1")

    card = chat.say("ma", "绑定本群", group="wrT")

    assert "张良镇工作群" in words(card)
    assert groups(chat) == [("张良镇工作群", "wrT", "KEY1", True)]


def test_of_several_groups_in_the_roster_it_is_asked_which(chat: Chat) -> None:
    a_group(chat, "张良镇民政所", "张良镇工作群", webhook="KEY1")
    a_group(chat, "张良镇民政所", "张良镇安全群", webhook="KEY2")

    question = chat.say("ma", "绑定本群", group="wrT")
    assert question.lines == ("1. 张良镇工作群", "2. 张良镇安全群")
    assert chat.say("ma", "2", group="wrT").title == "本群已绑定：张良镇民政所"
    assert groups(chat) == [("张良镇工作群", "", "KEY1", True), ("张良镇安全群", "wrT", "KEY2", True)]


def test_a_bound_group_is_not_bound_twice(chat: Chat) -> None:
    chat.say("ma", "绑定本群", group="wrT")

    assert chat.say("ma", "绑定本群", group="wrT").title == "本群已经绑定张良镇民政所，不用再绑"
    card = chat.say("ma", "绑定本群 张良镇敬老院", group="wrT")
    assert card.title == "本群已经绑定张良镇民政所，没有改动"
    assert "改绑 张良镇敬老院" in words(card)
    assert "解绑本群" in words(card)
    assert groups(chat) == [("张良镇民政所群", "wrT", "", True)]


def test_a_group_is_moved_to_another_unit(chat: Chat, county: County) -> None:
    a_group(chat, "张良镇民政所", "张良镇工作群", webhook="KEY1", chat_id="wrT")

    card = chat.say("ma", "改绑 张良镇敬老院", group="wrT")

    assert card.title == "本群已绑定：张良镇敬老院"
    assert "本群不再属于张良镇民政所。" in card.lines
    assert groups(chat) == [("张良镇工作群", "", "KEY1", True), ("张良镇敬老院群", "wrT", "", True)]


def test_a_group_is_not_moved_away_from_a_unit_of_others(chat: Chat) -> None:
    a_group(chat, "马楼乡民政所", "马楼乡工作群", chat_id="wrM")

    assert "不在您的管辖范围内" in words(chat.say("ma", "改绑 张良镇民政所", group="wrM"))
    assert "不在您的管辖范围内" in words(chat.say("ma", "解绑本群", group="wrM"))
    assert groups(chat) == [("马楼乡工作群", "wrM", "", True)]


def test_a_unit_with_another_chat_is_only_moved_on_demand(chat: Chat) -> None:
    chat.say("ma", "绑定本群", group="wrOld")

    card = chat.say("ma2", "绑定本群", group="wrNew")
    assert card.title == "张良镇民政所已经绑定了另一个群“张良镇民政所群”，没有改动"
    assert "改绑 张良镇民政所" in words(card)

    assert chat.say("ma2", "改绑 张良镇民政所", group="wrNew").title == "本群已绑定：张良镇民政所"
    assert groups(chat) == [("张良镇民政所群", "wrNew", "", True)]


def test_the_group_that_lost_its_unit_is_told(chat: Chat) -> None:
    chat.say("ma", "绑定本群", group="wrOld")
    chat.say("ma2", "改绑", group="wrNew")

    with reading(chat.engine) as session:
        to_old = col(OutboxMessage.recipient) == str(Recipient.chat("group:wrOld"))
        (told,) = session.scalars(select(OutboxMessage).where(to_old, col(OutboxMessage.key).startswith("rebound:")))
        assert told.as_card().title == "本群不再属于张良镇民政所"
        assert "郭干事" in words(told.as_card())


def test_a_webhook_that_stays_with_the_old_chat_is_remarked(chat: Chat) -> None:
    a_group(chat, "张良镇民政所", "张良镇工作群", webhook="KEY1", chat_id="wrOld")

    assert "请管理员换成本群的" in words(chat.say("ma", "改绑", group="wrNew"))


@pytest.mark.parametrize("typed", ["解绑本群", "解绑", "取消绑定"])
def test_an_unbound_group_keeps_its_webhook(chat: Chat, typed: str) -> None:
    a_group(chat, "张良镇民政所", "张良镇工作群", webhook="KEY1", chat_id="wrT")

    assert chat.say("ma", typed, group="wrT").title == "本群已解绑：不再属于张良镇民政所"
    assert groups(chat) == [("张良镇工作群", "", "KEY1", True)]
    assert chat.say("ma", typed, group="wrT").title == "本群没有绑定单位，不用解绑"


def test_a_group_with_nothing_left_is_given_up_and_taken_up_again(chat: Chat) -> None:
    chat.say("ma", "绑定本群", group="wrT")
    chat.say("ma", "解绑本群", group="wrT")
    assert groups(chat) == [("张良镇民政所群", "", "", False)]

    chat.say("ma", "绑定本群", group="wrNew")
    assert groups(chat) == [("张良镇民政所群", "wrNew", "", True)]


def test_a_group_that_the_roster_put_out_of_use_is_left_alone(chat: Chat) -> None:
    a_group(chat, "张良镇民政所", "张良镇民政所群", webhook="KEY1")
    with work(chat.engine) as session:
        session.scalars(select(Group)).one().is_active = False

    chat.say("ma", "绑定本群", group="wrT")
    assert groups(chat) == [("张良镇民政所群", "", "KEY1", False), ("张良镇民政所群2", "wrT", "", True)]


def test_the_first_answer_in_an_unbound_group_tells_how_to_bind_it(chat: Chat) -> None:
    said = [words(chat.say("zhang", "帮助", group="wrT")) for _ in range(2)]

    assert [HINT in one for one in said] == [True, False]
    assert HINT in words(chat.say("zhang", "帮助", group="wrOther"))


def test_strangers_are_told_too_but_not_who_tells_of_danger(chat: Chat) -> None:
    assert HINT not in words(chat.say("nobody", "厨房起火了", group="wrT"))
    assert HINT in words(chat.say("nobody", "你好", group="wrT"))


def test_bound_groups_and_private_chats_get_no_hint(chat: Chat) -> None:
    a_group(chat, "张良镇民政所", "张良镇工作群", chat_id="wrT")

    assert HINT not in words(chat.say("zhang", "帮助", group="wrT"))
    assert HINT not in words(chat.say("zhang", "帮助"))
    assert HINT not in words(chat.say("ma", "绑定本群 张良镇敬老院", group="wrNew"))


def test_a_group_of_a_unit_out_of_use_can_be_moved_by_the_admin(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        closed = a_unit(session, "已撤并敬老院", parent=county.town, is_active=False)
        a_person(session, county.bureau, Role.ADMIN, userid="admin2")
        kept(session, Group(name="旧群", unit_id=closed.id or 0, chat_id="wrT"))

    assert chat.say("admin2", "改绑 张良镇民政所", group="wrT").title == "本群已绑定：张良镇民政所"
