"""Pictures and files on their way to people: uploaded once, named by one id, repeated byte for byte."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import Engine

from bot import evidence_files
from bot.channels.self_built_app import SelfBuiltApp
from storage import evidence
from storage.database import work
from storage.messages import Card, Recipient
from storage.units import Group
from storage.vocabulary import OutboxState, UnitType, Urgency
from tests.bot import pieces
from tests.bot.world import World
from tests.builders import a_unit, kept
from tests.wecom.faults import Fault
from tests.wecom.media import File, MediaStore
from tests.wecom.platform import Platform
from tests.wecom.seen import Seen

LISI, WANGWU = Recipient.person("LiSi"), Recipient.person("wangwu")
SEND, UPLOAD, HOOK, HOOK_UPLOAD = "message/send", "media/upload", "webhook/send", "webhook/upload_media"
SENT, QUEUED, DEAD, UNKNOWN = OutboxState.SENT, OutboxState.QUEUED, OutboxState.DEAD, OutboxState.UNKNOWN


@pytest.fixture
def world(sqlite_engine: Engine, platform: Platform, tmp_path: Path) -> Iterator[World]:
    with World(sqlite_engine, platform, tmp_path / "data") as world:
        yield world


def a_file(world: World, content: bytes, name: str) -> Card:
    return Card(name, file=evidence.file_of(evidence_files.keep(world.data_dir, content)))


def a_group(world: World) -> Recipient:
    with work(world.engine) as session:
        town = a_unit(session, "张良镇民政所", type=UnitType.TOWNSHIP)
        assert town.id is not None
        group = kept(session, Group(name="张良群", unit_id=town.id, webhook_key="KEY1"))
        assert group.id is not None
        return Recipient.group(group.id)


def uploaded(world: World, seen: Seen, owner: str = "") -> File:
    media_id = seen.payload[seen.msgtype]["media_id"]
    return world.platform.media.get(media_id, now=world.clock.seconds(), owner=owner, kind=seen.msgtype)


# ---- to a person, by the self-built app


def test_a_photo_is_shown_as_a_picture(world: World) -> None:
    photo = pieces.photo()
    world.put(LISI, card=a_file(world, photo, "12号整改前.jpg"))

    world.deliver()

    (seen,) = world.platform.seen_by_person("lisi")
    assert seen.msgtype == "image"
    assert uploaded(world, seen).content == photo
    assert world.states() == [SENT]


@pytest.mark.parametrize(
    ("content", "name", "shown"),
    [
        (pieces.PDF, "隐患 台账.pdf", "yin-huan-tai-zhang.pdf"),
        (pieces.photo() + b"\0" * (10 << 20), "原图.jpg", "yuan-tu.jpg"),
    ],
    ids=["document", "picture"],
)
def test_documents_and_huge_pictures_are_files_with_a_name_in_ascii(
    world: World, content: bytes, name: str, shown: str
) -> None:
    world.put(LISI, card=a_file(world, content, name))

    world.deliver()

    (seen,) = world.platform.seen_by_person("lisi")
    file = uploaded(world, seen)
    assert (seen.msgtype, file.filename, file.content) == ("file", shown, content)


def test_a_repeat_after_a_lost_answer_is_the_same_to_the_byte_even_after_a_restart(world: World) -> None:
    world.platform.fail_next(SEND, Fault.DROP_AFTER_ACCEPT, times=2)
    world.put(LISI, card=a_file(world, pieces.photo(), "照片.jpg"))
    world.deliver()
    world.forward(minutes=1)
    world.deliver()

    restarted = SelfBuiltApp(world.settings, world.limits, world.engine, world.clock)
    world.forward(minutes=1)
    world.deliver(world.road_with(restarted))
    world.run(restarted.close())

    assert world.states() == [SENT]
    assert (world.platform.calls[SEND], world.platform.dropped_duplicates) == (3, 2)
    assert len(world.platform.seen_by_person("lisi")) == 1
    assert world.platform.calls[UPLOAD] == 1


@pytest.mark.parametrize(
    "fault", [Fault.DROP_AFTER_ACCEPT, Fault.HTTP_500, Fault.HANG(30), Fault.HTML_INSTEAD_OF_JSON, Fault.ERRCODE(-1)]
)
def test_an_upload_that_fails_has_shown_nobody_anything(world: World, fault: Fault) -> None:
    world.platform.fail_next(UPLOAD, fault)
    world.put(LISI, card=a_file(world, pieces.photo(), "照片.jpg"), urgency=Urgency.PROMPT)

    world.deliver()
    assert world.states() == [QUEUED]
    world.forward(minutes=1)
    world.deliver()

    assert world.states() == [SENT]
    assert len(world.platform.seen_by_person("lisi")) == 1


@pytest.mark.parametrize("errcode", [40014, 42001])
def test_a_token_that_is_refused_for_an_upload_is_replaced(world: World, errcode: int) -> None:
    world.platform.fail_next(UPLOAD, Fault.ERRCODE(errcode))
    world.put(LISI, card=a_file(world, pieces.photo(), "照片.jpg"))

    world.deliver()

    assert world.states() == [SENT]
    assert world.platform.calls[UPLOAD] == 2


def test_letters_share_an_upload_while_it_lives_long_enough(world: World) -> None:
    card = a_file(world, pieces.photo(), "照片.jpg")

    def uploads_after(hours: float) -> int:
        world.forward(hours=hours)
        world.put(LISI, card=card)
        world.deliver()
        return world.platform.calls[UPLOAD]

    assert [uploads_after(hours) for hours in (0, 1, 46, 2, 1)] == [1, 1, 1, 2, 2]
    assert world.states() == [SENT] * 5


def test_the_same_file_under_another_name_is_shown_by_that_name(world: World) -> None:
    content = pieces.PDF
    world.put(LISI, card=a_file(world, content, "a.pdf"))
    world.put(LISI, card=a_file(world, content, "b.pdf"))

    world.deliver()

    names = [uploaded(world, seen).filename for seen in world.platform.seen_by_person("lisi")]
    assert names == ["a.pdf", "b.pdf"]


def test_a_file_that_the_platform_has_lost_is_uploaded_anew(world: World) -> None:
    card = a_file(world, pieces.photo(), "照片.jpg")
    world.put(LISI, card=card)
    world.deliver()
    world.platform.media = MediaStore()

    world.put(WANGWU, card=card)
    world.deliver()

    assert world.states() == [SENT, SENT]
    assert world.platform.calls[UPLOAD] == 2


@pytest.mark.parametrize(
    ("file", "says"),
    [("evidence/00/gone", "不在了"), ("../outside.txt", "不在了"), ("empty", "空的"), ("huge", "太大")],
)
def test_a_file_that_cannot_be_sent_is_given_up_with_a_reason(world: World, file: str, says: str) -> None:
    world.data_dir.mkdir()
    (world.data_dir.parent / "outside.txt").write_text("a secret")
    (world.data_dir / "empty").write_bytes(b"")
    (world.data_dir / "huge").write_bytes(b"0" * (20 << 20) + b"0")
    world.put(LISI, card=Card("文件", file=file), urgency=Urgency.ANSWER)

    world.deliver()

    row, note = world.rows()
    assert row.state is DEAD
    assert says in row.error
    assert says in dict(note.as_card().facts)["原因"]
    assert world.platform.calls[UPLOAD] == 0


def test_an_upload_that_is_refused_for_good_is_given_up(world: World) -> None:
    world.platform.fail_next(UPLOAD, Fault.ERRCODE(45001))
    world.put(LISI, card=a_file(world, pieces.photo(), "照片.jpg"), urgency=Urgency.ANSWER)

    world.deliver()

    row, _ = world.rows()
    assert row.state is DEAD
    assert "素材太大" in row.error


# ---- to a group, by its webhook


def test_a_photo_goes_into_the_group_s_message_itself(world: World) -> None:
    photo = pieces.photo()
    world.put(a_group(world), card=a_file(world, photo, "照片.jpg"))

    world.deliver()

    (seen,) = world.platform.seen_in_group("KEY1")
    assert base64.b64decode(seen.payload["image"]["base64"]) == photo
    assert world.platform.calls[HOOK_UPLOAD] == 0
    (row,) = world.rows()
    assert len(row.body) < 200


def test_a_photo_that_is_too_large_for_a_webhook_is_made_smaller(world: World) -> None:
    noise = Image.frombytes("RGB", (1600, 1200), os.urandom(1600 * 1200 * 3))
    world.put(a_group(world), card=a_file(world, pieces.saved(noise, "PNG"), "照片.png"))

    world.deliver()

    (seen,) = world.platform.seen_in_group("KEY1")
    shown = base64.b64decode(seen.payload["image"]["base64"])
    assert pieces.opened(shown).format == "JPEG"
    assert len(shown) <= 2 << 20


@pytest.mark.parametrize(
    ("content", "msgtype"), [(pieces.photo(), "image"), (pieces.PDF, "file")], ids=["picture", "document"]
)
def test_what_is_repeated_in_a_group_is_the_same_to_the_byte(world: World, content: bytes, msgtype: str) -> None:
    world.platform.fail_next(HOOK, Fault.DROP_AFTER_ACCEPT)
    world.put(a_group(world), card=a_file(world, content, "通报.pdf"), urgency=Urgency.URGENT)

    world.deliver()
    world.forward(minutes=2)
    world.deliver()

    first, second = world.platform.seen_in_group("KEY1")
    assert first.payload == second.payload
    assert first.msgtype == msgtype
    assert world.platform.calls[HOOK_UPLOAD] == (msgtype == "file")


def test_a_document_is_uploaded_for_its_own_webhook(world: World) -> None:
    world.put(a_group(world), card=a_file(world, pieces.PDF, "十一月通报.pdf"))

    world.deliver()

    (seen,) = world.platform.seen_in_group("KEY1")
    file = uploaded(world, seen, owner="KEY1")
    assert (file.content, file.filename) == (pieces.PDF, "shi-yi-yue-tong-bao.pdf")


def test_an_upload_for_a_group_that_fails_leaves_the_outcome_known(world: World) -> None:
    world.platform.fail_next(HOOK_UPLOAD, Fault.DROP_AFTER_ACCEPT)
    world.put(a_group(world), card=a_file(world, pieces.PDF, "通报.pdf"), urgency=Urgency.PROMPT)

    world.deliver()
    world.forward(minutes=1)
    world.deliver()

    assert world.states() == [SENT]
    assert len(world.platform.seen_in_group("KEY1")) == 1


def test_what_only_begins_like_a_picture_goes_to_the_group_as_a_file(world: World) -> None:
    world.put(a_group(world), card=a_file(world, b"\xff\xd8\xff" + b"0" * (3 << 20), "坏图.jpg"))

    world.deliver()

    (seen,) = world.platform.seen_in_group("KEY1")
    assert seen.msgtype == "file"
