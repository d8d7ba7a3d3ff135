"""What was not taken or could not be had is told to whoever sent it, once, and what it was for."""

import pytest

from storage import evidence
from storage.database import work
from storage.messages import Recipient
from storage.units import Group
from storage.vocabulary import EvidenceState, Phase, UnitType, Urgency
from tests.bot import pieces
from tests.bot.fetching import APP, BOT, Fetching
from tests.builders import a_hazard, a_unit, kept
from tests.wecom.faults import Fault

GET = "media/get"
STORED, WAITING = EvidenceState.STORED, EvidenceState.WAITING
FAILED, REFUSED = EvidenceState.FAILED, EvidenceState.REFUSED


# ---- what is refused


@pytest.mark.parametrize("channel", [APP, BOT])
@pytest.mark.parametrize(
    ("content", "kind", "name", "why"),
    [
        (pieces.EXE, "image", "photo.jpg", "内容不是照片"),
        (pieces.HEIC, "image", "photo.jpg", "HEIC"),
        (pieces.bomb(), "image", "photo.jpg", "尺寸太大"),
        (pieces.photo()[:3000], "image", "photo.jpg", "没有传完整"),
        (pieces.HTML, "file", "a.html", "这种文件不收；可以发照片、PDF"),
        (b"0" * ((20 << 20) + 1), "file", "a.pdf", "超过20MB"),
        (pieces.photo() + b"0" * (10 << 20), "image", "photo.jpg", "超过10MB"),
    ],
    ids=lambda value: "content" if isinstance(value, bytes) else None,
)
def test_what_is_not_taken_is_told_to_its_sender_with_the_reason(
    people: Fetching, channel: str, content: bytes, kind: str, name: str, why: str
) -> None:
    send = people.at_app if channel == APP else people.at_bot
    people.receive(send(content, kind, name), channel=channel)

    people.fetch()

    assert people.states() == [REFUSED]
    assert people.files() == []
    (told,) = people.told()
    assert "没有收下" in told
    assert why in told


def test_a_bad_file_does_not_stop_those_behind_it(people: Fetching) -> None:
    for content in (pieces.EXE, pieces.bomb(), pieces.photo()):
        people.receive(people.at_app(content))

    people.fetch()

    assert people.states() == [REFUSED, REFUSED, STORED]


def test_a_fault_of_ours_is_no_reason_to_lose_a_photo(people: Fetching) -> None:
    people.world.data_dir.write_text("no folder")
    people.receive(people.at_app(pieces.photo()))
    people.fetch()
    failed = people.row()

    people.world.data_dir.unlink()
    people.world.forward(seconds=2)
    people.fetch()

    assert failed.state is WAITING
    assert failed.error == "程序出错（NotADirectoryError），请看日志"
    assert people.states() == [STORED]


# ---- who is told, and of what


def test_a_message_with_several_pictures_is_answered_once_when_all_are_settled(people: Fetching) -> None:
    people.platform.fail_next(GET, Fault.HTTP_500)
    lost = {"kind": "image", "media_id": "never-issued"}
    late = people.at_app(pieces.photo())
    people.receive(late, lost, people.at_app(pieces.EXE), lost, people.at_app(pieces.EXE, "file", "a.exe"))

    people.fetch()
    early = people.told()
    people.world.forward(seconds=2)
    people.fetch()

    assert people.states() == [STORED, FAILED, REFUSED, FAILED, REFUSED]
    assert early == []
    (told,) = people.told()
    assert told.splitlines()[0] == "照片2张没有取到，请再发一次；照片1张、文件1份没有收下"
    assert "照片：内容不是照片。" in told
    assert "文件：这种文件不收" in told


def test_what_was_to_prove_something_is_named(people: Fetching) -> None:
    origin = people.receive({"kind": "image", "media_id": "never-issued"})
    with work(people.engine) as session:
        hazard = a_hazard(session, a_unit(session))
        proof = evidence.of_message(session, origin)
        evidence.use(session, proof, f"hazard:{hazard.id}", Phase.AFTER, person_id=None, now=people.clock())
        number = hazard.number

    people.fetch()

    (told,) = people.told()
    assert f"用于：{number}号隐患" in told
    assert f"照片 {number}" in told


def test_in_a_group_the_sender_is_called_there(people: Fetching) -> None:
    with work(people.engine) as session:
        town = a_unit(session, type=UnitType.TOWNSHIP)
        assert town.id is not None
        group = kept(session, Group(name="群", unit_id=town.id, chat_id="chat-1"))
        known = group.id
    lost = {"kind": "image", "media_id": "never-issued"}
    for chat in ("chat-1", "chat-2"):
        people.receive(lost, conversation=f"group:{chat}", sender="LiSi")

    people.fetch()

    assert known is not None
    to = [Recipient.group(known), Recipient.chat("group:chat-2")]
    assert [row.recipient for row in people.world.rows()] == [str(one) for one in to]
    assert {row.as_card().mentions for row in people.world.rows()} == {("LiSi",)}
    assert {(row.urgency, row.reply_channel) for row in people.world.rows()} == {(Urgency.ANSWER, APP)}
