"""Documents that we made, on their way: kept as rows, laid out as files where and when they are sent."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from handlers import enclosures
from handlers.conversation import reader
from handlers.intent import Asking, Sorry
from storage import papers, units
from storage.database import work
from storage.messages import Card, Incoming, MessageKind, Recipient
from storage.outbox import OutboxMessage
from storage.units import Group
from storage.vocabulary import OutboxState, UnitType, Urgency
from tests.bot.bot_world import Running, until
from tests.bot.sandbox_world import NIGHT_SHIFT, Sandbox, a_sandbox
from tests.bot.world import World
from tests.builders import MONDAY_TEN, a_county, a_desk, a_unit, kept
from tests.chat import words
from tests.wecom.gateway import Gateway
from tests.wecom.media import File
from tests.wecom.platform import Platform

LISI = Recipient.person("LiSi")
NAME, PLAIN_NAME = "台账-张良镇-20261127.xlsx", "tai-zhang-zhang-liang-zhen-20261127.xlsx"
CONTENT = b"PK\x03\x04" + bytes(range(256))
SENT, QUEUED, DEAD = OutboxState.SENT, OutboxState.QUEUED, OutboxState.DEAD


@pytest.fixture
def world(sqlite_engine: Engine, platform: Platform, tmp_path: Path) -> Iterator[World]:
    with World(sqlite_engine, platform, tmp_path / "data") as world:
        yield world


def a_paper(engine: Engine, content: bytes = CONTENT, name: str = NAME) -> Card:
    with work(engine) as session:
        return Card(name, file=papers.keep(session, content, now=MONDAY_TEN))


def got(world: World, owner: str = "") -> File:
    """Return the file that came last: to the person, or to the group of a webhook."""
    seen = world.platform.seen_in_group(owner) if owner else world.platform.seen_by_person("lisi")
    media_id = seen[-1].payload["file"]["media_id"]
    return world.platform.media.get(media_id, now=world.clock.seconds(), owner=owner, kind="file")


# ---- to a person, by the self-built app


def test_a_paper_is_a_file_from_the_moment_that_it_is_sent(
    engine: Engine, platform: Platform, tmp_path: Path
) -> None:
    with World(engine, platform, tmp_path) as world:
        card = a_paper(engine)
        assert not (tmp_path / papers.FOLDER).exists()
        world.put(LISI, card=card)

        world.deliver()

        assert (got(world).filename, got(world).content) == (PLAIN_NAME, CONTENT)
        assert (tmp_path / card.file).read_bytes() == CONTENT
        assert list((tmp_path / papers.FOLDER).rglob("*.part")) == []


def test_a_folder_that_was_lost_is_made_again(world: World) -> None:
    card = a_paper(world.engine)
    world.put(LISI, card=card)
    world.deliver()
    shutil.rmtree(world.data_dir / papers.FOLDER)

    # The platform has forgotten it as well.
    world.forward(days=4)
    world.put(LISI, card=card)
    world.deliver()

    assert got(world).content == CONTENT
    assert world.states() == [SENT, SENT]


def test_a_paper_is_written_once(world: World) -> None:
    card = a_paper(world.engine)
    world.put(LISI, card=card)
    world.deliver()
    before = (world.data_dir / card.file).stat()

    world.put(LISI, card=a_paper(world.engine))
    world.deliver()

    after = (world.data_dir / card.file).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert after.st_mode & 0o077 == 0


def test_a_disk_that_takes_nothing_is_waited_for(world: World) -> None:
    world.data_dir.mkdir()
    (world.data_dir / papers.FOLDER).write_text("in the way")
    world.put(LISI, card=a_paper(world.engine), urgency=Urgency.PROMPT)
    world.deliver()
    (row,) = world.rows()
    assert (row.state, "写不到磁盘上" in row.error) == (QUEUED, True)

    (world.data_dir / papers.FOLDER).unlink()
    world.forward(minutes=1)
    world.deliver()

    assert world.states() == [SENT]
    assert got(world).content == CONTENT


@pytest.mark.parametrize("file", ["papers/00/" + "0" * 64, "papers/../../x/" + "0" * 64])
def test_who_waits_for_a_file_is_told_that_it_will_not_come(world: World, file: str) -> None:
    world.put(LISI, card=Card(NAME, file=file), urgency=Urgency.ANSWER)

    world.deliver()

    assert world.states() == [DEAD, SENT]
    (told,) = world.texts("lisi")
    assert f"文件没有发成：{NAME}" in told
    assert "要发的文件不在了" in told
    assert not (world.data_dir.parent / "x").exists()


def test_a_paper_beyond_what_the_platform_takes_is_refused_before_it_is_tried(world: World) -> None:
    world.put(LISI, card=a_paper(world.engine, bytes((20 << 20) + 1)), urgency=Urgency.ANSWER)

    world.deliver()

    assert world.states() == [DEAD, SENT]
    assert "要发的文件太大，超过 20 MB" in world.texts("lisi")[0]
    assert world.platform.calls["media/upload"] == 0


# ---- to groups


def test_a_group_with_a_webhook_gets_the_file_by_it(world: World) -> None:
    with work(world.engine) as session:
        town = a_unit(session, "张良镇民政所", type=UnitType.TOWNSHIP)
        assert town.id is not None
        group = kept(session, Group(name="张良群", unit_id=town.id, webhook_key="KEY1"))
        recipient = Recipient.group(group.id or 0)
    world.put(recipient, card=a_paper(world.engine))

    world.deliver()

    assert (got(world, "KEY1").content, got(world, "KEY1").filename) == (CONTENT, PLAIN_NAME)


def test_a_group_without_any_way_in_is_a_dead_letter_for_the_administrators(world: World) -> None:
    county = a_county(world.engine, wants_mornings=False)
    world.platform.users["admin"] = "admin"
    with work(world.engine) as session:
        recipient = Recipient.group(kept(session, Group(name="张良群", unit_id=county.town.id or 0)).id or 0)
    world.put(recipient, card=a_paper(world.engine), urgency=Urgency.PROMPT)

    world.deliver()

    assert world.states() == [DEAD, SENT]
    (told,) = world.texts("admin")
    assert "张良群" in told
    assert NAME in told


@pytest.mark.parametrize("chat", ["", "wrGROUP"])
def test_the_smart_bot_sends_the_file_by_its_chinese_name(spoken_to: Running, gateway: Gateway, chat: str) -> None:
    recipient, conversation = Recipient.person("wang"), "wang"
    if chat:
        gateway.wait_for_answers(gateway.say("wang", "帮助", chat))
        recipient, conversation = Recipient.chat(f"group:{chat}"), chat
    spoken_to.push(recipient, NAME, file=a_paper(spoken_to.engine).file)
    seen = until(lambda: [one for one in gateway.seen_by(conversation) if one.msgtype == "file"], "the file")[0]

    assert seen.file is not None
    assert (seen.file.filename, seen.file.content) == (NAME, CONTENT)


# ---- in the sandbox


def test_the_page_downloads_the_paper_also_after_the_folder_was_lost(sqlite_engine: Engine, tmp_path: Path) -> None:
    with a_sandbox(sqlite_engine, tmp_path) as sandbox:
        card = a_paper(sqlite_engine)
        sandbox.push(Recipient.person(NIGHT_SHIFT), card)
        assert downloaded(sandbox) == CONTENT
        shutil.rmtree(tmp_path / papers.FOLDER)

        assert downloaded(sandbox) == CONTENT
        sandbox.browser.post("/sandbox/reset", json={})
        assert not (tmp_path / papers.FOLDER).exists()


def downloaded(sandbox: Sandbox) -> bytes:
    (message,) = sandbox.messages()
    (piece,) = message["attachments"]
    answer = sandbox.get(piece["url"])
    assert (answer.status_code, piece["name"]) == (200, NAME)
    assert answer.headers["content-disposition"].startswith("attachment")
    return answer.content


# ---- by whoever answers


def asking(engine: Engine, conversation: str) -> Iterator[Asking]:
    """Yield what an intent is given when ma asks there."""
    county = a_county(engine, wants_mornings=False)
    with work(engine) as session:
        message = Incoming("test", "m1", "ma", conversation, MessageKind.TEXT, "台账")
        ma = county.person_by_userid["ma"]
        yield Asking(session, MONDAY_TEN, ma, county.town, units.tree(session), a_desk(), message)


@pytest.mark.parametrize("conversation", ["private:ma", "group:g1"])
def test_an_answer_sends_its_paper_to_where_it_was_asked_for_once(sqlite_engine: Engine, conversation: str) -> None:
    for asked in asking(sqlite_engine, conversation):
        for _ in range(2):
            enclosures.send_paper(asked, CONTENT, NAME)

        (row,) = asked.session.scalars(select(OutboxMessage)).all()
        assert row.recipient == str(reader(asked.session, asked.incoming))
        assert (row.as_card().title, row.urgency) == (NAME, Urgency.ANSWER)
        assert papers.content_of(asked.session, row.as_card().file) == CONTENT


def test_a_paper_too_large_for_any_channel_is_refused_with_what_to_do(sqlite_engine: Engine) -> None:
    for asked in asking(sqlite_engine, "private:ma"):
        with pytest.raises(Sorry) as refused:
            enclosures.send_paper(asked, bytes((20 << 20) + 1), NAME)

        assert f"文件太大，发不了：{NAME}" in words(refused.value.card)
        assert "最多只收 20 MB" in words(refused.value.card)
