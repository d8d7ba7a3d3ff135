"""Pictures and files over the long connection: sealed ones in, chunks out."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import Engine

from bot.wire import frames
from storage.evidence import Evidence
from storage.messages import Recipient
from storage.outbox import OutboxMessage
from storage.vocabulary import EvidenceState, OutboxState
from tests.bot.bot_world import Running, running, short, until
from tests.builders import County, a_county
from tests.wecom.bot_seen import BotSeen
from tests.wecom.faults import Fault
from tests.wecom.gateway import Gateway


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine, wants_mornings=False)


def a_photo(size: tuple[int, int] = (640, 480)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


def stored(program: Running) -> Evidence:
    """Return the one piece of evidence once it is settled."""
    found: Evidence = until(
        lambda: next((row for row in program.rows(Evidence) if row.state is not EvidenceState.WAITING), None),
        "the piece settled",
    )
    return found


@pytest.mark.parametrize("pads_keys", [False, True])
def test_a_picture_is_fetched_opened_and_kept(
    spoken_to: Running, gateway: Gateway, tmp_path: Path, *, pads_keys: bool
) -> None:
    gateway.pads_keys = pads_keys
    gateway.send_image("wang", content=a_photo())
    piece = stored(spoken_to)

    assert (piece.state, piece.mime, piece.source) == (EvidenceState.STORED, "image/jpeg", {})
    with Image.open(tmp_path / piece.file) as kept:
        assert kept.size == (640, 480)


def test_a_message_of_words_and_pictures_brings_both(spoken_to: Running, gateway: Gateway) -> None:
    told = gateway.mixed("wang", ["隐患 二楼东头安全出口堆了轮椅", a_photo()], "wrGROUP")
    (answer,) = gateway.wait_for_answers(told)

    assert "12号" in answer.text
    assert stored(spoken_to).state is EvidenceState.STORED


def test_a_file_keeps_its_name(spoken_to: Running, gateway: Gateway) -> None:
    gateway.send_file("wang", b"%PDF-1.4\n%%EOF\n" * 20, "整改方案.pdf")

    assert stored(spoken_to).name == "整改方案.pdf"


def test_what_was_said_by_voice_is_words(spoken_to: Running, gateway: Gateway) -> None:
    (answer,) = gateway.wait_for_answers(gateway.send_voice("wang", "隐患 二楼东头安全出口堆了轮椅"))

    assert "12号" in answer.text
    assert spoken_to.rows(Evidence) == []


def test_a_fetch_that_fails_once_is_made_again(spoken_to: Running, gateway: Gateway) -> None:
    gateway.platform.fail_next("aibot/file", Fault.HTTP_500)
    gateway.send_image("wang", content=a_photo())

    assert stored(spoken_to).state is EvidenceState.STORED


def test_a_picture_is_sent_in_chunks_and_made_smaller_where_it_is_too_large(
    spoken_to: Running, gateway: Gateway, tmp_path: Path
) -> None:
    large = a_photo((2400, 1800))
    assert len(large) > 2 * 1024 * 1024
    (tmp_path / "large.jpg").write_bytes(large)
    spoken_to.push(Recipient.person("wang"), "12号 整改前", file="large.jpg")
    seen: BotSeen = until(lambda: [one for one in gateway.seen_by("wang") if one.msgtype == "image"], "it")[0]

    assert seen.file is not None
    assert Image.open(io.BytesIO(seen.file.content)).format == "JPEG"
    assert len(gateway.frames_of(frames.UPLOAD_CHUNK)) > 1


def test_a_document_is_sent_with_its_name_in_several_chunks(
    sqlite_engine: Engine, county: County, gateway: Gateway, tmp_path: Path
) -> None:
    content = b"%PDF-1.4\n" + bytes(range(256)) * 40
    (tmp_path / "report.pdf").write_bytes(content)
    with running(sqlite_engine, gateway, tmp_path, connection=replace(short(), upload_chunk_bytes=4096)) as program:
        gateway.wait_connected()
        gateway.wait_for_answers(gateway.say("wang", "帮助"))
        program.push(Recipient.person("wang"), "巡查点.pdf", file="report.pdf")
        seen = until(lambda: [one for one in gateway.seen_by("wang") if one.msgtype == "file"], "the file")[0]

    assert seen.file is not None
    assert (seen.file.content, seen.file.filename) == (content, "巡查点.pdf")
    assert len(gateway.frames_of(frames.UPLOAD_CHUNK)) == 3


@pytest.mark.parametrize("cmd", [frames.UPLOAD_BEGIN, frames.UPLOAD_CHUNK, frames.UPLOAD_END])
def test_an_upload_that_breaks_off_is_begun_again_and_the_file_seen_once(
    spoken_to: Running, gateway: Gateway, tmp_path: Path, cmd: str
) -> None:
    (tmp_path / "photo.jpg").write_bytes(a_photo())
    gateway.platform.fail_next(cmd, Fault.DROP_BEFORE)
    spoken_to.push(Recipient.person("wang"), "12号 整改前", file="photo.jpg")
    until(lambda: [one for one in gateway.seen_by("wang") if one.msgtype == "image"], "the picture")
    until(lambda: {row.state for row in spoken_to.rows(OutboxMessage)} == {OutboxState.SENT}, "all settled")

    assert len([one for one in gateway.seen_by("wang") if one.msgtype == "image"]) == 1


def test_a_file_that_the_platform_has_forgotten_is_uploaded_again(
    spoken_to: Running, gateway: Gateway, tmp_path: Path
) -> None:
    (tmp_path / "photo.jpg").write_bytes(a_photo())
    gateway.platform.fail_next(frames.PUSH, Fault.ERRCODE(40007))
    spoken_to.push(Recipient.person("wang"), "12号 整改前", file="photo.jpg")
    until(lambda: [one for one in gateway.seen_by("wang") if one.msgtype == "image"], "the picture")

    assert len(gateway.frames_of(frames.UPLOAD_BEGIN)) == 2
