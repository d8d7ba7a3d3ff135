"""Whoever accepts sees before and after side by side, in one picture."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import Engine, select
from sqlmodel import col

from storage import papers
from storage.database import reading, work
from storage.evidence import Evidence
from storage.outbox import OutboxMessage
from storage.vocabulary import EvidenceState
from tests.builders import a_county, a_desk
from tests.chat import Chat, words

RED, GREEN = (200, 30, 30), (30, 160, 60)
TITLE = "请验收：张良镇敬老院 12号隐患"


@pytest.fixture
def chat(sqlite_engine: Engine, tmp_path: Path) -> Chat:
    a_county(sqlite_engine)
    return Chat(sqlite_engine, desk=replace(a_desk(), data_dir=tmp_path))


def fetch(chat: Chat, colour: tuple[int, int, int], folder: Path) -> None:
    """Let what waits to be fetched be a picture of one colour."""
    with work(chat.engine) as session:
        for one in session.scalars(select(Evidence).where(col(Evidence.state) == EvidenceState.WAITING)).all():
            one.state, one.sha256 = EvidenceState.STORED, f"{one.id:064x}"
            content = BytesIO()
            Image.new("RGB", (400, 300), colour).save(content, "JPEG")
            file = folder / one.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.getvalue())


def lived(chat: Chat, folder: Path, *, with_after: bool = True) -> None:
    chat.mixed("zhang", "隐患 二楼东头安全出口堆了轮椅")
    fetch(chat, RED, folder)
    chat.forward(timedelta(hours=3))
    if with_after:
        chat.mixed("wang", "整改完成 12")
    else:
        chat.say("wang", "整改完成 12")


def sent_picture(chat: Chat) -> tuple[str, Image.Image]:
    with reading(chat.engine) as session:
        rows = session.scalars(select(OutboxMessage).where(col(OutboxMessage.key).startswith("file:"))).all()
        (card,) = [row.as_card() for row in rows]
        content = papers.content_of(session, card.file)
    assert content is not None
    return card.title, Image.open(BytesIO(content))


def test_before_stands_left_and_after_right(chat: Chat, tmp_path: Path) -> None:
    lived(chat, tmp_path)
    fetch(chat, GREEN, tmp_path)

    card = chat.press("ma", TITLE, "前后对比")

    name, picture = sent_picture(chat)
    assert (card.title, name) == ("12号整改前后，图片另发一条", "12号整改前后.jpg")
    assert "合格发：验收通过 12" in card.hints
    middle = picture.height // 2
    left, right = (picture.getpixel((x, middle)) for x in (picture.width // 4, picture.width * 3 // 4))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[0] > left[1]
    assert right[1] > right[0]


def test_a_side_without_a_picture_is_asked_for(chat: Chat, tmp_path: Path) -> None:
    lived(chat, tmp_path, with_after=False)

    card = chat.say("ma", "前后对比 12")

    assert card.title == "12号还没有整改后的照片"
    assert "补发照片后再看，拍清楚同一个位置。" in card.lines
    assert "前后对比" not in [button.text for button in chat.notices("ma")[-1].buttons]


def test_a_picture_that_is_on_its_way_is_waited_for(chat: Chat, tmp_path: Path) -> None:
    lived(chat, tmp_path)

    assert "照片正在取，请过一会儿再发一次。" in chat.say("ma", "12号前后对比").lines


def test_it_is_shown_to_nobody_outside(chat: Chat, tmp_path: Path) -> None:
    lived(chat, tmp_path)
    fetch(chat, GREEN, tmp_path)

    assert "没有查到12号隐患" in words(chat.say("hou", "前后对比 12"))
