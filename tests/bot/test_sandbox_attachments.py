"""Pictures, files, voices and places in the sandbox: as the platform would bring them, shown to whom they concern."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from sqlalchemy import Engine

from bot.channels.channel import GiveUp
from bot.sandbox.saying import MOST_BYTES
from storage import evidence, people
from storage.database import work
from storage.messages import Card, MessageKind, Recipient
from storage.vocabulary import HazardSource, Phase
from tests.bot.sandbox_world import GROUP, NIGHT_SHIFT, Sandbox, a_sandbox

PICTURE = b"\xff\xd8\xff picture"
HEAD, FAR_AWAY, OFFICE = "zhangliang_yuanzhang", "malou_yuanzhang", "zhangliang_suozhang"


@pytest.fixture
def sandbox(sqlite_engine: Engine, tmp_path: Path) -> Iterator[Sandbox]:
    with a_sandbox(sqlite_engine, tmp_path) as sandbox:
        yield sandbox


def test_words_and_pictures_are_one_mixed_message(sandbox: Sandbox) -> None:
    media = [sandbox.upload(PICTURE), sandbox.upload(PICTURE, name="b.jpg")]

    assert sandbox.say("@民安 二楼东头堆了轮椅", conversation=GROUP, media=media).status_code == 200

    (message,) = sandbox.incoming()
    assert (message.kind, message.text) == (MessageKind.MIXED, "@民安 二楼东头堆了轮椅")
    assert message.details == {"media": media}
    assert [piece.name for piece in sandbox.pieces()] == ["a.jpg", "b.jpg"]


@pytest.mark.parametrize("kind", ["image", "file", "voice", "video"])
def test_what_comes_alone_is_a_message_of_its_kind(sandbox: Sandbox, kind: str) -> None:
    sandbox.say(media=[sandbox.upload(PICTURE, kind=kind)])

    (message,) = sandbox.incoming()
    assert (message.kind.value, message.text) == (kind, "")


def test_a_voice_that_was_written_down_has_words_and_a_place_its_degrees(sandbox: Sandbox) -> None:
    place = {"latitude": 33.74, "longitude": 112.91, "label": "张良镇敬老院"}
    sandbox.say("伙房灶阀没关严", is_voice=True)
    sandbox.say(place=place)

    voice, location = sandbox.incoming()
    assert (voice.kind, voice.text, voice.details) == (MessageKind.VOICE, "伙房灶阀没关严", {})
    assert (location.kind, location.details) == (MessageKind.LOCATION, place)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"media": "image"}, "群里单独发的图片到不了民安，请把话和图片写在同一条里再发"),
        ({"media": "file"}, "群里单独发的文件到不了民安"),
        ({"text": "灶阀没关严", "is_voice": True}, "群里的语音到不了民安"),
        ({"place": {"latitude": 33.7, "longitude": 112.9}}, "群里发的位置到不了民安"),
    ],
)
def test_in_a_group_it_is_said_what_never_reaches_the_bot(sandbox: Sandbox, said: dict[str, Any], told: str) -> None:
    if "media" in said:
        said = {"media": [sandbox.upload(PICTURE, kind=said["media"])]}

    answer = sandbox.say(conversation=GROUP, **said)

    assert (answer.status_code, told in answer.json()["detail"]) == (422, True)
    assert sandbox.incoming() == []


def test_what_does_not_go_together_is_refused(sandbox: Sandbox) -> None:
    picture, file = sandbox.upload(PICTURE), sandbox.upload(b"%PDF", kind="file")
    missing = {"kind": "image", "upload": "0" * 32, "name": ""}

    assert "几条" in sandbox.say("看", media=[picture, file]).json()["detail"]
    assert "几条" in sandbox.say(media=[picture, picture]).json()["detail"]
    assert "请重新选择" in sandbox.say(media=[missing]).json()["detail"]
    assert sandbox.say(media=[{**picture, "upload": "../../../etc/passwd"}]).status_code == 422
    assert sandbox.incoming() == []


def test_only_the_page_itself_uploads_and_not_too_much(sandbox: Sandbox) -> None:
    def upload(content: bytes, **headers: str) -> int:
        whole = {"content-type": "application/octet-stream", **headers}
        return sandbox.browser.post("/sandbox/uploads", content=content, headers=whole).status_code

    assert upload(b"x", origin="http://evil.example") == 403
    # What a form of another site could send without asking.
    assert upload(b"x", **{"content-type": "multipart/form-data"}) == 415
    assert upload(b"x" * (MOST_BYTES + 1)) == 413
    assert upload(b"") == 422
    assert not (sandbox.folder / "uploads").exists()


def test_what_was_uploaded_is_fetched_as_often_as_needed(sandbox: Sandbox) -> None:
    media = sandbox.upload(PICTURE, name="安全出口.jpg")

    for _ in range(2):
        fetched = anyio.run(sandbox.room.fetch, media)
        assert (fetched.content, fetched.name) == (PICTURE, "安全出口.jpg")
    sandbox.browser.post("/sandbox/reset", json={})
    with pytest.raises(GiveUp, match="已经不在了"):
        anyio.run(sandbox.room.fetch, media)


def test_a_picture_is_waited_for_then_shown_or_refused(sandbox: Sandbox) -> None:
    def shown() -> tuple[str, str, str]:
        (piece,) = sandbox.messages()[-1]["attachments"]
        return piece["state"], piece["url"], piece["why"]

    sandbox.say("堆了轮椅", media=[sandbox.upload(PICTURE)])
    assert shown() == ("waiting", "", "")
    (name,) = sandbox.fetch()
    assert shown() == ("stored", f"evidence/{name}", "")

    sandbox.say(media=[sandbox.upload(b"words")])
    sandbox.fetch(refused="不是图片")
    assert shown() == ("refused", "", "没有收下：不是图片")


def test_a_quoted_picture_is_shown_with_what_quotes_it(sandbox: Sandbox) -> None:
    media = sandbox.upload(PICTURE)
    sandbox.say("堆了轮椅", media=[media])
    sandbox.fetch()

    sandbox.say("这是三楼的", quote=sandbox.messages()[0]["id"])
    sandbox.fetch()

    assert sandbox.incoming()[1].details == {"quote": "堆了轮椅", "quote_media": [media]}
    answer = sandbox.messages()[1]
    assert (answer["quote"], answer["attachments"]) == ("堆了轮椅", [])
    assert [piece["state"] for piece in answer["quoted"]] == ["stored"]


def test_what_the_bot_said_is_quoted_as_its_words(sandbox: Sandbox) -> None:
    sandbox.push(Recipient.person(NIGHT_SHIFT), Card("请整改：12号隐患", facts=(("部位", "二楼"),)))

    sandbox.say("收到", quote=sandbox.messages()[0]["id"])

    assert sandbox.incoming()[0].details == {"quote": "请整改：12号隐患\n部位：二楼"}


@pytest.mark.parametrize("quote", ["out-999", "out-x", "not-there"])
def test_what_is_not_in_the_chat_is_not_quoted(sandbox: Sandbox, quote: str) -> None:
    sandbox.push(Recipient.person(HEAD), Card("请整改：12号隐患"))

    assert sandbox.say("收到", quote=quote).status_code == 200
    assert sandbox.say("收到", quote=sandbox.messages(HEAD)[0]["id"]).status_code == 200
    assert [message.details for message in sandbox.incoming()] == [{}, {}]


def test_a_picture_is_seen_by_the_readers_of_its_chat_alone(sandbox: Sandbox) -> None:
    sandbox.say("@民安 堆了轮椅", conversation=GROUP, media=[sandbox.upload(PICTURE)])
    (name,) = sandbox.fetch()

    seen = sandbox.get(f"evidence/{name}", HEAD)

    assert (seen.status_code, seen.content, seen.headers["content-type"]) == (200, PICTURE, "image/jpeg")
    assert seen.headers["content-disposition"].startswith("inline")
    assert seen.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in seen.headers["content-security-policy"]
    assert sandbox.get(f"evidence/{name}", FAR_AWAY).status_code == 404
    assert sandbox.get("evidence/..%2f..%2fminan.db").status_code == 404


def test_whom_a_hazard_concerns_sees_its_pictures_before_and_after(sandbox: Sandbox) -> None:
    hazard = sandbox.hazard()
    sandbox.say(media=[sandbox.upload(b"before")])
    sandbox.say(media=[sandbox.upload(b"after")])
    before, after = sandbox.fetch()
    prove(sandbox, hazard.id, (Phase.BEFORE, Phase.AFTER))

    shown = sandbox.get(f"hazards/{hazard.number}", OFFICE).json()["evidence"]

    assert [(phase["term"], phase["pieces"][0]["who"]) for phase in shown] == [
        ("整改前", "马玉环"),
        ("整改后", "马玉环"),
    ]
    assert [phase["pieces"][0]["url"] for phase in shown] == [f"evidence/{before}", f"evidence/{after}"]
    assert sandbox.get(f"evidence/{before}", OFFICE).content == b"before"
    assert sandbox.get(f"evidence/{before}", FAR_AWAY).status_code == 404


def prove(sandbox: Sandbox, hazard_id: int | None, phases: tuple[Phase, ...]) -> None:
    """Let the night shift's pieces prove the hazard, one in each phase."""
    with work(sandbox.engine) as session:
        sender = people.by_userid(session, NIGHT_SHIFT)
        assert sender is not None
        for piece, phase in zip(sandbox.pieces(), phases, strict=True):
            subject = f"hazard:{hazard_id}"
            evidence.use(session, [piece], subject, phase, person_id=sender.id, now=sandbox.clock())


def test_who_sent_the_pictures_of_a_tip_is_not_shown(sandbox: Sandbox) -> None:
    hazard = sandbox.hazard(source=HazardSource.TIP)
    sandbox.say(media=[sandbox.upload(PICTURE)])
    sandbox.fetch()
    prove(sandbox, hazard.id, (Phase.BEFORE,))

    shown = sandbox.get(f"hazards/{hazard.number}", "juzhang")

    assert shown.json()["evidence"][0]["pieces"][0]["who"] == "举报人（保密）"
    assert "马玉环" not in shown.text


@pytest.mark.parametrize(
    ("name", "how"), [("现场.png", "inline"), ("台账.xlsx", "attachment"), ("假.html", "attachment")]
)
def test_what_the_bot_sends_is_shown_or_downloaded_by_its_readers(sandbox: Sandbox, name: str, how: str) -> None:
    sandbox.keep("papers/1", b"content")
    sandbox.push(Recipient.person(NIGHT_SHIFT), Card(name, file="papers/1"))

    (message,) = sandbox.messages()
    (piece,) = message["attachments"]
    assert (message["card"], piece["name"], piece["is_picture"]) == (None, name, how == "inline")
    got = sandbox.get(piece["url"])
    assert (got.status_code, got.content) == (200, b"content")
    assert got.headers["content-disposition"].startswith(how)
    assert "html" not in got.headers["content-type"]
    assert sandbox.get(piece["url"], HEAD).status_code == 404


def test_nothing_outside_the_data_folder_is_served(sandbox: Sandbox) -> None:
    (sandbox.folder.parent / "secret.png").write_bytes(b"secret")
    sandbox.push(Recipient.person(NIGHT_SHIFT), Card("现场.png", file="../secret.png"))

    (message,) = sandbox.messages()
    assert sandbox.get(message["attachments"][0]["url"]).status_code == 404


def test_starting_over_removes_what_was_sent(sandbox: Sandbox) -> None:
    sandbox.say("堆了轮椅", media=[sandbox.upload(PICTURE)])
    (name,) = sandbox.fetch()

    sandbox.browser.post("/sandbox/reset", json={})

    assert sandbox.get(f"evidence/{name}").status_code == 404
    assert not any((sandbox.folder / name).exists() for name in ("uploads", "evidence"))
