"""The fake's contact book shows an app what is in its visible scope, and nothing where it has no right."""

import pytest

from tests.wecom.caller import Caller
from tests.wecom.contact_book import NOT_ACTIVATED, ContactBook, Department, Member
from tests.wecom.platform import Platform

DEPARTMENTS = (
    Department(1, "示例县民政局", 0),
    Department(2, "张良镇民政所"),
    Department(3, "张良镇敬老院", 2),
    Department(4, "马楼乡民政所"),
)
MEMBERS = (
    Member("LiSi", "李四", (3,)),
    Member("wangwu", "王五", (2, 4), NOT_ACTIVATED),
    Member("boss", "陈局长"),
)


@pytest.fixture(autouse=True)
def book(platform: Platform) -> ContactBook:
    platform.contacts = ContactBook(DEPARTMENTS, MEMBERS)
    return platform.contacts


def departments(caller: Caller, **query: str) -> list[int]:
    answer = caller.get("department/list", access_token=caller.token(), **query)
    assert answer["errcode"] == 0
    return [one["id"] for one in answer["department"]]


def test_all_departments_are_listed_or_those_below_one(caller: Caller) -> None:
    assert departments(caller) == [1, 2, 3, 4]
    assert departments(caller, id="2") == [2, 3]


def test_members_are_listed_for_one_department_alone_as_the_console_spells_them(caller: Caller) -> None:
    answer = caller.get("user/list", access_token=caller.token(), department_id="3", fetch_child="1")
    assert [(one["userid"], one["department"], one["status"]) for one in answer["userlist"]] == [("LiSi", [3], 1)]
    assert "mobile" not in answer["userlist"][0]
    above = caller.get("user/list", access_token=caller.token(), department_id="2", fetch_child="1")
    assert [one["userid"] for one in above["userlist"]] == ["wangwu"]


def test_the_simple_list_tells_no_more_than_account_name_and_departments(caller: Caller) -> None:
    answer = caller.get("user/simplelist", access_token=caller.token(), department_id="4")

    assert answer["userlist"] == [{"userid": "wangwu", "name": "王五", "department": [2, 4]}]


def test_what_is_outside_the_visible_scope_is_not_there(caller: Caller, book: ContactBook) -> None:
    book.scope = {2}

    assert departments(caller) == [2, 3]
    token = caller.token()
    assert caller.get("user/list", access_token=token, department_id="4")["errcode"] == 60011
    (member,) = caller.get("user/list", access_token=token, department_id="2")["userlist"]
    assert member["department"] == [2]


@pytest.mark.parametrize(("department_id", "errcode"), [("", 40058), ("x", 40058), ("9", 60003)])
@pytest.mark.parametrize("endpoint", ["user/list", "user/simplelist"])
def test_members_are_listed_of_a_department_that_exists(
    caller: Caller, endpoint: str, department_id: str, errcode: int
) -> None:
    answer = caller.get(endpoint, access_token=caller.token(), department_id=department_id)

    assert answer["errcode"] == errcode


@pytest.mark.parametrize("endpoint", ["department/list", "user/list", "user/simplelist"])
def test_without_right_or_token_nothing_is_told(caller: Caller, book: ContactBook, endpoint: str) -> None:
    assert caller.get(endpoint, department_id="1")["errcode"] == 41001
    assert caller.post(endpoint, b"{}", access_token=caller.token(), department_id="1")["errcode"] == 43001
    book.is_allowed = False
    assert caller.get(endpoint, access_token=caller.token(), department_id="1")["errcode"] == 48002
