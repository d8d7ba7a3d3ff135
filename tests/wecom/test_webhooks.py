"""The fake's group webhooks: key, rate, contents, files of their own."""

import base64
import hashlib
from typing import Any

import pytest

from tests.wecom.caller import AMR, PNG, Caller, MovableClock
from tests.wecom.media import MB
from tests.wecom.platform import Platform

NOTICE = {
    "card_type": "text_notice",
    "main_title": {"title": "今日巡查"},
    "card_action": {"type": 1, "url": "https://a.example"},
}


def picture(raw: bytes, md5: str | None = None) -> dict[str, str]:
    """Return the part of an image message."""
    return {"base64": base64.b64encode(raw).decode(), "md5": md5 or hashlib.md5(raw).hexdigest()}


def test_a_group_sees_what_its_webhook_says_and_who_is_called(caller: Caller, platform: Platform) -> None:
    part = {
        "content": "未巡查：清河敬老院",
        "mentioned_list": ["lisi", "@all"],
        "mentioned_mobile_list": ["13800000000"],
    }

    assert caller.say(part=part) == {"errcode": 0, "errmsg": "ok"}

    (seen,) = platform.seen_in_group("KEY1")
    assert (seen.text, seen.mentioned) == ("未巡查：清河敬老院", ("lisi", "@all", "13800000000"))
    assert platform.seen_in_group("KEY2") == []


def test_a_wrong_key_or_a_removed_webhook_is_refused(caller: Caller, platform: Platform) -> None:
    assert caller.say(key="wrong")["errcode"] == 93000
    platform.webhook_keys.discard("KEY1")
    assert caller.say()["errcode"] == 93000
    assert platform.seen == []


def test_the_21st_in_a_minute_shuts_the_webhook_for_a_minute(
    caller: Caller, platform: Platform, clock: MovableClock
) -> None:
    codes = []
    for _ in range(21):
        codes.append(caller.say()["errcode"])
        clock.forward(2)
    assert codes == [0] * 20 + [45009]
    assert caller.say(key="KEY2")["errcode"] == 0

    clock.forward(57)
    assert caller.say()["errcode"] == 45009
    clock.forward(1)
    assert caller.say()["errcode"] == 0
    assert len(platform.seen_in_group("KEY1")) == 21


@pytest.mark.parametrize(
    ("msgtype", "part", "errcode"),
    [
        ("text", {"content": "a" * 2048}, 0),
        ("text", {"content": "汉" * 683}, 45002),
        ("text", {"content": ""}, 44004),
        ("text", {"content": "x", "mentioned_list": "lisi"}, 40058),
        ("markdown", {"content": "a" * 4096}, 0),
        ("markdown", {"content": "a" * 4097}, 45002),
        ("markdown_v2", {"content": "a" * 4096}, 0),
        ("markdown_v2", {"content": "汉" * 1366}, 45002),
        ("image", picture(PNG), 0),
        ("image", picture(PNG, md5="0" * 32), 301019),
        ("image", {"base64": "not base64!", "md5": "0" * 32}, 40058),
        ("image", picture(b"GIF89a...."), 40123),
        ("image", picture(PNG + b"0" * (2 * MB)), 40009),
        ("news", {"articles": [{"title": "t", "url": "https://a.example"}]}, 0),
        ("news", {"articles": [{"title": "t"}]}, 40063),
        ("news", {"articles": [{"title": "t", "url": "https://a.example"}] * 9}, 45008),
        ("template_card", NOTICE, 0),
        ("template_card", {**NOTICE, "main_title": {"title": "题" * 27}}, 45002),
        ("template_card", {**NOTICE, "card_type": "button_interaction"}, 42031),
        ("file", {"media_id": "unknown"}, 40007),
        ("textcard", {"title": "t"}, 40008),
    ],
)
def test_contents_are_judged_by_type(
    caller: Caller, platform: Platform, msgtype: str, part: Any, errcode: int
) -> None:
    assert caller.say(msgtype, part)["errcode"] == errcode

    assert len(platform.seen) == (errcode == 0)


@pytest.mark.parametrize(("kind", "content"), [("file", b"PK\x03\x04\r\n--x"), ("voice", AMR)])
def test_an_uploaded_file_serves_its_own_webhook_for_three_days(
    caller: Caller, clock: MovableClock, kind: str, content: bytes
) -> None:
    uploaded = caller.upload("webhook/upload_media", content, key="KEY1", type=kind)
    part = {"media_id": uploaded["media_id"]}

    assert (uploaded["type"], uploaded["created_at"]) == (kind, "1000")
    assert caller.say(kind, part)["errcode"] == 0
    assert caller.say(kind, part, key="KEY2")["errcode"] == 40007
    assert caller.send(kind, part)["errcode"] == 40007
    clock.forward(3 * 86_400)
    assert caller.say(kind, part)["errcode"] == 40007


def test_a_webhook_takes_no_pictures_for_upload(caller: Caller) -> None:
    assert caller.upload("webhook/upload_media", PNG, key="KEY1", type="image")["errcode"] == 40005
    assert caller.upload("webhook/upload_media", PNG, key="wrong", type="file")["errcode"] == 93000
