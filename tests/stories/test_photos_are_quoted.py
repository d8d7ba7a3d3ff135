"""Messages that quote: the quoted words find the hazard, the quoted pictures are evidence."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from storage.database import work
from storage.hazards import Hazard
from storage.messages import Card, MessageKind
from storage.vocabulary import HazardState
from tests.builders import County, a_county, a_hazard
from tests.chat import Chat, words
from tests.stories.photo_album import album, loose

REPORT = "二楼东头安全出口堆了轮椅"


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine)


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    """Two hazards are reported: 12 and 13."""
    chat = Chat(engine)
    chat.say("zhang", REPORT)
    chat.say("zhang", "厨房燃气软管老化")
    return chat


def quoted(card: Card) -> str:
    """Return the card as somebody who quotes it has it: its words, as text."""
    return words(card)


def state(engine: Engine, number: int) -> HazardState:
    with work(engine) as session:
        return session.scalars(select(Hazard).where(Hazard.number == number)).one().state  # type: ignore[arg-type]


def test_a_card_that_is_quoted_says_which_hazard_is_meant(chat: Chat) -> None:
    (told, _) = chat.notices("wang")
    assert told.title == "请整改：12号隐患"

    taken = chat.quoting("wang", "收到", quoted(told), group="g1")
    assert taken.title == "12号收到，已记下"
    assert chat.quoting("wang", "整改完成", quoted(told), group="g1").title == "12号已报整改完成"

    to_accept = chat.notices("ma")[-1]
    back = chat.quoting("ma", "退回 轮椅还在", quoted(to_accept), group="g1")
    assert back.title == "12号已退回重改"
    assert dict(chat.notices("wang")[-1].facts)["原因"] == "轮椅还在"
    chat.quoting("wang", "整改完成", quoted(chat.notices("wang")[-1]))
    assert chat.quoting("ma", "验收通过", quoted(to_accept)).title == "12号验收通过，已销号"
    assert state(chat.engine, 13) is HazardState.TO_RECTIFY


def test_a_colleague_s_message_that_is_quoted_does_too(chat: Chat) -> None:
    chat.say("wang", "整改完成 12、13")

    card = chat.quoting("ma", "验收通过", "整改完成 12、13", group="g1")

    assert card.title == "验收通过：2条"
    assert state(chat.engine, 13) is HazardState.CLOSED


def test_a_list_that_is_quoted_does_not_decide(chat: Chat) -> None:
    card = chat.quoting("wang", "整改完成", quoted(chat.say("wang", "我的待办")))

    assert card.title == "整改完成的是哪一条？"


def test_courtesy_with_a_quote_of_no_hazard_is_courtesy(chat: Chat) -> None:
    assert chat.quoting("wang", "收到", "周五下午三点开会").title.startswith("好的")


def test_a_photo_that_quotes_a_card_joins_its_hazard(chat: Chat) -> None:
    told = chat.notices("wang")[0]

    card = chat.photo("wang", 2, quote=quoted(told))

    assert card.title == "照片已附到12号隐患（整改后，共2张）"
    # The sender now speaks of it.
    assert chat.photo("wang").title == "12号隐患（整改后）：共照片3张"


def test_words_that_nobody_understands_have_the_quote_to_go_by(chat: Chat) -> None:
    told = quoted(chat.notices("wang")[0])
    message = chat.message("wang", "啊吧啊吧", MessageKind.MIXED, media=1, quote=told)

    assert chat.ask(message).title == "照片已附到12号隐患（整改后，共1张）"


def test_a_quote_opens_nothing_that_is_not_ones_own(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        a_hazard(session, county.other_home)

    card = chat.photo("wang", quote="请整改：14号隐患")

    assert card.title == "照片1张收到，是什么事的？"
    assert "14号" not in words(card)
    assert loose(chat.engine) == 1


def test_pictures_that_are_quoted_prove_what_is_said_of_them(chat: Chat) -> None:
    chat.forward(timedelta(hours=1))

    done = chat.quoting("wang", "整改完成 12", pictures=2, group="g1")
    reported = chat.quoting("zhang", "三楼灭火器过期", pictures=1, group="g1")

    assert "照片2张已附到12号隐患（整改后）" in words(done)
    assert "照片1张已附到14号隐患（整改前）" in words(reported)
    assert album(chat.engine) == {"12号 整改后": 2, "14号 整改前": 1}


def test_quoted_pictures_without_words_are_asked_about(chat: Chat) -> None:
    chat.forward(timedelta(hours=1))

    asked = chat.quoting("wang", "", pictures=1, group="g1")

    assert asked.title == "照片1张收到，是什么事的？"
    assert chat.say("wang", "12", group="g1").title == "照片已附到12号隐患（整改后，共1张）"
