"""Photos as others see them: with the hazard, with the request to accept, and sent on request."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from storage.database import work
from storage.evidence import Evidence
from storage.messages import MessageKind
from storage.outbox import OutboxMessage
from storage.vocabulary import EvidenceState
from tests.builders import a_county
from tests.chat import Chat, words
from tests.stories.photo_album import MINUTE, album, fetch_all

REPORT = "二楼东头安全出口堆了轮椅"


@pytest.fixture
def chat(engine: Engine) -> Chat:
    """Hazard 12 with two photos of before, and one of after by somebody else."""
    a_county(engine)
    chat = Chat(engine)
    chat.mixed("zhang", REPORT, 2)
    chat.forward(30 * MINUTE)
    chat.mixed("wang", "整改完成 12")
    return chat


def letters(engine: Engine) -> Sequence[OutboxMessage]:
    """Return the pictures and files that were sent, in order."""
    with work(engine) as session:
        rows = session.scalars(select(OutboxMessage).order_by(col(OutboxMessage.id)))
        return [one for one in rows if one.as_card().file]


def test_the_hazard_says_what_there_is_by_whom_and_when(chat: Chat) -> None:
    card = chat.say("ma", "12号")

    assert dict(card.facts)["整改前"] == "照片2张（张小花，11月23日 10:00）"
    assert dict(card.facts)["整改后"] == "照片1张（王铁柱，11月23日 10:30）"
    assert "看照片发：看照片 12" in card.hints


def test_who_is_to_accept_knows_that_there_are_photos(chat: Chat) -> None:
    told = chat.notices("ma")[-1]

    assert told.title == "请验收：张良镇敬老院 12号隐患"
    assert dict(told.facts)["整改后"] == "照片1张（王铁柱，11月23日 10:30）"


def test_a_hazard_without_photos_says_nothing_of_them(sqlite_engine: Engine) -> None:
    a_county(sqlite_engine)
    chat = Chat(sqlite_engine)
    chat.say("zhang", REPORT)

    assert "照片" not in words(chat.say("ma", "12号"))
    assert chat.say("ma", "看照片 12").title == "12号隐患还没有照片"
    assert letters(sqlite_engine) == []


@pytest.mark.parametrize("text", ["看照片 12", "12号照片", "照片 12"])
def test_the_photos_are_sent_where_they_were_asked_for(chat: Chat, text: str) -> None:
    fetch_all(chat.engine)

    card = chat.say("ma", text, group="g1")

    assert card.title == "12号隐患：照片3张"
    sent = letters(chat.engine)
    assert [one.as_card().title for one in sent] == ["12号 整改前 1", "12号 整改前 2", "12号 整改后 1"]
    assert {one.recipient for one in sent} == {"chat:group:g1"}
    assert sent[0].as_card().file == f"evidence/00/{1:064x}"


def test_what_is_not_fetched_yet_is_not_sent(chat: Chat) -> None:
    card = chat.say("ma", "看照片 12")

    assert card.lines == ("3件还在接收，稍后再看。",)
    assert letters(chat.engine) == []


def test_what_could_not_be_had_is_not_counted(chat: Chat) -> None:
    with work(chat.engine) as session:
        first = session.scalars(select(Evidence).order_by(col(Evidence.id))).first()
        assert first is not None
        first.state = EvidenceState.FAILED
    fetch_all(chat.engine)

    assert chat.say("ma", "看照片 12").title == "12号隐患：照片2张"
    assert dict(chat.say("ma", "12号").facts)["整改前"].startswith("照片1张")


def test_no_more_are_sent_at_once_than_anybody_looks_at(chat: Chat) -> None:
    chat.photo("wang", 5)
    fetch_all(chat.engine)

    card = chat.say("ma", "看照片 12")

    assert card.lines == ("还有2件没有发。",)
    assert [one.as_card().title for one in letters(chat.engine)][-1] == "12号 整改后 4"
    chat.say("ma", "看照片 12 整改后")
    assert [one.as_card().title for one in letters(chat.engine)][-1] == "12号 整改后 6"


def test_a_document_keeps_its_name(chat: Chat) -> None:
    chat.say("wang", "照片 12")
    chat.photo("wang", kind=MessageKind.FILE)
    fetch_all(chat.engine)
    with work(chat.engine) as session:
        last = session.scalars(select(Evidence).order_by(col(Evidence.id).desc())).first()
        assert last is not None
        last.name = "整改方案.docx"

    assert chat.say("ma", "看照片 12").title == "12号隐患：照片3张、文件1份"
    assert letters(chat.engine)[-1].as_card().title == "12号 整改后 2 整改方案.docx"


def test_photos_are_for_those_who_may_see_the_hazard(chat: Chat) -> None:
    fetch_all(chat.engine)

    refused = chat.say("hou", "看照片 12")

    assert refused == chat.say("hou", "12号")
    assert refused.title == "没有查到12号隐患"
    assert letters(chat.engine) == []


def test_the_same_words_join_photos_that_wait(chat: Chat) -> None:
    chat.forward(30 * MINUTE)
    chat.photo("wang")

    assert chat.say("wang", "12号照片").title == "12号隐患（整改后）：共照片2张"
    assert album(chat.engine) == {"12号 整改前": 2, "12号 整改后": 2}
    assert chat.photo("wang").title == "12号隐患（整改后）：共照片3张"
