"""The fake takes, keeps and forgets files as WeCom does."""

import pytest

from tests.wecom.caller import AMR, MP4, PNG, Caller, MovableClock
from tests.wecom.platform import Platform

DAY = 86_400


@pytest.mark.parametrize(
    ("kind", "content", "errcode"),
    [
        ("image", PNG, 0),
        ("image", b"GIF89a....", 40123),
        ("voice", AMR, 0),
        ("voice", b"RIFF......", 40004),
        ("voice", AMR + b"0" * (2 << 20), 45001),
        ("video", MP4, 0),
        ("video", PNG, 40004),
        ("file", b"123456", 0),
        ("file", b"12345", 40006),
        ("file", b"", 44001),
        ("picture", PNG, 40005),
    ],
)
def test_uploads_are_judged_by_kind_size_and_format(caller: Caller, kind: str, content: bytes, errcode: int) -> None:
    assert caller.upload_app(kind, content)["errcode"] == errcode


def test_a_file_lives_three_days_and_only_as_its_kind(
    caller: Caller, platform: Platform, clock: MovableClock
) -> None:
    media_id = caller.upload_app("image", PNG + b"\r\n\x00--", "图.png")["media_id"]

    url = f"{platform.api_url}/media/get"
    got = caller.client.get(url, params={"access_token": caller.token(), "media_id": media_id})
    assert got.content == PNG + b"\r\n\x00--"
    assert "utf-8''%E5%9B%BE.png" in got.headers["content-disposition"]
    assert caller.send("image", {"media_id": media_id})["errcode"] == 0
    assert caller.send("file", {"media_id": media_id})["errcode"] == 40007
    clock.forward(3 * DAY)
    assert caller.send("image", {"media_id": media_id})["errcode"] == 40007
    expired = caller.client.get(url, params={"access_token": caller.token(), "media_id": media_id})
    assert expired.headers["content-type"].startswith("application/json")
    assert expired.json()["errcode"] == 40007


@pytest.mark.parametrize("disposition", ['name="other"; filename="a"', "name=\"media\"; filename*=utf-8''a"])
def test_an_upload_needs_the_field_media_with_a_plain_filename(caller: Caller, disposition: str) -> None:
    body = f"--b\r\nContent-Disposition: form-data; {disposition}\r\n\r\n1234567\r\n--b--\r\n".encode()
    url = f"{caller.platform.api_url}/media/upload"
    headers = {"Content-Type": "multipart/form-data; boundary=b"}

    answer = caller.client.post(
        url, params={"access_token": caller.token(), "type": "file"}, content=body, headers=headers
    )

    assert answer.json()["errcode"] == 44001
