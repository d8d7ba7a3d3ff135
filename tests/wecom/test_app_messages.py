"""The fake judges app messages as WeCom does and shows them once."""

import json
from typing import Any

import pytest

from tests.wecom.caller import Caller, MovableClock
from tests.wecom.limits import Limits
from tests.wecom.platform import Platform


def texts(seen: list[Any]) -> list[str]:
    """Return what was read, oldest first."""
    return [one.text for one in seen]


def test_a_message_is_seen_by_those_it_names_in_order(caller: Caller, platform: Platform) -> None:
    caller.send(part={"content": "一"}, touser="LISI|zhangsan")
    caller.send(part={"content": "二"})

    assert texts(platform.seen_by_person("lisi")) == ["一", "二"]
    assert texts(platform.seen_by_person("zhangsan")) == ["一"]
    assert platform.seen_by_person("wangwu") == []
    assert [seen.ordinal for seen in platform.seen] == [1, 2, 3]
    assert platform.seen[0].payload["text"] == {"content": "一"}


def test_all_means_everybody_in_the_contact_book(caller: Caller, platform: Platform) -> None:
    assert caller.send(touser="@all")["errcode"] == 0

    assert {seen.reader for seen in platform.seen} == {"LiSi", "zhangsan", "wangwu"}


def test_unknown_users_come_back_in_lower_case_with_errcode_0(caller: Caller, platform: Platform) -> None:
    answer = caller.send(touser="lisi|ZhaoLiu|Sunqi", toparty="7", totag="9")

    assert answer["errcode"] == 0
    assert answer["invaliduser"] == "zhaoliu|sunqi"
    assert (answer["invalidparty"], answer["invalidtag"]) == ("7", "9")
    assert len(platform.seen_by_person("lisi")) == 1


@pytest.mark.parametrize(
    ("envelope", "errcode"),
    [
        ({"touser": "zhaoliu"}, 81013),
        ({"touser": "", "toparty": "1"}, 81013),
        ({"touser": ""}, 82001),
        ({"touser": "|".join(["lisi"] * 1001)}, 40032),
        ({"toparty": "|".join(["1"] * 101)}, 82002),
        ({"totag": "|".join(["1"] * 101)}, 82003),
        ({"agentid": 1}, 40056),
        ({"agentid": "1000002"}, 40056),
        ({"msgtype": "markdown_v2"}, 40008),
        ({"msgtype": "nonsense"}, 40008),
        ({"text": {"content": ""}}, 44004),
        ({"text": {"content": " \n"}}, 44004),
        ({"text": {}}, 44004),
        ({"safe": 3}, 40058),
        ({"enable_duplicate_check": 1, "duplicate_check_interval": 14_401}, 40058),
    ],
)
def test_a_wrong_envelope_is_refused(
    caller: Caller, platform: Platform, envelope: dict[str, Any], errcode: int
) -> None:
    assert caller.send(**envelope)["errcode"] == errcode

    assert platform.seen == []


def test_a_thousand_receivers_are_allowed(caller: Caller) -> None:
    assert caller.send(touser="|".join(["lisi"] * 1000))["errcode"] == 0


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        ('{"content":"你好"}'.encode("gbk"), 40033),
        (json.dumps({"text": "你好"}).encode(), 40033),
        (b'{"text":"\\\\\\u4f60"}', 40033),
        (b"not json", 40058),
        (b"[]", 40058),
    ],
)
def test_a_body_that_is_no_plain_utf8_json_is_refused(caller: Caller, body: bytes, errcode: int) -> None:
    assert caller.post("message/send", body, access_token=caller.token())["errcode"] == errcode


@pytest.mark.parametrize("content", ["a\u0001b", "C:\\u4f60", '他说"好"\n'])
def test_escapes_that_json_needs_are_allowed(caller: Caller, platform: Platform, content: str) -> None:
    assert caller.send(part={"content": content})["errcode"] == 0

    assert texts(platform.seen) == [content]


@pytest.mark.parametrize(
    ("content", "shown", "is_cut", "is_broken"),
    [
        ("a" * 2048, "a" * 2048, False, False),
        ("a" * 2049, "a" * 2048, True, False),
        ("a" * 2045 + "汉字", "a" * 2045 + "汉", True, False),
        ("a" * 2046 + "汉字", "a" * 2046 + "\ufffd", True, True),
    ],
)
def test_a_long_text_is_cut_without_a_word(
    caller: Caller, platform: Platform, content: str, shown: str, is_cut: bool, is_broken: bool
) -> None:
    assert caller.send(part={"content": content})["errcode"] == 0

    (seen,) = platform.seen
    assert (seen.text, seen.is_cut, seen.is_broken) == (shown, is_cut, is_broken)


@pytest.mark.parametrize(
    ("msgtype", "part", "errcode"),
    [
        ("markdown", {"content": "a" * 2048}, 0),
        ("markdown", {"content": "汉" * 683}, 45002),
        ("markdown", {"content": ""}, 44004),
        ("textcard", {"title": "t", "description": "d", "url": "https://a.example"}, 0),
        ("textcard", {"title": "", "description": "d", "url": "https://a.example"}, 41016),
        ("textcard", {"title": "t", "url": "https://a.example"}, 41033),
        ("textcard", {"title": "t", "description": "d", "url": "a.example"}, 45034),
        ("textcard", {"title": "题" * 129, "description": "d", "url": "https://a.example"}, 45002),
        ("news", {"articles": [{"title": "t", "url": "https://a.example"}] * 8}, 0),
        ("news", {"articles": [{"title": "t", "url": "https://a.example"}] * 9}, 45008),
        ("news", {"articles": []}, 45008),
        ("news", {"articles": [{"title": "题" * 43, "url": "https://a.example"}]}, 45002),
        ("mpnews", {"articles": [{"title": "t", "thumb_media_id": "x", "content": "c"}]}, 40007),
        ("image", {"media_id": "unknown"}, 40007),
        ("file", None, 40007),
    ],
)
def test_contents_are_judged_by_type(caller: Caller, msgtype: str, part: Any, errcode: int) -> None:
    assert caller.send(msgtype, part)["errcode"] == errcode


def test_the_same_bytes_within_the_interval_are_shown_once(
    caller: Caller, platform: Platform, clock: MovableClock
) -> None:
    checked: dict[str, Any] = {"enable_duplicate_check": 1}
    first = caller.send(**checked)
    again = caller.send(**checked)
    assert again == first
    assert len(platform.seen) == 1
    assert platform.dropped_duplicates == 1

    caller.send(part={"content": "你好!"}, **checked)
    clock.forward(1799)
    caller.send(**checked)
    assert len(platform.seen) == 2

    clock.forward(1)
    caller.send(**checked)
    assert len(platform.seen) == 3


def test_the_interval_can_be_four_hours(caller: Caller, platform: Platform, clock: MovableClock) -> None:
    checked: dict[str, Any] = {"enable_duplicate_check": 1, "duplicate_check_interval": 14_400}
    for seconds in (0, 14_399, 1):
        clock.forward(seconds)
        caller.send(**checked)

    assert len(platform.seen) == 2


def test_without_the_check_the_same_bytes_are_shown_twice(caller: Caller, platform: Platform) -> None:
    caller.send()
    caller.send()

    assert len(platform.seen) == 2


def test_beyond_30_a_minute_a_member_sees_nothing_and_nobody_is_told(
    caller: Caller, platform: Platform, clock: MovableClock
) -> None:
    codes = [caller.send(part={"content": str(n)})["errcode"] for n in range(31)]
    caller.send(touser="zhangsan")

    assert codes == [0] * 31
    assert len(platform.seen_by_person("lisi")) == 30
    assert texts(platform.silently_dropped) == ["30"]
    assert len(platform.seen_by_person("zhangsan")) == 1
    clock.forward(60)
    caller.send()
    assert len(platform.seen_by_person("lisi")) == 31


def test_beyond_the_hourly_limit_too(caller: Caller, platform: Platform, clock: MovableClock) -> None:
    platform.limits = Limits(member_per_hour=3)
    for _ in range(4):
        caller.send()
        clock.forward(61)

    assert len(platform.seen) == 3
    assert len(platform.silently_dropped) == 1


def test_an_api_called_too_often_stays_shut_for_the_window(
    caller: Caller, platform: Platform, clock: MovableClock
) -> None:
    platform.limits = Limits(api_per_minute=2)

    codes = [caller.post("message/send", b"{}", access_token=caller.token())["errcode"] for _ in range(2)]
    assert codes == [40056, 40056]
    body, token = b"{}", platform.tokens.fetch(clock())[0]
    assert caller.post("message/send", body, access_token=token)["errcode"] == 45009
    clock.forward(60)
    assert caller.post("message/send", body, access_token=token)["errcode"] == 40056


@pytest.mark.parametrize(("hours", "errcode"), [(23, 0), (24, 42052)])
def test_a_message_can_be_recalled_for_a_day(
    caller: Caller, platform: Platform, clock: MovableClock, hours: int, errcode: int
) -> None:
    msgid = caller.send()["msgid"]
    clock.forward(hours * 3600)

    assert caller.call("message/recall", {"msgid": msgid})["errcode"] == errcode

    assert platform.seen[0].is_recalled is (errcode == 0)
    assert caller.call("message/recall", {"msgid": "unknown"})["errcode"] == 40058


def test_callbacks_come_from_listed_addresses(caller: Caller) -> None:
    assert caller.get("getcallbackip", access_token=caller.token())["ip_list"] == ["127.0.0.1"]
    assert caller.get("getcallbackip")["errcode"] == 41001


def test_the_method_matters_and_unknown_addresses_are_no_json(caller: Caller, platform: Platform) -> None:
    assert caller.get("message/send")["errcode"] == 43002
    assert caller.post("gettoken", b"")["errcode"] == 43001
    assert caller.client.get(f"{platform.api_url}/message/nonsense").status_code == 404
