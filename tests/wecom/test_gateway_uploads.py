"""Uploads over the long connection: announced, in pieces, checked as a whole."""

from typing import Any

import pytest

from tests.wecom.bot_uploads import CHUNK_BYTES
from tests.wecom.caller import AMR, MP4, PNG, MovableClock
from tests.wecom.gateway import Gateway
from tests.wecom.gateway_caller import BotCaller, announced, piece
from tests.wecom.media import MB

INIT, CHUNK, FINISH = "aibot_upload_media_init", "aibot_upload_media_chunk", "aibot_upload_media_finish"
LONG = b"%PDF" + bytes(range(256)) * (CHUNK_BYTES // 128)


def begin(bot: BotCaller, content: bytes = LONG, kind: str = "file", **changed: Any) -> str:
    upload_id: str = bot.do(INIT, announced(kind, content, **changed))["body"]["upload_id"]
    return upload_id


def test_pieces_come_in_any_order_and_more_than_once(gateway: Gateway, bot: BotCaller) -> None:
    upload_id = begin(bot)
    for index in (2, 0, 0, 1, 2):
        assert bot.code(CHUNK, piece(upload_id, index, LONG)) == 0

    done = bot.do(FINISH, {"upload_id": upload_id})

    assert done["body"].keys() == {"type", "media_id", "created_at"}
    assert done["body"]["type"] == "file"
    gateway.know_chat("lisi", 1)
    assert bot.push("lisi", "file", {"media_id": done["body"]["media_id"]}) == 0
    (seen,) = gateway.seen
    assert seen.file is not None
    assert seen.file.content == LONG


def test_a_missing_piece_is_missed(bot: BotCaller) -> None:
    upload_id = begin(bot)
    for index in (0, 2):
        bot.code(CHUNK, piece(upload_id, index, LONG))

    assert bot.code(FINISH, {"upload_id": upload_id}) == 40058
    bot.code(CHUNK, piece(upload_id, 1, LONG))
    assert bot.code(FINISH, {"upload_id": upload_id}) == 0
    assert bot.code(FINISH, {"upload_id": upload_id}) == 40007


@pytest.mark.parametrize(("changed", "errcode"), [({"md5": "0" * 32}, 301019), ({"total_size": 6}, 40058)])
def test_the_whole_is_what_was_announced(bot: BotCaller, changed: dict[str, Any], errcode: int) -> None:
    upload_id = begin(bot, b"seven b", **changed)
    bot.code(CHUNK, piece(upload_id, 0, b"seven b"))

    assert bot.code(FINISH, {"upload_id": upload_id}) == errcode


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"type": "poster"}, 40005),
        ({"type": "image", "total_size": 2 * MB + 1, "total_chunks": 5}, 45001),
        ({"type": "image", "total_size": 2 * MB, "total_chunks": 4}, 0),
        ({"type": "voice", "total_size": 2 * MB + 1, "total_chunks": 5}, 45001),
        ({"type": "video", "total_size": 10 * MB + 1, "total_chunks": 21}, 45001),
        ({"total_size": 20 * MB, "total_chunks": 40}, 0),
        ({"total_size": 20 * MB + 1, "total_chunks": 41}, 45001),
        ({"total_size": 4}, 40006),
        ({"total_size": "8"}, 40058),
        ({"total_chunks": 0}, 40058),
        ({"total_size": 200, "total_chunks": 101}, 40058),
        ({"total_size": CHUNK_BYTES + 1, "total_chunks": 1}, 40058),
        ({"filename": ""}, 40058),
        ({"filename": "f" * 257}, 45002),
        ({"md5": "short"}, 40058),
        ({"md5": "A" * 32}, 40058),
        ({"more": 1}, 40058),
    ],
)
def test_an_announcement_is_checked(bot: BotCaller, changed: dict[str, Any], errcode: int) -> None:
    assert bot.code(INIT, announced("file", b"eight by", **changed)) == errcode


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"upload_id": "unknown"}, 40007),
        ({"chunk_index": -1}, 40058),
        ({"chunk_index": 3}, 40058),
        ({"chunk_index": "0"}, 40058),
        ({"base64_data": "###"}, 40058),
        ({"base64_data": ""}, 44001),
        ({"base64_data": "QUJD" * (CHUNK_BYTES // 3 + 1)}, 45001),
        ({"more": 1}, 40058),
    ],
)
def test_a_piece_is_checked(bot: BotCaller, changed: dict[str, Any], errcode: int) -> None:
    upload_id = begin(bot)

    assert bot.code(CHUNK, {**piece(upload_id, 0, LONG), **changed}) == errcode


@pytest.mark.parametrize(
    ("kind", "content", "errcode"),
    [
        ("image", PNG, 0),
        ("image", b"GIF89a" + b"0" * 20, 0),
        ("image", b"BM" + b"0" * 20, 40123),
        ("voice", AMR, 0),
        ("voice", PNG, 40004),
        ("video", MP4, 0),
        ("video", PNG, 40004),
    ],
)
def test_a_file_is_of_the_kind_it_says(bot: BotCaller, kind: str, content: bytes, errcode: int) -> None:
    upload_id = begin(bot, content, kind)
    bot.code(CHUNK, piece(upload_id, 0, content))

    assert bot.code(FINISH, {"upload_id": upload_id}) == errcode


@pytest.mark.parametrize(("later", "errcode"), [(1799, 0), (1800, 40007)])
def test_an_upload_is_over_after_half_an_hour(
    bot: BotCaller, clock: MovableClock, later: float, errcode: int
) -> None:
    upload_id = begin(bot)
    clock.forward(later)

    assert bot.code(CHUNK, piece(upload_id, 0, LONG)) == errcode


def test_the_bot_uploads_thirty_files_a_minute(gateway: Gateway, bot: BotCaller, clock: MovableClock) -> None:
    codes = [bot.code(INIT, announced("file", b"eight by")) for _ in range(31)]

    assert codes == [0] * 30 + [45009]
    assert gateway.over_limit == {"": 1}
    clock.forward(60)
    assert bot.code(INIT, announced("file", b"eight by")) == 0
