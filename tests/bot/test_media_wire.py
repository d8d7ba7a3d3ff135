"""Pictures and files on the wire: unsealed with their own key, called by their right name."""

import base64
import os

import pytest

from bot.wire import media
from tests.wecom.bot_files import encrypted

KEY = bytes(range(32))
AES_KEY = base64.b64encode(KEY).decode()


@pytest.mark.parametrize("length", [0, 1, 15, 16, 31, 32, 33, 100_000])
@pytest.mark.parametrize("aes_key", [AES_KEY, AES_KEY.rstrip("=")])
def test_what_the_bot_was_sent_is_unsealed_whatever_its_length(length: int, aes_key: str) -> None:
    content = os.urandom(length)

    assert media.opened(encrypted(content, KEY), aes_key) == content


@pytest.mark.parametrize("aes_key", ["", "no key at all", AES_KEY[:20], base64.b64encode(bytes(32)).decode()])
def test_a_wrong_key_opens_nothing_and_is_not_told(aes_key: str) -> None:
    with pytest.raises(media.Unreadable) as failure:
        media.opened(encrypted(b"photo", KEY), aes_key)

    assert failure.value.__suppress_context__
    assert not aes_key or aes_key not in str(failure.value)


def test_half_a_file_is_not_opened() -> None:
    with pytest.raises(media.Unreadable):
        media.opened(encrypted(b"photo" * 100, KEY)[:-5], AES_KEY)


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("attachment; filename*=UTF-8''%E6%95%B4%E6%94%B9.docx", "整改.docx"),
        ("attachment; filename=\"media\"; filename*=utf-8''%E5%9B%BE.png", "图.png"),
        ("attachment; filename*=gb18030''%CD%BC.png", "图.png"),
        ('attachment; filename="MEDIA_ID.jpg"', "MEDIA_ID.jpg"),
        ("attachment; filename=a.jpg", "a.jpg"),
        ('attachment; filename="图.png"', "图.png"),
        ('attachment; filename="%E5%9B%BE.png"', "图.png"),
        ('attachment; filename="100%.txt"', "100%.txt"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\a\\\\b.doc"', "b.doc"),
        ("attachment; filename*=UTF-8''..%2F..%2Fa%00b.pdf", "ab.pdf"),
        ("attachment", ""),
        ("garbage;;;=", ""),
        ("", ""),
    ],
)
def test_a_file_is_called_what_its_header_says_without_folders(disposition: str, name: str) -> None:
    assert media.filename(disposition) == name


def test_a_long_name_keeps_its_suffix() -> None:
    assert media.tidy(f"{'长' * 300}.docx") == f"{'长' * 115}.docx"
    assert len(media.tidy(f"a.{'b' * 300}")) == 120


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("隐患台账.xlsx", "yin-huan-tai-zhang.xlsx"),
        ("2026-11 通报.docx", "2026-11-tong-bao.docx"),
        ('a"b\r\n.pdf', "a-b.pdf"),
        ("photo.jpg", "photo.jpg"),
        ("", "file"),
        ("..", "file"),
    ],
)
def test_an_upload_is_named_in_ascii(name: str, plain: str) -> None:
    assert media.plain_filename(name) == plain
