"""The contact book is read department by department; what it refuses is said with what is to be done."""

from collections.abc import Iterator

import pytest

from bot.channels.channel import GiveUp, TryLater
from bot.channels.contact_book import ContactBook, Member
from tests.bot.world import World
from tests.wecom import contact_book as fake
from tests.wecom.faults import Fault
from tests.wecom.platform import Platform

DEPARTMENTS = (
    fake.Department(1, "示例县民政局", 0),
    fake.Department(2, "张良镇民政所"),
    fake.Department(3, "张良镇敬老院", 2),
)
MEMBERS = (
    fake.Member("LiSi", "李四", (3,)),
    fake.Member("wangwu", "王五", (1, 2), fake.NOT_ACTIVATED),
)


@pytest.fixture
def contacts(platform: Platform) -> fake.ContactBook:
    platform.contacts = fake.ContactBook(DEPARTMENTS, MEMBERS)
    return platform.contacts


@pytest.fixture
def book(world: World, contacts: fake.ContactBook) -> Iterator[ContactBook]:
    book = ContactBook(world.settings, world.limits, world.engine, world.clock)
    yield book
    world.run(book.close())


def test_everybody_is_told_once_with_departments_and_status(world: World, book: ContactBook) -> None:
    assert world.run(book.members()) == [
        Member("wangwu", "王五", ("示例县民政局", "张良镇民政所"), 4),
        Member("LiSi", "李四", ("张良镇敬老院",), 1),
    ]


def test_only_the_visible_scope_is_told(world: World, book: ContactBook, contacts: fake.ContactBook) -> None:
    contacts.scope = {3}

    assert [one.userid for one in world.run(book.members())] == ["LiSi"]


def test_messages_and_the_contact_book_share_one_token(world: World, book: ContactBook) -> None:
    world.run(book.members())
    again = ContactBook(world.settings, world.limits, world.engine, world.clock)
    world.run(again.members())
    world.run(again.close())

    assert world.platform.calls["gettoken"] == 1


def test_a_token_that_is_refused_is_replaced_once(world: World, book: ContactBook) -> None:
    world.platform.fail_next("user/list", Fault.ERRCODE(42001))

    assert len(world.run(book.members())) == 2
    assert world.platform.calls["gettoken"] == 2


@pytest.mark.parametrize(
    ("errcode", "advice"),
    [(48002, "请管理员在管理后台给应用开通"), (60020, "企业可信IP"), (60011, "可见范围"), (40013, "企业 ID 不对")],
)
def test_a_refusal_says_what_is_to_be_done_and_not_what_wecom_said(
    world: World, book: ContactBook, errcode: int, advice: str
) -> None:
    world.platform.fail_next("department/list", Fault.ERRCODE(errcode))

    with pytest.raises(GiveUp) as refused:
        world.run(book.members())

    assert refused.value.is_for_admin
    assert advice in str(refused.value)
    assert f"错误码 {errcode}" in str(refused.value)
    assert "203.0.113.7" not in str(refused.value)


def test_a_right_that_the_console_did_not_give(world: World, book: ContactBook, contacts: fake.ContactBook) -> None:
    contacts.is_allowed = False

    with pytest.raises(GiveUp, match="48002"):
        world.run(book.members())


def test_a_scope_without_departments_is_explained(
    world: World, book: ContactBook, contacts: fake.ContactBook
) -> None:
    contacts.scope = set()

    with pytest.raises(GiveUp, match="可见范围里没有部门"):
        world.run(book.members())


@pytest.mark.parametrize(
    "fault", [Fault.HANG(5), Fault.DROP_BEFORE, Fault.HTTP_500, Fault.HTML_INSTEAD_OF_JSON, Fault.ERRCODE(45009)]
)
def test_trouble_on_the_way_is_worth_another_try(world: World, book: ContactBook, fault: Fault) -> None:
    world.platform.fail_next("user/list", fault)

    with pytest.raises(TryLater):
        world.run(book.members())
